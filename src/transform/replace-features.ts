import { columnsOf } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import type { FittedFeature, StepTask } from "./fit-recipe.ts";
import type { StepOutput, TargetContext } from "./transform.ts";

/**
 * Puts what a task makes in the place of its inputs: an output with the name of an input stands where the input stood, all
 * others behind its last input, or, of one column, where the column stood. With `keep` the inputs stay before them.
 */
export function replaceFeatures(
  features: readonly FittedFeature[],
  inputs: readonly FittedFeature[],
  task: StepTask,
  results: AggregateResults,
  target: TargetContext,
): readonly FittedFeature[] {
  const given = new Set(inputs);
  const kept = features.filter((one) => task.keep || !given.has(one));
  const taken = new Set(kept.map(({ name }) => name));
  const outputs = task.transform
    .apply(inputs, task.params, results, target)
    .filter((output) => !(task.keep && inputs.some((input) => isSame(output, input))))
    .map((output) => ({
      ...madeFeature(output, inputs, task),
      name: uniqueName(output.name, taken),
      output,
    }));
  const last = features.findLast((one) => given.has(one));
  const placed = new Map<FittedFeature | undefined, FittedFeature[]>();
  for (const { output, ...feature } of outputs) {
    const place = (task.keep ? undefined : inputs.find(({ name }) => name === output.name)) ?? last;
    placed.set(place, [...(placed.get(place) ?? []), feature]);
  }
  return features.flatMap((one) => [
    ...(task.keep || !given.has(one) ? [one] : []),
    ...(placed.get(one) ?? []),
  ]);
}

const isSame = (left: StepOutput, right: StepOutput): boolean =>
  left.name === right.name && left.expr === right.expr;

/** An input that is passed on as it is stays what it was; all else came from the columns that it reads. */
function madeFeature(
  { name, expr }: StepOutput,
  inputs: readonly FittedFeature[],
  { step, transform }: StepTask,
): FittedFeature {
  const passed = inputs.find((input) => input.expr === expr);
  if (passed) return { ...passed, madeBy: step };
  const [first] = inputs;
  const from = inputs.length === 1 && first ? first.from : columnsOf(expr);
  const usesTarget = transform.usesTarget || inputs.some((input) => input.usesTarget);
  return { name, expr, from: from.length > 0 ? from : (first?.from ?? []), usesTarget, madeBy: step };
}

/** The name itself, or the name with the first number from 2 that makes it unique. */
function uniqueName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} (${number})`;
  taken.add(name);
  return name;
}
