import { failInput } from "../base/index.ts";
import { compareValues } from "../ir/index.ts";
import { isClassTask, type Task } from "../model/index.ts";
import { valueAt, valueToJson, type Value, type Vector } from "../schema/index.ts";

/** A whole-number target of at most so many values is a class, not a quantity. */
const mostNumericClasses = 2;
/** A text target of more values than this is no target for a classifier. */
const mostClasses = 100;

/** What a target column asks for, with the reason in words. */
export interface ChosenTask {
  readonly task: Task;
  readonly reason: string;
}

/**
 * The task that fits a target: two values are binary, text is classes, other numbers are a quantity.
 * Fails when the target cannot be learnt: all missing, constant, an id, a day.
 */
export function chooseTask(
  name: string,
  target: Vector,
  positive: Value,
  setting: "predict" | "label" = "predict",
): ChosenTask {
  const place = `${setting}: ${JSON.stringify(name)}`;
  const counts = countValues(target);
  const values = [...counts.keys()];
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (rows === 0)
    failInput("T2040", `The target "${name}" has no value in any row`, {
      place,
      cure: "Predict another column, or check how it was read (`tandem profile`).",
    });
  if (values.length === 1)
    failInput(
      "T2041",
      `The target "${name}" is ${JSON.stringify(values[0])} in every row, so there is nothing to learn`,
      { place, cure: "Predict another column, or bring rows with other values." },
    );
  if (target.type === "Day" || target.type === "Instant")
    failInput("T2042", `The target "${name}" is a ${target.type}`, {
      place,
      cure: 'Derive a number or a condition from it in `columns`, for example column("…").until(…) or .month().',
    });
  if (target.type === "Text" && values.length > mostClasses)
    failInput(
      "T2043",
      `The target "${name}" has ${values.length} different texts in ${rows} rows: it looks like an id or free text`,
      {
        place,
        value: JSON.stringify(values[0]),
        cure: "Predict a column with few classes, or derive one in `columns`.",
      },
    );
  const isClasses =
    target.type === "Text" ||
    target.type === "Boolean" ||
    (target.type === "Int" && values.length <= mostNumericClasses);
  if (!isClasses) {
    if (positive !== null)
      failInput("T2044", `"positive" is given, but the target "${name}" is a quantity`, {
        place,
        cure: "Remove `positive`, or derive a condition in `columns`.",
      });
    checkSize(name, values);
    return {
      task: { kind: "regression" },
      reason: `"${name}" is a number with ${values.length} different values`,
    };
  }
  const classes = values.sort((left, right) => compareValues(left, right));
  return values.length === 2
    ? binaryTask(name, classes, counts, target, positive)
    : {
        task: { kind: "multiclass", classes, type: target.type },
        reason: `"${name}" has ${classes.length} classes`,
      };
}

/** Errors are squared: beyond these sizes the squares leave float64, upwards or downwards. */
const sizeBounds = [1e-140, 1e140] as const;

function checkSize(name: string, values: readonly Value[]): void {
  const largest = values.reduce<number>((most, value) => Math.max(most, Math.abs(Number(value))), 0);
  if (largest >= sizeBounds[0] && largest <= sizeBounds[1]) return;
  failInput(
    "T2047",
    `The target "${name}" has numbers too ${largest > 1 ? "large" : "small"} for their errors to be squared`,
    {
      place: `predict: ${JSON.stringify(name)}`,
      value: String(largest),
      cure: `Derive the target in another unit: columns: ({ column }) => ({ scaled: column(${JSON.stringify(name)}).divide(${largest > 1 ? "1e200" : "1e-200"}) }).`,
    },
  );
}

function binaryTask(
  name: string,
  classes: readonly Value[],
  counts: ReadonlyMap<Value, number>,
  target: Vector,
  positive: Value,
): ChosenTask {
  const chosen = positive ?? usualPositive(classes, counts);
  if (!classes.includes(chosen))
    failInput("T2045", `"positive" is ${JSON.stringify(positive)}, which the target "${name}" never is`, {
      cure: `Its values are ${classes.map((value) => JSON.stringify(value)).join(" and ")}.`,
    });
  const negative = classes.find((value) => value !== chosen)!;
  const reason = `"${name}" has two values; ${JSON.stringify(valueToJson(chosen, target.type))} is the positive one${positive === null ? " (true, 1, yes, or the rarer)" : ""}`;
  return { task: { kind: "binary", classes: [negative, chosen], type: target.type }, reason };
}

/** true, 1 beside 0, a word for yes; else the rarer class; of equal ones the later. */
function usualPositive(classes: readonly Value[], counts: ReadonlyMap<Value, number>): Value {
  if (classes.includes(true)) return true;
  if (classes.includes(1) && classes.includes(0)) return 1;
  const word = classes.find((value) => typeof value === "string" && /^(yes|y|true|positive|1)$/i.test(value));
  if (word !== undefined) return word;
  return counts.get(classes[0]!)! < counts.get(classes[1]!)! ? classes[0]! : classes[1]!;
}

function countValues(vector: Vector): Map<Value, number> {
  const counts = new Map<Value, number>();
  const source = vector.kind === "texts" ? vector.codes : vector.values;
  for (let start = 0, end = 0; start < source.length; start = end) {
    // Equal neighbours are counted as one: a look into a map costs more than a comparison.
    end = start + 1;
    while (end < source.length && source[end] === source[start]) end++;
    const value = valueAt(vector, start);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + end - start);
  }
  return counts;
}

/** The target as numbers: itself, or the index of the class; NaN where missing. */
export function targetNumbers(task: Task, target: Vector): Float64Array {
  if (target.kind === "numbers") {
    if (!isClassTask(task)) return target.values;
    const places = new Map(task.classes.map((value, index) => [Number(value), index]));
    return target.values.map((value) =>
      Number.isNaN(value) ? Number.NaN : (places.get(value) ?? Number.NaN),
    );
  }
  const classes: readonly Value[] = isClassTask(task) ? task.classes : [];
  const codeToClass = target.dictionary.map((text) => classes.indexOf(text));
  return Float64Array.from(target.codes, (code) =>
    code < 0 || codeToClass[code]! < 0 ? Number.NaN : codeToClass[code]!,
  );
}
