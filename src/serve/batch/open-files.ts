import { basename, dirname, extname } from "node:path";
import { errorDiagnostic, failInput, throwIfErrors, type Effects } from "../../base/index.ts";
import {
  isTableAddress,
  openParts,
  openTableParts,
  readTableAddress,
  refuseOrder,
  type Engine,
  type PartFile,
  type PartRequest,
  type TableFormat,
} from "../../data/index.ts";
import type { Field } from "../../schema/index.ts";
import { checkColumns, missingColumns, unknownColumns } from "../file-columns.ts";
import type { ScoreOptions } from "./run-batch.ts";

/** How a file is read, by its ending: Parquet, JSON, or text with delimiters. */
const kindOf = (path: string): "parquet" | "json" | "csv" => {
  const ending = extname(path.replace(/\.gz$/i, "")).toLowerCase();
  if (ending === ".parquet") return "parquet";
  return [".json", ".jsonl", ".ndjson"].includes(ending) ? "json" : "csv";
};

/** Where the rows of tables are read to, and what becomes of all. */
export interface FileWork {
  readonly engine: Engine;
  readonly effects: Effects;
  /** The folder for the rows of tables, which must stay until they are scored. */
  readonly folder: string;
  /** What the output is written as. */
  readonly format: TableFormat;
  /** Whether the rows are written once more with other columns before they are scored. */
  readonly isJoined: boolean;
}

/**
 * Looks at the files and tables that are to be scored, which must all have the same columns (T2940). Errors as of `openParts` and
 * `openTableParts`; T2221, T2222, T2982.
 */
export async function openFiles(
  paths: readonly string[],
  wanted: readonly Field[],
  work: FileWork,
  options: ScoreOptions,
): Promise<readonly [PartFile, ...PartFile[]]> {
  const isParquet = paths.every((path) => !isTableAddress(path) && kindOf(path) === "parquet");
  const files = await lookAt(paths, wanted, work, options, isParquet && work.format === "parquet");
  // Row groups of different files can stand in one file only where all of them are of the same kind.
  const keys = new Set(files.map(({ plan }) => (plan.kind === "parquet" ? plan.copied?.key : undefined)));
  return keys.size > 1 ? lookAt(paths, wanted, work, options, false) : files;
}

async function lookAt(
  paths: readonly string[],
  wanted: readonly Field[],
  { engine, effects, folder, isJoined }: FileWork,
  { partBytes, order, columns, environment = {} }: ScoreOptions,
  copies: boolean,
): Promise<readonly [PartFile, ...PartFile[]]> {
  if (order !== undefined && !paths.some(isTableAddress)) refuseOrder(order);
  const files: PartFile[] = [];
  for (const path of paths) {
    const request: Omit<PartRequest, "folder"> = {
      engine,
      effects,
      wanted,
      copies,
      ...(partBytes === undefined ? {} : { partBytes }),
      ...(columns === undefined || isJoined ? {} : { passes: [...new Set(columns)] }),
      check: (names, types) => {
        if (types) checkColumns({ fields: wanted }, types, path);
        throwIfErrors([
          ...missingColumns(wanted, names, path),
          ...unknownColumns(columns ?? [], names, path),
        ]);
      },
    };
    const file = isTableAddress(path)
      ? await openTableParts(readTableAddress(path, environment), {
          ...request,
          folder,
          order,
          keepsDigits: !isJoined,
        })
      : await openParts(
          { kind: kindOf(path), path: basename(path), options: {} },
          { ...request, folder: dirname(path) },
        );
    files.push(file);
  }
  const [first, ...others] = files;
  if (!first) return failInput("T2941", "There is no file to score", { cure: "Name at least one." });
  throwIfErrors(others.flatMap((file) => differentColumns(first, file)));
  return [first, ...others];
}

function differentColumns({ plan: first }: PartFile, { plan }: PartFile) {
  const lacking = first.names.find((name) => !plan.names.includes(name));
  const added = plan.names.find((name) => !first.names.includes(name));
  const isSame = plan.kind === "json" || plan.names.every((name, at) => name === first.names[at]);
  if (isSame && lacking === undefined && added === undefined) return [];
  const value = lacking ?? added;
  return [
    errorDiagnostic("T2940", `"${plan.path}" has not the same columns as "${first.path}"`, {
      place: plan.path,
      ...(value === undefined ? {} : { value }),
      cure: "Files that are scored together need the same columns in the same order; score the others by themselves.",
    }),
  ];
}
