import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import type { TaskKind } from "../model/index.ts";
import { similarNames } from "../schema/index.ts";

/** What a project says it is to do, where the target alone cannot say it. */
export type NamedTaskKind = Extract<TaskKind, "ranking" | "clusters" | "outliers">;

const namedTasks: readonly NamedTaskKind[] = ["ranking", "clusters", "outliers"];

/** The settings of a spec that say what is to be done, read; names of columns are not checked yet. */
export interface ReadTask {
  readonly task: NamedTaskKind | null;
  /** The column to predict; null for clusters and outliers, and where it is wrong. */
  readonly predict: string | null;
  /** Of outliers: the column by which the answers are measured. */
  readonly label: string | null;
  /** Of outliers: the share of rows that count as outliers; null for the default. */
  readonly outlierShare: number | null;
}

/** Reads `task`, `predict`, `label` and `outlierShare`; every mistake goes to `diagnostics` (T2005, T2720 to T2723, T2731). */
export function readTask(
  spec: Readonly<Record<string, unknown>>,
  place: string,
  diagnostics: Diagnostic[],
): ReadTask {
  const tell = (code: string, key: string, message: string, cure: string): void => {
    const value = spec[key] === undefined ? {} : { value: showValue(spec[key]) };
    diagnostics.push(errorDiagnostic(code, message, { place: `${place}.${key}`, cure, ...value }));
  };
  const task = readKind(spec["task"], tell);
  if (task === "ranking" && (spec["group"] === undefined || spec["group"] === null))
    tell(
      "T2721",
      "group",
      "A ranking needs to know which rows are ranked together",
      'Add `group: "query"`, the column that is the same for the rows of one ranking.',
    );
  return {
    task,
    predict: readPredict(spec["predict"], task, tell),
    label: readLabel(spec["label"], task, tell),
    outlierShare: readShare(spec["outlierShare"], task, tell),
  };
}

type Tell = (code: string, key: string, message: string, cure: string) => void;

function readKind(value: unknown, tell: Tell): NamedTaskKind | null {
  if (value === undefined || value === null) return null;
  const kind = namedTasks.find((known) => known === value);
  if (kind) return kind;
  const [close] = typeof value === "string" ? similarNames(value, namedTasks) : [];
  tell(
    "T2720",
    "task",
    "This is no task that a project can name",
    close
      ? `Did you mean ${JSON.stringify(close)}?`
      : `Give ${namedTasks.map((known) => JSON.stringify(known)).join(", ")}, or leave it out: the target says whether it is a number or one of some classes.`,
  );
  return null;
}

function readPredict(value: unknown, task: NamedTaskKind | null, tell: Tell): string | null {
  if (task === "clusters" || task === "outliers") {
    if (value !== undefined && value !== null)
      tell(
        "T2722",
        "predict",
        `There is nothing to predict for ${task}`,
        task === "clusters"
          ? "Remove `predict`; name the column in `ignore` if it must not shape the clusters."
          : "Remove `predict`. If the column says which rows are known to be unusual, name it in `label`: the answers are then measured by it.",
      );
    return null;
  }
  if (typeof value === "string" && value !== "") return value;
  tell(
    "T2005",
    "predict",
    "The project does not say what to predict",
    task === "ranking"
      ? 'Add `predict: "grade"`, the column of the grades of relevance.'
      : 'Add `predict: "name of a column"`, or `task: "clusters"` or `"outliers"`, which need none.',
  );
  return null;
}

function readLabel(value: unknown, task: NamedTaskKind | null, tell: Tell): string | null {
  if (value === undefined || value === null) return null;
  if (task !== "outliers") {
    tell("T2723", "label", "`label` is for outliers only", 'Remove it, or say `task: "outliers"`.');
    return null;
  }
  if (typeof value === "string" && value.trim() !== "") return value;
  tell("T2004", "label", '"label" must be a name', "Give a text that is not empty.");
  return null;
}

function readShare(value: unknown, task: NamedTaskKind | null, tell: Tell): number | null {
  if (value === undefined || value === null) return null;
  if (task === "outliers" && typeof value === "number" && value > 0 && value <= 0.5) return value;
  tell(
    "T2731",
    "outlierShare",
    task === "outliers"
      ? "The share of outliers must be a number above 0, up to 0.5"
      : "`outlierShare` is for outliers only",
    task === "outliers"
      ? "Give a number such as 0.01, or leave it out for 0.01."
      : 'Remove it, or say `task: "outliers"`.',
  );
  return null;
}

/** The names of classes with their weights, or `balanced`; null where a model has none. T2740 for what is neither. */
export function readClassWeight(
  value: unknown,
  place: string,
  diagnostics: Diagnostic[],
): ClassWeight | null {
  if (value === undefined || value === null) return null;
  if (value === "balanced") return value;
  const isWeight = (weight: unknown): weight is number =>
    typeof weight === "number" && weight >= 0 && weight < Infinity;
  if (isRecord(value)) {
    const weights = Object.entries(value);
    if (weights.length > 0 && weights.every(([, weight]) => isWeight(weight)))
      return Object.fromEntries(weights) as Readonly<Record<string, number>>;
  }
  diagnostics.push(
    errorDiagnostic("T2740", 'The weights of the classes are neither an object of numbers nor "balanced"', {
      place: `${place}.classWeight`,
      value: showValue(value),
      cure: 'Give `classWeight: "balanced"`, or one finite number from 0 per class: `classWeight: { yes: 5 }`; other classes weigh 1.',
    }),
  );
  return null;
}

/** How much the rows of each class count: as much together as those of any other class, or as named; classes not named count 1. */
export type ClassWeight = "balanced" | Readonly<Record<string, number>>;
