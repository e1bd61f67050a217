import type { Formula, FormulaStep } from "./formula.ts";

/**
 * The parameters that a formula is linear in together while the others stay: those of a sum of curves are its heights. Taken
 * in order, as many as go.
 */
export function linearParameters(formula: Formula): readonly number[] {
  const chosen: number[] = [];
  for (let at = 0; at < formula.parameters.length; at++)
    if (degreeIn(formula, [...chosen, at]) <= 1) chosen.push(at);
  return chosen;
}

/** 0 where the value does not depend on the parameters, 1 where it is linear in them, 2 otherwise. */
function degreeIn({ steps }: Formula, chosen: readonly number[]): number {
  const degrees: number[] = [];
  for (const step of steps) degrees.push(degreeOf(step, degrees, chosen));
  return degrees.at(-1)!;
}

function degreeOf(step: FormulaStep, degrees: readonly number[], chosen: readonly number[]): number {
  switch (step.kind) {
    case "number":
    case "pi":
    case "column":
      return 0;
    case "parameter":
      return chosen.includes(step.at) ? 1 : 0;
    case "sum":
    case "difference":
      return Math.max(degrees[step.left]!, degrees[step.right]!);
    case "product":
      return Math.min(2, degrees[step.left]! + degrees[step.right]!);
    case "quotient":
      return degrees[step.right]! > 0 ? 2 : degrees[step.left]!;
    case "negative":
      return degrees[step.of]!;
    case "power":
      return degrees[step.left]! + degrees[step.right]! > 0 ? 2 : 0;
    case "exp":
    case "log":
    case "sin":
    case "cos":
    case "arctan":
    case "sqrt":
      return degrees[step.of]! > 0 ? 2 : 0;
  }
}
