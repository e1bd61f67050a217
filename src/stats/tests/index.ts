export * from "./test-result.ts";
export * from "./pairwise-result.ts";
export type { DistanceOptions, TestOptions } from "./options.ts";
export { shareLeadingDigits } from "./keep-digits.ts";
export type { Numbers } from "./read-sample.ts";
export { crossTable, splitByLabel, type CrossTable, type Label, type SplitGroups } from "./read-table.ts";
export { oneSampleTTest, pairedTTest, studentTTest, welchTTest, type MeanTestOptions } from "./t-tests.ts";
export { shapiroWilkTest } from "./shapiro-wilk.ts";
export { andersonDarlingTest } from "./anderson-darling.ts";
export {
  kolmogorovSmirnovOneSampleTest,
  kolmogorovSmirnovTest,
  type KnownDistribution,
} from "./kolmogorov-smirnov.ts";
export { leveneTest, type SpreadCentre } from "./levene.ts";
export { oneWayAnova, welchAnova } from "./anova.ts";
export { dunnDifferences } from "./pairwise.ts";
export { gamesHowellDifferences, tukeyHonestDifferences } from "./range-differences.ts";
export { mannWhitneyTest, type RankTestOptions } from "./mann-whitney.ts";
export { wilcoxonSignedRankTest, type SignedRankOptions } from "./wilcoxon.ts";
export { friedmanTest, kruskalWallisTest } from "./kruskal-wallis.ts";
export { chiSquaredTest, goodnessOfFitTest, type ChiSquaredOptions } from "./chi-squared.ts";
export { fisherExactTest, type FisherOptions } from "./fisher.ts";
export { mcNemarTest, type McNemarOptions } from "./mcnemar.ts";
export {
  oneProportionTest,
  twoProportionTest,
  type Proportion,
  type TwoProportionOptions,
} from "./proportions.ts";
export { kendallCorrelation, pearsonCorrelation, spearmanCorrelation } from "./correlation.ts";
export {
  bootstrapInterval,
  type BootstrapOptions,
  type BootstrapResult,
  type NamedStatistic,
  type ResamplingOptions,
  type Statistic,
} from "./bootstrap.ts";
export { permutationTest } from "./permutation-test.ts";
export { chooseTest, type TestChoice, type TestName, type TestQuestion } from "./choose-test.ts";
export { adjustFamily, type Family, type FamilyMember } from "./family.ts";
