import type { Feature } from "../../trainer.ts";
import type { FeatureBins } from "../feature-bins.ts";
import type { FeatureNumbers } from "./linear-leaf.ts";

/** The numbers of rows by the features that were put into bins, which are found by their names. */
export function takeNumbers(bins: readonly FeatureBins[], features: readonly Feature[]): FeatureNumbers {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return bins.map(({ kind, name }) => {
    const feature = byName.get(name);
    if (kind !== "number" || !feature) return undefined;
    return feature.kind === "number" ? feature.values : Float64Array.from(feature.codes);
  });
}
