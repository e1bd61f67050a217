import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { throwIfErrors } from "../../base/index.ts";
import { sql, textLiteral } from "../../compile/index.ts";
import type { ParquetSource } from "../source.ts";
import { duplicateNames } from "../csv-header.ts";
import { describeParquet } from "../stage-parquet.ts";
import { typeRule } from "../plan-typed-columns.ts";
import { findCopiedGroups } from "./copied-groups.ts";
import type { PartRequest } from "./open-parts.ts";
import { isRisky } from "./parquet-part.ts";
import type { ParquetPlan, Part, PartFile } from "./part-plan.ts";

/** Rows of a part at most where the engine writes it: as many as it puts into one row group. */
const mostRows = 122_880;
/** Rows of a row group that is copied at most: with more of them, threads would have too few parts. */
const mostCopiedRows = 2 << 20;
/** Values of a part at most, for files with many columns. */
const mostValues = 8_000_000;
const bytesPerValue = 8;
/** Rows of a vector of the engine, of which a part has a whole number. */
const vectorRows = 2048;

/** Looks at a Parquet file: its columns and their types, and how many rows it has. */
export async function openParquetParts(source: ParquetSource, request: PartRequest): Promise<PartFile> {
  const { path } = source;
  const { engine, wanted, check, folder, made } = request;
  const { file, described } = await describeParquet(source, folder, engine);
  throwIfErrors(
    duplicateNames(
      described.map(({ name }) => name),
      path,
    ),
  );
  const types = new Map(described.map(({ name, engineType }) => [name, engineType]));
  check(
    described.map(({ name }) => name),
    {
      fields: described.flatMap(({ name, engineType }) => {
        const type = typeRule(engineType)?.type;
        const asked = wanted.find((field) => field.name === name)?.type;
        return type === undefined
          ? []
          : [{ name, type: asked === "Text" ? ("Text" as const) : type, nullable: true }];
      }),
    },
  );
  const relation = sql`parquet_file_metadata(${textLiteral(file.fullPath)})`;
  const [row] = await engine.rows(sql`SELECT num_rows AS n FROM ${relation}`);
  const rowCount = Number(row!["n"]);
  const values = request.partBytes === undefined ? mostValues : request.partBytes / bytesPerValue;
  const rowsPerPart = Math.max(
    vectorRows,
    Math.min(mostRows, Math.floor(values / described.length / vectorRows) * vectorRows),
  );
  const columns = wanted.map(({ name }) => made?.renamed.get(name) ?? name);
  const engineTypes = columns.map((name) => types.get(name)!);
  const copied =
    request.copies && !made && !request.passes
      ? await findCopiedGroups(file.fullPath, engine, {
          names: [...types.keys()],
          mayReject: wanted.some(({ type, nullable }, at) => !nullable || isRisky(engineTypes[at]!, type)),
          mostRows: request.partBytes === undefined ? mostCopiedRows : rowsPerPart,
        })
      : null;
  const names = made?.names ?? described.map(({ name }) => name);
  const plan: ParquetPlan = {
    kind: "parquet",
    path,
    fullPath: file.fullPath,
    names,
    passes: request.passes ?? names,
    wanted: wanted.map((field) => ({ ...field, format: undefined, trims: false })),
    rowCount,
    rowsPerPart,
    copied,
    columns,
    engineTypes,
    origin: made?.origin ?? null,
  };
  return {
    plan,
    identity: made?.identity ?? (await identityOf(file.fullPath)),
    total: rowCount,
    diagnostics: [],
    parts: (sizeOf) => rangesOf(plan, sizeOf),
  };
}

async function* rangesOf(plan: ParquetPlan, sizeOf: Parameters<PartFile["parts"]>[0]): AsyncGenerator<Part> {
  let firstRow = 0;
  for (const [number, rowCount] of rowCountsOf(plan).entries()) {
    const range = { kind: "rows", firstRow, rowCount } as const;
    firstRow += rowCount;
    if (rowCount > 0 && sizeOf(number) === undefined) yield { number, range, done: firstRow, size: 0 };
  }
}

/** The rows of each part. */
const rowCountsOf = ({ copied, rowCount, rowsPerPart }: ParquetPlan): readonly number[] =>
  copied?.rowCounts ??
  Array.from({ length: Math.ceil(rowCount / rowsPerPart) }, (_, part) =>
    Math.min(rowsPerPart, rowCount - part * rowsPerPart),
  );

const endBytes = 1 << 20;

/**
 * What tells a Parquet file from another without reading all of it: its size, when it was written, and a hash of its last
 * MiB, where its footer has the places and the bounds of all columns.
 */
async function identityOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const file = await open(path, "r");
  try {
    const bytes = new Uint8Array(Math.min(size, endBytes));
    await file.read(bytes, 0, bytes.length, size - bytes.length);
    return createHash("sha256").update(`${size} ${mtimeMs} `).update(bytes).digest("hex");
  } finally {
    await file.close();
  }
}
