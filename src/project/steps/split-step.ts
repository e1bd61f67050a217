import { failInput, warningDiagnostic, type Diagnostic } from "../../base/index.ts";
import {
  hashRows,
  isClassTask,
  makeSplit,
  defaultShares,
  timeBounds,
  type Fold,
  type Split,
  type SplitInput,
  type SplitSpec,
  type Task,
} from "../../model/index.ts";
import type { ProjectDefinition } from "../definition.ts";
import type { Choice, RunRecord } from "../run-record.ts";
import type { LearningData } from "../training/fit-model.ts";
import { chooseFolds } from "./choose-folds.ts";
import { checkRankingSplit, checkWholeGroups, timesOfGroups } from "./split-ranking.ts";

/** The parts of the rows, with what the record says about them. */
export interface SplitRows {
  readonly spec: SplitSpec;
  readonly split: Split;
  readonly folds: readonly Fold[];
  readonly record: RunRecord["split"];
  readonly choices: readonly Choice[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Up to so many rows, models are measured on this many folds; beyond it on the validation rows alone. */
const foldRules = [
  { rows: 20_000, folds: 5 },
  { rows: 200_000, folds: 3 },
] as const;

/** Parts the rows, in time when there is a time column, by group when there is a group, else the same share of each class. */
export function splitRows(definition: ProjectDefinition, learning: LearningData): SplitRows {
  const { table, task, target, group } = learning;
  const { spec, reason } = chooseSplit(definition, learning);
  if (group) checkRankingSplit(spec);
  const given = "column" in spec ? table.columns.get(spec.column) : undefined;
  const column = given && group && spec.kind === "time" ? timesOfGroups(given, group) : given;
  const input: SplitInput = {
    rowCount: table.rowCount,
    ...(spec.kind === "stratified" && learning.label
      ? { task: labelTask, target: learning.label.map((value) => (value === 1 ? 1 : 0)) }
      : { task, target }),
    ...(column ? { column } : {}),
    ...(spec.kind === "random" ? { rowKeys: hashRows(table.columns, table.rowCount) } : {}),
  };
  failLoneClass(definition.target, task, target);
  const { diagnostics, ...split } = makeSplit(spec, input, defaultShares, definition.seed);
  if (group) checkWholeGroups(split, group);
  const wanted = foldRules.find(({ rows }) => table.rowCount <= rows)?.folds ?? 1;
  const { folds, reason: fewer } = chooseFolds(spec, input, split, wanted, definition.seed);
  const parts = [
    ["train", split.train],
    ["validation", split.validation],
    ["test", split.test],
  ] as const;
  const bounds =
    spec.kind === "time" && column
      ? parts.flatMap(([part, rows]) =>
          [timeBounds(column, rows)].flatMap((range) => (range ? [{ part, ...range }] : [])),
        )
      : [];
  const withoutTarget = target.reduce((missing, value) => missing + (Number.isNaN(value) ? 1 : 0), 0);
  return {
    spec,
    split,
    folds,
    record: {
      spec,
      train: split.train.length,
      validation: split.validation.length,
      test: split.test.length,
      bounds,
      withoutTarget,
    },
    choices: [
      ...(definition.split ? [] : [{ what: "split", chosen: spec.kind, reason }]),
      {
        what: "folds",
        chosen: String(folds.length),
        reason: `${table.rowCount.toLocaleString("en")} rows: models are compared on ${folds.length === 1 ? "the validation rows" : `${folds.length} folds of the training rows`}, and the test rows are touched once${fewer && `; ${fewer}`}`,
      },
    ],
    diagnostics: [...diagnostics, ...oneClassWarning(task, target, split.test)],
  };
}

/** Of two classes one with a single row can be learnt or tested, never both. */
function failLoneClass(name: string | null, task: Task, target: Float64Array): void {
  if (task.kind !== "binary" || name === null) return;
  const lone = task.classes.findIndex(
    (_, index) => target.reduce((count, value) => count + (value === index ? 1 : 0), 0) === 1,
  );
  if (lone < 0) return;
  const value = JSON.stringify(task.classes[lone]);
  failInput(
    "T2046",
    `The target "${name}" is ${value} in a single row, which cannot stand in training and test at once`,
    {
      place: `predict: ${JSON.stringify(name)}`,
      value,
      cure: "Bring more rows of that class: a dozen at the very least.",
    },
  );
}

/** Test rows of one class cannot show whether the model tells the classes apart. */
function oneClassWarning(task: Task, target: Float64Array, test: Uint32Array): Diagnostic[] {
  if (!isClassTask(task) || new Set(Array.from(test, (row) => target[row])).size > 1) return [];
  const only = task.classes[target[test[0]!]!];
  return [
    warningDiagnostic(
      "T2053",
      `The ${test.length} test rows hold one class only, so metrics that tell classes apart are not defined on them`,
      {
        place: "split",
        value: JSON.stringify(only),
        cure: "Bring more rows of the other class, or choose another split.",
      },
    ),
  ];
}

/** A label as classes, for parts that have the same share of known outliers. */
const labelTask: Task = { kind: "binary", classes: [false, true], type: "Boolean" };

function chooseSplit(
  { split, time, group, label: labelName }: ProjectDefinition,
  { task, label }: LearningData,
): { spec: SplitSpec; reason: string } {
  if (split) return { spec: split, reason: "" };
  if (time)
    return {
      spec: { kind: "time", column: time },
      reason: `"${time}" is the time column: the model is tested on the latest rows, as it will be used`,
    };
  if (group)
    return { spec: { kind: "group", column: group }, reason: `rows of one "${group}" belong together` };
  if (label)
    return {
      spec: { kind: "stratified" },
      reason: `there is no time or group column; each part gets the same share of "${labelName ?? ""}"`,
    };
  if (!isClassTask(task))
    return {
      spec: { kind: "random" },
      reason: "there is no time or group column; equal rows land on the same side",
    };
  return {
    spec: { kind: "stratified" },
    reason: "there is no time or group column; each part gets the same share of each class",
  };
}
