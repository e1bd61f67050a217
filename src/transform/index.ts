export * from "./aggregate.ts";
export * from "./transform.ts";
