import { open, type FileHandle } from "node:fs/promises";
import { failWork } from "../../base/index.ts";
import { readThrift, writeThrift, type ThriftStruct, type ThriftValue } from "./compact-thrift.ts";

/** What a Parquet file begins and ends with. */
export const parquetMark = Buffer.from("PAR1", "latin1");

/** The numbers of the fields of a footer (parquet.thrift of Apache Parquet), by the structure that they stand in. */
export const footerFields = {
  file: { schema: 2, rowCount: 3, rowGroups: 4, remarks: 5, writer: 6, columnOrders: 7, encryption: 8 },
  element: {
    type: 1,
    length: 2,
    repetition: 3,
    name: 4,
    children: 5,
    converted: 6,
    scale: 7,
    precision: 8,
    logical: 10,
  },
  group: { columns: 1, byteCount: 2, rowCount: 3, fileOffset: 5, compressedBytes: 6, ordinal: 7 },
  column: { path: 1, fileOffset: 2, metadata: 3, indexes: [4, 5, 6, 7], encryption: [8, 9] },
  metadata: { compressedBytes: 7, dataPage: 9, indexPage: 10, dictionaryPage: 11, bloomFilter: [14, 15] },
} as const;

/** The footer of a file, and where it begins. */
export interface ParquetFooter {
  readonly footer: ThriftStruct;
  readonly footerAt: number;
}

/** Reads the footer of an open Parquet file. Throws a RangeError where there is none. */
export async function readFooter(file: FileHandle): Promise<ParquetFooter> {
  const { size } = await file.stat();
  if (size < 12) throw new RangeError("The file is too short");
  const end = Buffer.alloc(8);
  await file.read(end, 0, 8, size - 8);
  if (!end.subarray(4).equals(parquetMark)) throw new RangeError("The file does not end like a Parquet file");
  const length = end.readUInt32LE(0);
  if (length > size - 12) throw new RangeError("The footer is longer than the file");
  const bytes = new Uint8Array(length);
  await file.read(bytes, 0, length, size - 8 - length);
  return { footer: readThrift(bytes), footerAt: size - 8 - length };
}

/** Opens a file of a scoring and does something with it. Fails with T2947 for one that is damaged. */
export async function withFile<Result>(
  path: string,
  work: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  const file = await open(path, "r");
  try {
    return await work(file);
  } catch (error) {
    if (error instanceof RangeError) return failDamaged(path);
    throw error;
  } finally {
    await file.close();
  }
}

/** As `withFile`, for a Parquet file with its footer. */
export const withFooter = <Result>(
  path: string,
  work: (file: FileHandle, footer: ParquetFooter) => Promise<Result>,
): Promise<Result> => withFile(path, async (file) => work(file, await readFooter(file)));

/** Fails since a file is not as it was written. */
export const failDamaged = (path: string): never =>
  failWork("T2947", "A part of the answers is damaged", {
    place: path,
    cure: "Remove the folder of the parts and score again.",
  });

/** The structures of a list, none where there is no such list. */
export function listOf({ fields }: ThriftStruct, id: number): readonly ThriftStruct[] {
  const list = fields.get(id);
  return list?.type === 9 ? list.items.filter((item) => item.type === 12) : [];
}

/** A whole number of a structure, or 0 where it is not there. */
export function integerOf({ fields }: ThriftStruct, id: number): number {
  const value = fields.get(id);
  return value?.type === 4 || value?.type === 5 || value?.type === 6 ? Number(value.value) : 0;
}

/** A text of a structure, or undefined where it is not there. */
export function textOf({ fields }: ThriftStruct, id: number): string | undefined {
  const value = fields.get(id);
  return value?.type === 8 ? Buffer.from(value.bytes).toString("utf8") : undefined;
}

/** A structure with other values; undefined takes a field out. */
export function changed(
  struct: ThriftStruct,
  values: readonly (readonly [number, ThriftValue | undefined])[],
): ThriftStruct {
  const fields = new Map(struct.fields);
  for (const [id, value] of values)
    if (value) fields.set(id, value);
    else fields.delete(id);
  return { type: 12, fields: new Map([...fields].toSorted(([left], [right]) => left - right)) };
}

const { element } = footerFields;
/** Whole numbers with a sign, which is what their bare types mean as well. */
const plainNumbers = [17, 18];

/**
 * What the columns of a file are in its bytes: row groups of files with the same text can stand in one file. Two ways of saying the same of a
 * column (a whole number of its own width) count as one; all else must be said alike.
 */
export function schemaKey(footer: ThriftStruct): string {
  const [root, ...others] = listOf(footer, footerFields.file.schema);
  const partOf = (one: ThriftStruct, id: number): string => {
    const value = one.fields.get(id);
    return value
      ? Buffer.from(writeThrift({ type: 12, fields: new Map([[id, value]]) })).toString("hex")
      : "";
  };
  const keyOf = (one: ThriftStruct): string => {
    const { type, length, repetition, name, children, converted, scale, precision, logical } = element;
    const isPlain = plainNumbers.includes(integerOf(one, converted));
    const meaning = isPlain ? "" : partOf(one, converted) || partOf(one, logical);
    return [type, length, repetition, name, children, scale, precision]
      .map((id) => partOf(one, id))
      .concat(meaning)
      .join(" ");
  };
  return [root ? integerOf(root, element.children) : 0, ...others.map(keyOf)].join("\n");
}

/** The names of the columns as the file has them, without what nested columns hold. */
export function topNames(footer: ThriftStruct): string[] {
  const elements = listOf(footer, footerFields.file.schema);
  const names: string[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let child = integerOf(elements[at]!, element.children); child > 0 && next < elements.length; child--)
      next = skip(next);
    return next;
  };
  for (let at = 1; at < elements.length; at = skip(at)) names.push(textOf(elements[at]!, element.name) ?? "");
  return names;
}
