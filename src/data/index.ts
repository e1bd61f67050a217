export * from "./source.ts";
export * from "./snapshot.ts";
export * from "./engine.ts";
export * from "./dataset.ts";
