export {
  applyDesign,
  createDesign,
  designOfNumbers,
  type CategoryVariable,
  type Coding,
  type Design,
  type DesignRecipe,
  type DesignSpec,
  type DesignTerm,
  type NumberVariable,
  type DesignVariable,
} from "./design.ts";
export { dependentColumns, type DependentColumn } from "./dependent-columns.ts";
export { linearRegression, type LinearRegression, type LinearRegressionSpec } from "./linear-regression.ts";
export { testHypotheses, type HypothesesTest, type Hypothesis } from "./hypotheses.ts";
export { anovaTable, type AnovaRow, type AnovaTable, type AnovaType } from "./anova-table.ts";
export { predictLinear, type LinearPredictions } from "./predict-linear.ts";
export { influenceOf, type Influence } from "./influence.ts";
export { influenceOfMeans, type MeanInfluence } from "./influence-of-means.ts";
export {
  checkRegression,
  varianceInflation,
  type RegressionCheck,
  type VarianceInflation,
} from "./check-regression.ts";
export { conditionNumber, type ConditionNumber } from "./condition-number.ts";
export type { Coefficient, Estimates, Significance } from "./inference.ts";
export type { CovarianceKind } from "./robust-covariance.ts";
export {
  generalizedLinearModel,
  type GeneralizedLinearModel,
  type GeneralizedLinearModelSpec,
} from "./generalized-linear-model.ts";
export type { FamilyKind, FamilySpec } from "./families.ts";
export type { LinkName } from "./links.ts";
export { profileInterval } from "./profile-likelihood.ts";
export { predictMeans, type MeanPredictions } from "./predict-means.ts";
export { compareModels } from "./compare-models.ts";
export type { SurvivalTimes } from "./survival-data.ts";
export {
  kaplanMeier,
  restrictedMean,
  type SurvivalCurve,
  type SurvivalIntervalKind,
  type SurvivalStep,
} from "./kaplan-meier.ts";
export { logRankTest } from "./log-rank.ts";
export {
  coxRegression,
  type CoxRegression,
  type CoxRegressionSpec,
  type HazardRatio,
} from "./cox-regression.ts";
export type { Ties } from "./risk-sets.ts";
export {
  testProportionalHazards,
  type ProportionalHazards,
  type ProportionalHazardsTest,
  type TimeTransform,
} from "./cox-residuals.ts";
export type { PowerAnswer, PowerQuestion } from "./power-plan.ts";
export {
  powerOfAnova,
  powerOfChiSquared,
  powerOfCorrelation,
  powerOfMannWhitney,
  powerOfMeans,
  powerOfProportions,
  type MeansPowerSpec,
  type ProportionsPowerSpec,
  type RankShape,
} from "./power.ts";
