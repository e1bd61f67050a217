import { columnsOf, shareCommon, substitute, type Expr } from "../../ir/index.ts";
import type { Schema } from "../../schema/index.ts";
import type { LearnedFeature } from "../../transform/index.ts";

/** Features as they are stored: parts that stand in many places have a name and are written once. */
export interface SharedFeatures {
  readonly lets: readonly (readonly [string, Expr])[];
  readonly features: readonly LearnedFeature[];
}

/** Names what features have in common, for a chain of steps written out would be endless. */
export function shareFeatures(schema: Schema, features: readonly LearnedFeature[]): SharedFeatures {
  const read = new Set(features.flatMap(({ expr }) => columnsOf(expr)));
  const { lets, outputs } = shareCommon({
    kind: "program",
    version: 1,
    input: { fields: schema.fields.filter(({ name }) => read.has(name)) },
    lets: [],
    outputs: Object.fromEntries(features.map(({ expr }, at) => [String(at), expr])),
  });
  return { lets, features: features.map((feature, at) => ({ ...feature, expr: outputs[String(at)]! })) };
}

/** The features over the columns again; what they have in common is one object in all of them. */
export function wholeFeatures({ lets, features }: SharedFeatures): readonly LearnedFeature[] {
  const parts = new Map<string, Expr>();
  for (const [name, expr] of lets) parts.set(name, substitute(expr, parts));
  return features.map((feature) => ({ ...feature, expr: substitute(feature.expr, parts) }));
}
