export { checkTransform, type ContractProblem } from "./check-transform.ts";
