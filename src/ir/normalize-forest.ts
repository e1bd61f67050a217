import { errorDiagnostic, showValue, type Diagnostic } from "../base/index.ts";
import type { Expr, ForestExpr } from "./expr.ts";
import { forest, type ForestParts } from "./forest.ts";

const arrays = [
  "roots",
  "feature",
  "threshold",
  "categories",
  "missingLeft",
  "left",
  "right",
  "value",
] as const;

const forestCure = "Build it with the trainer, or see docs/formats/program.md.";

/**
 * Untrusted JSON to a checked forest. The arrays are looked through once as they are, with no object per node, so that
 * a forest of a million nodes is read in a fraction of a second; `forest` then checks what stands in them and copies them.
 */
export function normalizeForest(
  spec: Readonly<Record<string, unknown>>,
  inputs: readonly Expr[],
  place: string,
  diagnostics: Diagnostic[],
): ForestExpr | undefined {
  const problems = arrays.flatMap((name) => {
    const wrong = arrayProblem(name, spec[name]);
    return wrong
      ? [
          errorDiagnostic("T1207", `The forest's ${name} ${wrong}`, {
            place: `${place}.${name}`,
            cure: forestCure,
          }),
        ]
      : [];
  });
  if (typeof spec["bias"] !== "number")
    problems.push(
      errorDiagnostic("T1207", "The forest's bias is no number", {
        place: `${place}.bias`,
        value: showValue(spec["bias"]),
        cure: forestCure,
      }),
    );
  diagnostics.push(...problems);
  return problems.length > 0 ? undefined : forest({ ...spec, inputs } as unknown as ForestParts);
}

function arrayProblem(name: (typeof arrays)[number], value: unknown): string | undefined {
  if (!Array.isArray(value)) return "is no list";
  const at =
    name === "categories"
      ? value.findIndex((item) => item !== null && !Array.isArray(item))
      : value.findIndex((item) => typeof item !== "number");
  return at < 0 ? undefined : `holds ${showValue(value[at])} at ${at}`;
}
