import { errorDiagnostic, failInput, throwIfErrors, type Diagnostic } from "../../../base/index.ts";
import type { TaskKind } from "../../task.ts";
import { judgeByOwn } from "../custom/custom-metric.ts";
import type { Objective } from "../objectives/objective.ts";
import type { ObjectiveParameters } from "../objectives/parameters.ts";
import { linkScores, type Link } from "../objectives/links.ts";
import type { TrainingSet } from "../../trainer.ts";
import type { Side } from "../side.ts";
import type { TreeGround } from "../tree-ground.ts";
import { findJudgeMetric, judgeMetricNames, meanOf, type JudgeMetric } from "./judge-metric.ts";
import type { JudgeParameters, MetricChoice } from "./parameters.ts";

/** A metric with the name that the user gave it. */
export interface NamedMetric {
  readonly name: string;
  readonly metric: JudgeMetric;
}

/** The metrics of a fit, the first decides; T2633 for one that is not for the task. */
export function chooseMetrics(
  { metric }: JudgeParameters,
  objective: Objective,
  task: TaskKind,
): readonly NamedMetric[] {
  if (metric === "auto" && objective.loss)
    return [
      { name: objective.name, metric: meanOf({ tasks: [task], better: "lower", lose: objective.loss }) },
    ];
  throwIfErrors([...metricProblems({ metric }, task)]);
  return namedMetrics(metric === "auto" ? objective.metric : metric);
}

function namedMetrics(asked: JudgeParameters["metric"]): readonly NamedMetric[] {
  const list: readonly MetricChoice[] = isList(asked) ? asked : [asked];
  return list.flatMap((one): NamedMetric[] => {
    if (typeof one !== "string") return [{ name: one.name, metric: judgeByOwn(one) }];
    const found = findJudgeMetric(one);
    return found ? [{ name: one, metric: found }] : [];
  });
}

/** T2633 for every metric that is not for a task. */
export function metricProblems(
  { metric }: Pick<JudgeParameters, "metric">,
  task: TaskKind,
): readonly Diagnostic[] {
  if (metric === "auto") return [];
  const possible = judgeMetricNames.filter((one) => findJudgeMetric(one)?.tasks.includes(task));
  return namedMetrics(metric)
    .filter(({ metric: one }) => !one.tasks.includes(task))
    .map(({ name }) =>
      errorDiagnostic("T2633", `The metric ${name} is not for a ${task} task`, {
        place: "metric",
        cure: `Choose among ${possible.join(", ")}.`,
      }),
    );
}

const isList = (metric: MetricChoice | readonly MetricChoice[]): metric is readonly MetricChoice[] =>
  Array.isArray(metric);

/** Measures rows by all metrics of a fit, from the scores that they have at the moment. */
export type Judge = () => readonly number[];

/** Prepares to measure some rows; T2634 where a metric is not defined for them, T2674 where linear leaves leave float64. */
export function openJudge(
  { set, scores, numbers }: Side,
  link: Link,
  metrics: readonly NamedMetric[],
  params: ObjectiveParameters,
  ground?: TreeGround,
): Judge {
  const room = link.kind === "identity" ? [] : scores.map(() => new Float64Array(set.rowCount));
  const measures = metrics.map(({ metric }) => ({
    measure: metric.prepare(set, params),
    byGround:
      ground && isOfForm(metric, link, set) ? measureByGround(metric, set, scores, ground) : undefined,
  }));
  return () => {
    let predictions: readonly Float64Array[] | undefined;
    return measures.map(({ measure, byGround }, index) => {
      const value = byGround?.() ?? measure((predictions ??= linkScores(link, scores, room)));
      if (Number.isFinite(value)) return value;
      if (numbers) refuseFarRow(scores, link.kind === "exp" ? mostExponent : mostScore);
      return failInput(
        "T2634",
        `The metric ${metrics[index]!.name} has no value for the ${set.rowCount} rows to judge by`,
        {
          place: "metric",
          value: String(value),
          cure: "Choose another metric, or another split: perhaps the rows hold one class only.",
        },
      );
    });
  };
}

/** Whether a metric of unweighted rows is one that grounds know, by scores that become predictions as that loss has it. */
export function isOfForm({ byForm }: JudgeMetric, link: Link, { weight }: TrainingSet): boolean {
  if (!byForm || weight) return false;
  return byForm.kind === "difference"
    ? link.kind === "identity"
    : link.kind === "sigmoid" && link.slope === 1;
}

function measureByGround(
  { byForm }: JudgeMetric,
  { target }: TrainingSet,
  [score]: readonly Float64Array[],
  ground: TreeGround,
): () => number | undefined {
  return () => {
    const mean = byForm && ground.judgeForm({ kind: byForm.kind, target, label: 1 }, score!);
    return mean === undefined ? undefined : byForm!.finish(mean);
  };
}

/** Scores beyond these come of numbers far from those that linear leaves were learnt from: their squares or powers leave float64. */
const mostScore = 1e100;
const mostExponent = 700;

/** Fails with T2674 where a row has a score that no metric can take. */
function refuseFarRow(scores: readonly Float64Array[], limit: number): void {
  for (const score of scores) {
    const row = score.findIndex((value) => !(Math.abs(value) < limit));
    if (row >= 0)
      failInput("T2674", `Linear leaves answer with ${score[row]} for row ${row + 1} of those to judge by`, {
        place: "linearTree",
        cure: "Its numbers lie far beyond those learnt from: clip them by a step of the recipe, or leave out linearTree.",
      });
  }
}
