import { canonicalJson, createRandom, quietEffects, shuffledIndexes, TandemError } from "../base/index.ts";
import { float, walk } from "../ir/index.ts";
import {
  baseline,
  outputCount,
  type Feature,
  type Fitted,
  type Task,
  type TrainContext,
  type TrainingSet,
} from "../model/index.ts";
import type { CheckedTrainer } from "./check-trainer.ts";
import {
  greatestDifference,
  learnableSet,
  meanLossOf,
  predictRows,
  renumbered,
  takeRowsOf,
  weightedAndRepeated,
} from "./check-trainer-data.ts";

/** What is wrong, or null. */
type Verdict = Promise<string | null> | string | null;

/** One law that every trainer keeps for every task it says it can do. */
export type TrainerLaw = (checked: CheckedTrainer, task: Task) => Verdict;

const context: TrainContext = { seed: 3, effects: quietEffects(() => 0) };

const fit = (checked: CheckedTrainer, set: TrainingSet): Promise<Fitted> =>
  checked.train(set, undefined, context);

const setOf = ({ trainer }: CheckedTrainer, task: Task, rowCount?: number, seed?: string): TrainingSet =>
  learnableSet(task, trainer.handles, rowCount, seed);

/** What a model answers for the first rows, clusters by the rows they hold. */
const answersOf = (fitted: Fitted, set: TrainingSet): readonly number[][] =>
  set.task.kind === "clusters" ? renumbered(predictRows(fitted, set)) : predictRows(fitted, set);

/** Two models must give the same answers within a tolerance. */
function sameAnswers(first: Fitted, second: Fitted, set: TrainingSet, tolerance: number): string | null {
  const difference = greatestDifference(answersOf(first, set), answersOf(second, set));
  return difference <= tolerance ? null : `answers differ by ${difference}, allowed is ${tolerance}`;
}

/** The answers of a model must be numbers, and probabilities where the task has classes. */
function soundAnswers(fitted: Fitted, set: TrainingSet): string | null {
  if (fitted.outputs.length !== outputCount(set.task)) return `there are ${fitted.outputs.length} outputs`;
  for (const [row, outputs] of predictRows(fitted, set).entries()) {
    if (outputs.some((value) => !Number.isFinite(value))) return `row ${row} gives ${outputs.join(", ")}`;
    if (set.task.kind === "regression" || set.task.kind === "ranking") continue;
    if (set.task.kind === "clusters") {
      if (outputs.some((value) => !(Number.isInteger(value) && value >= -1)))
        return `row ${row} gives the cluster ${outputs.join(", ")}`;
      continue;
    }
    if (outputs.some((value) => value < 0 || value > 1))
      return `row ${row} gives the shares ${outputs.join(", ")}`;
    const sum = outputs.reduce((total, value) => total + value, 0);
    if (set.task.kind === "multiclass" && Math.abs(sum - 1) > 1e-12)
      return `the probabilities of row ${row} sum to ${sum}`;
  }
  return null;
}

/** The loss of the model that ignores the features; one number for all rows where the baseline knows no better. */
async function lossOfConstant(set: TrainingSet, fresh: TrainingSet): Promise<number> {
  const constant = baseline.tasks.includes(set.task.kind)
    ? await baseline.train(set, undefined, { center: "mean" }, context)
    : { outputs: [float(0)] };
  return meanLossOf(predictRows(constant, fresh, 80), fresh);
}

/** A model with sound answers, or a refusal with a code. */
async function soundOrRefused(checked: CheckedTrainer, set: TrainingSet): Promise<string | null> {
  try {
    return soundAnswers(await fit(checked, set), set);
  } catch (error) {
    const isNamed =
      error instanceof TandemError &&
      error.diagnostics.every(({ code, cure }) => /^T\d{4}$/.test(code) && cure);
    return isNamed ? null : `fails without a named diagnostic: ${String(error)}`;
  }
}

const rename = (set: TrainingSet, name: (old: string) => string): TrainingSet => ({
  ...set,
  features: set.features.map((feature) => ({ ...feature, name: name(feature.name) })),
});

const blank = (feature: Feature): Feature =>
  feature.kind === "number"
    ? { ...feature, values: feature.values.map(() => Number.NaN) }
    : { ...feature, codes: feature.codes.map(() => -1) };

const still = (feature: Feature): Feature =>
  feature.kind === "number"
    ? { ...feature, values: feature.values.map(() => 5) }
    : { ...feature, codes: feature.codes.map(() => 0) };

/** Makes the first number very small and the third very great. */
const stretch = (feature: Feature, at: number): Feature =>
  feature.kind === "number"
    ? { ...feature, values: feature.values.map((value) => value * 10 ** (at * 40 - 40)) }
    : feature;

/** The laws by name; each name is a sentence about the trainer. */
export const trainerLaws: Readonly<Record<string, TrainerLaw>> = {
  "gives the same model twice": async (checked, task) => {
    const set = setOf(checked, task);
    const [first, second] = [await fit(checked, set), await fit(checked, set)];
    return canonicalJson(first) === canonicalJson(second) ? null : "the second model differs";
  },
  "does not depend on the order of the rows": async (checked, task) => {
    const set = setOf(checked, task);
    const order = shuffledIndexes(set.rowCount, createRandom("contract/order"));
    const shuffled = await fit(checked, takeRowsOf(set, [...order]));
    return sameAnswers(await fit(checked, set), shuffled, set, checked.tolerance.rowOrder);
  },
  "takes a weight as that many rows": async (checked, task) => {
    // Of a ranking, a row that stands twice takes two places of its group: that is another group, no weight.
    if (task.kind === "ranking") return null;
    const { weighted, repeated } = weightedAndRepeated(setOf(checked, task));
    const fitted = await fit(checked, weighted);
    return sameAnswers(fitted, await fit(checked, repeated), weighted, checked.tolerance.repeatedRows);
  },
  "takes a row of weight 0 as absent": async (checked, task) => {
    const set = setOf(checked, task);
    const weight = Float64Array.from({ length: set.rowCount }, (_, row) => (row % 4 === 0 ? 0 : 1.5));
    const rows = [...weight.keys()].filter((row) => weight[row]! > 0);
    const fitted = await fit(checked, { ...set, weight });
    return sameAnswers(fitted, await fit(checked, takeRowsOf({ ...set, weight }, rows)), set, 0);
  },
  "does not depend on the names of the features": async (checked, task) => {
    const set = setOf(checked, task);
    const renamed = rename(set, (name) => `z ${name}`);
    const difference = greatestDifference(
      predictRows(await fit(checked, set), set),
      predictRows(await fit(checked, renamed), renamed),
    );
    return difference === 0 ? null : `answers differ by ${difference}`;
  },
  "does not depend on the order of the features": async (checked, task) => {
    const set = setOf(checked, task);
    const turned = await fit(checked, { ...set, features: set.features.toReversed() });
    return sameAnswers(await fit(checked, set), turned, set, checked.tolerance.featureOrder);
  },
  "answers with numbers, and with probabilities that sum to 1": async (checked, task) => {
    const set = setOf(checked, task);
    return soundAnswers(await fit(checked, set), set);
  },
  "uses the columns of its features only, by their types": async (checked, task) => {
    const set = setOf(checked, task);
    const types = new Map(set.features.map(({ name, kind }) => [name, kind === "number" ? "Float" : "Int"]));
    const problems: string[] = [];
    for (const output of (await fit(checked, set)).outputs)
      walk(output, (part) => {
        if (part.kind === "column" && types.get(part.name) !== part.type)
          problems.push(`it reads ${part.name} as ${part.type}`);
      });
    return problems[0] ?? null;
  },
  "survives JSON": async (checked, task) => {
    const set = setOf(checked, task);
    const fitted = await fit(checked, set);
    const again = JSON.parse(canonicalJson(fitted)) as Fitted;
    return sameAnswers(fitted, again, set, 0);
  },
  "tells importances that sum to 1, or none": async (checked, task) => {
    const shares = Object.values((await fit(checked, setOf(checked, task))).importance);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (shares.some((share) => !(share >= 0))) return `an importance is ${Math.min(...shares)}`;
    return shares.length === 0 || Math.abs(sum - 1) < 1e-9 ? null : `they sum to ${sum}`;
  },
  "learns what can be learnt": async (checked, task) => {
    const [set, fresh] = [setOf(checked, task), setOf(checked, task, 120, "fresh")];
    const bar = (await lossOfConstant(set, fresh)) * (checked.learns ? 0.7 : 1.000001);
    const loss = meanLossOf(predictRows(await fit(checked, set), fresh, 80), fresh);
    return loss <= bar ? null : `its loss on fresh rows is ${loss}, the bar is ${bar}`;
  },
  "leaves the rows it was given alone": async (checked, task) => {
    const set = setOf(checked, task);
    const before = structuredClone(set);
    await fit(checked, set);
    const same = canonicalNumbers(set) === canonicalNumbers(before);
    return same ? null : "the training rows changed";
  },
  "bears features that do not vary": (checked, task) => {
    const set = setOf(checked, task);
    return soundOrRefused(checked, { ...set, features: [...set.features.slice(1), still(set.features[0]!)] });
  },
  "bears features none of which varies": (checked, task) => {
    const set = setOf(checked, task);
    return soundOrRefused(checked, { ...set, features: set.features.map(still) });
  },
  "bears to have no features": (checked, task) =>
    soundOrRefused(checked, { ...setOf(checked, task), features: [] }),
  "bears features that are missing in every row, where it handles missing values": (checked, task) => {
    const set = setOf(checked, task);
    return soundOrRefused(checked, { ...set, features: set.features.map(blank) });
  },
  "bears a single row": (checked, task) => soundOrRefused(checked, takeRowsOf(setOf(checked, task), [0])),
  "bears two rows that contradict each other": (checked, task) => {
    const set = takeRowsOf(setOf(checked, task), [0, 0]);
    return soundOrRefused(checked, { ...set, target: set.target.map((_, row) => row) });
  },
  "bears a target of one value": (checked, task) => {
    const set = setOf(checked, task);
    return soundOrRefused(checked, { ...set, target: set.target.map(() => 1) });
  },
  "bears features of very different sizes": (checked, task) => {
    const set = setOf(checked, task);
    return soundOrRefused(checked, { ...set, features: set.features.map(stretch) });
  },
  "bears numbers at the ends of float64, or refuses them": async (checked, task) => {
    const set = setOf(checked, task);
    const ends = (_: number, row: number): number => (row % 2 === 0 ? 1 : -1) * Number.MAX_VALUE;
    const features = set.features.map((feature) =>
      feature.kind === "number" ? { ...feature, values: feature.values.map(ends) } : feature,
    );
    const weight = Float64Array.from({ length: set.rowCount }, (_, row) => (row % 2 === 0 ? 1e300 : 1e-300));
    const target = task.kind === "regression" ? set.target.map(ends) : set.target;
    for (const odd of [
      { ...set, features },
      { ...set, weight },
      { ...set, target },
    ]) {
      const problem = await soundOrRefused(checked, odd);
      if (problem !== null) return problem;
    }
    return null;
  },
  "refuses two features of one name": async (checked, task) => {
    const set = setOf(checked, task);
    const refused = await refusal(
      checked,
      rename(set, () => "one"),
    );
    return set.features.length < 2 || refused === "T1655" ? null : `it answers with ${refused}`;
  },
  "refuses to have no rows": async (checked, task) => {
    const refused = await refusal(checked, takeRowsOf(setOf(checked, task), []));
    return refused === "T1655" ? null : `it answers with ${refused}`;
  },
  "refuses missing values that it does not handle": async (checked, task) => {
    if (checked.trainer.handles.missing) return null;
    const set = setOf(checked, task);
    const refused = await refusal(checked, { ...set, features: set.features.map(blank) });
    return refused === "T1657" ? null : `it answers with ${refused}`;
  },
  "stops when the work was called off": async (checked, task) => {
    const effects = { ...context.effects, signal: AbortSignal.abort(new Error("called off")) };
    try {
      await checked.train(setOf(checked, task), undefined, { ...context, effects });
    } catch (error) {
      return error instanceof Error && error.message === "called off"
        ? null
        : `it stops with ${String(error)}`;
    }
    return "it trains on";
  },
};

const canonicalNumbers = (set: TrainingSet): string =>
  JSON.stringify([
    [...set.target],
    set.features.map((feature) => [...(feature.kind === "number" ? feature.values : feature.codes)]),
  ]);

async function refusal(checked: CheckedTrainer, set: TrainingSet): Promise<string> {
  try {
    await fit(checked, set);
    return "a model";
  } catch (error) {
    return error instanceof TandemError ? error.diagnostics[0]!.code : String(error);
  }
}
