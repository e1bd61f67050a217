import { throwIfErrors, type Diagnostic } from "../base/index.ts";
import { compileRow } from "../compile/index.ts";
import { typeOf } from "../ir/index.ts";
import type { ModelCard, ModelPackage } from "../project/index.ts";
import { validateRow, valueToJson, type DataType, type Schema, type Value } from "../schema/index.ts";
import { compilePlainRow } from "./plain-row.ts";
import { rowWarnings } from "./row-warnings.ts";

/** A package that has proven itself and answers. */
export interface Predictor {
  readonly name: string;
  /** Hash of the package: which model gave an answer. */
  readonly hash: string;
  /** The columns that a row gives. */
  readonly schema: Schema;
  readonly card: ModelCard;
  readonly content: ModelPackage;
  /** How many proof rows were reproduced bit for bit. */
  readonly provenRows: number;
  /**
   * The answer for one row: plain JSON values in, plain JSON values out. Unknown columns, missing columns and wrong types
   * fail with every mistake at once. Values that the model has never seen are answered, with a warning.
   */
  predict(row: unknown, place?: string): Prediction;
}

/** An answer. */
export interface Prediction {
  readonly output: Readonly<Record<string, Value>>;
  readonly warnings: readonly Diagnostic[];
}

const noWarnings: readonly Diagnostic[] = Object.freeze([]);

/** Makes a package that has been checked and proven answer. */
export function createPredictor(content: ModelPackage, provenRows: number): Predictor {
  const { program, schema, baseline } = content;
  const types = Object.entries(program.outputs).map(([name, expr]) => [name, typeOf(expr)] as const);
  const toJson = outputToJson(types);
  const answerPlain = compilePlainRow(content);
  // Most rows are plain; the long way is made ready when the first one needs it.
  let score: ReturnType<typeof compileRow> | undefined;
  return {
    name: content.name,
    hash: content.hash,
    schema,
    card: content.card,
    content,
    provenRows,
    predict: (row, place = "row") => {
      const plain = answerPlain?.(row);
      if (plain) return { output: toJson(plain), warnings: noWarnings };
      const diagnostics: Diagnostic[] = [];
      const values = validateRow(schema, row, place, diagnostics);
      throwIfErrors(diagnostics);
      score ??= compileRow(program);
      return {
        output: toJson(score(values!)),
        warnings: [...diagnostics, ...rowWarnings(baseline, values!, place)],
      };
    },
  };
}

type Output = Record<string, Value>;

/** Days and instants become text; an output without any is JSON as it is. */
function outputToJson(
  types: readonly (readonly [name: string, type: DataType])[],
): (output: Output) => Output {
  if (!types.some(([, type]) => type === "Day" || type === "Instant")) return (output) => output;
  return (output) =>
    Object.fromEntries(types.map(([name, type]) => [name, valueToJson(output[name]!, type)]));
}
