import { takeNumbers, valueAt, type DataType, type Value, type Vector } from "../schema/index.ts";

/** What is predicted, as far as a profile needs to know. */
export interface ExploreTarget {
  readonly name: string;
  readonly task: "regression" | "binary" | "multiclass";
  /** Binary: the class that counts; the second in order where it is left out. */
  readonly positive?: Value;
}

/** One class of the target and how many rows have it. */
interface TargetClass {
  readonly value: Value;
  readonly count: number;
}

/** The target of every row in a form that is fast to count: class numbers (-1 is missing) or numbers (NaN is missing). */
export type TargetView =
  | {
      readonly kind: "classes";
      readonly name: string;
      readonly type: DataType;
      readonly codes: Int32Array;
      /** In order of their values. */
      readonly classes: readonly TargetClass[];
      /** Rows that have a class. */
      readonly count: number;
      /** The place of the positive class of two; null where there are more. */
      readonly positive: number | null;
    }
  | { readonly kind: "numbers"; readonly name: string; readonly values: Float64Array };

/** Views a column as the target; a text target of a regression has no view. */
export function viewTarget(target: ExploreTarget, vector: Vector): TargetView | null {
  if (target.task === "regression")
    return vector.kind === "numbers" ? { kind: "numbers", name: target.name, values: vector.values } : null;
  const { codes, classes } = classCodes(vector);
  const named = classes.findIndex((one) => one.value === target.positive);
  return {
    kind: "classes",
    name: target.name,
    type: vector.type,
    codes,
    classes,
    count: classes.reduce((sum, one) => sum + one.count, 0),
    positive: target.task === "multiclass" ? null : named >= 0 ? named : classes.length - 1,
  };
}

function classCodes(vector: Vector): { codes: Int32Array; classes: TargetClass[] } {
  const source = vector.kind === "texts" ? vector.codes : vector.values;
  const found = new Map<number, { value: Value; count: number }>();
  for (let row = 0; row < source.length;) {
    // Equal neighbours are counted as one: a look into a map costs more than a comparison.
    const start = row;
    const key = source[row]!;
    while (row < source.length && source[row] === key) row++;
    if (row === start) row++;
    const one = found.get(key);
    if (one) one.count += row - start;
    else if (valueAt(vector, start) !== null)
      found.set(key, { value: valueAt(vector, start), count: row - start });
  }
  const ordered = [...found].sort(([, left], [, right]) => compareValues(left.value, right.value));
  const places = new Map(ordered.map(([key], place) => [key, place]));
  const codes = new Int32Array(source.length);
  for (let row = 0, key = Number.NaN, code = -1; row < source.length; row++) {
    if (source[row] !== key) {
      key = source[row]!;
      code = places.get(key) ?? -1;
    }
    codes[row] = code;
  }
  return {
    codes,
    classes: ordered.map(([, one]) => one),
  };
}

/** Orders values of one type: missing first, text by code unit. */
function compareValues(left: Value, right: Value): number {
  if (left === right) return 0;
  if (left === null) return -1;
  return right === null || left > right ? 1 : -1;
}

/** The target of some rows. */
export function takeTarget(target: TargetView, rows: Uint32Array): TargetView {
  if (target.kind === "numbers") return { ...target, values: takeNumbers(target.values, rows) };
  const codes = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) codes[at] = target.codes[rows[at]!]!;
  const counts = new Uint32Array(target.classes.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return {
    ...target,
    codes,
    classes: target.classes.map((one, place) => ({ value: one.value, count: counts[place]! })),
    count: counts.reduce((sum, count) => sum + count, 0),
  };
}
