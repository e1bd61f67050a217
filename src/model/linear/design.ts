import type { TrainingSet } from "../trainer.ts";

/** The features of a linear model, standardised on the way: z = (x - mean) / scale. The columns themselves are not copied. */
export interface Design {
  readonly rowCount: number;
  /** The features that vary; the intercept comes after them as one more column of ones. */
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  readonly means: Float64Array;
  /** Weighted standard deviations. */
  readonly scales: Float64Array;
  /** Features of one value only, which can say nothing. */
  readonly constant: readonly string[];
}

/** Means and standard deviations of all features; a feature that does not vary is left out and named. */
export function buildDesign({ features, rowCount, weight }: TrainingSet): Design {
  const constant: string[] = [];
  const total = weight ? weightSum(weight) : rowCount;
  const kept: { name: string; values: Float64Array; mean: number; scale: number }[] = [];
  for (const feature of features) {
    if (feature.kind === "category") continue;
    const { name, values } = feature;
    const mean = meanOf(values, weight, total);
    const scale = varies(values) ? deviationOf(values, mean, weight, total) : 0;
    if (scale > 0) kept.push({ name, values, mean, scale });
    else constant.push(name);
  }
  return {
    rowCount,
    names: kept.map(({ name }) => name),
    columns: kept.map(({ values }) => values),
    means: Float64Array.from(kept, ({ mean }) => mean),
    scales: Float64Array.from(kept, ({ scale }) => scale),
    constant,
  };
}

const varies = (values: Float64Array): boolean => values.some((value) => value !== values[0]);

/** A power of two that keeps squares of these numbers inside float64; 1 for all ordinary data, so it rounds nothing. */
function safeScale(values: Float64Array, shift: number): number {
  let greatest = 0;
  for (const value of values) greatest = Math.max(greatest, Math.abs(value - shift));
  return greatest > 1e120 || (greatest < 1e-120 && greatest > 0) ? 2 ** Math.floor(Math.log2(greatest)) : 1;
}

function weightSum(weight: Float64Array): number {
  const sum = new BlockSum();
  for (const value of weight) sum.add(value);
  return sum.total();
}

function meanOf(values: Float64Array, weight: Float64Array | undefined, total: number): number {
  const unit = safeScale(values, 0);
  const sum = new BlockSum();
  for (let row = 0; row < values.length; row++) {
    sum.add((values[row]! / unit) * (weight ? weight[row]! : 1));
  }
  return (sum.total() / total) * unit;
}

function deviationOf(
  values: Float64Array,
  mean: number,
  weight: Float64Array | undefined,
  total: number,
): number {
  const unit = safeScale(values, mean);
  const sum = new BlockSum();
  for (let row = 0; row < values.length; row++) {
    sum.add(((values[row]! - mean) / unit) ** 2 * (weight ? weight[row]! : 1));
  }
  return Math.sqrt(sum.total() / total) * unit;
}

/** A sum with carried rounding error (Neumaier 1974): nearly exact and fast. */
export class BlockSum {
  #sum = 0;
  #carried = 0;

  add(value: number): void {
    const next = this.#sum + value;
    this.#carried +=
      Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - next + value : value - next + this.#sum;
    this.#sum = next;
  }

  total(): number {
    return this.#sum + this.#carried;
  }
}
