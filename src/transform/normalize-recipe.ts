import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import { column, float } from "../ir/index.ts";
import { findField, type Schema } from "../schema/index.ts";
import { asJoint } from "./as-joint.ts";
import { learnAt } from "./ask-rounds.ts";
import { unknownColumn, unknownTransform } from "./fit-recipe.ts";
import type { AnyTransform, Recipe, RecipeStep, StepInput, TargetContext } from "./transform.ts";
import { parseTransformName, transforms } from "./transforms.ts";

/**
 * Untrusted steps to a recipe, with all parameters made full: a list of steps over all columns of the schema, or
 * `{ columns, steps }`. Every mistake goes to `diagnostics`; with an error among them the answer is undefined.
 * Names of columns that earlier steps make are looked up when the recipe learns.
 * @example
 * normalizeRecipe([{ transform: "scale", columns: ["Age"] }], schema, "recipe", diagnostics)
 */
export function normalizeRecipe(
  spec: unknown,
  schema: Schema,
  place: string,
  diagnostics: Diagnostic[],
): Recipe | undefined {
  const found: Diagnostic[] = [];
  const recipe = readRecipe(spec, schema, place, found);
  diagnostics.push(...found);
  return found.some(({ severity }) => severity === "error") ? undefined : recipe;
}

function readRecipe(spec: unknown, schema: Schema, place: string, found: Diagnostic[]): Recipe {
  const known = schema.fields.map(({ name }) => name);
  if (Array.isArray(spec)) return { columns: known, steps: readSteps(spec, known, schema, place, found) };
  if (!isRecord(spec)) {
    found.push(wrong("T1520", "A recipe is a list of steps", place, spec, "Give [{ transform, columns }]."));
    return { columns: [], steps: [] };
  }
  reportUnknownKeys(spec, ["columns", "steps"], place, found);
  const columns =
    spec["columns"] === undefined ? known : readNames(spec["columns"], `${place}.columns`, found);
  for (const name of columns)
    if (!known.includes(name)) found.push(unknownColumn(name, known, `${place}.columns`));
  if (!Array.isArray(spec["steps"]))
    found.push(
      wrong("T1520", "The steps are no list", `${place}.steps`, spec["steps"], "Give a list of steps."),
    );
  const steps: readonly unknown[] = Array.isArray(spec["steps"]) ? spec["steps"] : [];
  return { columns, steps: readSteps(steps, columns, schema, `${place}.steps`, found) };
}

function readSteps(
  specs: readonly unknown[],
  columns: readonly string[],
  schema: Schema,
  place: string,
  found: Diagnostic[],
): readonly RecipeStep[] {
  /** Columns that a step has worked on: their type and name are known only when the recipe learns. */
  const changed = new Set<string>();
  return specs.map((spec, at) => {
    const own: Diagnostic[] = [];
    const step = readStep(spec, `${place}[${at}]`, own);
    checkColumns(step, columns, changed, schema, `${place}[${at}]`, own);
    found.push(...own);
    for (const name of step.columns.length > 0 ? step.columns : columns) changed.add(name);
    for (const name of newNames(step)) changed.add(name);
    return step;
  });
}

function readStep(spec: unknown, place: string, found: Diagnostic[]): RecipeStep {
  if (!isRecord(spec)) {
    found.push(wrong("T1520", "A step is an object", place, spec, "Give { transform, columns }."));
    return { transform: "", columns: [], params: {} };
  }
  reportUnknownKeys(spec, ["transform", "columns", "params", "keep"], place, found);
  const { transform: named, params, keep } = spec;
  const name = parseTransformName(named);
  if (!name) found.push(unknownTransform(named, `${place}.transform`));
  if (keep !== undefined && typeof keep !== "boolean")
    found.push(
      wrong("T1520", "keep is neither true nor false", `${place}.keep`, keep, "Give true or false."),
    );
  const takesAll = name !== undefined && transforms[name].over === "columns" && isNoName(spec["columns"]);
  const full = name ? transforms[name].normalize(params, `${place}.params`, found) : {};
  return {
    transform: name ?? "",
    columns: takesAll ? [] : readNames(spec["columns"], `${place}.columns`, found),
    params: isRecord(full) ? full : {},
    ...(keep === true ? { keep } : {}),
  };
}

/** How the names begin that a step gives and that do not begin with the name of a column of its own. */
function newNames({ transform: given, params }: RecipeStep): readonly string[] {
  const name = parseTransformName(given);
  const transform: AnyTransform<unknown> | undefined = name && transforms[name];
  return transform?.over === "columns" && transform.newNames ? transform.newNames(params) : [];
}

/** Checks what is known of the columns of a step before anything is learnt. */
function checkColumns(
  step: RecipeStep,
  columns: readonly string[],
  changed: ReadonlySet<string>,
  schema: Schema,
  place: string,
  found: Diagnostic[],
): void {
  const name = parseTransformName(step.transform);
  const inputs: StepInput[] = [];
  for (const columnName of step.columns) {
    if ([...changed].some((source) => columnName.startsWith(source))) continue;
    const field = columns.includes(columnName) ? findField(schema, columnName) : undefined;
    if (field) inputs.push({ name: field.name, expr: column(field.name, field.type), usesTarget: false });
    else found.push(unknownColumn(columnName, columns, `${place}.columns`));
  }
  if (!name || found.length > 0 || inputs.length === 0) return;
  const transform = asJoint<unknown>(transforms[name]);
  const isJoint = transforms[name].over === "columns";
  // Of a joint step whose other columns are not known yet only the types can be checked.
  const isWhole = !isJoint || inputs.length === step.columns.length;
  const checked = isWhole ? transform : { ...transform, learn: () => ({}) };
  for (const group of isJoint ? [inputs] : inputs.map((input) => [input]))
    learnAt({ transform: checked, params: step.params, place, inputs: group }, someTarget, {}, found);
}

/** Stands in for the target while types and parameters are checked. */
const someTarget: TargetContext = { indicators: [{ label: "target", expr: float(0) }] };

/** A joint step without columns takes all that fit. */
const isNoName = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);

function readNames(value: unknown, place: string, found: Diagnostic[]): readonly string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = names.filter((name) => typeof name === "string");
  if (texts.length < names.length || texts.length === 0)
    found.push(wrong("T1520", "This is no list of column names", place, value, 'Give ["name", …].'));
  if (new Set(texts).size < texts.length)
    found.push(wrong("T1520", "A column is named twice", place, value, "Name each column once."));
  return texts;
}

function reportUnknownKeys(
  spec: Readonly<Record<string, unknown>>,
  known: readonly string[],
  place: string,
  found: Diagnostic[],
): void {
  for (const key of Object.keys(spec))
    if (!known.includes(key))
      found.push(
        wrong(
          "T1520",
          `There is no ${JSON.stringify(key)} here`,
          place,
          spec[key],
          `Allowed: ${known.join(", ")}.`,
        ),
      );
}

const wrong = (code: string, message: string, place: string, value: unknown, cure: string): Diagnostic =>
  errorDiagnostic(code, message, { place, value: showValue(value), cure });
