export { blockLength } from "./block-length.ts";
export { correctedFoldTest, type FoldDifferences } from "./corrected-t.ts";
export { adjustQuestions, joinFamilies, type Question } from "./adjust-questions.ts";
export type { Hypothesis, HypothesisFamily, HypothesisSubject, TierSummary } from "./hypothesis.ts";
export { betterSide, testPaired, type PairedTest } from "./paired-test.ts";
export { testCalibration, type CalibrationAspect } from "./test-calibration.ts";
export { groupTester, testClasses } from "./test-groups.ts";
export { untested } from "./test-outcome.ts";
