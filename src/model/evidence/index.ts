export { blockLength } from "./block-length.ts";
export { correctedFoldTest, type FoldDifferences } from "./corrected-t.ts";
export {
  adjustQuestions,
  type Hypothesis,
  type HypothesisFamily,
  type HypothesisSubject,
  type Question,
  type Tier,
  type TierSummary,
} from "./hypothesis.ts";
export { betterSide, testPaired, type PairedRows, type PairedTest } from "./paired-test.ts";
export { testCalibration, type CalibrationAspect, type CalibrationTest } from "./test-calibration.ts";
export { groupTester, testClasses, type GroupTests } from "./test-groups.ts";
export { untested, type EffectSize, type TestAnswer, type TestOutcome } from "./test-outcome.ts";
