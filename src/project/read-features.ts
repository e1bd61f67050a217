import { errorDiagnostic, isRecord, TandemError, warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { events, history, normalizeFeatures, type FeatureSet } from "../feature/index.ts";
import { findField, type Field, type Schema } from "../schema/index.ts";
import { featureFields } from "./feature-fields.ts";
import type { ReadSpec } from "./read-spec.ts";

/** The event features of a project, and the columns that they add. */
export interface ReadFeatures {
  /** Null where the project has none, or they are wrong. */
  readonly set: FeatureSet | null;
  readonly fields: readonly Field[];
}

/**
 * Calls the `features` function of a project and holds what it gives against the data and the events. Every mistake goes to
 * `diagnostics`. Where there is one, the features still stand as columns of numbers, so that no one is told that they are missing.
 */
export function readFeatures(
  spec: Pick<ReadSpec, "features" | "time">,
  rows: Schema,
  tables: Readonly<Record<string, Schema>>,
  place: string,
  diagnostics: Diagnostic[],
): ReadFeatures {
  const before = diagnostics.length;
  const here = `${place}.features`;
  const given = spec.features ? callFeatures(spec.features, here, diagnostics) : {};
  const isGiven = spec.features !== null && diagnostics.length === before;
  const context = { rows, time: spec.time, tables };
  const set = isGiven ? normalizeFeatures(given, context, here, diagnostics) : undefined;
  if (spec.features && !set) return { set: null, fields: namesOf(given, rows) };
  const read = new Set(set?.tables.map(({ source }) => source));
  for (const name of Object.keys(tables).filter((one) => !read.has(one)))
    diagnostics.push(
      warningDiagnostic("T2541", `No feature looks at the events "${name}"`, {
        place: `${place}.events.${name}`,
        cure: "Make a feature of them, or remove the source.",
      }),
    );
  return set && set.features.length > 0 ? { set, fields: featureFields(set) } : { set: null, fields: [] };
}

const namesOf = (given: unknown, rows: Schema): Field[] =>
  (isRecord(given) ? Object.keys(given) : [])
    .filter((name) => !findField(rows, name))
    .map((name) => ({ name, type: "Float", nullable: true }));

/** What the function gives; undefined where it throws. */
function callFeatures(
  features: (tools: object) => unknown,
  place: string,
  diagnostics: Diagnostic[],
): unknown {
  let spec: unknown;
  try {
    spec = features(Object.freeze({ events, history }));
  } catch (error) {
    if (error instanceof TandemError)
      diagnostics.push(...error.diagnostics.map((one) => ({ ...one, place: one.place ?? place })));
    else
      diagnostics.push(
        errorDiagnostic(
          "T2540",
          `The function threw: ${error instanceof Error ? error.message : String(error)}`,
          { place, cure: "Mend the function; it may only build event features." },
        ),
      );
    return undefined;
  }
  // What a promise rejects with has no one else to go to.
  if (spec instanceof Promise) spec.catch(() => {});
  return spec;
}
