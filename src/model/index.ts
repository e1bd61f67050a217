export * from "./task.ts";
export * from "./trainer.ts";
export * from "./evaluation.ts";
export * from "./split.ts";
export * from "./baseline.ts";
export * from "./ridge.ts";
export * from "./logistic.ts";
export * from "./trainers.ts";
