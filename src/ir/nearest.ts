import { failInput } from "../base/index.ts";
import { isNumeric } from "../schema/index.ts";
import type { Expr, NearestExpr } from "./expr.ts";
import { typeOf } from "./type-of.ts";

/** What a search for neighbours is built from, before it is checked. */
export type NearestParts = Omit<NearestExpr, "kind">;

/** How large a search for neighbours may be. */
export const nearestLimits = {
  inputs: 500,
  /** Numbers in all stored rows together. */
  numbers: 1_000_000,
} as const;

/** An answer from the stored rows near a row; see `NearestExpr`. The arrays are copied, checked and frozen. */
export function nearest(parts: NearestParts): NearestExpr {
  const problem = nearestProblem(parts) ?? nearestInputProblem(parts.inputs, parts.within);
  if (problem) return failNearest(problem);
  return Object.freeze({
    kind: "nearest",
    inputs: Object.freeze([...parts.inputs]),
    within: parts.within,
    metric: parts.metric,
    neighbours: parts.neighbours,
    weighting: parts.weighting,
    answer: parts.answer,
    rows: frozenNumbers(parts.rows),
    weight: frozenNumbers(parts.weight),
    value: frozenNumbers(parts.value),
  });
}

/** The same search over other inputs. */
export function nearestOver(expr: NearestExpr, inputs: readonly Expr[], within: Expr | null): NearestExpr {
  const problem = nearestInputProblem(inputs, within);
  return problem
    ? failNearest(problem)
    : Object.freeze({ ...expr, inputs: Object.freeze([...inputs]), within });
}

const failNearest = (problem: string): never =>
  failInput("T2700", `The search for the nearest rows is not well formed: ${problem}`, {
    cure: "Build it with the trainer, or see docs/formats/program.md.",
  });

/** A frozen copy, with -0 as 0. */
const frozenNumbers = (numbers: readonly number[]): readonly number[] =>
  Object.freeze(numbers.map((number) => number + 0));

function nearestInputProblem(inputs: readonly Expr[], within: Expr | null): string | undefined {
  if (inputs.length === 0 || inputs.length > nearestLimits.inputs)
    return `it has ${inputs.length} inputs, not 1 to ${nearestLimits.inputs}`;
  const wrong = inputs.findIndex((input) => !isNumeric(typeOf(input)));
  if (wrong >= 0) return `input ${wrong} is ${typeOf(inputs[wrong]!)}, not a number`;
  return within && !isNumeric(typeOf(within)) ? `within is ${typeOf(within)}, not a number` : undefined;
}

function nearestProblem(parts: NearestParts): string | undefined {
  const { rows, weight, value, inputs, neighbours, metric, weighting, answer } = parts;
  const count = weight.length;
  if (count === 0) return "it has no rows";
  if (rows.length > nearestLimits.numbers) return `its rows have more than ${nearestLimits.numbers} numbers`;
  if (value.length !== count || rows.length !== count * inputs.length) return "its arrays differ in length";
  if (!rows.every(Number.isFinite) || !value.every(Number.isFinite))
    return "it holds a number that is not finite";
  if (!weight.every((one) => Number.isFinite(one) && one > 0)) return "a weight is not above 0";
  if (neighbours !== null && !(Number.isSafeInteger(neighbours) && neighbours > 0))
    return `its neighbours are ${neighbours}`;
  if (metric !== "euclidean" && metric !== "manhattan") return "its metric is unknown";
  if (weighting !== "uniform" && weighting !== "distance") return "its weighting is unknown";
  return ["mean", "sum", "least", "reach"].includes(answer) ? undefined : "its answer is unknown";
}
