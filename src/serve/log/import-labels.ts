import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { failInput, throwIfErrors, type Diagnostic, type Effects } from "../../base/index.ts";
import {
  collect,
  isTableAddress,
  normalizeSource,
  openDataset,
  openEngine,
  readTableAddress,
  stageDatabaseTable,
  type Engine,
  type Environment,
  type Snapshot,
} from "../../data/index.ts";
import { writeFileAtomically } from "../../project/index.ts";
import {
  findField,
  similarNames,
  valueAt,
  valueToJson,
  type DataType,
  type Table,
} from "../../schema/index.ts";
import { frameParts } from "./frame-body.ts";
import { createFileHead, createFrameHead } from "./frame.ts";
import { normalizeLabels, type Label } from "./label.ts";
import { syncFolder } from "./log-folder.ts";
import { privateInputs, readManifest, type LogManifest } from "./manifest.ts";
import { freshPlaces, freshRows } from "./fresh-labels.ts";
import { hiddenText, openLogKey } from "./private-key.ts";
import { failWithoutLog, isLog } from "./read-log.ts";

/** Which columns of a file say what; those that are not named are called as the settings are. */
export interface LabelFileOptions {
  /** The column with the names of the requests. */
  readonly request?: string;
  /** The column with the number of the row; without one every label is about row 0. */
  readonly row?: string;
  /** An input column of the model by which labels name their prediction; the file has a column of the same name. */
  readonly entity?: string;
  readonly time?: string;
  readonly label?: string;
  readonly knownAt?: string;
  /** A SELECT that makes the labels of the file, which it sees as `labels`. */
  readonly sql?: string;
  /** The key of the private columns, where labels name an entity by one. */
  readonly privateKeyFile?: string;
  /** The variables of the process, where passwords and addresses of databases stand: `process.env`. */
  readonly environment?: Environment;
}

/** What was taken from a file or a table. */
export interface ImportedLabels {
  readonly accepted: number;
  /** Those of them that the log had before. */
  readonly known: number;
  /** Rows whose label is missing: nothing is known about them yet. */
  readonly withoutLabel: number;
  /** Rows of the file that could not be read. */
  readonly rejected: Snapshot["rejected"];
}

const labelsPerFrame = 5000;

/**
 * Hands labels in a file (CSV, Parquet, JSON lines) or a table of a database over to a log, all or none; a service may be writing it
 * meanwhile. The same file again changes nothing, and neither does a row of a table that was there before. Errors: T2913 without a
 * log, T2920 for labels that are none, T2921 for columns that are not there, T2990-T2999 of tables.
 * @example
 * await importLabels(".tandem/log", "returns.csv", { entity: "order", label: "returned", knownAt: "returned at" }, effects);
 */
export async function importLabels(
  folder: string,
  file: string,
  options: LabelFileOptions,
  effects: Effects,
): Promise<ImportedLabels> {
  if (!(await isLog(folder))) failWithoutLog(folder);
  const manifest = await readManifest(folder);
  const isPrivate = privateInputs(manifest).some(({ name }) => name === options.entity);
  const { snapshot, table } = await readTable(file, options, effects);
  const columns = columnsOf(table, options, file);
  const now = effects.now();
  const specs = Array.from({ length: table.rowCount }, (_, row) => labelSpec(table, columns, row));
  const diagnostics: Diagnostic[] = [];
  const batch = `${snapshot.hash}/${Object.values(columns).join("/")}`;
  const labels = normalizeLabels(specs, { batch, position: 0, now, place: "rows", isPrivate }, diagnostics);
  throwIfErrors(diagnostics);
  const known = labels.filter(({ label }) => label !== null);
  const hidden = await hideEntities(folder, await readManifest(folder), known, options);
  const { fresh, knownCount } = isTableAddress(file)
    ? await freshRows(folder, hidden, columns, file)
    : await freshPlaces(folder, hidden);
  if (fresh.length > 0) await handOver(folder, fresh);
  return {
    accepted: hidden.length,
    known: knownCount,
    withoutLabel: table.rowCount - hidden.length,
    rejected: isPrivate ? untold(snapshot.rejected) : snapshot.rejected,
  };
}

/** Rows that could not be read by line and reason alone: their text may hold a private value. */
const untold = ({ count, samples }: Snapshot["rejected"]): Snapshot["rejected"] => ({
  count,
  samples: samples.map((sample) => ({ ...sample, text: "" })),
});

async function readTable(
  given: string,
  { sql: text, environment = {} }: LabelFileOptions,
  effects: Effects,
): Promise<{ snapshot: Snapshot; table: Table }> {
  const temporary = await mkdtemp(join(tmpdir(), "tandem-labels-"));
  const engine = await openEngine({ temporaryFolder: temporary });
  try {
    const file = isTableAddress(given)
      ? await stageTable(given, environment, engine, temporary, effects)
      : given;
    const kind = /\.parquet$/i.test(file) ? "parquet" : /\.(json|jsonl|ndjson)$/i.test(file) ? "json" : "csv";
    const path = basename(file);
    const plain = kind === "parquet" ? { kind, path } : { kind, path, options: {} };
    const diagnostics: Diagnostic[] = [];
    const source = normalizeSource(
      text === undefined ? plain : { kind: "sql", text, inputs: { labels: plain } },
      file,
      diagnostics,
    );
    throwIfErrors(diagnostics);
    const writeTo = join(temporary, "labels.parquet");
    const snapshot = await collect(source!, { folder: dirname(file), engine, effects, writeTo });
    const names = snapshot.schema.fields.map(({ name }) => name);
    return { snapshot, table: await openDataset(engine, snapshot, writeTo).load(names) };
  } finally {
    await engine.close();
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The rows of a table as a file. Labels come in any order, so none is asked for. */
async function stageTable(
  address: string,
  environment: Environment,
  engine: Engine,
  temporary: string,
  effects: Effects,
): Promise<string> {
  const folder = join(temporary, "table");
  await mkdir(folder);
  const table = readTableAddress(address, environment);
  const request = {
    order: "any",
    keepsDigits: false,
    wanted: new Map<string, DataType>(),
    check: () => {},
    engine,
    folder,
    effects,
  } as const;
  return (await stageDatabaseTable(table, request)).path;
}

type Setting = "request" | "row" | "entity" | "time" | "label" | "knownAt";
type LabelColumns = Partial<Record<Setting, string>>;

/** Which columns say what: named ones must be there, others are taken where they are. */
function columnsOf({ schema }: Table, options: LabelFileOptions, file: string): LabelColumns {
  const known = schema.fields.map(({ name }) => name);
  const settings: readonly Setting[] = options.entity
    ? ["entity", "time", "label", "knownAt"]
    : ["request", "row", "label", "knownAt"];
  return Object.fromEntries(
    settings.flatMap((setting) => {
      const name = options[setting] ?? setting;
      if (known.includes(name)) return [[setting, name]];
      const isNeeded = options[setting] !== undefined || setting === "label" || setting === "request";
      if (!isNeeded) return [];
      const similar = similarNames(name, known);
      return failInput(
        "T2921",
        `The file has no column ${JSON.stringify(name)} for the ${setting} of labels`,
        {
          place: file,
          cure:
            similar.length > 0
              ? `Did you mean ${similar.map((one) => JSON.stringify(one)).join(" or ")}? Name it with --${setting === "knownAt" ? "known-at" : setting}.`
              : `It has ${known.slice(0, 20).join(", ")}. Name it with --${setting === "knownAt" ? "known-at" : setting}.`,
        },
      );
    }),
  );
}

function labelSpec(table: Table, columns: LabelColumns, row: number): Record<string, unknown> {
  const read = (setting: Setting): unknown => {
    const name = columns[setting];
    const field = name === undefined ? undefined : findField(table.schema, name);
    return field && valueToJson(valueAt(table.columns.get(field.name)!, row), field.type);
  };
  const text = (setting: Setting): unknown => {
    const value = read(setting);
    return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  };
  const spec: Record<string, unknown> = { label: read("label") ?? null };
  if (columns.entity === undefined) spec["request"] = text("request");
  else spec["entity"] = { [columns.entity]: read("entity") };
  if (columns.row !== undefined) spec["row"] = read("row");
  if (columns.time !== undefined) spec["time"] = text("time");
  if (columns.knownAt !== undefined) spec["knownAt"] = text("knownAt");
  return spec;
}

async function hideEntities(
  folder: string,
  manifest: LogManifest,
  labels: readonly Label[],
  { entity, privateKeyFile }: LabelFileOptions,
): Promise<readonly Label[]> {
  const field = privateInputs(manifest).find(({ name }) => name === entity);
  if (!field) return labels;
  const key = await openLogKey(folder, manifest.key, { privateColumns: [field.name], privateKeyFile });
  return labels.map((label) =>
    label.value !== null ? { ...label, value: hiddenText(key, field.name, field.type, label.value) } : label,
  );
}

/** Puts labels into the folder of a log as a whole write-ahead file, which whoever writes the log makes a segment of. */
async function handOver(folder: string, labels: readonly Label[]): Promise<void> {
  const { bytes, salt } = createFileHead();
  const parts: Uint8Array[] = [bytes];
  for (let start = 0; start < labels.length; start += labelsPerFrame) {
    const body = frameParts({
      streams: [],
      labels: labels.slice(start, start + labelsPerFrame),
      rowCount: 0,
      rows: new Uint8Array(),
    });
    parts.push(createFrameHead(body, salt), ...body);
  }
  await writeFileAtomically(
    join(folder, `import-${randomBytes(8).toString("hex")}.wal`),
    Buffer.concat(parts),
  );
  await syncFolder(folder);
}
