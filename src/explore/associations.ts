import type { Vector } from "../schema/index.ts";
import { correlationRatio, cramersV, rankedColumn, spearman, type RankedColumn } from "../stats/index.ts";
import type { Association } from "./profile.ts";

/** Text columns with more levels than this in the sample take no part. */
const levelLimit = 100;
/** How many associations a profile keeps, beside those of the target. */
const keptCount = 100;
/** Weaker ones are not kept, except those of the target. */
const keptStrength = 0.1;

/** A sampled column, ready for associations with others. */
export type AssociationColumn =
  | { readonly kind: "numbers"; readonly name: string; readonly ranked: RankedColumn }
  | { readonly kind: "levels"; readonly name: string; readonly codes: Int32Array; readonly levels: number };

/** Makes a sampled column ready; null where it has too many levels to compare. */
export function associationColumn(name: string, vector: Vector): AssociationColumn | null {
  if (vector.kind === "numbers" && vector.type !== "Boolean")
    return { kind: "numbers", name, ranked: rankedColumn(vector.values) };
  const { codes, levels } = denseCodes(vector);
  return levels <= levelLimit ? { kind: "levels", name, codes, levels } : null;
}

/** Codes 0, 1, … in the order in which values first stand in the column; -1 is missing. */
export function denseCodes(vector: Vector): { codes: Int32Array; levels: number } {
  const source = vector.kind === "texts" ? vector.codes : vector.values;
  const places = new Map<number, number>();
  const codes = new Int32Array(source.length);
  for (let row = 0; row < source.length; row++) {
    const value = source[row]!;
    if (Number.isNaN(value) || (vector.kind === "texts" && value < 0)) {
      codes[row] = -1;
      continue;
    }
    let place = places.get(value);
    if (place === undefined) places.set(value, (place = places.size));
    codes[row] = place;
  }
  return { codes, levels: places.size };
}

/** How strongly each pair of columns goes together, the strongest first; all pairs with the target are kept. */
export function associate(columns: readonly AssociationColumn[], target: string | null): Association[] {
  const withTarget = (one: Association): boolean => target !== null && one.columns.includes(target);
  const found: Association[] = [];
  for (const [place, left] of columns.entries())
    for (let at = place + 1; at < columns.length; at++) {
      const pair = associatePair(left, columns[at]!);
      // Thousands of columns have millions of pairs: the weak ones are not even held.
      if (pair && (pair.strength >= keptStrength || withTarget(pair))) found.push(pair);
    }
  found.sort((left, right) => right.strength - left.strength || comparePairs(left.columns, right.columns));
  let kept = 0;
  return found.filter((one) => withTarget(one) || (one.strength >= keptStrength && ++kept <= keptCount));
}

function associatePair(left: AssociationColumn, right: AssociationColumn): Association | null {
  const columns = [left.name, right.name] as const;
  if (left.kind === "numbers" && right.kind === "numbers")
    return association(columns, "spearman", spearman(left.ranked, right.ranked));
  if (left.kind === "levels" && right.kind === "levels")
    return association(columns, "cramers-v", cramersV(left.codes, left.levels, right.codes, right.levels));
  const [levels, numbers] = left.kind === "levels" ? [left, right] : [right, left];
  if (levels.kind !== "levels" || numbers.kind !== "numbers") return null;
  return association(
    columns,
    "correlation-ratio",
    correlationRatio(levels.codes, levels.levels, numbers.ranked.values),
  );
}

const association = (
  columns: readonly [string, string],
  measure: Association["measure"],
  strength: number | null,
): Association | null => (strength === null ? null : { columns, measure, strength: Math.abs(strength) });

const comparePairs = (left: readonly string[], right: readonly string[]): number => {
  const a = left.join("\u0000");
  const b = right.join("\u0000");
  return a < b ? -1 : a > b ? 1 : 0;
};
