import { errorDiagnostic, throwIfErrors, type Diagnostic } from "../base/index.ts";
import { takeNumbers } from "../schema/index.ts";
import { featureSizeProblems, sizeProblems } from "./number-sizes.ts";
import { greatestGrade, hasTarget, isClassTask, type Task } from "./task.ts";
import type { Feature, Trainer, TrainingSet } from "./trainer.ts";

/**
 * Checks that a trainer can learn from these rows and leaves out the rows of weight 0, which count as not there.
 * Fails with every problem found: T1654 task, T1655 rows, target, groups or weights, T1657 what the trainer does not handle,
 * T2983 numbers too great or too small to be computed with.
 */
export function prepareTrainingSet(
  trainer: Pick<Trainer<unknown>, "name" | "tasks" | "handles">,
  set: TrainingSet,
): TrainingSet {
  const diagnostics: Diagnostic[] = [];
  if (!trainer.tasks.includes(set.task.kind))
    diagnostics.push(
      errorDiagnostic("T1654", `${trainer.name} cannot do ${set.task.kind}`, {
        cure: `It does ${trainer.tasks.join(", ")}. Choose another trainer.`,
      }),
    );
  diagnostics.push(
    ...rowProblems(set),
    ...nameProblems(set),
    ...set.features.flatMap((feature) => featureProblems(trainer, set, feature)),
  );
  throwIfErrors(diagnostics);
  const kept = dropWeightless(set);
  if (kept.rowCount === 0)
    throwIfErrors([rowsProblem("There is no row to learn from", "Give at least one row of weight above 0.")]);
  return kept;
}

/**
 * Rows to stop or judge by, checked like the rows to learn from, whose features they must have too. T1655 where one is missing or of
 * another kind.
 */
export function prepareValidationSet(
  trainer: Parameters<typeof prepareTrainingSet>[0],
  train: TrainingSet,
  validation: TrainingSet,
): TrainingSet {
  const kinds = new Map(validation.features.map(({ name, kind }) => [name, kind]));
  throwIfErrors(
    train.features
      .filter(({ name, kind }) => kinds.get(name) !== kind)
      .map(({ name, kind }) =>
        rowsProblem(
          `The rows to stop by have no ${kind} ${JSON.stringify(name)}, which the rows to learn from have`,
          "Give the same features for both.",
          name,
        ),
      ),
  );
  return prepareTrainingSet(trainer, validation);
}

const rowsProblem = (message: string, cure: string, place?: string): Diagnostic =>
  errorDiagnostic("T1655", message, { cure, ...(place === undefined ? {} : { place }) });

/** Two features of one name would be one column of the model. */
function nameProblems({ features }: TrainingSet): Diagnostic[] {
  const names = features.map(({ name }) => name);
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return [...twice].map((name) =>
    rowsProblem(`Two features have the name ${JSON.stringify(name)}`, "Give each a name of its own.", name),
  );
}

function rowProblems({ task, rowCount, target, group, weight }: TrainingSet): Diagnostic[] {
  const problems: Diagnostic[] = [...targetProblems(task, rowCount, target)];
  if (task.kind === "ranking") problems.push(...groupProblems(rowCount, group));
  if (weight && weight.length !== rowCount)
    problems.push(
      rowsProblem(`There are ${weight.length} weights for ${rowCount} rows`, "Give one per row."),
    );
  problems.push(...sizeProblems(target, weight));
  const badWeight = weight?.findIndex((value) => !(Number.isFinite(value) && value >= 0)) ?? -1;
  if (badWeight >= 0)
    problems.push(
      rowsProblem(
        `The weight is ${weight![badWeight]} in row ${badWeight + 1}`,
        "Weights must be 0 or above.",
      ),
    );
  return problems;
}

function targetProblems(task: Task, rowCount: number, target: Float64Array): Diagnostic[] {
  if (!hasTarget(task.kind))
    return target.length === 0
      ? []
      : [rowsProblem(`There is a target, and ${task.kind} have none`, "Give an empty array.")];
  if (target.length !== rowCount)
    return [rowsProblem(`The target has ${target.length} values for ${rowCount} rows`, "Give one per row.")];
  const [isGood, cure] = targetRule(task);
  const bad = target.findIndex((value) => !isGood(value));
  return bad < 0 ? [] : [rowsProblem(`The target is ${target[bad]} in row ${bad + 1}`, cure)];
}

/** What a target may be, and what to do where it is not. */
function targetRule(task: Task): readonly [(value: number) => boolean, cure: string] {
  const upTo =
    (greatest: number) =>
    (value: number): boolean =>
      Number.isInteger(value) && value >= 0 && value <= greatest;
  if (task.kind === "ranking")
    return [upTo(greatestGrade), `A grade is a whole number, 0 to ${greatestGrade}.`];
  if (!isClassTask(task)) return [Number.isFinite, "Leave out rows without a target."];
  const last = task.classes.length - 1;
  return [upTo(last), `Give the place of a class, 0 to ${last}.`];
}

function groupProblems(rowCount: number, group: Int32Array | undefined): Diagnostic[] {
  if (!group || group.length !== rowCount)
    return [
      rowsProblem(
        `There are ${group?.length ?? 0} numbers of groups for ${rowCount} rows to rank`,
        "Give one per row: rows of one number are ranked together.",
      ),
    ];
  const bad = group.findIndex((value) => value < 0);
  return bad < 0
    ? []
    : [rowsProblem(`The group is ${group[bad]} in row ${bad + 1}`, "Number the groups from 0.")];
}

function featureProblems(
  { name, handles }: Pick<Trainer<unknown>, "name" | "handles">,
  { rowCount }: TrainingSet,
  feature: Feature,
): Diagnostic[] {
  const length = feature.kind === "number" ? feature.values.length : feature.codes.length;
  if (length !== rowCount)
    return [
      rowsProblem(
        `The feature ${JSON.stringify(feature.name)} has ${length} values for ${rowCount} rows`,
        "Give one per row.",
        feature.name,
      ),
    ];
  if (feature.kind === "category" && !handles.categories)
    return [
      errorDiagnostic("T1657", `${name} cannot take the category ${JSON.stringify(feature.name)}`, {
        place: feature.name,
        cure: "Encode it as numbers first, or choose boosting.",
      }),
    ];
  if (feature.kind === "category") return codeProblems(feature);
  const { missing, infinite } = firstOdd(feature.values, handles.missing);
  if (infinite >= 0)
    return [
      rowsProblem(
        `The feature ${JSON.stringify(feature.name)} is infinite in row ${infinite + 1}`,
        "Make it missing, or a number.",
        feature.name,
      ),
    ];
  if (missing < 0) return handles.anySize ? [] : featureSizeProblems(name, feature);
  return [
    errorDiagnostic(
      "T1657",
      `${name} cannot take the missing value of ${JSON.stringify(feature.name)} in row ${missing + 1}`,
      { place: feature.name, cure: "Fill missing values first, or choose boosting." },
    ),
  ];
}

/** The first places of a missing value, unless those are allowed, and of an infinite one; -1 where there is none. */
function firstOdd(values: Float64Array, allowMissing: boolean): { missing: number; infinite: number } {
  let missing = -1;
  const lastFour = values.length - 4;
  for (let from = 0; from < values.length; from += 4) {
    if (from <= lastFour) {
      const sum = values[from]! + values[from + 1]! + (values[from + 2]! + values[from + 3]!);
      // 0 where the sum is finite, and then all four are: one test for the ordinary case.
      if (sum - sum === 0) continue;
    }
    for (let row = from; row < Math.min(from + 4, values.length); row++) {
      if (Number.isFinite(values[row])) continue;
      if (!Number.isNaN(values[row])) return { missing, infinite: row };
      if (missing < 0 && !allowMissing) missing = row;
    }
  }
  return { missing, infinite: -1 };
}

function codeProblems(feature: Extract<Feature, { kind: "category" }>): Diagnostic[] {
  const bad = firstWrongCode(feature);
  if (bad < 0) return [];
  return [
    rowsProblem(
      `The feature ${JSON.stringify(feature.name)} has the code ${feature.codes[bad]} in row ${bad + 1}`,
      `Codes go from 0 to ${feature.levelCount - 1}, and -1 where missing.`,
      feature.name,
    ),
  ];
}

function firstWrongCode({ codes, levelCount }: Extract<Feature, { kind: "category" }>): number {
  for (let row = 0; row < codes.length; row++) if (codes[row]! < -1 || codes[row]! >= levelCount) return row;
  return -1;
}

function dropWeightless(set: TrainingSet): TrainingSet {
  const { weight } = set;
  if (!weight?.some((value) => value === 0)) return set;
  const rows = Uint32Array.from(weight.keys().filter((row) => weight[row]! > 0));
  return takeTrainingRows(set, rows);
}

/** The training set of the rows at the given places, in that order. */
export function takeTrainingRows(set: TrainingSet, rows: Uint32Array): TrainingSet {
  const take = (values: Float64Array): Float64Array => takeNumbers(values, rows);
  const takeCodes = (codes: Int32Array): Int32Array => Int32Array.from(rows, (row) => codes[row]!);
  return {
    task: set.task,
    rowCount: rows.length,
    features: set.features.map((feature) =>
      feature.kind === "number"
        ? { ...feature, values: take(feature.values) }
        : { ...feature, codes: takeCodes(feature.codes) },
    ),
    target: hasTarget(set.task.kind) ? take(set.target) : set.target,
    ...(set.group ? { group: takeCodes(set.group) } : {}),
    ...(set.weight ? { weight: take(set.weight) } : {}),
  };
}
