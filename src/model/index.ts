export * from "./task.ts";
export * from "./trainer.ts";
export * from "./evaluation.ts";
export * from "./split.ts";
