import { call, column, float, type Expr } from "../ir/index.ts";
import { ExactSum } from "../stats/index.ts";
import type { TrainingSet } from "./trainer.ts";
import { weightedMoments } from "./weighted-moments.ts";

/** A feature as distances and layers read it: (x - mean) / deviation, or x itself where nothing is scaled. */
interface ScaledFeature {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The rows of a training set as numbers that lie next to each other. Features stand in the order of their names and rows in
 * the order of what they hold, equal rows as one with their weights together: so neither order changes a bit of what is
 * made of them, and a weight is the same as so many rows.
 */
export interface RowTable {
  /** The features that vary. */
  readonly features: readonly ScaledFeature[];
  /** The features of one value only. */
  readonly constant: readonly string[];
  readonly rowCount: number;
  /** Row after row, a number for each feature. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** For each row; empty where the task has no target. */
  readonly target: Float64Array<ArrayBuffer>;
  readonly weight: Float64Array<ArrayBuffer>;
  /** For each row of the training set the row here that holds it. */
  readonly placeOf: Uint32Array;
}

/** Puts the numbers of a training set in order; `scale` brings each to mean 0 and deviation 1. */
export function createRowTable(set: TrainingSet, scale: boolean): RowTable {
  const numbers = set.features
    .flatMap((feature) => (feature.kind === "number" ? [feature] : []))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const varying = numbers.filter(({ values }) => values.some((value) => value !== values[0]));
  const features = varying.map(({ name, values }): ScaledFeature => {
    const moments = scale ? weightedMoments(values, set.weight) : undefined;
    // Numbers so close that their squares are 0 keep their own size.
    return { name, mean: moments?.mean ?? 0, deviation: moments?.deviation || 1 };
  });
  const columns = varying.map(({ values }, at) => scaled(values, features[at]!));
  return {
    ...mergeRows(set, columns),
    features,
    constant: numbers.filter((one) => !varying.includes(one)).map(({ name }) => name),
  };
}

/** The columns of other rows, scaled as those of a table, row after row. */
export function rowsLike(
  { features }: Pick<RowTable, "features">,
  set: TrainingSet,
): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(set.rowCount * features.length);
  for (const [at, feature] of features.entries()) {
    const found = set.features.find(({ name }) => name === feature.name);
    if (found?.kind !== "number") continue;
    const values = scaled(found.values, feature);
    for (let row = 0; row < set.rowCount; row++) rows[row * features.length + at] = values[row]!;
  }
  return rows;
}

/** The features of a table as expressions. */
export const scaledExprs = ({ features }: Pick<RowTable, "features">): readonly Expr[] =>
  features.map(({ name, mean, deviation }) => {
    const x = column(name, "Float");
    const centred = mean === 0 ? x : call("subtract", x, float(mean));
    return deviation === 1 ? centred : call("divide", centred, float(deviation));
  });

const scaled = (values: Float64Array, { mean, deviation }: ScaledFeature): Float64Array =>
  values.map((value) => (value - mean) / deviation);

function mergeRows(
  { rowCount, target, weight }: TrainingSet,
  columns: readonly Float64Array[],
): Pick<RowTable, "rowCount" | "rows" | "target" | "weight" | "placeOf"> {
  const keys = target.length === 0 ? columns : [...columns, target];
  const compare = (left: number, right: number): number => {
    for (const key of keys) {
      const difference = key[left]! - key[right]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const order = Uint32Array.from({ length: rowCount }, (_, row) => row).sort(compare);
  const placeOf = new Uint32Array(rowCount);
  const firsts: number[] = [];
  for (const [at, row] of order.entries()) {
    if (at === 0 || compare(order[at - 1]!, row) !== 0) firsts.push(row);
    placeOf[row] = firsts.length - 1;
  }
  const rows = new Float64Array(firsts.length * columns.length);
  for (const [at, values] of columns.entries())
    for (const [place, row] of firsts.entries()) rows[place * columns.length + at] = values[row]!;
  return {
    rowCount: firsts.length,
    rows,
    target: Float64Array.from(target.length === 0 ? [] : firsts, (row) => target[row]!),
    weight: weightsOf(placeOf, firsts.length, weight),
    placeOf,
  };
}

/** The weights of merged rows; exact, so their order does not matter. */
function weightsOf(
  placeOf: Uint32Array,
  count: number,
  weight: Float64Array | undefined,
): Float64Array<ArrayBuffer> {
  const weights = new Float64Array(count);
  const sums = new Map<number, ExactSum>();
  for (const [row, place] of placeOf.entries()) {
    if (!weight) weights[place]! += 1;
    else if (weights[place] === 0) weights[place] = weight[row]!;
    else {
      const sum = sums.get(place) ?? new ExactSum();
      if (!sums.has(place)) sum.add(weights[place]!);
      sums.set(place, sum);
      sum.add(weight[row]!);
    }
  }
  for (const [place, sum] of sums) weights[place] = sum.total();
  return weights;
}
