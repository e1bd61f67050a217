import type { CategoryFeature, Feature } from "../trainer.ts";
import { binNumbers, numberEdges } from "./number-bins.ts";

/** How the values of one feature become bins 0…255. The last bin always stands for a missing value. */
export type FeatureBins = NumberBins | CategoryBins;

export interface NumberBins {
  readonly kind: "number";
  readonly name: string;
  /** Upper edges of the bins 0…edges.length-1; bin edges.length has none. */
  readonly edges: Float64Array;
  readonly binCount: number;
  readonly missingBin: number;
}

export interface CategoryBins {
  readonly kind: "category";
  readonly name: string;
  /** The level of each bin. After them come one bin for all other levels, and the one for missing. */
  readonly levels: readonly number[];
  readonly binCount: number;
  readonly missingBin: number;
}

/** At most 254 levels get a bin; with one bin for the others and one for missing that makes 256. */
const maxLevels = 254;

/** Learns the bins of a feature. Depends on the values only, not on their order. */
export function learnBins(feature: Feature, maxBin: number): FeatureBins {
  if (feature.kind === "category") return learnCategoryBins(feature);
  const edges = numberEdges(feature.values, maxBin);
  const missingBin = edges.length + 1;
  return { kind: "number", name: feature.name, edges, binCount: missingBin + 1, missingBin };
}

/** The most frequent levels, in the order of their codes. */
function learnCategoryBins({ name, codes, levelCount }: CategoryFeature): CategoryBins {
  const counts = new Uint32Array(levelCount);
  for (const code of codes) if (code >= 0) counts[code]! += 1;
  const levels = Array.from(counts.keys())
    .filter((level) => counts[level]! > 0)
    .sort((left, right) => counts[right]! - counts[left]! || left - right)
    .slice(0, maxLevels)
    .sort((left, right) => left - right);
  const missingBin = levels.length + 1;
  return { kind: "category", name, levels, binCount: missingBin + 1, missingBin };
}

/** The bin of each row of a feature, learnt on these or on other rows. */
export function applyBins(bins: FeatureBins, feature: Feature): Uint8Array {
  if (bins.kind === "number")
    return binNumbers(
      feature.kind === "number" ? feature.values : Float64Array.from(feature.codes),
      bins.edges,
      bins.missingBin,
    );
  const codes = feature.kind === "category" ? feature.codes : Int32Array.from(feature.values);
  const others = bins.levels.length;
  const binOfLevel = new Uint8Array((bins.levels.at(-1) ?? -1) + 1).fill(others);
  for (const [bin, level] of bins.levels.entries()) binOfLevel[level] = bin;
  const binned = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    binned[row] = code < 0 ? bins.missingBin : code < binOfLevel.length ? binOfLevel[code]! : others;
  }
  return binned;
}
