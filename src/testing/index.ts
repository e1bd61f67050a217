export { checkTransform, type ContractProblem } from "./check-transform.ts";
export * from "./check-trainer.ts";
