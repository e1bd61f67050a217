import type { ForestExpr } from "../../ir/index.ts";
import { createForestScorer } from "../../kernel/index.ts";
import { layOutForest, scoreForest } from "./forest-kernel.ts";

/** Rows that generated code scores together. */
export const rowsAtOnce = 256;

/** Forests over the same inputs. They are laid out when the first row comes. */
export interface ForestGroup {
  /** Scores one row of inputs; `sums` gets the sum of each forest. */
  scoreRow(inputs: Float64Array, sums: Float64Array): void;
  /** The places for rows of a table. */
  open(): ForestRows;
}

/** Places for up to 256 rows and their sums. */
interface ForestRows {
  /** Input n of row r is at 256n + r. */
  readonly columns: Float64Array;
  /** The sum of forest n for row r is at 256n + r. */
  readonly sums: Float64Array;
  readonly scoreRows: (rowCount: number) => void;
}

type Scorer = ForestRows & Pick<ForestGroup, "scoreRow">;

/** Layouts by the first forest of their group: a Program is compiled for rows and for tables, and often more than once. */
const scorers = new WeakMap<
  ForestExpr,
  { readonly forests: readonly ForestExpr[]; readonly scorer: Scorer }[]
>();

/** Forests over the same inputs, for generated code. */
export function createForestGroup(forests: readonly ForestExpr[]): ForestGroup {
  let held: Scorer | undefined;
  return {
    scoreRow: (inputs, sums) => (held ??= scorerOf(forests)).scoreRow(inputs, sums),
    open: () => (held ??= scorerOf(forests)),
  };
}

function scorerOf(forests: readonly ForestExpr[]): Scorer {
  const known = scorers.get(forests[0]!) ?? [];
  const found = known.find((one) => one.forests.every((forest, at) => forest === forests[at]));
  if (found) return found.scorer;
  const inputCount = forests[0]!.inputs.length;
  const scorer = createForestScorer(forests, inputCount) ?? plainScorer(forests, inputCount);
  keepScorer(forests, scorer);
  return scorer;
}

/** Has forests scored so, in every Program that is compiled from now on. */
export function keepScorer(forests: readonly ForestExpr[], scorer: Scorer): void {
  scorers.set(forests[0]!, [...(scorers.get(forests[0]!) ?? []), { forests, scorer }]);
}

/** The same in plain TypeScript. */
function plainScorer(forests: readonly ForestExpr[], inputCount: number): Scorer {
  const flat = forests.map(layOutForest);
  const row = new Float64Array(inputCount);
  const columns = new Float64Array(rowsAtOnce * inputCount);
  const sums = new Float64Array(rowsAtOnce * flat.length);
  return {
    columns,
    sums,
    scoreRow(inputs, results) {
      for (let at = 0; at < flat.length; at++) results[at] = scoreForest(flat[at]!, inputs);
    },
    scoreRows(rowCount) {
      for (let at = 0; at < rowCount; at++) {
        for (let input = 0; input < inputCount; input++) row[input] = columns[rowsAtOnce * input + at]!;
        for (let one = 0; one < flat.length; one++)
          sums[rowsAtOnce * one + at] = scoreForest(flat[one]!, row);
      }
    },
  };
}
