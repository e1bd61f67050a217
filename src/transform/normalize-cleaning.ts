import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import type { Field } from "../schema/index.ts";
import { normalizeRecipe } from "./normalize-recipe.ts";
import type { RecipeStep } from "./transform.ts";
import { parseTransformName, transforms } from "./transforms.ts";

/** What a column is for in a project, in the word of the setting: `predict`; undefined for a feature. */
type RoleOf = (name: string) => string | undefined;

/**
 * Untrusted steps that clean a project's features before any model's own, with all parameters made full. They work on columns of the
 * data, derived ones included, that are features: a column with another role is cleaned by deriving one (T1533). Every
 * mistake goes to `diagnostics`; with an error among them there are no steps.
 */
export function normalizeCleaning(
  spec: unknown,
  fields: readonly Field[],
  roleOf: RoleOf,
  place: string,
  diagnostics: Diagnostic[],
): readonly RecipeStep[] {
  if (Array.isArray(spec) && spec.length === 0) return [];
  const found: Diagnostic[] = [];
  const schema = { fields: fields.filter(({ name }) => roleOf(name) === undefined) };
  for (const { name, at } of namedColumns(spec)) {
    const role = roleOf(name);
    if (role) found.push(noFeature(name, role, `${place}[${at}]`));
    else if (!fields.some((field) => field.name === name) && isMade(name, schema.fields))
      found.push(noColumn(name, `${place}[${at}]`));
  }
  const kept = Array.isArray(spec) ? spec.findIndex((step) => isRecord(step) && "keep" in step) : -1;
  if (kept >= 0)
    found.push(
      errorDiagnostic("T1535", "A cleaning step keeps no second column", {
        place: `${place}[${kept}].keep`,
        cure: "Derive a copy under `columns`, and clean that.",
      }),
    );
  found.push(...jointSteps(spec, place));
  // Wrong roles and names are told once, in the words of this page.
  const recipe = found.length === 0 ? normalizeRecipe(spec, schema, place, found) : undefined;
  diagnostics.push(...found);
  return recipe?.steps ?? [];
}

/** Every column that a step names, with the place of the step. */
function namedColumns(clean: unknown): readonly { readonly name: string; readonly at: number }[] {
  const steps: readonly unknown[] = Array.isArray(clean) ? clean : [];
  return steps.flatMap((step, at) => {
    const columns: unknown = isRecord(step) ? step["columns"] : [];
    const names: readonly unknown[] = Array.isArray(columns) ? columns : [columns];
    return names.flatMap((name) => (typeof name === "string" ? [{ name, at }] : []));
  });
}

/** Steps over several columns; cleaning goes column by column, so that each model can take those that it needs. */
function jointSteps(clean: unknown, place: string): readonly Diagnostic[] {
  const steps: readonly unknown[] = Array.isArray(clean) ? clean : [];
  return steps.flatMap((step, at) => {
    const name = isRecord(step) ? parseTransformName(step["transform"]) : undefined;
    if (!name || transforms[name].over !== "columns") return [];
    return [
      errorDiagnostic("T1536", `${name} works on several columns together, and cleaning on each alone`, {
        place: `${place}[${at}]`,
        cure: "Put it into the recipe of a model.",
      }),
    ];
  });
}

const isMade = (name: string, fields: readonly Field[]): boolean =>
  fields.some((field) => name.startsWith(`${field.name} `));

const noFeature = (name: string, role: string, place: string): Diagnostic =>
  errorDiagnostic(
    "T1533",
    `The column ${JSON.stringify(name)} is "${role}", and cleaning works on features`,
    {
      place,
      value: showValue(name),
      cure: "Derive a clean column under `columns`, and give that the role.",
    },
  );

const noColumn = (name: string, place: string): Diagnostic =>
  errorDiagnostic("T1534", `A cleaning step names ${JSON.stringify(name)}, which an earlier step makes`, {
    place,
    cure: "Cleaning steps name columns of the data; put what follows into a model's recipe.",
  });
