import { addTree, scaleTree, type Tree } from "./tree.ts";
import type { TrainingSet } from "../trainer.ts";

/** Rows as the trees see them, with the scores so far. */
export interface Side {
  readonly set: TrainingSet;
  readonly columns: readonly Uint8Array[];
  readonly scores: readonly Float64Array[];
}

/** The rows, in bins too, with the scores that all of them start from. */
export function openSide(
  set: TrainingSet,
  columns: readonly Uint8Array[],
  start: readonly number[],
  room: readonly Float64Array[] = start.map(() => new Float64Array(set.rowCount)),
): Side {
  return {
    set,
    columns,
    scores: start.map((score, output) => room[output]!.fill(score)),
  };
}

/** Adds one tree per output to the scores, each value times a factor. */
export function addTrees({ columns, scores }: Side, trees: readonly Tree[], factor = 1): void {
  for (const [output, tree] of trees.entries()) addTree(scaleTree(tree, factor), columns, scores[output]!);
}
