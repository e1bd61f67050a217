export * from "./exact-sum.ts";
export * from "./quantile.ts";
