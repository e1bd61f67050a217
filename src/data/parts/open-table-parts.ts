import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { basename, join } from "node:path";
import { failBytes } from "../database/failure.ts";
import { stageDatabaseTable } from "../database/stage-database-table.ts";
import type { TableRequest } from "../database/staged-table.ts";
import type { TableAddress } from "../database/table-address.ts";
import { typeRule } from "../plan-typed-columns.ts";
import { openJsonParts } from "./open-json-parts.ts";
import { openParquetParts } from "./open-parquet-parts.ts";
import type { PartRequest } from "./open-parts.ts";
import type { PartFile } from "./part-plan.ts";

/** What is asked of a table that is read part by part. */
interface TablePartRequest extends Omit<PartRequest, "made"> {
  /** The columns that order the rows; the primary key where there are none. */
  readonly order: readonly string[] | undefined;
  /** Whether numbers of more digits than a Float has are passed on with all of them. */
  readonly keepsDigits: boolean;
}

/**
 * Reads a table into a file inside of the folder of the request, which must stay until all parts are read, and opens that part by part. The
 * rows have the order of the primary key, or the one that is stated. Errors: T2990-T2998, those of the values.
 */
export async function openTableParts(table: TableAddress, request: TablePartRequest): Promise<PartFile> {
  const { wanted, engine, effects } = request;
  const folder = await mkdtemp(join(request.folder, "table-"));
  const staged = await stageDatabaseTable(table, {
    order: request.order ?? "key",
    keepsDigits: request.keepsDigits,
    wanted: new Map(wanted.map(({ name, type }) => [name, type])),
    check: (columns) => checkTable(columns, table.text, request),
    engine,
    folder,
    effects,
  });
  const inner = { ...request, folder, check: () => {} };
  const path = basename(staged.path);
  const file =
    staged.kind === "json"
      ? await openJsonParts({ kind: "json", path, options: {} }, inner)
      : await openParquetParts(
          { kind: "parquet", path },
          {
            ...inner,
            made: {
              renamed: staged.renamed,
              names: staged.names,
              origin: null,
              identity: await hashOf(staged.path),
            },
          },
        );
  return { ...file, plan: { ...file.plan, path: table.text }, declared: staged.declared };
}

/** Looks at the columns of a table before its rows are read, as at those of a file. */
function checkTable(
  columns: Parameters<TableRequest["check"]>[0],
  place: string,
  { wanted, check }: TablePartRequest,
): void {
  const names = columns.map(({ name }) => name);
  const isTyped = columns.every(({ engineType }) => engineType !== undefined);
  const fields = columns.flatMap(({ name, engineType = "" }) => {
    const asked = wanted.find((field) => field.name === name)?.type;
    const type = typeRule(engineType)?.type;
    if (type !== undefined)
      return [{ name, type: asked === "Text" ? ("Text" as const) : type, nullable: true }];
    return asked === undefined ? [] : failBytes(name, place);
  });
  check(names, isTyped ? { fields } : undefined);
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 4 << 20 }))
    hash.update(piece as Uint8Array);
  return hash.digest("hex");
}
