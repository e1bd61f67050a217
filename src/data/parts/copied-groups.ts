import { randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql, textLiteral } from "../../compile/index.ts";
import type { Engine } from "../engine.ts";
import type { ThriftStruct } from "./compact-thrift.ts";
import { bytesOfColumn } from "./join-parquet.ts";
import {
  footerFields,
  integerOf,
  listOf,
  readFooter,
  schemaKey,
  textOf,
  topNames,
} from "./parquet-footer.ts";

/** The row groups of a Parquet file whose bytes can stand in the output as they are. */
export interface CopiedGroups {
  /** Rows of each. */
  readonly rowCounts: readonly number[];
  /** What the columns are in their bytes: row groups of other files need the same. */
  readonly key: string;
}

/** What is asked of the row groups. */
interface CopyRequest {
  /** The columns as the engine calls them. */
  readonly names: readonly string[];
  /** True where some rows may be left out: their row groups are written anew by the engine, which must write the same kinds of columns. */
  readonly mayReject: boolean;
  /** Rows that are scored at once at most. */
  readonly mostRows: number;
}

/** A row group is a part: below this size on average there would be too many. */
const fewRows = 20_000;
const fewGroups = 8;

/**
 * The row groups of a Parquet file where they can be copied, with answers behind them; null where the file must be written anew: with
 * row groups that are too large or too small, columns in other files, encryption, names that the engine changes, lengths that cannot be relied on.
 */
export async function findCopiedGroups(
  path: string,
  engine: Engine,
  request: CopyRequest,
): Promise<CopiedGroups | null> {
  const read = await footerOf(path);
  if (!read) return null;
  const { footer, footerAt } = read;
  const groups = listOf(footer, footerFields.file.rowGroups);
  const rowCounts = groups.map((group) => integerOf(group, footerFields.group.rowCount));
  const rowCount = rowCounts.reduce((sum, count) => sum + count, 0);
  const isSized =
    rowCounts.every((count) => count <= request.mostRows) && groups.length <= fewGroups + rowCount / fewRows;
  const names = topNames(footer);
  const isNamedAlike =
    names.length === request.names.length && names.every((name, at) => name === request.names[at]);
  if (!isSized || !isNamedAlike || !isPlain(footer) || !groups.every((group) => isWithin(group, footerAt)))
    return null;
  const key = schemaKey(footer);
  if (request.mayReject && (await writtenKey(path, engine)) !== key) return null;
  return { rowCounts, key };
}

async function footerOf(path: string) {
  const file = await open(path, "r");
  try {
    return await readFooter(file);
  } catch (error) {
    // A form that we do not know is left to the engine.
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

/** Early writers told lengths without the dictionary (PARQUET-816). */
const oldWriter = /^parquet-mr( version (0|1\.[0-2])\.|$)/;

const isPlain = (footer: ThriftStruct): boolean =>
  !footer.fields.has(footerFields.file.encryption) &&
  !oldWriter.test(textOf(footer, footerFields.file.writer) ?? "");

function isWithin(group: ThriftStruct, end: number): boolean {
  const { path, metadata, encryption } = footerFields.column;
  return listOf(group, footerFields.group.columns).every((column) => {
    if ([path, ...encryption].some((id) => column.fields.has(id)) || !column.fields.has(metadata))
      return false;
    const [from, to] = bytesOfColumn(column);
    return from >= 4 && to >= from && to <= end;
  });
}

/** What the columns would be if the engine wrote the file. */
async function writtenKey(path: string, engine: Engine): Promise<string | undefined> {
  const empty = join(tmpdir(), `tandem-columns-${randomBytes(6).toString("hex")}.parquet`);
  try {
    await engine.run(
      sql`COPY (SELECT * FROM read_parquet(${textLiteral(path)}) LIMIT 0) TO ${textLiteral(empty)} (FORMAT parquet)`,
    );
    const written = await footerOf(empty);
    return written && schemaKey(written.footer);
  } finally {
    await rm(empty, { force: true });
  }
}
