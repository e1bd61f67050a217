import { failInput, showValue } from "../../base/index.ts";
import { isClassTask, type ClassTask, type Task } from "../../model/index.ts";
import { valueToJson } from "../../schema/index.ts";
import type { ClassWeight } from "../read-task.ts";

/** The rows that a model learns from, as far as their classes weigh. */
interface WeighedRows {
  readonly task: Task;
  /** The index of the class of each row. */
  readonly target: Float64Array;
  readonly weight?: Float64Array;
}

/**
 * How much the rows of each class count: `balanced` gives every class the same part of the whole, all rows / (classes · rows of the
 * class), weighted rows by their weights, as scikit-learn's `compute_class_weight`; named classes count as named, others 1. T2741 for
 * a class that the target does not have, T2742 for a task without classes.
 */
export function classWeights(wanted: ClassWeight, { task, target, weight }: WeighedRows): readonly number[] {
  if (!isClassTask(task))
    return failInput("T2742", `Classes are to be weighed, but a ${task.kind} task has none`, {
      place: "classWeight",
      value: showValue(wanted),
      cure: "Remove `classWeight`; rows are weighed by the column that `weight` names.",
    });
  if (wanted !== "balanced") return namedWeights(wanted, task);
  const sums = task.classes.map(() => 0);
  for (let row = 0; row < target.length; row++) sums[target[row]!]! += weight ? weight[row]! : 1;
  const total = sums.reduce((all, one) => all + one, 0);
  const there = sums.filter((sum) => sum > 0).length;
  return sums.map((sum) => (sum > 0 ? total / (there * sum) : 1));
}

function namedWeights(wanted: Readonly<Record<string, number>>, task: ClassTask): readonly number[] {
  const names = task.classes.map((value) => String(valueToJson(value, task.type)));
  const [unknown] = Object.keys(wanted).filter((name) => !names.includes(name));
  if (unknown !== undefined)
    failInput(
      "T2741",
      `A weight is given for the class ${JSON.stringify(unknown)}, which the target does not have`,
      {
        place: "classWeight",
        value: showValue(unknown),
        cure: `Its classes are ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}.`,
      },
    );
  return names.map((name) => (Object.hasOwn(wanted, name) ? wanted[name]! : 1));
}

/** The weights of rows times those of their classes. */
export const weighByClass = ({ target, weight }: WeighedRows, ofClass: readonly number[]): Float64Array =>
  target.map((index, row) => ofClass[index]! * (weight ? weight[row]! : 1));
