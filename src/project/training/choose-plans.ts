import { failInput } from "../../base/index.ts";
import type { Alert, ColumnProfile, Profile } from "../../explore/index.ts";
import { findField } from "../../schema/index.ts";
import type { PreparedProject } from "../prepare.ts";
import { targetContext, type LearningData } from "./fit-model.ts";
import { planModels, type LeftColumn, type ModelPlans } from "./plan-models.ts";

/**
 * The models of a project with their recipes, chosen by what the training rows are like. Columns whose every value is
 * different are left out: they name a row and tell nothing about another. `wanted` keeps only some of the models.
 */
export function choosePlans(
  project: PreparedProject,
  profile: Profile,
  training: Profile,
  learning: LearningData,
  wanted: readonly string[] | undefined,
): ModelPlans {
  const { definition, reader, task } = project;
  const ids = idColumns(profile.alerts);
  const candidates = training.columns.filter(({ name }) => isFeature(project, name));
  const features: readonly ColumnProfile[] = candidates.filter(({ name }) => !ids.has(name));
  const schema = { fields: features.map(({ name }) => findField(reader.schema, name)!) };
  const plans = planModels(
    definition.models,
    task.task.kind,
    features,
    schema,
    targetContext(learning),
    training.rowCount,
  );
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

/** The time column is a feature too, by its parts; a split by it keeps the order. */
const isFeature = ({ roles }: PreparedProject, name: string): boolean =>
  roles[name] === "feature" || roles[name] === "time";

const idColumns = (alerts: readonly Alert[]): ReadonlySet<string> =>
  new Set(alerts.filter(({ kind }) => kind === "id-like").flatMap(({ columns }) => columns));
