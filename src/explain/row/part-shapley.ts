/** Parts of more columns are not taken apart by trying all sets of them. */
export const mostColumns = 10;

/**
 * Adds the Shapley values of any function of a few columns, times a weight: by its values for all sets of columns that come from
 * the row while the others come from the other row. Bit `i` of a set stands for column `i`.
 */
export function addPartShapley(
  columns: readonly string[],
  weight: number,
  valueOf: (set: number) => number,
  into: Map<string, number>,
): void {
  const count = columns.length;
  const values = Float64Array.from({ length: 1 << count }, (_, set) => valueOf(set));
  // |S|! (n - |S| - 1)! / n!, for a set S that a column joins.
  const weights = Float64Array.from({ length: count }, (_, size) => 1 / (count * binomial(count - 1, size)));
  for (const [at, column] of columns.entries()) {
    let gain = 0;
    for (let set = 0; set < values.length; set++)
      if ((set & (1 << at)) === 0) gain += weights[bits(set)]! * (values[set | (1 << at)]! - values[set]!);
    into.set(column, (into.get(column) ?? 0) + weight * gain);
  }
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let at = 1; at <= k; at++) result = (result * (n - k + at)) / at;
  return result;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) count++;
  return count;
}
