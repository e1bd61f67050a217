import { addTree, scaleTree, type Tree, type TreeRows } from "./tree.ts";
import type { TrainingSet } from "../trainer.ts";

/** Rows as the trees see them, with the scores so far. */
export interface Side extends TreeRows {
  readonly set: TrainingSet;
  readonly scores: readonly Float64Array[];
}

/** The rows, as trees take them too, with the scores that all of them start from. */
export function openSide(
  set: TrainingSet,
  { columns, numbers }: TreeRows,
  start: readonly number[],
  room: readonly Float64Array[] = start.map(() => new Float64Array(set.rowCount)),
): Side {
  return {
    set,
    columns,
    numbers,
    scores: start.map((score, output) => room[output]!.fill(score)),
  };
}

/** Adds one tree per output to the scores, each value times a factor. */
export function addTrees(side: Side, trees: readonly Tree[], factor = 1): void {
  for (const [output, tree] of trees.entries()) addTree(scaleTree(tree, factor), side, side.scores[output]!);
}
