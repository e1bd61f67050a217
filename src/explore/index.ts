export * from "./profile.ts";
export * from "./charts/chart.ts";
export * from "./profile-table.ts";
export type { ExploreTarget } from "./target-view.ts";
export * from "./alert-thresholds.ts";
export * from "./alerts/gather-alerts.ts";
export * from "./format.ts";
export * from "./charts/index.ts";
export type { CheckSpec } from "./checks/check-spec.ts";
export * from "./checks/normalize-checks.ts";
export * from "./checks/run-checks.ts";
export * from "./checks/suggest-checks.ts";
export { canReadQuestion, parseQuestion, type Question } from "./question/parse-question.ts";
export type { SourceTexts } from "./question/exact-columns.ts";
export {
  answerQuestion,
  type Answer,
  type AnswerOptions,
  type GroupEstimate,
} from "./question/answer-question.ts";
