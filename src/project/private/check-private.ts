import { errorDiagnostic, isRecord, type Diagnostic } from "../../base/index.ts";
import type { FeatureSet } from "../../feature/index.ts";
import type { Expr } from "../../ir/index.ts";
import type { Schema } from "../../schema/index.ts";
import type { TransformName } from "../../transform/index.ts";
import type { ReadSpec } from "../read-spec.ts";
import { featureFields } from "../feature-fields.ts";
import { isUnshown, privateColumns, type PrivateColumns } from "./private-columns.ts";

/** What a project has besides its spec when its private columns are looked at. */
interface BoundColumns {
  readonly source: Schema;
  /** The columns of its events by name. */
  readonly ofEvents: ReadonlySet<string>;
  readonly features: FeatureSet | null;
  readonly derived: readonly (readonly [string, Expr])[];
}

/** Steps that look into a text; of a private one there is nothing to be seen but whether two are the same. */
const readers: ReadonlySet<string> = new Set<TransformName>([
  "parse-number",
  "parse-date",
  "merge-categories",
  "similarity-encode",
  "text-vocabulary",
  "text-hash",
]);

/**
 * Holds private columns against the other settings: they are columns of the data or of its events (T2951), say neither what is right nor when (T2950),
 * and no step reads their texts (T2952).
 */
export function checkPrivate(
  spec: ReadSpec,
  { source, ofEvents, features, derived }: BoundColumns,
  place: string,
  diagnostics: Diagnostic[],
): void {
  const made = [...(features ? featureFields(features) : []), ...derived.map(([name]) => ({ name }))];
  for (const { name } of made)
    if (spec.private.includes(name) && !ofEvents.has(name))
      diagnostics.push(
        errorDiagnostic("T2951", `The column ${JSON.stringify(name)} is made by the project`, {
          place: `${place}.private`,
          cure: "Mark the columns of the data or of the events that it is made of: what is made of a private column is private too.",
        }),
      );
  const columns = privateColumns(
    { private: spec.private, derived, ...(features ? { features } : {}) },
    source.fields,
  );
  if (!columns) return;
  checkTold(spec, columns, place, diagnostics);
  checkSteps(spec, columns, place, diagnostics);
}

/** The answers and the bounds of a split are told to everybody. */
function checkTold(spec: ReadSpec, columns: PrivateColumns, place: string, diagnostics: Diagnostic[]): void {
  const told = [
    ["predict", spec.predict, "its values are what is answered"],
    ["label", spec.label, "its values are what answers are measured by"],
    ["time", spec.time, "its values tell where training ends and the test begins"],
    ["split.column", spec.split?.kind === "time" ? spec.split.column : null, "its values bound the parts"],
  ] as const;
  for (const [role, name, reason] of told) {
    if (!name || !(columns.named.has(name) || isUnshown(columns, name))) continue;
    diagnostics.push(
      errorDiagnostic("T2950", `The column ${JSON.stringify(name)} cannot be private: ${reason}`, {
        place: `${place}.${role}`,
        cure:
          role === "predict" || role === "label"
            ? `Derive what is asked as true or false, such as asked: column(${JSON.stringify(name)}).equals("…"), and name that; it may be told.`
            : `Leave it out of \`private\`, or name a coarser column of the data as "${role}".`,
      }),
    );
  }
}

function checkSteps(spec: ReadSpec, columns: PrivateColumns, place: string, diagnostics: Diagnostic[]): void {
  const recipes = (spec.models ?? []).map(
    ({ choice, place: its }) => [`${its}.recipe`, choice.recipe ?? []] as const,
  );
  for (const [where, steps] of [[`${place}.clean`, spec.clean] as const, ...recipes])
    for (const [at, step] of (Array.isArray(steps) ? (steps as readonly unknown[]) : []).entries()) {
      if (!isRecord(step) || !readers.has(String(step["transform"])) || !Array.isArray(step["columns"]))
        continue;
      for (const name of step["columns"])
        if (columns.digested.has(String(name)))
          diagnostics.push(
            errorDiagnostic(
              "T2952",
              `The step ${String(step["transform"])} cannot read ${JSON.stringify(name)}: it is a private text, and models know it by its digest only`,
              {
                place: `${where}[${at}]`,
                cure: `Derive what a model shall know of it in \`columns\`, such as a number, a day or true and false, or leave it to encoders of categories (one-hot, target-encode).`,
              },
            ),
          );
    }
}
