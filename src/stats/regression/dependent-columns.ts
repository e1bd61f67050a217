import type { Design } from "./design.ts";
import { describeDependent, factorColumns } from "./factor.ts";
import { checkedWeights, type Numbers } from "./refusals.ts";

/** A column that is a combination of columns before it, and which: `c = a + 2·b`. */
export interface DependentColumn {
  /** Its place in the design. */
  readonly column: number;
  readonly equation: string;
}

/**
 * Columns of a design that are combinations of columns before them, so that a regression on all of them has no one answer. Without them
 * the others have one. Rows of weight 0 do not count.
 * @example
 * const design = designOfNumbers({ a: [1, 2, 3, 5], b: [2, 4, 6, 10] });
 * dependentColumns(design)[0].column // 2
 */
export function dependentColumns(design: Design, weights?: Numbers): readonly DependentColumn[] {
  const checked = weights && checkedWeights(weights, design.rowCount);
  const factor = factorColumns(
    design.columns,
    checked?.map((weight) => (weight > 0 ? 1 : 0)),
  );
  const equations = describeDependent(factor, design.names);
  return factor.dependent.map((column, at) => ({ column, equation: equations[at]! }));
}
