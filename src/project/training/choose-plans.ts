import { failInput } from "../../base/index.ts";
import type { Alert, ColumnProfile, Profile } from "../../explore/index.ts";
import { findField } from "../../schema/index.ts";
import type { PreparedProject } from "../prepare.ts";
import { cleanFeatures, withCleaning } from "./clean-features.ts";
import { targetContext, type LearningData } from "./fit-model.ts";
import { planModels, type LeftColumn, type ModelPlans } from "./plan-models.ts";

/**
 * The models of a project with their recipes, chosen by what the training rows are like. Columns whose every value is
 * different are left out: they name a row and tell nothing about another. `wanted` keeps only some of the models.
 */
export async function choosePlans(
  project: PreparedProject,
  profile: Profile,
  training: Profile,
  learning: LearningData,
  rows: Uint32Array,
  wanted: readonly string[] | undefined,
): Promise<ModelPlans> {
  const { definition } = project;
  // Text that a step will read has its many different values for another reason than a name.
  const read = new Set(definition.clean?.flatMap(({ columns }) => columns));
  const ids = new Set([...idColumns(profile.alerts)].filter((name) => !read.has(name)));
  const candidates = training.columns.filter(({ name }) => isFeature(project, name));
  const features: readonly ColumnProfile[] = candidates.filter(({ name }) => !ids.has(name));
  const plans = await planFeatures(project, features, learning, rows, training.rowCount);
  const left: LeftColumn[] = candidates
    .filter(({ name }) => ids.has(name))
    .map(({ name }) => ({ column: name, reason: "nearly every row has a value of its own" }));
  const known = { ...plans, left: [...left, ...plans.left] };
  if (!wanted) return known;
  const isWanted = (name: string, trainer: string): boolean =>
    wanted.includes(name) || wanted.includes(trainer);
  const unknown = wanted.filter(
    (one) => !plans.plans.some(({ name, trainer }) => one === name || one === trainer.name),
  );
  if (unknown.length > 0)
    failInput(
      "T2051",
      `There is no model ${unknown.map((one) => JSON.stringify(one)).join(", ")} in this project`,
      { place: "--model", cure: `Its models are ${plans.plans.map(({ name }) => name).join(", ")}.` },
    );
  return { ...known, plans: plans.plans.filter(({ name, trainer }) => isWanted(name, trainer.name)) };
}

/** The models over the features as they are, or as the project's cleaning leaves them. */
async function planFeatures(
  { definition, reader, task, context }: PreparedProject,
  features: readonly ColumnProfile[],
  learning: LearningData,
  rows: Uint32Array,
  rowCount: number,
): Promise<ModelPlans> {
  const { models, clean } = definition;
  const kind = task.task.kind;
  const target = targetContext(learning);
  const schema = { fields: features.map(({ name }) => findField(reader.schema, name)!) };
  if (!clean) return planModels(models, kind, features, schema, target, rowCount);
  const cleaned = await cleanFeatures(clean, features, learning.table, rows, target, context.effects);
  const plans = planModels(models, kind, cleaned.columns, cleaned.schema, target, rowCount);
  return {
    ...plans,
    left: plans.left.map(({ column, reason }) => {
      const done = cleaned.done.get(cleaned.from.get(column) ?? column);
      return { column, reason: done === undefined ? reason : `${reason}, after cleaning (${done})` };
    }),
    plans: plans.plans.map((plan) => ({ ...plan, recipe: withCleaning(plan.recipe, clean, cleaned) })),
    space: withCleaning(plans.space, clean, cleaned),
  };
}

/** The time column is a feature too, by its parts; a split by it keeps the order. */
const isFeature = ({ roles }: PreparedProject, name: string): boolean =>
  roles[name] === "feature" || roles[name] === "time";

const idColumns = (alerts: readonly Alert[]): ReadonlySet<string> =>
  new Set(alerts.filter(({ kind }) => kind === "id-like").flatMap(({ columns }) => columns));
