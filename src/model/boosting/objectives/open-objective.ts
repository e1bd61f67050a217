import { errorDiagnostic, failInput, throwIfErrors, type Diagnostic } from "../../../base/index.ts";
import type { TaskKind } from "../../task.ts";
import type { TrainingSet } from "../../trainer.ts";
import { openCustom } from "../custom/open-custom.ts";
import type { DerivativeForm } from "../tree-ground.ts";
import { absoluteError } from "./absolute-error.ts";
import { binary } from "./binary.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { fair } from "./fair.ts";
import { gamma } from "./gamma.ts";
import { huber } from "./huber.ts";
import { lambdarank } from "./lambdarank.ts";
import { multiclass } from "./multiclass.ts";
import type { Objective, ObjectiveKind, TargetDomain } from "./objective.ts";
import { oneVersusAll } from "./one-versus-all.ts";
import { objectiveNames, type ObjectiveName, type ObjectiveParameters } from "./parameters.ts";
import { poisson } from "./poisson.ts";
import { quantile } from "./quantile.ts";
import { rankXendcg } from "./rank-xendcg.ts";
import { relativeError } from "./relative-error.ts";
import { squaredError } from "./squared-error.ts";
import { tweedie } from "./tweedie.ts";

/** Every objective by its name. */
const objectives: Readonly<Record<ObjectiveName, ObjectiveKind>> = {
  regression: squaredError,
  regression_l1: absoluteError,
  huber,
  fair,
  quantile,
  mape: relativeError,
  poisson,
  gamma,
  tweedie,
  binary,
  cross_entropy: crossEntropy,
  multiclass,
  multiclassova: oneVersusAll,
  lambdarank,
  rank_xendcg: rankXendcg,
};

/** What `auto` stands for: the first objective of a task. */
const objectiveOf = (task: TaskKind): ObjectiveName =>
  objectiveNames.find((name) => objectives[name].tasks.includes(task)) ?? "regression";

/**
 * The objective that the parameters name, with the rows that it learns from. Fails with T2630 where it is none of the task's
 * or the parameters do not go together, with T2631 where it cannot learn from the target.
 */
export function openObjective(set: TrainingSet, params: ObjectiveParameters, seed: number): Objective {
  if (typeof params.objective !== "string") return openCustom(set, params.objective);
  const name = params.objective === "auto" ? objectiveOf(set.task.kind) : params.objective;
  const kind = objectives[name];
  throwIfErrors([
    ...objectiveProblems(params, set.task.kind),
    ...targetProblems(name, kind, set),
    ...gainProblems(name, set, params),
  ]);
  const { differentiate, form, ...opened } = kind.open(set, params, seed);
  const { weight } = set;
  return {
    ...opened,
    ...(form ? { form: weighed(form, weight) } : {}),
    name,
    metric: kind.metric,
    differentiate: (scores, output, gradient, hessian) => {
      differentiate(scores, output, gradient, hessian);
      if (weight) multiply(gradient, hessian, weight);
      checkDerivatives(name, gradient, hessian);
    },
  };
}

/** A form with the weights of the rows times those that it has. */
function weighed(form: DerivativeForm, weight: Float64Array | undefined): DerivativeForm {
  if (!weight) return form;
  const own = form.weight;
  return { ...form, weight: own ? weight.map((value, row) => value * own[row]!) : weight };
}

function multiply(gradient: Float64Array, hessian: Float64Array, weight: Float64Array): void {
  for (let row = 0; row < gradient.length; row++) {
    gradient[row]! *= weight[row]!;
    hessian[row]! *= weight[row]!;
  }
}

/** T2632 where a derivative is no finite number. */
function checkDerivatives(name: string, gradient: Float64Array, hessian: Float64Array): void {
  for (let row = 0; row < gradient.length; row++) {
    const sum = gradient[row]! + hessian[row]!;
    // 0 for every finite number.
    if (sum - sum === 0) continue;
    failInput("T2632", `The derivatives of ${name} are no finite numbers in row ${row + 1}`, {
      value: `${gradient[row]} and ${hessian[row]}`,
      cure: "The scores have run away: choose a smaller learningRate, or bring the target to a smaller scale.",
    });
  }
}

/** T2630 where the objective is none of the task's, or the parameters do not go together; knows nothing of an objective of the user's. */
export function objectiveProblems(params: ObjectiveParameters, task: TaskKind): readonly Diagnostic[] {
  if (typeof params.objective !== "string") return [];
  const name = params.objective === "auto" ? objectiveOf(task) : params.objective;
  const { tasks } = objectives[name];
  const possible = objectiveNames.filter((one) => objectives[one].tasks.includes(task));
  const problems: Diagnostic[] = [];
  if (!tasks.includes(task))
    problems.push(
      errorDiagnostic("T2630", `The objective ${name} is not for a ${task} task`, {
        place: "objective",
        cure: `Choose one of ${possible.join(", ")}.`,
      }),
    );
  if (name === "quantile" && params.alpha >= 1)
    problems.push(
      errorDiagnostic("T2630", "The quantile of alpha must lie inside of the targets", {
        place: "alpha",
        value: String(params.alpha),
        cure: "Give a number above 0 and below 1.",
      }),
    );
  if (params.isUnbalance && params.scalePosWeight !== 1)
    problems.push(
      errorDiagnostic("T2630", "isUnbalance and scalePosWeight both say how much the positive class counts", {
        place: "scalePosWeight",
        value: String(params.scalePosWeight),
        cure: "Give one of the two.",
      }),
    );
  return problems;
}

function targetProblems(
  name: ObjectiveName,
  { domain }: ObjectiveKind,
  { target }: TrainingSet,
): Diagnostic[] {
  if (!domain) return [];
  const bad = target.findIndex((value) => !domain.accepts(value));
  if (bad >= 0) return [targetProblem(name, domain, `is ${target[bad]} in row ${bad + 1}`)];
  return domain.needsPositive && !target.some((value) => value > 0)
    ? [targetProblem(name, domain, "is 0 in every row")]
    : [];
}

/** T2635 for a grade that no gain is given for. */
function gainProblems(
  name: ObjectiveName,
  { target }: TrainingSet,
  { labelGain }: ObjectiveParameters,
): Diagnostic[] {
  if (name !== "lambdarank" || labelGain === "auto") return [];
  const row = target.findIndex((grade) => grade >= labelGain.length);
  if (row < 0) return [];
  return [
    errorDiagnostic("T2635", `labelGain has no gain for the grade ${target[row]} of row ${row + 1}`, {
      place: "labelGain",
      value: JSON.stringify(labelGain),
      cure: `Give the gains of the grades from 0 to ${target.reduce((most, grade) => Math.max(most, grade), 0)}.`,
    }),
  ];
}

const targetProblem = (name: string, { allowed }: TargetDomain, found: string): Diagnostic =>
  errorDiagnostic("T2631", `The target ${found}`, {
    place: "objective",
    cure: `${name} learns from ${allowed}. Choose another objective, or mend the target.`,
  });
