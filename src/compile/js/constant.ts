import type { ForestExpr, LookupExpr, NearestExpr } from "../../ir/index.ts";
import { typeOf } from "../../ir/index.ts";
import { isText, type DataType, type Value } from "../../schema/index.ts";
import { createForestGroup, type ForestGroup } from "./forest-group.ts";
import { layOutForest, type FlatForest } from "./forest-kernel.ts";
import { layOutNearest, type FlatNearest } from "./nearest-kernel.ts";
import { buildPattern, type PatternMatcher } from "./pattern-matcher.ts";

/** What generated source needs and cannot write in a few characters. Plain data, so that a module can carry it too. */
export type Constant =
  | { readonly kind: "lookup"; readonly lookup: LookupExpr }
  | { readonly kind: "set"; readonly values: readonly Value[] }
  | { readonly kind: "pattern"; readonly source: string }
  | { readonly kind: "forest"; readonly forest: ForestExpr }
  | { readonly kind: "nearest"; readonly nearest: NearestExpr }
  | { readonly kind: "forests"; readonly forests: readonly ForestExpr[] }
  | { readonly kind: "scratch"; readonly length: number };

/** A constant as generated source uses it. */
export type BuiltConstant =
  | ReadonlyMap<number | string, number | string | null>
  | ReadonlySet<Value>
  | FlatForest
  | FlatNearest
  | ForestGroup
  | PatternMatcher
  | Float64Array;

/** Builds a constant; done once for each compiled Program. */
export function buildConstant(constant: Constant): BuiltConstant {
  switch (constant.kind) {
    case "lookup":
      return lookupMap(constant.lookup);
    case "set":
      return new Set(constant.values);
    case "pattern":
      return buildPattern(constant.source);
    case "forest":
      return layOutForest(constant.forest);
    case "nearest":
      return layOutNearest(constant.nearest);
    case "forests":
      return createForestGroup(constant.forests);
    case "scratch":
      return new Float64Array(constant.length);
  }
}

/** The entries of a lookup as generated code holds them. */
export function lookupMap({
  key,
  table,
  type,
}: LookupExpr): ReadonlyMap<number | string, number | string | null> {
  const keyType = typeOf(key);
  return new Map(table.map(([from, to]) => [held(from, keyType) ?? Number.NaN, held(to, type)]));
}

/** A value as generated code holds it: text or null for Text, else a number with NaN for null. */
const held = (value: Value, type: DataType): number | string | null =>
  isText(type) ? (value === null ? null : String(value)) : value === null ? Number.NaN : Number(value);
