import { throwIfErrors, type Diagnostic } from "../base/index.ts";
import { compileRow } from "../compile/index.ts";
import { typeOf } from "../ir/index.ts";
import { parsePackage, verifyProof, type ModelCard, type ModelPackage } from "../project/index.ts";
import { validateRow, valueToJson, type Schema, type Value } from "../schema/index.ts";
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

/**
 * Loads a package from its text. It answers only after its hash, its form and its proof rows have been checked; nothing
 * in it is run. Needs no Node: works in browsers and at the edge.
 * @example
 * const model = loadPackage(await (await fetch("/model.tandem.json")).text());
 * model.predict({ "Phase of flight": "Climb", "Speed IAS in knots": 160 }).output.probability;
 */
export function loadPackage(text: string, place = "package"): Predictor {
  const content = parsePackage(text, place);
  const { rowCount } = verifyProof(content, place);
  const score = compileRow(content.program);
  const types = new Map(Object.entries(content.program.outputs).map(([name, expr]) => [name, typeOf(expr)]));
  return {
    name: content.name,
    hash: content.hash,
    schema: content.schema,
    card: content.card,
    content,
    provenRows: rowCount,
    predict: (row, rowPlace = "row") => {
      const diagnostics: Diagnostic[] = [];
      const values = validateRow(content.schema, row, rowPlace, diagnostics);
      throwIfErrors(diagnostics);
      const output = score(values!);
      return {
        output: Object.fromEntries(
          Object.entries(output).map(([name, value]) => [name, valueToJson(value, types.get(name)!)]),
        ),
        warnings: [...diagnostics, ...rowWarnings(content.baseline, values!, rowPlace)],
      };
    },
  };
}
