import { createRandom, failInput, shuffledIndexes } from "../../base/index.ts";
import { isClassTask } from "../task.ts";
import { rowsToPart, type SplitInput } from "./split-input.ts";

/** The rows of each class, each class in a random order of its own. T1694 for a task without classes. */
export function shuffledClassRows(input: SplitInput, seed: number): Uint32Array[] {
  const { task, target } = input;
  if (!isClassTask(task))
    return failInput("T1694", "A stratified split needs classes, and the target is a number or not there", {
      cure: 'Choose { kind: "random" }.',
    });
  const all = rowsToPart(input);
  const random = createRandom(seed).fork("stratified");
  return task.classes.map((_, index) => {
    const rows = all.filter((row) => target[row] === index);
    return shuffledIndexes(rows.length, random.fork(`${index}`)).map((at) => rows[at]!);
  });
}
