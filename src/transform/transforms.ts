import { bin } from "./bin.ts";
import { clip } from "./clip.ts";
import { cyclical } from "./cyclical.ts";
import { dateParts } from "./date-parts.ts";
import { flagOutliers } from "./flag-outliers.ts";
import { frequency } from "./frequency.ts";
import { groupStatistics } from "./group-statistics.ts";
import { hashText } from "./hash-text.ts";
import { impute } from "./impute.ts";
import { imputeIterative } from "./impute-iterative.ts";
import { imputeNearest } from "./impute-nearest.ts";
import { interactions } from "./interactions.ts";
import { log1p } from "./log1p.ts";
import { mergeCategories } from "./merge-categories.ts";
import { oneHot } from "./one-hot.ts";
import { ordinal } from "./ordinal.ts";
import { parseDate } from "./parse-date.ts";
import { parseNumber } from "./parse-number.ts";
import { pca } from "./pca.ts";
import { powerScale } from "./power-scale.ts";
import { quantileScale } from "./quantile-scale.ts";
import { rareLevels } from "./rare-levels.ts";
import { scale } from "./scale.ts";
import { selectFeatures } from "./select-features.ts";
import { similarityEncode } from "./similarity-encode.ts";
import { spline } from "./spline.ts";
import { targetEncode } from "./target-encode.ts";
import { woe } from "./woe.ts";
import { textHash } from "./text-hash.ts";
import { textVocabulary } from "./text-vocabulary.ts";
import type { AnyTransform } from "./transform.ts";

const table = {
  "parse-number": parseNumber,
  "parse-date": parseDate,
  "merge-categories": mergeCategories,
  impute,
  clip,
  "flag-outliers": flagOutliers,
  scale,
  "quantile-scale": quantileScale,
  "power-scale": powerScale,
  log1p,
  bin,
  spline,
  "one-hot": oneHot,
  ordinal,
  frequency,
  "target-encode": targetEncode,
  woe,
  "rare-levels": rareLevels,
  "hash-text": hashText,
  "similarity-encode": similarityEncode,
  "text-vocabulary": textVocabulary,
  "text-hash": textHash,
  "date-parts": dateParts,
  cyclical,
  interactions,
  pca,
  "impute-iterative": imputeIterative,
  "impute-nearest": imputeNearest,
  "select-features": selectFeatures,
  "group-statistics": groupStatistics,
};

/** The name of a transform. */
export type TransformName = keyof typeof table;

/** All transforms by name. Their parameters come from their own `normalize`. */
export const transforms: Readonly<Record<TransformName, AnyTransform<unknown>>> = table;

/** All names, in the order of the table. */
export const transformNames: readonly TransformName[] = Object.keys(table) as TransformName[];

/** A text as the name of a transform, or undefined. */
export const parseTransformName = (text: unknown): TransformName | undefined =>
  transformNames.find((name) => name === text);
