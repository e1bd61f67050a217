import { errorDiagnostic, showValue, type Diagnostic } from "../base/index.ts";
import { normalizeChecks } from "../explore/index.ts";
import { typeOf, type Expr } from "../ir/index.ts";
import { findField, type Field, type Schema } from "../schema/index.ts";
import { checkAccepted } from "./accept-alerts.ts";
import { normalizeCleaning, normalizeRecipe } from "../transform/index.ts";
import type { ProjectDefinition } from "./definition.ts";
import { checkPrivate } from "./private/check-private.ts";
import { readColumns } from "./read-columns.ts";
import { readFeatures } from "./read-features.ts";
import { cureByNames, type ReadSpec } from "./read-spec.ts";

/**
 * Holds a spec against the columns of the data and of the events, and makes it a definition. Every name that is not there, every derived
 * column that cannot be built, every role that does not fit goes to `diagnostics`; undefined when one of them is an error.
 */
export function bindSpec(
  spec: ReadSpec,
  source: Schema,
  place: string,
  diagnostics: Diagnostic[],
  events: Readonly<Record<string, Schema>> = {},
): ProjectDefinition | undefined {
  const features = readFeatures(spec, source, events, place, diagnostics);
  const given = { fields: [...source.fields, ...features.fields] };
  const derived = spec.columns ? readColumns(spec.columns, given, `${place}.columns`, diagnostics) : [];
  const fields: readonly Field[] = [...given.fields, ...derivedFields(derived)];
  const known = fields.map(({ name }) => name);
  const column = (key: string, name: string | null | undefined): Field | undefined => {
    if (name === null || name === undefined) return undefined;
    const field = findField({ fields }, name);
    if (!field)
      diagnostics.push(
        errorDiagnostic("T2060", `There is no column ${JSON.stringify(name)}`, {
          place: `${place}.${key}`,
          cure: cureByNames(name, known),
        }),
      );
    return field;
  };
  const ofEvents = new Set(Object.values(events).flatMap((one) => one.fields.map(({ name }) => name)));
  const target = column("predict", spec.predict);
  const label = column("label", spec.label);
  const time = column("time", spec.time);
  checkTime(time, `${place}.time`, diagnostics);
  column("group", spec.group);
  const weight = column("weight", spec.weight);
  if (weight && weight.type !== "Int" && weight.type !== "Float")
    diagnostics.push(
      errorDiagnostic("T2062", `The weight ${JSON.stringify(weight.name)} is ${weight.type}, not a number`, {
        place: `${place}.weight`,
        cure: "Name a column of numbers, or remove `weight`.",
      }),
    );
  for (const [key, names] of [
    ["id", spec.id],
    ["knownLater", spec.knownLater],
    ["ignore", spec.ignore],
    ["private", spec.private.filter((name) => !ofEvents.has(name))],
  ] as const)
    for (const name of names) column(key, name);
  checkRoles(spec, place, diagnostics);
  checkReserved(spec, known, place, diagnostics);
  checkPrivate(spec, { source, ofEvents, features: features.set, derived }, place, diagnostics);
  const split = bindSplit(spec, column, place, diagnostics);
  const checks = normalizeChecks(spec.checks, { fields }, `${place}.checks`, diagnostics);
  checkAccepted(spec.accept, known, `${place}.accept`, diagnostics);
  const clean = normalizeCleaning(
    spec.clean,
    fields,
    (name) => settingOf(name, spec),
    `${place}.clean`,
    diagnostics,
  );
  // What cleaning makes of the columns is known when the plan is made; recipes are held against that then.
  if (clean.length === 0) bindRecipes(spec, fields, diagnostics);
  const isComplete = target !== undefined || spec.task === "clusters" || spec.task === "outliers";
  if (!spec.source || !isComplete || diagnostics.some(({ severity }) => severity === "error"))
    return undefined;
  const { name, positive, id, knownLater, ignore, accept, models, metric, seed } = spec;
  return {
    name,
    source: spec.source,
    ...(spec.events && spec.events.size > 0 ? { events: Object.fromEntries(spec.events) } : {}),
    ...(features.set ? { features: features.set } : {}),
    derived,
    ...(clean.length > 0 ? { clean } : {}),
    ...(spec.task ? { task: spec.task } : {}),
    target: target?.name ?? null,
    ...(label ? { label: label.name } : {}),
    ...(spec.task === "outliers" ? { outlierShare: spec.outlierShare ?? usualOutlierShare } : {}),
    positive,
    time: spec.time,
    group: spec.group,
    weight: spec.weight,
    id,
    knownLater,
    ignore,
    ...(spec.private.length > 0 ? { private: [...new Set(spec.private)].sort() } : {}),
    split,
    checks,
    accept,
    models: models?.map(({ choice }) => choice) ?? null,
    metric,
    seed,
  };
}

/** One row in a hundred is unusual, unless the project says otherwise. */
const usualOutlierShare = 0.01;

/** The setting that gives a column another role than that of a feature. */
function settingOf(name: string, spec: ReadSpec): string | undefined {
  const single = (["predict", "label", "time", "group", "weight"] as const).find((key) => spec[key] === name);
  return single ?? (["id", "knownLater", "ignore"] as const).find((key) => spec[key].includes(name));
}

const derivedFields = (derived: readonly (readonly [string, Expr])[]): Field[] =>
  derived.map(([name, expr]) => ({ name, type: typeOf(expr), nullable: true }));

function checkTime(time: Field | undefined, place: string, diagnostics: Diagnostic[]): void {
  if (!time || time.type === "Day" || time.type === "Instant" || time.type === "Int" || time.type === "Float")
    return;
  diagnostics.push(
    errorDiagnostic(
      "T2061",
      `The time column ${JSON.stringify(time.name)} is ${time.type}, so it gives no order in time`,
      {
        place,
        cure: `It was not read as days or instants. See how it was read with \`tandem profile\`, or derive one: columns: ({ column }) => ({ day: column(${JSON.stringify(time.name)}).parseDay() }).`,
      },
    ),
  );
}

/** One column cannot have two roles that contradict each other. */
function checkRoles(spec: ReadSpec, place: string, diagnostics: Diagnostic[]): void {
  const roles: readonly (readonly [string, readonly (string | null | undefined)[]])[] = [
    ["predict", [spec.predict]],
    ["label", [spec.label]],
    ["weight", [spec.weight]],
    ["id", spec.id],
    ["knownLater", spec.knownLater],
    ["ignore", spec.ignore],
    ["time", [spec.time]],
  ];
  if (spec.group !== null && spec.group === spec.predict)
    diagnostics.push(
      errorDiagnostic("T2063", `The column ${JSON.stringify(spec.group)} is both "predict" and "group"`, {
        place: `${place}.group`,
        value: showValue(spec.group),
        cure: "Keep one of the two.",
      }),
    );
  const seen = new Map<string, string>();
  for (const [role, names] of roles) {
    for (const name of names) {
      if (!name) continue;
      const before = seen.get(name);
      if (before && before !== role)
        diagnostics.push(
          errorDiagnostic("T2063", `The column ${JSON.stringify(name)} is both "${before}" and "${role}"`, {
            place: `${place}.${role}`,
            value: showValue(name),
            cure: `Keep one of the two.`,
          }),
        );
      seen.set(name, role);
    }
  }
}

/** A name that no row object of a program can have; such a column can only be left out. */
function checkReserved(
  spec: ReadSpec,
  known: readonly string[],
  place: string,
  diagnostics: Diagnostic[],
): void {
  const reserved = "__proto__";
  if (!known.includes(reserved) || [...spec.ignore, ...spec.knownLater, ...spec.id].includes(reserved))
    return;
  diagnostics.push(
    errorDiagnostic("T2069", "A column has a name that is reserved", {
      place: `${place}.data`,
      value: showValue(reserved),
      cure: `Rename it in the data, or leave it out: ignore: ["${reserved}"].`,
    }),
  );
}

/** Recipes are held against every column but the target; which of them are features is known when the plan is made. */
function bindRecipes(
  { models, predict, label }: ReadSpec,
  fields: readonly Field[],
  diagnostics: Diagnostic[],
): void {
  const schema = { fields: fields.filter(({ name }) => name !== predict && name !== label) };
  for (const { choice, place } of models ?? [])
    if (choice.recipe) normalizeRecipe(choice.recipe, schema, `${place}.recipe`, diagnostics);
}

function bindSplit(
  spec: ReadSpec,
  column: (key: string, name: string | null) => Field | undefined,
  place: string,
  diagnostics: Diagnostic[],
): ProjectDefinition["split"] {
  if (!spec.split) return null;
  const { kind } = spec.split;
  if (kind === "stratified" || kind === "random") return { kind };
  const name = spec.split.column ?? (kind === "time" ? spec.time : spec.group);
  if (!name) {
    diagnostics.push(
      errorDiagnostic("T2064", `A split by ${kind} needs a column`, {
        place: `${place}.split`,
        cure: `Add \`${kind}: "column"\` to the project.`,
      }),
    );
    return null;
  }
  const field = column("split.column", name);
  if (kind === "time") checkTime(field, `${place}.split`, diagnostics);
  return { kind, column: name };
}
