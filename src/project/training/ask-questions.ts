import { sliceCandidates, type SliceCandidate } from "../../explain/index.ts";
import {
  correctedFoldTest,
  groupTester,
  hasTarget,
  testCalibration,
  testClasses,
  untested,
  type EvaluationRows,
  type FoldDifferences,
  type PairedTest,
  type Predictions,
  type Question,
  type Task,
} from "../../model/index.ts";
import { showValue, type Json } from "../../base/index.ts";
import { takeRows, type Vector } from "../../schema/index.ts";
import type { LearningData } from "./fit-model.ts";

/** A model's scores on the folds. */
export interface FoldScoresOf {
  readonly name: string;
  readonly folds: readonly number[];
}

/** The questions whether two models do equally well, by their test on the test rows. */
export const pairQuestions = (tests: readonly PairedTest[]): Question[] =>
  tests.map(({ difference: { first, second, metric }, answer }) => ({
    tier: "confirmatory",
    subject: { kind: "models", first, second, metric },
    answer,
  }));

/** The questions whether two trainers do equally well, by their scores on the same folds. */
export function foldQuestions(
  models: readonly FoldScoresOf[],
  metric: string,
  sizes: FoldDifferences["sizes"],
): Question[] {
  return models.flatMap((second, at) =>
    models.slice(at + 1).map((first): Question => ({
      tier: "confirmatory",
      subject: { kind: "folds", first: first.name, second: second.name, metric },
      answer: correctedFoldTest({
        name: `${metric} (${first.name} - ${second.name})`,
        differences: first.folds.map((score, fold) => score - second.folds[fold]!),
        sizes,
      }),
    })),
  );
}

/** The winner's answers for the test rows. */
export interface AskedRows extends EvaluationRows {
  readonly model: string;
  readonly predictions: Predictions;
  readonly metric: string;
  readonly seed: number;
  /** Of a model that predicts a quantile of a number, not its mean: which one. */
  readonly quantile?: number;
}

/** Which quantile a model was made to predict, by its parameters; undefined for one that predicts the mean, or classes. */
export function quantileOf({ kind }: Task, params: Readonly<Record<string, Json>>): number | undefined {
  if (kind !== "regression") return undefined;
  const { objective, alpha, center } = params;
  if (objective === "quantile" && typeof alpha === "number") return alpha;
  return objective === "regression_l1" || center === "median" ? 0.5 : undefined;
}

/** The questions whether the winner's answers mean what they say. */
export const calibrationQuestions = ({ model, ...rows }: AskedRows): Question[] =>
  testCalibration(rows).map(({ aspect, answer }) => ({
    tier: "confirmatory",
    subject: { kind: "calibration", model, aspect },
    answer,
  }));

/**
 * The questions whether the winner is worse for some rows than for the others, or leans to one side there: the parts of each column
 * (levels of few values, quarters of numbers and times, missing), and of more than two classes each class.
 */
export function groupQuestions(
  rows: AskedRows,
  { table }: LearningData,
  test: Uint32Array,
  columns: readonly string[],
): Question[] {
  if (!hasTarget(rows.task.kind)) return [];
  const askGroup = groupTester(rows);
  const vectors = columns.map((name): readonly [string, Vector] => [
    name,
    takeRows(table.columns.get(name)!, test),
  ]);
  const candidates = vectors
    .flatMap(([name, vector]) => sliceCandidates(name, vector))
    .filter((candidate) => candidate.rows.length < test.length);
  return [
    ...candidates.flatMap((candidate) => questionsOf(candidate, rows, askGroup)),
    ...classQuestions(rows),
  ];
}

function questionsOf(
  { column, text, rows: places }: SliceCandidate,
  rows: EvaluationRows,
  askGroup: ReturnType<typeof groupTester>,
): Question[] {
  const isInside = new Uint8Array(rows.truth.length);
  for (const place of places) isInside[place] = 1;
  const about = { text, column, rowCount: places.length };
  const { measure, better, difference, bias } = askGroup(isInside);
  const subject = { kind: "group", ...about, metric: measure, better } as const;
  const isCut = rows.group !== undefined && cutsGroups(rows.group, isInside);
  return [
    {
      tier: "screening",
      subject,
      answer: isCut ? untested("it cuts through rows that are ranked together") : difference,
    },
    ...(bias === null
      ? []
      : [
          {
            tier: "screening" as const,
            subject: { kind: "group-calibration", ...about } as const,
            answer: bias,
          },
        ]),
  ];
}

/** Whether rows that are ranked together stand on both sides. */
function cutsGroups(group: Int32Array, isInside: Uint8Array): boolean {
  const sides = new Map<number, number>();
  return group.some((code, row) => {
    const side = sides.get(code) ?? isInside[row]!;
    sides.set(code, side);
    return side !== isInside[row];
  });
}

function classQuestions(rows: AskedRows): Question[] {
  const { task, truth } = rows;
  if (task.kind !== "multiclass") return [];
  return testClasses(rows).map((answer, index): Question => {
    const rowCount = truth.reduce((count, is) => count + (is === index ? 1 : 0), 0);
    const text = `the class is ${showValue(task.classes[index])}`;
    return {
      tier: "screening",
      subject: { kind: "group", text, column: null, rowCount, metric: "accuracy", better: "higher" },
      answer,
    };
  });
}
