import { errorDiagnostic, failInput, showValue, throwIfErrors, type Diagnostic } from "../base/index.ts";
import {
  validateRow,
  valueFromJson,
  valueToJson,
  type DataType,
  type Schema,
  type Value,
} from "../schema/index.ts";

/** Values by name, as they stand in JSON. */
type Row = Readonly<Record<string, Value>>;

/** What an exported module is made of. */
export interface ModelParts {
  readonly schema: Schema;
  /** The types of the answers. */
  readonly outputs: Readonly<Record<string, DataType>>;
  /** Rows with their exact answers, as JSON values. */
  readonly proof: () => readonly { readonly input: Row; readonly output: Row }[];
  /** From a row of checked values to the answers. */
  readonly score: (row: Record<string, Value>) => Row;
}

/**
 * The functions of an exported module, built where it is loaded. This is no part of the library that a program imports: its
 * source is copied into each module.
 */
export function createModel({ schema, outputs, proof, score }: ModelParts) {
  const answer = (values: Record<string, Value>): Row => {
    const scored = score(values);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, type]) => [name, valueToJson(scored[name]!, type)]),
    );
  };
  const readRow = (row: unknown, place: string, diagnostics: Diagnostic[]): Record<string, Value> =>
    validateRow(schema, row, place, diagnostics) ?? {};
  const predict = (row: unknown): Row => {
    const diagnostics: Diagnostic[] = [];
    const values = readRow(row, "row", diagnostics);
    throwIfErrors(diagnostics);
    return answer(values);
  };
  const predictBatch = (rows: unknown): Row[] => {
    if (!Array.isArray(rows))
      return failInput("T2591", "predictBatch() takes a list of rows", {
        value: showValue(rows),
        cure: "Call it with [{…}, {…}], or predict() with one row.",
      });
    const diagnostics: Diagnostic[] = [];
    const values = rows.map((row, at) => readRow(row, `rows[${at}]`, diagnostics));
    throwIfErrors(diagnostics);
    return values.map(answer);
  };
  const verify = (): { rowCount: number } => {
    const rows = proof();
    const wrong = rows.flatMap(({ input, output }, at) => {
      // As the loader of a package does: what a request must not leave out may be missing in the data all the same.
      const found = answer(
        Object.fromEntries(
          schema.fields.map(({ name, type }) => [name, valueFromJson(input[name] ?? null, type) ?? null]),
        ),
      );
      return Object.entries(output)
        .filter(([name, expected]) => !Object.is(found[name], expected))
        .map(([name, expected]) =>
          errorDiagnostic(
            "T2592",
            `Proof row ${at + 1} is not reproduced: ${name} is ${showValue(found[name])}, but the model says ${showValue(expected)}`,
            { cure: "Do not use this module here; export it anew, or use another engine." },
          ),
        );
    });
    throwIfErrors(wrong, "work");
    return { rowCount: rows.length };
  };
  return { predict, predictBatch, verify };
}
