export * from "./profile.ts";
export * from "./charts/chart.ts";
