import {
  call,
  choose,
  column,
  columnsOf,
  createProgram,
  float,
  literal,
  missing,
  shareCommon,
  substitute,
  typeOf,
  walk,
  type Expr,
  type Program,
} from "../../ir/index.ts";
import { isClassTask, type Fitted, type Task } from "../../model/index.ts";
import { valueToJson, type Schema, type Value } from "../../schema/index.ts";
import type { LearnedFeature } from "../../transform/index.ts";

/** The name of the output that holds the answer itself. */
const predictionOutput = "prediction";
/** The name of the output that holds the probability of the positive class. */
const probabilityOutput = "probability";
/** The name of the output that holds a number to order rows by: of a ranking, or how unusual a row is. */
const scoreOutput = "score";
/** The name of the output that holds the number of a row's cluster. */
const clusterOutput = "cluster";
/** The name of the output that says whether a row counts as an outlier. */
const outlierOutput = "outlier";

/** The outputs that hold the numbers a model gives, in the order of `Fitted.outputs`. */
export function scoreOutputs(task: Task): readonly string[] {
  switch (task.kind) {
    case "regression":
      return [predictionOutput];
    case "binary":
      return [probabilityOutput];
    case "multiclass":
      return task.classes.map((value) => `probability of ${String(valueToJson(value, task.type))}`);
    case "clusters":
      return [clusterOutput];
    case "ranking":
    case "outliers":
      return [scoreOutput];
  }
}

/**
 * Puts what the recipe and the trainer learnt together to one Program over the raw columns. Features that are more than a
 * column become lets; the input keeps only the columns that are really used. Outliers are rows whose score reaches the threshold.
 */
export function buildProgram(
  schema: Schema,
  derived: readonly (readonly [string, Expr])[],
  features: readonly LearnedFeature[],
  fitted: Fitted,
  task: Task,
  threshold?: number,
): Program {
  const taken = new Set([...schema.fields.map(({ name }) => name), ...derived.map(([name]) => name)]);
  const lets: (readonly [string, Expr])[] = [...derived];
  const references = new Map<string, Expr>();
  for (const { name, expr } of features) {
    if (expr.kind === "column") {
      references.set(name, expr);
      continue;
    }
    const letName = freeName(name, taken, "prepared");
    taken.add(letName);
    lets.push([letName, expr]);
    references.set(name, column(letName, typeOf(expr)));
  }
  const scores = fitted.outputs.map((expr) =>
    substitute(expr, withExpectedTypes(fitted.outputs, references)),
  );
  // Parts that stand in many places get their names before anything is written out: a chain of steps could not be otherwise.
  const whole = {
    kind: "program",
    version: 1,
    input: schema,
    lets,
    outputs: outputsOf(task, scores, threshold),
  } as const;
  return createProgram(shareCommon(withoutUnused(whole)));
}

function outputsOf(task: Task, scores: readonly Expr[], threshold: number | undefined): Record<string, Expr> {
  const named = Object.fromEntries(scoreOutputs(task).map((name, index) => [name, scores[index]!]));
  if (threshold !== undefined)
    return { ...named, [outlierOutput]: call("greaterOrEqual", scores[0]!, float(threshold)) };
  if (!isClassTask(task)) return named;
  const classOf = (value: Value): Expr => literal(value, task.type);
  const known = call("isNotNull", scores[0]!);
  if (task.kind === "binary") {
    const [negative, positive] = task.classes;
    return {
      ...named,
      [predictionOutput]: choose(
        [
          { when: call("greaterOrEqual", scores[0]!, float(0.5)), then: classOf(positive) },
          { when: known, then: classOf(negative) },
        ],
        missing(task.type),
      ),
    };
  }
  const best = scores.length > 1 ? call("greatest", scores[0]!, scores[1]!, ...scores.slice(2)) : scores[0]!;
  const branches = task.classes.map((value, index) => ({
    when: call("equals", scores[index]!, best),
    then: classOf(value),
  }));
  return { ...named, [predictionOutput]: choose(branches, missing(task.type)) };
}

/** A model asks for its number features as Float; where the column is Int, a cast stands between. */
function withExpectedTypes(
  outputs: readonly Expr[],
  references: ReadonlyMap<string, Expr>,
): Map<string, Expr> {
  const expected = new Map<string, Expr>(references);
  for (const output of outputs)
    walk(output, (part) => {
      const reference = part.kind === "column" ? references.get(part.name) : undefined;
      if (reference && part.kind === "column" && part.type === "Float" && typeOf(reference) !== "Float")
        expected.set(part.name, call("toFloat", reference));
    });
  return expected;
}

/** The name, or where it is taken the name with a word in brackets, and a number where that is taken too. */
export function freeName(name: string, taken: ReadonlySet<string>, word: string): string {
  let free = name;
  for (let count = 1; taken.has(free); count++)
    free = count === 1 ? `${name} (${word})` : `${name} (${word} ${count})`;
  return free;
}

/** Leaves out the lets and the input columns that no output needs. */
export function withoutUnused({ input, lets, outputs, ...program }: Program): Program {
  const needed = new Set(Object.values(outputs).flatMap(columnsOf));
  for (const [name, expr] of lets.toReversed())
    if (needed.has(name)) for (const used of columnsOf(expr)) needed.add(used);
  return {
    ...program,
    input: { fields: input.fields.filter(({ name }) => needed.has(name)) },
    lets: lets.filter(([name]) => needed.has(name)),
    outputs,
  };
}
