export * from "./blocks.ts";
export { writeReport, type Report } from "./write-report.ts";
export { writeProfileReport } from "./profile-report.ts";
export { writeAnswerReport } from "./answer-report.ts";
