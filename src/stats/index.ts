export * from "./exact-sum.ts";
export * from "./quantile.ts";
export * from "./cholesky.ts";
