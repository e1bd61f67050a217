import { vectorLength, type Value, type Vector } from "../../schema/index.ts";
import { formatValue } from "../format.ts";
import { countBelow, countUpTo } from "../number-summary.ts";
import type { ProfiledColumn } from "../profile-column.ts";

/** A condition on one column: the words behind the column's name, and the rows where it holds. */
export interface Condition {
  readonly text: string;
  /** `filled`: something stands where mostly nothing does. `empty`: nothing stands there. */
  readonly kind: "filled" | "empty";
  /** There for a condition on one level among several: chance finds one of them more easily. */
  readonly level?: Value;
  readonly holds: (row: number) => boolean;
}

/** A column is mostly empty when this share is missing, 0 or false. */
const emptyShare = 0.5;
/** Any other value counts as "nothing" only when it has this share. */
const modeShare = 0.8;
/** Levels looked at one by one in a column that is mostly empty. */
const levelLimit = 20;

/**
 * The conditions under which a consequence of the target would show: the column is mostly empty (missing, 0, false, or one
 * value nearly everywhere) and filled in some rows only. A column without an empty state has none, however strong it is.
 */
export function leakConditions(column: ProfiledColumn): Condition[] {
  const { profile, vector } = column;
  const missing = missingTest(vector);
  const present: Condition[] =
    profile.missing > 0 ? [{ text: "is missing", kind: "empty", holds: missing }] : [];
  const empty = emptyValue(column);
  if (empty === undefined) return present;
  if (empty === null)
    return [
      ...present,
      { text: "is not missing", kind: "filled", holds: (row) => !missing(row) },
      ...signConditions(column, missing),
      ...levelConditions(column, null),
    ];
  const name = formatValue(empty, profile.type);
  const isEmpty = valueTest(vector, empty);
  return [
    ...present,
    { text: `is ${name}`, kind: "empty", holds: isEmpty },
    ...(empty === 0
      ? []
      : [
          {
            text: filledText(empty, name),
            kind: "filled" as const,
            holds: (row: number) => !isEmpty(row) && !missing(row),
          },
        ]),
    ...(empty === 0 ? signConditions(column, missing) : []),
    ...levelConditions(column, empty),
  ];
}

const filledText = (empty: Value, name: string): string => (empty === false ? "is true" : `is not ${name}`);

/** The value that stands for "nothing"; null for missing; undefined where there is none. */
function emptyValue({ profile, vector, sorted }: ProfiledColumn): Value | undefined {
  const nothing = (count: number, share: number): boolean =>
    count + profile.missing >= share * profile.count && count > profile.missing / 4;
  if (profile.distinct === 0) return undefined;
  if (profile.numbers && nothing(profile.numbers.zeros, emptyShare)) return 0;
  const mode = mostFrequentValue(vector, sorted, profile.top);
  if (profile.type === "Boolean" && mode?.value === false && nothing(mode.count, emptyShare)) return false;
  if (mode && profile.distinct > 1 && nothing(mode.count, modeShare)) return mode.value;
  return profile.missing >= emptyShare * profile.count ? null : undefined;
}

function mostFrequentValue(
  vector: Vector,
  sorted: Float64Array,
  top: ProfiledColumn["profile"]["top"],
): { value: Value; count: number } | undefined {
  if (top.length > 0 || vector.kind === "texts") return top[0];
  /** A value that fills most of a sorted column stands in its middle. */
  const value = sorted[sorted.length >> 1]!;
  return { value, count: countUpTo(sorted, value) - countBelow(sorted, value) };
}

/** Above and below 0, for numbers whose zero is mostly "nothing". */
function signConditions({ profile, vector }: ProfiledColumn, missing: (row: number) => boolean): Condition[] {
  if (vector.kind !== "numbers" || !profile.numbers || profile.numbers.zeros === 0) return [];
  const { values } = vector;
  const conditions: Condition[] = [];
  const { negative } = profile.numbers;
  const positive = profile.count - profile.missing - profile.numbers.zeros - negative;
  if (positive > 0) conditions.push({ text: "is above 0", kind: "filled", holds: (row) => values[row]! > 0 });
  if (negative > 0) conditions.push({ text: "is below 0", kind: "filled", holds: (row) => values[row]! < 0 });
  if (positive > 0 && negative > 0)
    conditions.push({ text: "is not 0", kind: "filled", holds: (row) => !missing(row) && values[row] !== 0 });
  return conditions;
}

function levelConditions({ profile, vector }: ProfiledColumn, empty: Value): Condition[] {
  if (profile.distinct > levelLimit || profile.distinct < 3) return [];
  return profile.top
    .filter(({ value }) => value !== empty && value !== 0)
    .map(({ value }) => ({
      text: `is ${formatValue(value, profile.type)}`,
      kind: "filled" as const,
      level: value,
      holds: valueTest(vector, value),
    }));
}

function missingTest(vector: Vector): (row: number) => boolean {
  if (vector.kind === "texts") return (row) => vector.codes[row]! < 0;
  return (row) => Number.isNaN(vector.values[row]!);
}

function valueTest(vector: Vector, value: Value): (row: number) => boolean {
  if (vector.kind === "numbers") return (row) => vector.values[row] === Number(value);
  const code = vector.dictionary.indexOf(String(value));
  return (row) => vector.codes[row] === code;
}

/** The rows where a condition holds, ascending. */
export const conditionRows = (condition: Condition, vector: Vector): Uint32Array =>
  Uint32Array.from({ length: vectorLength(vector) }, (_, row) => row).filter((row) => condition.holds(row));
