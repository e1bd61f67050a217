export type { ContinuousDistribution, CountDistribution, Distribution } from "./distribution.ts";
export * from "./normal.ts";
export { normalCdf, normalDensity, normalUpper } from "./normal-tail.ts";
export { logGamma } from "./log-gamma.ts";
export * from "./gamma.ts";
export { chiSquareUpper, gammaLower, gammaUpper } from "./incomplete-gamma.ts";
export * from "./beta.ts";
export { betaLower, betaUpper } from "./incomplete-beta.ts";
export { studentT, studentTwoSided, studentTwoSidedQuantile, studentUpper } from "./student-t.ts";
