export type { ContinuousDistribution, CountDistribution, Distribution } from "./distribution.ts";
export * from "./normal.ts";
export { normalCdf, normalDensity, normalUpper } from "./normal-tail.ts";
export { logGamma } from "./log-gamma.ts";
export * from "./gamma.ts";
export { chiSquareUpper, gammaLower, gammaUpper } from "./incomplete-gamma.ts";
export { beta, betaQuantile, binomial, fDistribution, negativeBinomial } from "./beta.ts";
export { betaLower, betaUpper } from "./incomplete-beta.ts";
export { studentT, studentTwoSided, studentTwoSidedQuantile, studentUpper } from "./student-t.ts";
export { exponentialDistribution } from "./exponential-distribution.ts";
export { weibull } from "./weibull.ts";
export { logisticDistribution } from "./logistic-distribution.ts";
export { uniformDistribution } from "./uniform-distribution.ts";
export { hypergeometric } from "./hypergeometric.ts";
export { noncentralChiSquared, noncentralF } from "./noncentral.ts";
export { noncentralT } from "./noncentral-t.ts";
export { studentizedRange } from "./studentized-range.ts";
export {
  kolmogorovDistance,
  kolmogorovLimit,
  smirnovOneSided,
  type KolmogorovDistance,
} from "./kolmogorov.ts";
export { smirnovTwoSample, type TwoSampleDistance } from "./kolmogorov-two-sample.ts";
export {
  kendallInversions,
  mannWhitney,
  rankSumWithTies,
  signedRank,
  signedRankWithTies,
} from "./rank-distributions.ts";
export {
  andersonDarlingLower,
  andersonDarlingNormality,
  andersonDarlingUpper,
  andersonDarlingUpperOf,
} from "./anderson-darling.ts";
export { shapiroWilkPValue, shapiroWilkWeights } from "./shapiro-wilk.ts";
