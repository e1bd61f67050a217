export * from "./profile.ts";
export * from "./charts/chart.ts";
export * from "./profile-table.ts";
export * from "./alert-thresholds.ts";
export type { ExploreTarget } from "./target-view.ts";
export * from "./alert-thresholds.ts";
export * from "./format.ts";
export * from "./charts/index.ts";
