import { formatDiagnostic, throwIfErrors, type Effects } from "../base/index.ts";
import { compileTable } from "../compile/index.ts";
import { absentColumns, writeTable, type ColumnReader, type Engine, type Snapshot } from "../data/index.ts";
import { withFile, type MoreFiles } from "../project/index.ts";
import { tableFromVectors, type DataType, type Vector } from "../schema/index.ts";
import { checkColumns, missingColumn } from "./file-columns.ts";
import { checkEventFiles, fileFields, joinEventFiles } from "./join-event-files.ts";
import type { Predictor } from "./runtime.ts";

/** What scoring a file did. */
export interface ScoredFile {
  readonly rowCount: number;
  readonly output: string;
  /** Rows of the file that could not be read, with their reasons. */
  readonly rejected: Snapshot["rejected"];
  readonly warnings: readonly string[];
}

/**
 * Scores every row of a file and writes its columns with the answers behind them, as CSV, Parquet or JSON lines. Columns are
 * read in the types that the model learnt with. A column that the model needs and the file has not fails before anything
 * is written. `events` are the files of the events by source, for a model with event features: each row gets those as of its
 * own time.
 */
export async function scoreFile(
  predictor: Predictor,
  path: string,
  output: string,
  effects: Effects,
  events: Readonly<Record<string, string>> = {},
): Promise<ScoredFile> {
  const { eventFeatures } = predictor.content;
  checkEventFiles(eventFeatures, events);
  const needed = fileFields(predictor);
  const score = async (
    reader: ColumnReader,
    snapshot: Snapshot,
    engine: Engine,
    more: MoreFiles,
  ): Promise<ScoredFile> => {
    const known = snapshot.schema.fields.map(({ name }) => name);
    checkColumns({ fields: needed }, snapshot.schema, path);
    const joined = eventFeatures
      ? await joinEventFiles(eventFeatures, events, { reader, engine, more, effects })
      : { columns: new Map<string, Vector>(), warnings: [] };
    const table = await reader.load(known);
    const inputs = new Map(
      predictor.schema.fields.map(({ name, type }) => [
        name,
        joined.columns.get(name) ?? asType(table.columns.get(name)!, type),
      ]),
    );
    const answers = compileTable(predictor.content.program)({
      schema: predictor.schema,
      rowCount: table.rowCount,
      columns: inputs,
    });
    const named = [...answers.columns].map(([name, vector]) => [freeName(name, known), vector] as const);
    await writeTable(
      engine,
      { ...tableFromVectors([...table.columns, ...named]), rowCount: table.rowCount },
      output,
    );
    const failed = snapshot.columns.filter(
      ({ name, failed }) => failed > 0 && needed.some((field) => field.name === name),
    );
    return {
      rowCount: table.rowCount,
      output,
      rejected: snapshot.rejected,
      warnings: [
        ...failed.map(
          ({ name, type, failed: count, failedSamples }) =>
            `${count.toLocaleString("en")} values of "${name}" are no ${type} and count as missing, such as ${JSON.stringify(failedSamples[0]?.text)}`,
        ),
        ...joined.warnings.map(formatDiagnostic),
      ],
    };
  };
  const types = Object.fromEntries(needed.map(({ name, type }) => [name, type]));
  return withFile(path, effects, score, types).catch((error: unknown) => {
    throwIfErrors(absentColumns(error).map(({ value = "", cure = "" }) => missingColumn(value, path, cure)));
    throw error;
  });
}

/** A whole number is a Float too. */
const asType = (vector: Vector, type: DataType): Vector =>
  vector.kind === "numbers" && type === "Float" ? { ...vector, type } : vector;

/** An answer never hides a column of the file. */
const freeName = (name: string, taken: readonly string[]): string =>
  taken.includes(name) ? freeName(`${name} (predicted)`, taken) : name;
