import { showValue, throwIfErrors, type Diagnostic, type Json } from "../../base/index.ts";
import type { ColumnProfile } from "../../explore/index.ts";
import { trainers, type TaskKind, type Trainer, type TrainerName } from "../../model/index.ts";
import type { Schema } from "../../schema/index.ts";
import { defaultRecipe, normalizeRecipe, type Recipe, type TargetContext } from "../../transform/index.ts";
import type { ModelChoice } from "../definition.ts";
import type { Choice } from "../run-record.ts";
import type { ModelPlan } from "./fit-model.ts";

/** A column that no model gets. */
export interface LeftColumn {
  readonly column: string;
  readonly reason: string;
}

/** The models to train, from the simplest to the most complex, with what was chosen and why. */
export interface ModelPlans {
  readonly plans: readonly ModelPlan[];
  readonly choices: readonly Choice[];
  /** Columns that no model gets, with the reason. */
  readonly left: readonly LeftColumn[];
  /** The columns as complete numbers on one scale: the space in which clusters of all models are measured alike. */
  readonly space: Recipe;
}

/** Without a choice of the user's: a baseline, a linear model and boosted trees; without a target one model that needs none. */
const defaultModels: Readonly<Record<TaskKind, readonly TrainerName[]>> = {
  regression: ["baseline", "ridge", "boosting"],
  binary: ["baseline", "logistic", "boosting"],
  multiclass: ["baseline", "logistic", "boosting"],
  ranking: ["baseline", "ridge", "boosting"],
  clusters: ["k-means"],
  outliers: ["isolation-forest"],
};

/** From simple to complex: what the one-standard-error rule goes by. */
const complexity: readonly TrainerName[] = [
  "baseline",
  "lasso",
  "elastic-net",
  "ridge",
  "naive-bayes",
  "logistic",
  "glm",
  "linear-svm",
  "nearest-neighbours",
  "mlp",
  "random-forest",
  "extra-trees",
  "boosting",
  "k-means",
  "dbscan",
  "isolation-forest",
];

const triedReason = "a baseline to beat, a linear model, and boosted trees";

/** Why these models are tried. */
const defaultReasons: Readonly<Record<TaskKind, string>> = {
  regression: triedReason,
  binary: triedReason,
  multiclass: triedReason,
  ranking: triedReason,
  clusters: "rows near each other are alike; name others in `models` to compare them",
  outliers: "few cuts set apart a row that is unlike the others",
};

/** With fewer rows than this to learn from, trees are kept small. */
const smallTable = 10_000;

/**
 * What boosting starts from on a small table, where the trainer's own defaults (those of LightGBM, made for large ones) learn
 * noise by heart: smaller steps and smaller trees.
 */
const smallTableParams: Readonly<Partial<Record<TrainerName, Readonly<Record<string, Json>>>>> = {
  boosting: { learningRate: 0.05, numLeaves: 15 },
};

/** Trainers of clusters that would put the columns on one scale once more. */
const clusterParams: Readonly<Partial<Record<TrainerName, Readonly<Record<string, Json>>>>> = {
  "k-means": { scale: false },
  dbscan: { scale: false },
};

/** What a trainer starts from where the user says nothing: distances are measured as the house's recipe scales the columns. */
function startParams(
  { trainer, recipe }: ModelChoice,
  task: TaskKind,
  rowCount: number,
): Readonly<Record<string, Json>> | undefined {
  if (task === "clusters") return recipe === null ? clusterParams[trainer as TrainerName] : undefined;
  return rowCount < smallTable ? smallTableParams[trainer as TrainerName] : undefined;
}

/**
 * Makes a plan for every model: real parameters, and the recipe that fits the trainer and the columns. Mistakes in
 * parameters and recipes are told all at once.
 */
export function planModels(
  choices: readonly ModelChoice[] | null,
  task: TaskKind,
  columns: readonly ColumnProfile[],
  schema: Schema,
  target: TargetContext,
  rowCount: number,
): ModelPlans {
  const byDefault = defaultModels[task];
  const chosen: readonly ModelChoice[] =
    choices ?? byDefault.map((trainer) => ({ trainer, params: {}, recipe: null }));
  const diagnostics: Diagnostic[] = [];
  const left = new Map<string, LeftColumn>();
  const notes: Choice[] = choices
    ? []
    : [
        {
          what: "models",
          chosen: byDefault.join(", "),
          reason: defaultReasons[task],
        },
      ];
  const plans = chosen.map((choice, index): ModelPlan => {
    const trainer: Trainer<unknown> = trainers[choice.trainer as TrainerName];
    const place = `models[${index}] (${choice.trainer})`;
    const weighing = choice.classWeight === undefined ? {} : { classWeight: choice.classWeight };
    const start = startParams(choice, task, rowCount);
    const open = Object.entries(start ?? {}).filter(([name]) => !(name in choice.params));
    const params = trainer.normalize(
      { ...Object.fromEntries(open), ...choice.params },
      `${place}.params`,
      diagnostics,
    );
    for (const problem of trainer.checkTask?.(params, task) ?? [])
      diagnostics.push({ ...problem, place: `${place}.params.${problem.place ?? ""}` });
    if (open.length > 0)
      notes.push({
        what: `params of ${choice.trainer}`,
        chosen: open.map(([name, value]) => `${name} ${showValue(value)}`).join(", "),
        reason:
          task === "clusters"
            ? "the recipe puts numbers on one scale, and columns of 0 and 1 shall not outweigh them"
            : `${rowCount.toLocaleString("en")} rows to learn from: many small steps generalise better`,
      });
    if (choice.recipe) {
      const recipe = normalizeRecipe(
        { columns: columns.map(({ name }) => name), steps: choice.recipe },
        schema,
        `${place}.recipe`,
        diagnostics,
      ) ?? { columns: [], steps: [] };
      return {
        name: choice.trainer,
        trainer,
        params,
        recipe,
        categorical: new Set(trainer.handles.categories ? codedColumns(recipe) : []),
        ...weighing,
      };
    }
    const recipe = defaultRecipe(columns, trainer.handles, target);
    for (const one of recipe.left) left.set(one.column, one);
    if (choice.trainer !== "baseline")
      notes.push({
        what: `recipe of ${choice.trainer}`,
        chosen: recipeText(recipe.recipe),
        reason: trainer.handles.missing
          ? `${choice.trainer === "boosting" ? "trees take" : "it takes"} missing values and categories as they are`
          : `${choice.trainer === "ridge" || choice.trainer === "logistic" ? "a linear model" : "it"} needs numbers on one scale and no gaps`,
      });
    return {
      name: choice.trainer,
      trainer,
      params,
      recipe: recipe.recipe,
      categorical: new Set(recipe.categorical),
      ...weighing,
    };
  });
  throwIfErrors(diagnostics);
  return {
    plans: named(plans).sort((one, other) => rank(one) - rank(other)),
    choices: notes,
    left: [...left.values()],
    space: defaultRecipe(columns, { missing: false, categories: false }, target).recipe,
  };
}

const rank = (plan: ModelPlan): number => complexity.indexOf(plan.trainer.name as TrainerName);

/** Several models of one trainer are numbered. */
function named(plans: readonly ModelPlan[]): ModelPlan[] {
  const counts = new Map<string, number>();
  return plans.map((plan) => {
    const count = (counts.get(plan.name) ?? 0) + 1;
    counts.set(plan.name, count);
    return count === 1 ? plan : { ...plan, name: `${plan.name} ${count}` };
  });
}

/** The columns that a recipe of the user's turns into codes. */
const codedColumns = ({ steps }: Recipe): string[] =>
  steps.filter(({ transform }) => transform === "ordinal").flatMap(({ columns }) => columns);

/** A recipe in a few words: `impute 4, scale 4, one-hot 3`. */
const recipeText = ({ steps }: Recipe): string =>
  steps.map(({ transform, columns }) => `${transform} ${columns.length}`).join(", ") || "columns as they are";
