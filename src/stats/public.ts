/**
 * The public door of the statistics, `tandem-ml/stats`: pure functions of arrays, without input or output, for Node, browsers and the
 * edge alike. Errors are `TandemError` with a code, the place, the value and a cure.
 */
export { TandemError } from "../base/index.ts";
export type { Diagnostic } from "../base/index.ts";
export type { Interval } from "./interval.ts";
export { adjustBenjaminiHochberg, adjustHolm } from "./adjust-p-values.ts";
export { decimalAnchor, type AnchoredColumn } from "./least-squares/index.ts";
export {
  adjustFamily,
  andersonDarlingTest,
  bootstrapInterval,
  chiSquaredTest,
  chooseTest,
  crossTable,
  dunnDifferences,
  fisherExactTest,
  friedmanTest,
  gamesHowellDifferences,
  goodnessOfFitTest,
  kendallCorrelation,
  kolmogorovSmirnovOneSampleTest,
  kolmogorovSmirnovTest,
  kruskalWallisTest,
  leveneTest,
  mannWhitneyTest,
  mcNemarTest,
  oneProportionTest,
  oneSampleTTest,
  oneWayAnova,
  pairedTTest,
  pearsonCorrelation,
  permutationTest,
  shapiroWilkTest,
  spearmanCorrelation,
  splitByLabel,
  studentTTest,
  tukeyHonestDifferences,
  twoProportionTest,
  welchAnova,
  welchTTest,
  wilcoxonSignedRankTest,
} from "./tests/index.ts";
export type * from "./tests/index.ts";
export * from "./regression/index.ts";
