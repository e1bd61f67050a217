import { errorDiagnostic, TandemError, warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { events, history, normalizeFeatures, type FeatureSet } from "../feature/index.ts";
import type { Schema } from "../schema/index.ts";
import type { ReadSpec } from "./read-spec.ts";

/**
 * Calls the `features` function of a project and holds what it gives against the data and the events. Every mistake goes to
 * `diagnostics`; null where the project has no event features or they are wrong.
 */
export function readFeatures(
  spec: Pick<ReadSpec, "features" | "time">,
  rows: Schema,
  tables: Readonly<Record<string, Schema>>,
  place: string,
  diagnostics: Diagnostic[],
): FeatureSet | null {
  const set = spec.features ? callFeatures(spec.features, spec.time, rows, tables, place, diagnostics) : null;
  const isWrong = diagnostics.some(({ severity }) => severity === "error");
  if (isWrong) return null;
  const read = new Set(set?.tables.map(({ source }) => source));
  for (const name of Object.keys(tables).filter((one) => !read.has(one)))
    diagnostics.push(
      warningDiagnostic("T2541", `No feature looks at the events "${name}"`, {
        place: `${place}.events.${name}`,
        cure: "Make a feature of them, or remove the source.",
      }),
    );
  return set && set.features.length > 0 ? set : null;
}

function callFeatures(
  features: (tools: object) => unknown,
  time: string | null,
  rows: Schema,
  tables: Readonly<Record<string, Schema>>,
  place: string,
  diagnostics: Diagnostic[],
): FeatureSet | null {
  const here = `${place}.features`;
  let spec: unknown;
  try {
    spec = features(Object.freeze({ events, history }));
  } catch (error) {
    if (error instanceof TandemError)
      diagnostics.push(...error.diagnostics.map((one) => ({ ...one, place: one.place ?? here })));
    else
      diagnostics.push(
        errorDiagnostic(
          "T2540",
          `The function threw: ${error instanceof Error ? error.message : String(error)}`,
          { place: here, cure: "Mend the function; it may only build event features." },
        ),
      );
    return null;
  }
  if (spec instanceof Promise) spec.catch(() => {});
  return normalizeFeatures(spec, { rows, time, tables }, here, diagnostics) ?? null;
}
