import type { TrainingSet } from "../trainer.ts";
import { BlockSum } from "./block-sum.ts";
import { groupIndicators, type IndicatorGroup } from "./indicators.ts";
import { gatherSparse, isSparse, isSparseGroup, type SparseColumns } from "./sparse-columns.ts";

/** The features of a linear model, standardised on the way: z = (x - mean) / scale. The columns themselves are not copied. */
export interface Design extends DesignColumns {
  /** Places in `columns` of those that are multiplied out row by row. */
  readonly dense: readonly number[];
  /** Columns of 0 and 1, added up by group. */
  readonly groups: readonly IndicatorGroup[];
  /** Columns that are mostly 0, of which only the rest is gone through. */
  readonly sparse: SparseColumns;
}

/** What a design is made of. */
export interface DesignColumns {
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

/** A design of these columns, with those of 0 and 1 grouped and those that are mostly 0 kept by row. */
export function createDesign(parts: DesignColumns): Design {
  const { columns, rowCount } = parts;
  const groups = groupIndicators(parts).filter((group) => !isSparseGroup(group));
  const grouped = new Set(groups.flatMap((group) => group.columns));
  const others = columns.flatMap((_, at) => (grouped.has(at) ? [] : [at]));
  const sparse = others.filter((at) => isSparse(columns[at]!));
  const isKept = new Set(sparse);
  const dense = others.filter((at) => !isKept.has(at));
  return { ...parts, groups, dense, sparse: gatherSparse(columns, sparse, rowCount) };
}

/** Means and standard deviations of all features; a feature that does not vary is left out and named. */
export function buildDesign({ features, rowCount, weight }: TrainingSet): Design {
  const constant: string[] = [];
  const total = weight ? weightSum(weight) : rowCount;
  const kept: { name: string; values: Float64Array; mean: number; scale: number }[] = [];
  for (const feature of features) {
    if (feature.kind === "category") continue;
    const { name, values } = feature;
    const range = rangeOf(values);
    const mean = meanOf(values, range, weight, total);
    const scale = range.low < range.high ? deviationOf(values, range, mean, weight, total) : 0;
    if (scale > 0) kept.push({ name, values, mean, scale });
    else constant.push(name);
  }
  return createDesign({
    rowCount,
    names: kept.map(({ name }) => name),
    columns: kept.map(({ values }) => values),
    means: Float64Array.from(kept, ({ mean }) => mean),
    scales: Float64Array.from(kept, ({ scale }) => scale),
    constant,
  });
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function rangeOf(values: Float64Array): Range {
  let low = Infinity;
  let high = -Infinity;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** A power of two that keeps squares of these numbers inside float64; 1 for all ordinary data, so it rounds nothing. */
function safeScale({ low, high }: Range, shift: number): number {
  const greatest = Math.max(Math.abs(low - shift), Math.abs(high - shift));
  return greatest > 1e120 || (greatest < 1e-120 && greatest > 0) ? 2 ** Math.floor(Math.log2(greatest)) : 1;
}

function weightSum(weight: Float64Array): number {
  const sum = new BlockSum();
  for (const value of weight) sum.add(value);
  return sum.total();
}

function meanOf(values: Float64Array, range: Range, weight: Float64Array | undefined, total: number): number {
  const unit = safeScale(range, 0);
  const sum = new BlockSum();
  for (let row = 0; row < values.length; row++) {
    sum.add((values[row]! / unit) * (weight ? weight[row]! : 1));
  }
  return (sum.total() / total) * unit;
}

function deviationOf(
  values: Float64Array,
  range: Range,
  mean: number,
  weight: Float64Array | undefined,
  total: number,
): number {
  const unit = safeScale(range, mean);
  const sum = new BlockSum();
  for (let row = 0; row < values.length; row++) {
    const distance = (values[row]! - mean) / unit;
    sum.add(distance * distance * (weight ? weight[row]! : 1));
  }
  return Math.sqrt(sum.total() / total) * unit;
}
