import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { failWork } from "../../base/index.ts";
import { readThrift, writeThrift, type ThriftStruct, type ThriftValue } from "./compact-thrift.ts";

const mark = Buffer.from("PAR1", "latin1");

/** The numbers of the fields that are read or changed (parquet.thrift of Apache Parquet). */
const fileFields = { schema: 2, rowCount: 3, rowGroups: 4 } as const;
const groupFields = { columns: 1, fileOffset: 5, ordinal: 7 } as const;
const columnFields = { fileOffset: 2, metadata: 3, indexes: [4, 5, 6, 7] } as const;
/** Where data pages, index pages, the dictionary and the Bloom filter begin. */
const metadataOffsets = [9, 10, 11, 14] as const;

/**
 * Writes Parquet files of the same columns one after the other into one: their row groups are copied byte by byte and only the
 * footer is made anew, so nothing is decoded and the same parts give the same bytes. The files must be whole; the
 * target is written to the end and flushed. Page indexes, which hold places in the file themselves, are left out.
 */
export async function joinParquet(paths: readonly string[], target: FileHandle): Promise<void> {
  await target.write(mark);
  let place = mark.length;
  let first: ThriftStruct | undefined;
  let rowCount = 0n;
  const groups: ThriftStruct[] = [];
  for (const path of paths) {
    const { footer, footerAt } = await readFooter(path);
    first ??= footer;
    checkSchema(first, footer, path);
    const shift = BigInt(place - mark.length);
    for (const group of listOf(footer, fileFields.rowGroups))
      groups.push(moveGroup(group, shift, groups.length));
    rowCount += integerOf(footer, fileFields.rowCount);
    if (footerAt > mark.length)
      for await (const piece of createReadStream(path, {
        start: mark.length,
        end: footerAt - 1,
        highWaterMark: 4 << 20,
      })) {
        await target.write(piece as Uint8Array);
        place += (piece as Uint8Array).length;
      }
  }
  const fields = new Map(first?.fields);
  fields.set(fileFields.rowCount, { type: 6, value: rowCount });
  fields.set(fileFields.rowGroups, { type: 9, item: 12, items: groups });
  const footer = writeThrift({ type: 12, fields });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  await target.write(Buffer.concat([footer, length, mark]));
}

async function readFooter(path: string): Promise<{ footer: ThriftStruct; footerAt: number }> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const end = Buffer.alloc(8);
    await file.read(end, 0, 8, size - 8);
    if (!end.subarray(4).equals(mark)) return failDamaged(path);
    const length = end.readUInt32LE(0);
    const bytes = new Uint8Array(length);
    await file.read(bytes, 0, length, size - 8 - length);
    return { footer: readThrift(bytes), footerAt: size - 8 - length };
  } catch (error) {
    if (error instanceof RangeError) return failDamaged(path);
    throw error;
  } finally {
    await file.close();
  }
}

const failDamaged = (path: string): never =>
  failWork("T2947", "A part of the answers is damaged", {
    place: path,
    cure: "Remove the folder of the parts and score again.",
  });

function checkSchema(first: ThriftStruct, other: ThriftStruct, path: string): void {
  const bytesOf = ({ fields }: ThriftStruct): Buffer =>
    Buffer.from(
      writeThrift({ type: 12, fields: new Map([[fileFields.schema, fields.get(fileFields.schema)!]]) }),
    );
  if (!bytesOf(first).equals(bytesOf(other))) failDamaged(path);
}

function listOf({ fields }: ThriftStruct, id: number): readonly ThriftStruct[] {
  const list = fields.get(id);
  return list?.type === 9 ? list.items.filter((item) => item.type === 12) : [];
}

function integerOf({ fields }: ThriftStruct, id: number): bigint {
  const value = fields.get(id);
  return value?.type === 6 ? value.value : 0n;
}

/** A row group as it stands `shift` bytes further on. */
function moveGroup(group: ThriftStruct, shift: bigint, ordinal: number): ThriftStruct {
  const fields = new Map(group.fields);
  moveOffset(fields, groupFields.fileOffset, shift);
  if (fields.has(groupFields.ordinal)) {
    // A number of 16 bits; readers do without it where there are more.
    if (ordinal < 32_768) fields.set(groupFields.ordinal, { type: 4, value: BigInt(ordinal) });
    else fields.delete(groupFields.ordinal);
  }
  const columns = listOf(group, groupFields.columns).map((column) => moveColumn(column, shift));
  fields.set(groupFields.columns, { type: 9, item: 12, items: columns });
  return { type: 12, fields };
}

function moveColumn(column: ThriftStruct, shift: bigint): ThriftStruct {
  const fields = new Map(column.fields);
  for (const id of columnFields.indexes) fields.delete(id);
  moveOffset(fields, columnFields.fileOffset, shift);
  const metadata = fields.get(columnFields.metadata);
  if (metadata?.type === 12) {
    const inner = new Map(metadata.fields);
    for (const id of metadataOffsets) moveOffset(inner, id, shift);
    fields.set(columnFields.metadata, { type: 12, fields: inner });
  }
  return { type: 12, fields };
}

/** Zero stands for no place. */
function moveOffset(fields: Map<number, ThriftValue>, id: number, shift: bigint): void {
  const found = fields.get(id);
  if (found?.type === 6 && found.value > 0n) fields.set(id, { type: 6, value: found.value + shift });
}
