import { errorDiagnostic, throwIfErrors, type Diagnostic, type Effects } from "../base/index.ts";
import { compileTable } from "../compile/index.ts";
import { absentColumns, writeTable, type ColumnReader, type Engine, type Snapshot } from "../data/index.ts";
import { withFile } from "../project/index.ts";
import {
  findField,
  similarNames,
  tableFromVectors,
  type DataType,
  type Schema,
  type Vector,
} from "../schema/index.ts";
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
 * is written.
 */
export async function scoreFile(
  predictor: Predictor,
  path: string,
  output: string,
  effects: Effects,
): Promise<ScoredFile> {
  const needed = predictor.schema.fields;
  const score = async (reader: ColumnReader, snapshot: Snapshot, engine: Engine): Promise<ScoredFile> => {
    const known = snapshot.schema.fields.map(({ name }) => name);
    checkColumns(predictor.schema, snapshot.schema, path);
    const table = await reader.load(known);
    const inputs = new Map(needed.map(({ name, type }) => [name, asType(table.columns.get(name)!, type)]));
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
      warnings: failed.map(
        ({ name, type, failed: count, failedSamples }) =>
          `${count.toLocaleString("en")} values of "${name}" are no ${type} and count as missing, such as ${JSON.stringify(failedSamples[0]?.text)}`,
      ),
    };
  };
  const types = Object.fromEntries(needed.map(({ name, type }) => [name, type]));
  return withFile(path, effects, score, types).catch((error: unknown) => {
    throwIfErrors(absentColumns(error).map(({ value = "", cure = "" }) => missingColumn(value, path, cure)));
    throw error;
  });
}

const missingColumn = (name: string, path: string, cure: string): Diagnostic =>
  errorDiagnostic("T2221", `The file has no column ${JSON.stringify(name)}, which the model needs`, {
    place: path,
    cure,
  });

/** All columns that the model needs must be there, in a type that it can take. */
function checkColumns(needed: Schema, given: Schema, path: string): void {
  const known = given.fields.map(({ name }) => name);
  const diagnostics = needed.fields.flatMap(({ name, type }) => {
    const field = findField(given, name);
    if (!field) {
      const similar = similarNames(name, known);
      return [
        missingColumn(
          name,
          path,
          similar.length > 0 ? `Similar: ${similar.join(", ")}.` : `It has ${known.join(", ")}.`,
        ),
      ];
    }
    if (field.type === type || (field.type === "Int" && type === "Float")) return [];
    return [
      errorDiagnostic(
        "T2222",
        `The column ${JSON.stringify(name)} is ${field.type}, but the model learnt it as ${type}`,
        { place: path, cure: "Give the column in that type." },
      ),
    ];
  });
  throwIfErrors(diagnostics);
}

/** A whole number is a Float too. */
const asType = (vector: Vector, type: DataType): Vector =>
  vector.kind === "numbers" && type === "Float" ? { ...vector, type } : vector;

/** An answer never hides a column of the file. */
const freeName = (name: string, taken: readonly string[]): string =>
  taken.includes(name) ? freeName(`${name} (predicted)`, taken) : name;
