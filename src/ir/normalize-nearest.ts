import { errorDiagnostic, showValue, type Diagnostic } from "../base/index.ts";
import type { Expr, NearestExpr } from "./expr.ts";
import { nearest, type NearestParts } from "./nearest.ts";

/** The keys of a search for neighbours beside `inputs` and `within`. */
export const nearestKeys = [
  "metric",
  "neighbours",
  "weighting",
  "answer",
  "rows",
  "weight",
  "value",
] as const;

const arrays = ["rows", "weight", "value"] as const;

/** Untrusted JSON to a checked search for neighbours; the arrays are looked through as they are. */
export function normalizeNearest(
  spec: Readonly<Record<string, unknown>>,
  inputs: readonly Expr[],
  within: Expr | null,
  place: string,
  diagnostics: Diagnostic[],
): NearestExpr | undefined {
  const problems = arrays.flatMap((name) => {
    const value = spec[name];
    if (Array.isArray(value) && value.every((item) => typeof item === "number")) return [];
    return [
      errorDiagnostic("T2700", `The ${name} of a search for the nearest rows must be a list of numbers`, {
        place: `${place}.${name}`,
        value: showValue(value),
        cure: "Build it with the trainer, or see docs/formats/program.md.",
      }),
    ];
  });
  diagnostics.push(...problems);
  return problems.length > 0 ? undefined : nearest({ ...(spec as unknown as NearestParts), inputs, within });
}
