import type { FileHandle } from "node:fs/promises";
import { failInput } from "../../base/index.ts";
import { writeThrift, type ThriftStruct, type ThriftValue } from "./compact-thrift.ts";
import {
  changed,
  failDamaged,
  footerFields,
  integerOf,
  listOf,
  parquetMark,
  schemaKey,
  withFile,
  withFooter,
  type ParquetFooter,
} from "./parquet-footer.ts";

/** A Parquet file whose rows come next. */
export interface ParquetPiece {
  readonly path: string;
  /** A row group of another file whose columns stand before those of this one, which then has one row group of as many rows. */
  readonly behind?: { readonly path: string; readonly group: number };
}

const { file: fileFields, group: groupFields, column: columnFields, metadata: metadataFields } = footerFields;
const { dataPage, indexPage, dictionaryPage } = metadataFields;
const pageFields = [dataPage, indexPage, dictionaryPage] as const;
/** What is written before it is flushed while the next pieces are made, so that little is left to flush at the end. */
const flushBytes = 64 << 20;

/**
 * Writes Parquet files of the same columns one after the other into one: their row groups are copied byte by byte and only the
 * footer is made anew, so nothing is decoded and the same pieces give the same bytes. The files must be whole; the
 * target is written to the end. Page indexes and Bloom filters, which stand at places of their own, are left out. Errors: T2947 for a file
 * that is damaged, T2981 for columns of other types.
 */
export async function joinParquet(
  pieces: AsyncIterable<ParquetPiece> | Iterable<ParquetPiece>,
  target: FileHandle,
): Promise<void> {
  const output = openTarget(target);
  let first: ThriftStruct | undefined;
  let key: string | undefined;
  let rowCount = 0;
  const groups: ThriftStruct[] = [];
  let source: { readonly path: string; readonly read: ParquetFooter } | undefined;
  for await (const { path, behind } of pieces) {
    // A file of many row groups has a long footer: it is read once.
    if (behind && source?.path !== behind.path)
      source = { path: behind.path, read: await withFooter(behind.path, async (_file, read) => read) };
    const read = source?.read;
    const before =
      behind && read && (await withFile(behind.path, (file) => copyGroup(file, read, behind.group, output)));
    const own = await withFooter(path, (file, footer) => copyGroups(file, footer, output));
    const whole = before && read ? putBehind(before, read.footer, own, path) : own;
    first ??= whole.footer;
    key ??= schemaKey(first);
    if (schemaKey(whole.footer) !== key)
      failInput("T2981", "The columns of the files have different types", {
        place: behind?.path ?? path,
        cure: "Score them one by one, or write CSV or JSON lines.",
      });
    for (const group of whole.groups) groups.push(numbered(group, groups.length));
    rowCount += whole.groups.reduce((sum, group) => sum + integerOf(group, groupFields.rowCount), 0);
  }
  const footer = writeThrift(
    changed(first ?? { type: 12, fields: new Map() }, [
      [fileFields.rowCount, long(rowCount)],
      [fileFields.rowGroups, { type: 9, item: 12, items: groups }],
    ]),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  await output.write(Buffer.concat([footer, length, parquetMark]));
}

/** Row groups that stand in the target, and the footer of the file that they come from. */
interface PlacedGroups {
  readonly footer: ThriftStruct;
  readonly groups: readonly ThriftStruct[];
}

type Target = ReturnType<typeof openTarget>;

function openTarget(target: FileHandle) {
  const buffer = Buffer.allocUnsafe(4 << 20);
  let place = 0;
  let waiting = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    for (let at = 0; at < bytes.length;)
      at += (await target.write(bytes, at, bytes.length - at)).bytesWritten;
    place += bytes.length;
    waiting += bytes.length;
    if (waiting < flushBytes) return;
    waiting = 0;
    await target.datasync();
  };
  return {
    write,
    /** Copies bytes of a file behind what is there, and returns where they now begin. Throws a RangeError where the file has not so many. */
    copy: async (source: FileHandle, from: number, end: number): Promise<number> => {
      if (place === 0) await write(parquetMark);
      const begin = place;
      for (let at = from; at < end;) {
        const { bytesRead } = await source.read(buffer, 0, Math.min(buffer.length, end - at), at);
        if (bytesRead === 0) throw new RangeError("The file is too short");
        await write(buffer.subarray(0, bytesRead));
        at += bytesRead;
      }
      return begin;
    },
  };
}

/** Copies all row groups of a file in one go, with what stands between them. */
async function copyGroups(
  file: FileHandle,
  { footer, footerAt }: ParquetFooter,
  output: Target,
): Promise<PlacedGroups> {
  const shift = (await output.copy(file, parquetMark.length, footerAt)) - parquetMark.length;
  const groups = listOf(footer, fileFields.rowGroups).map((group) =>
    changed(group, [
      [groupFields.fileOffset, movedField(group, groupFields.fileOffset, shift)],
      [
        groupFields.columns,
        columnList(listOf(group, groupFields.columns).map((column) => moveColumn(column, shift, true))),
      ],
    ]),
  );
  return { footer, groups };
}

/** Copies the columns of one row group. */
async function copyGroup(
  file: FileHandle,
  { footer }: ParquetFooter,
  at: number,
  output: Target,
): Promise<ThriftStruct> {
  const group = listOf(footer, fileFields.rowGroups)[at];
  if (!group) throw new RangeError("The file has not so many row groups");
  const columns = listOf(group, groupFields.columns);
  const moved: ThriftStruct[] = [];
  // Columns that stand one behind the other are copied together.
  for (let first = 0; first < columns.length;) {
    const [begin, firstEnd] = bytesOfColumn(columns[first]!);
    let [end, next] = [firstEnd, first + 1];
    for (; next < columns.length && bytesOfColumn(columns[next]!)[0] === end; next++)
      end = bytesOfColumn(columns[next]!)[1];
    const shift = (await output.copy(file, begin, end)) - begin;
    for (; first < next; first++) moved.push(moveColumn(columns[first]!, shift, false));
  }
  return changed(group, [
    [groupFields.columns, columnList(moved)],
    [groupFields.fileOffset, undefined],
  ]);
}

/** A row group with the columns of another one behind its own. */
function putBehind(
  group: ThriftStruct,
  before: ThriftStruct,
  { footer, groups }: PlacedGroups,
  path: string,
): PlacedGroups {
  const [own] = groups;
  if (
    groups.length !== 1 ||
    !own ||
    integerOf(own, groupFields.rowCount) !== integerOf(group, groupFields.rowCount)
  )
    return failDamaged(path);
  const sum = (id: number): ThriftValue | undefined =>
    group.fields.has(id) && own.fields.has(id) ? long(integerOf(group, id) + integerOf(own, id)) : undefined;
  const columns = columnList([group, own].flatMap((one) => listOf(one, groupFields.columns)));
  const joined = changed(group, [
    [groupFields.columns, columns],
    [groupFields.byteCount, sum(groupFields.byteCount)],
    [groupFields.compressedBytes, sum(groupFields.compressedBytes)],
  ]);
  return { footer: withColumns(before, footer), groups: [joined] };
}

/** A footer for the columns of two files side by side. What the first says of itself beside them holds no longer. */
function withColumns(before: ThriftStruct, own: ThriftStruct): ThriftStruct {
  const [[root, ...first], [, ...second]] = [before, own].map((one) => listOf(one, fileFields.schema)) as [
    ThriftStruct[],
    ThriftStruct[],
  ];
  const { children } = footerFields.element;
  const count = [before, own].reduce(
    (sum, one) => sum + integerOf(listOf(one, fileFields.schema)[0]!, children),
    0,
  );
  const schema = [changed(root!, [[children, { type: 5, value: BigInt(count) }]]), ...first, ...second];
  const orders = [before, own].map((one) => listOf(one, fileFields.columnOrders));
  const hasOrders = orders.every(
    (list, at) => list.length > 0 && list.length === leafCount([before, own][at]!),
  );
  return changed(before, [
    [fileFields.schema, { type: 9, item: 12, items: schema }],
    [fileFields.remarks, undefined],
    [fileFields.columnOrders, hasOrders ? { type: 9, item: 12, items: orders.flat() } : undefined],
  ]);
}

const leafCount = (footer: ThriftStruct): number =>
  listOf(footer, fileFields.schema).filter((one) => one.fields.has(footerFields.element.type)).length;

/** The bytes of a column of a row group: from its first page on, with its dictionary. */
export function bytesOfColumn(column: ThriftStruct): readonly [begin: number, end: number] {
  const metadata = column.fields.get(columnFields.metadata);
  if (metadata?.type !== 12) throw new RangeError("A column has no metadata");
  const begin = Math.min(...pageFields.map((id) => integerOf(metadata, id)).filter((place) => place > 0));
  return [begin, begin + integerOf(metadata, metadataFields.compressedBytes)];
}

/** A column as it stands `shift` bytes further on. */
function moveColumn(column: ThriftStruct, shift: number, hasFilters: boolean): ThriftStruct {
  const metadata = column.fields.get(columnFields.metadata);
  const [filterAt, filterBytes] = metadataFields.bloomFilter;
  const inner =
    metadata?.type === 12
      ? changed(metadata, [
          ...pageFields.map((id) => [id, movedField(metadata, id, shift)] as const),
          [filterAt, hasFilters ? movedField(metadata, filterAt, shift) : undefined],
          ...(hasFilters ? [] : [[filterBytes, undefined] as const]),
        ])
      : undefined;
  return changed(column, [
    ...columnFields.indexes.map((id) => [id, undefined] as const),
    [columnFields.fileOffset, movedField(column, columnFields.fileOffset, shift)],
    [columnFields.metadata, inner],
  ]);
}

/** Zero stands for no place. */
function movedField(struct: ThriftStruct, id: number, shift: number): ThriftValue | undefined {
  const place = integerOf(struct, id);
  return place > 0 ? long(place + shift) : struct.fields.get(id);
}

/** Readers do without the number of a row group where it has more than 16 bits. */
const numbered = (group: ThriftStruct, ordinal: number): ThriftStruct =>
  group.fields.has(groupFields.ordinal)
    ? changed(group, [
        [groupFields.ordinal, ordinal < 32_768 ? { type: 4, value: BigInt(ordinal) } : undefined],
      ])
    : group;

const long = (value: number): ThriftValue => ({ type: 6, value: BigInt(value) });
const columnList = (items: readonly ThriftStruct[]): ThriftValue => ({ type: 9, item: 12, items });
