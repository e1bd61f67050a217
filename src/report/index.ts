export * from "./blocks.ts";
export { toHtml } from "./html.ts";
export { toMarkdown } from "./markdown.ts";
export { renderChart } from "./render-chart.ts";
export { reportBlocks, writeReport, type Report } from "./write-report.ts";
export { writeProfileReport, type ProfileReportInput } from "./profile-report.ts";
