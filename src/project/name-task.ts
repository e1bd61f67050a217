import { failInput, warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { greatestGrade } from "../model/index.ts";
import { valueAt, type Value, type Vector } from "../schema/index.ts";
import { chooseTask, targetNumbers, type ChosenTask } from "./choose-task.ts";
import type { ProjectDefinition } from "./definition.ts";

/** The columns of a project that say what is right, in memory. */
export interface AnswerColumns {
  /** null for clusters and outliers. */
  readonly target: Vector | null;
  /** Of a ranking: the rows that are ranked together. */
  readonly group: Vector | null;
  /** Of outliers: which rows are known to be unusual. */
  readonly label: Vector | null;
}

/** The task of a project with the reason: what the project names, or what fits the target. Fails when it cannot be done. */
export function taskOf(definition: ProjectDefinition, { target, label, group }: AnswerColumns): ChosenTask {
  const { target: name, positive } = definition;
  switch (definition.task) {
    case "ranking":
      checkGrades(name!, target!, group!);
      refusePositive(definition);
      return { task: { kind: "ranking" }, reason: `rows of one "${definition.group!}" are ranked together` };
    case "clusters":
      refusePositive(definition);
      return { task: { kind: "clusters" }, reason: "the project asks which rows are alike" };
    case "outliers":
      if (label) labelTask(definition.label!, label, positive);
      else refusePositive(definition);
      return { task: { kind: "outliers" }, reason: "the project asks which rows are unusual" };
    case undefined:
    default:
      return chooseTask(name!, target!, positive);
  }
}

function refusePositive({ positive, task }: ProjectDefinition): void {
  if (positive === null) return;
  failInput("T2724", `"positive" is given, but ${task!} have no classes`, {
    place: "positive",
    value: JSON.stringify(positive),
    cure:
      task === "outliers"
        ? "Remove it, or name the column that has the value in `label`."
        : "Remove `positive`.",
  });
}

/** Grades of relevance are whole numbers from 0 to 31, or true and false. T2725, and T2726 where there is nothing to rank. */
function checkGrades(name: string, grades: Vector, group: Vector): void {
  const place = `predict: ${JSON.stringify(name)}`;
  if (grades.kind === "texts" || grades.type === "Day" || grades.type === "Instant")
    return failInput(
      "T2725",
      `The target "${name}" is ${grades.type}, and a grade of relevance is a whole number`,
      {
        place,
        cure: `Derive a number in \`columns\`, for example grade: choose([{ when: column(${JSON.stringify(name)}).equals("good"), then: 2 }], 0).`,
      },
    );
  const bad = grades.values.findIndex(
    (grade) => !Number.isNaN(grade) && !(Number.isInteger(grade) && grade >= 0 && grade <= greatestGrade),
  );
  if (bad >= 0)
    failInput(
      "T2725",
      `The target "${name}" is ${grades.values[bad]} in row ${bad + 1}, and a grade of relevance is a whole number from 0 to ${greatestGrade}`,
      {
        place,
        value: String(grades.values[bad]),
        cure: "Derive grades in `columns`, such as .round() or .clamp(0, 31); for a quantity without groups leave `task` out: it is then predicted as a number.",
      },
    );
  if (!isRankable(grades.values, group))
    failInput("T2726", `No group has two rows of different "${name}", so there is nothing to rank`, {
      place,
      cure: "Check `group`: it must be the same for all rows that are ranked against each other.",
    });
}

function isRankable(grades: Float64Array, group: Vector): boolean {
  const seen = new Map<Value, number>();
  return grades.some((grade, row) => {
    const key = Number.isNaN(grade) ? null : valueAt(group, row);
    if (key === null) return false;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, grade);
    return before !== undefined && before !== grade;
  });
}

/** A label is right or wrong: two values, of which one means an outlier. T2732. */
function labelTask(name: string, label: Vector, positive: Value): ReturnType<typeof chooseTask>["task"] {
  const { task } = chooseTask(name, label, positive, "label");
  if (task.kind === "binary") return task;
  return failInput(
    "T2732",
    `The label "${name}" has more than two values, and a row is unusual or it is not`,
    {
      place: `label: ${JSON.stringify(name)}`,
      cure: `Derive a condition in \`columns\`, such as known: column(${JSON.stringify(name)}).equals(…), and name that.`,
    },
  );
}

/** For each row 1 where the label says that it is unusual, 0 where it says that it is not, NaN where it is missing. */
export function labelNumbers({ label: name, positive }: ProjectDefinition, label: Vector): Float64Array {
  return targetNumbers(labelTask(name!, label, positive), label);
}

/** Codes from 0 of the groups of a column's values, -1 where missing. */
export function groupCodes(vector: Vector): Int32Array {
  if (vector.kind === "texts") return vector.codes;
  const codes = new Map<number, number>();
  return Int32Array.from(vector.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
}

/** What a ranking cannot use, told: rows without a group (T2727), and groups that no order of theirs is better (T2728). */
export function rankingWarnings(name: string, codes: Int32Array, grades: Float64Array): Diagnostic[] {
  const place = `group: ${JSON.stringify(name)}`;
  const loose = codes.reduce((count, code) => count + (code < 0 ? 1 : 0), 0);
  const first = new Map<number, number>();
  const differing = new Set<number>();
  for (const [row, code] of codes.entries()) {
    const grade = grades[row]!;
    if (code < 0 || Number.isNaN(grade)) continue;
    if ((first.get(code) ?? grade) !== grade) differing.add(code);
    first.set(code, first.get(code) ?? grade);
  }
  const alike = first.size - differing.size;
  return [
    ...(loose === 0
      ? []
      : [
          warningDiagnostic(
            "T2727",
            `${loose} rows have no "${name}", so they are ranked with no others and left out`,
            {
              place,
              cure: "Fill in the group, or name another column.",
            },
          ),
        ]),
    ...(alike === 0
      ? []
      : [
          warningDiagnostic(
            "T2728",
            `In ${alike} of ${first.size} groups all rows have one grade, so no order of theirs is better than another`,
            { place, cure: "They teach a ranking nothing; that is fine while other groups do." },
          ),
        ]),
  ];
}
