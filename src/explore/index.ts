export * from "./profile.ts";
export * from "./alert-thresholds.ts";
export * from "./format.ts";
export * from "./charts/index.ts";
