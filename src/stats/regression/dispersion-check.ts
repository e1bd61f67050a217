import { pValueWords } from "../p-value-text.ts";
import type { AssumptionCheck } from "../tests/index.ts";
import type { ReweightedProblem } from "./iteratively-reweighted.ts";
import { chiSquarePValue } from "./reference-tails.ts";

/** Whether counts spread more than their family says: Pearson's statistic beside chi-squared. Families with a dispersion of their own need none. */
export function dispersionCheck(
  { family, response }: ReweightedProblem,
  hasTrials: boolean,
  pearson: number,
  spare: number,
): readonly AssumptionCheck[] {
  if (!family.hasFixedDispersion) return [];
  const assumption = `the variance is that of the family ${family.kind}`;
  const isBinary =
    family.kind === "binomial" && !hasTrials && response.every((value) => value === 0 || value === 1);
  if (isBinary || spare < 1)
    return [
      {
        assumption,
        verdict: "unchecked",
        detail: isBinary
          ? "Single trials cannot spread more than their mean says."
          : "There are as many coefficients as rows.",
        alternative: undefined,
      },
    ];
  const ratio = pearson / spare;
  const pValue = chiSquarePValue(pearson, spare);
  const verdict = ratio > 1 && pValue < 0.01 ? "violated" : ratio > 1 && pValue < 0.05 ? "doubtful" : "holds";
  return [
    {
      assumption,
      verdict,
      detail: `The responses spread ${ratio.toPrecision(3)} times as much as their means say (Pearson's ${pearson.toPrecision(4)} on ${spare} degrees of freedom, ${pValueWords(pValue)})${verdict === "holds" ? "" : "; classical errors are too small by the root of that"}.`,
      alternative:
        verdict === "holds"
          ? undefined
          : family.kind === "poisson"
            ? 'family "negative-binomial", or covariance: { kind: "HC1" }'
            : 'covariance: { kind: "HC1" }',
    },
  ];
}
