import { errorDiagnostic, failInput, throwIfErrors } from "../../../base/index.ts";
import { outputCount, type Task, type TaskKind } from "../../task.ts";
import type { TrainingSet } from "../../trainer.ts";
import type { Link } from "../objectives/links.ts";
import type { Objective } from "../objectives/objective.ts";
import { buildOutput } from "./built-output.ts";
import {
  asColumns,
  type CustomObjective,
  type CustomObjectiveFunctions,
  type NumberColumns,
  type OutputLink,
} from "./custom-objective.ts";
import { ownRows } from "./custom-metric.ts";
import { callOwn, functionsKey, ownNumber } from "./own-functions.ts";

const defaultLinks: Readonly<Partial<Record<TaskKind, OutputLink>>> = {
  binary: "sigmoid",
  multiclass: "softmax",
};

const taskMetrics: Readonly<Partial<Record<TaskKind, string>>> = {
  binary: "binary_logloss",
  multiclass: "multi_logloss",
  ranking: "ndcg@10",
};

/**
 * An objective of the user's own with the rows that it learns from. What its functions give is checked: T2637 to T2640. They get
 * copies, so that they can change nothing but what they are asked for.
 */
export function openCustom(set: TrainingSet, objective: CustomObjective): Objective {
  const { name } = objective;
  const functions = objective[functionsKey];
  const count = outputCount(set.task);
  const rows = ownRows(set);
  const link = linkOf(set.task, objective, count);
  const rooms = (): NumberColumns =>
    asColumns(Array.from({ length: count }, () => new Float64Array(set.rowCount)));
  const scoresGiven = rooms();
  const into = { gradient: rooms(), hessian: rooms() };
  const { loss } = functions;
  return {
    name,
    link,
    metric: taskMetrics[set.task.kind] ?? "l2",
    start: startOf(objective, rows.target, rows.weight, count),
    ...(loss ? { loss: ownLoss(name, loss) } : {}),
    prepare: (scores) => {
      for (const output of scores.keys()) {
        scoresGiven[output]!.set(scores[output]!);
        // What is left out is no number, and told.
        into.gradient[output]!.fill(Number.NaN);
        into.hessian[output]!.fill(Number.NaN);
      }
      callOwn("derivatives", name, () =>
        functions.derivatives(scoresGiven, rows.target, rows.weight, into, rows.group),
      );
    },
    differentiate: (_scores, output, gradient, hessian) => {
      checkDerivatives(name, into.gradient[output]!, into.hessian[output]!);
      gradient.set(into.gradient[output]!);
      hessian.set(into.hessian[output]!);
    },
  };
}

function startOf(
  objective: CustomObjective,
  target: Float64Array,
  weight: Float64Array,
  count: number,
): readonly number[] {
  const { name } = objective;
  const { start } = objective[functionsKey];
  const given = start ? callOwn("start", name, () => start(target.slice(), weight.slice())) : 0;
  const scores = typeof given === "number" ? Array.from({ length: count }, () => given) : given;
  if (Array.isArray(scores) && scores.length === count)
    return scores.map((score: unknown) => ownNumber("start", name, score));
  return [ownNumber("start", name, scores)];
}

/** The user's loss, on copies; T2639 where a row gets no finite number. */
const ownLoss =
  (name: string, loss: NonNullable<CustomObjectiveFunctions["loss"]>): NonNullable<Objective["loss"]> =>
  (predictions, target, into) => {
    into.fill(Number.NaN);
    const given = asColumns(predictions.map((values) => values.slice()));
    callOwn("loss", name, () => loss(given, target.slice(), into));
    for (let row = 0; row < into.length; row++) ownNumber("loss", name, into[row]);
  };

function linkOf(task: Task, objective: CustomObjective, count: number): Link {
  const { name } = objective;
  const output = objective[functionsKey].output ?? defaultLinks[task.kind] ?? "identity";
  if (typeof output === "function") return buildOutput(name, count, output);
  const possible = linksOf(task.kind);
  throwIfErrors(
    possible.includes(output)
      ? []
      : [
          errorDiagnostic("T2642", `The output ${JSON.stringify(output)} is not for a ${task.kind} task`, {
            place: "output",
            cure: `Choose ${possible.join(" or ")}, or build expressions.`,
          }),
        ],
  );
  return output === "sigmoid" ? { kind: output, slope: 1 } : { kind: output };
}

const linksOf = (task: TaskKind): readonly OutputLink[] =>
  task === "binary" ? ["sigmoid"] : task === "multiclass" ? ["softmax"] : ["identity", "exp", "sigmoid"];

/** T2638 where a derivative is missing, no finite number, or a second one is below 0. */
function checkDerivatives(name: string, gradient: Float64Array, hessian: Float64Array): void {
  for (let row = 0; row < gradient.length; row++) {
    if (Number.isFinite(gradient[row]) && hessian[row]! >= 0 && hessian[row]! < Infinity) continue;
    failInput("T2638", `derivatives of ${JSON.stringify(name)} gave no derivatives for row ${row + 1}`, {
      place: "derivatives",
      value: `gradient ${gradient[row]}, hessian ${hessian[row]}`,
      cure: "Fill in both arrays for every row: finite numbers, the second derivative 0 or above.",
    });
  }
}
