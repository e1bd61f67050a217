import type { Json } from "../../base/index.ts";
import { normalUpper, solveCholesky, studentTwoSided, type CholeskyFactor } from "../../stats/index.ts";
import { blockRows, blockScores, forEachBlock } from "./blocks.ts";
import { BlockSum } from "./block-sum.ts";
import type { Design } from "./design.ts";
import type { GlmFit, GlmProblem } from "./glm-fit.ts";
import { penalizedFactor } from "./least-squares.ts";
import type { RawCoefficients } from "./linear-score.ts";

/** The table and the figures below it of R's `summary(glm)`. */
export type GlmSummary = Readonly<Record<string, Json>>;

/** Twelve digits: more than a table of tests means, fewer than engines may differ in. */
const rounded = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(12)) : null;

/**
 * Dispersion, deviance and criterion of a fit, and the standard error of each coefficient with its test: by the normal
 * distribution where the dispersion is known, else by Student's. With a penalty there are no standard errors, because the
 * coefficients are biased.
 */
export function summarizeGlm(problem: GlmProblem, fit: GlmFit, raw: RawCoefficients): GlmSummary {
  const { design, family, lambda } = problem;
  const rows = fit.information.length === 0 ? 0 : weightSum(problem);
  const size = design.names.length + 1;
  const freedom = rows - size;
  const dispersion = family.knownDispersion ? 1 : freedom > 0 ? fit.pearson / freedom : Number.NaN;
  const estimates = Float64Array.of(...raw.weights, raw.intercept);
  const errors = lambda === 0 ? standardErrors(design, fit.information, dispersion) : undefined;
  const names = [...design.names, null];
  return {
    deviance: rounded(fit.deviance),
    degreesOfFreedom: rounded(freedom),
    dispersion: rounded(dispersion),
    aic: rounded(akaike(problem, fit, rows)),
    ...(errors
      ? {
          tests: names.map((name, at) => {
            const statistic = estimates[at]! / errors[at]!;
            // Without an error, or a row to spare, there is no test.
            const probability = !Number.isFinite(statistic)
              ? Number.NaN
              : family.knownDispersion
                ? 2 * normalUpper(Math.abs(statistic))
                : studentTwoSided(statistic, freedom);
            return {
              feature: name,
              estimate: estimates[at]!,
              standardError: rounded(errors[at]!),
              [family.knownDispersion ? "z" : "t"]: rounded(statistic),
              pValue: rounded(probability),
            };
          }),
        }
      : {}),
  };
}

function weightSum({ weight, design }: GlmProblem): number {
  if (!weight) return design.rowCount;
  const sum = new BlockSum();
  for (const value of weight) sum.add(value);
  return sum.total();
}

/** Of the coefficients in the units of the data, the intercept last; undefined where the information has no inverse. */
function standardErrors(
  { names, means, scales }: Design,
  information: Float64Array,
  dispersion: number,
): Float64Array | undefined {
  const size = names.length + 1;
  const factor = penalizedFactor(information, size, 0);
  if (factor.dependent.length > 0) return undefined;
  const of = (direction: Float64Array): number => Math.sqrt(dispersion * quadraticForm(factor, direction));
  const errors = Float64Array.from(names, (_, at) => {
    const direction = new Float64Array(size);
    direction[at] = 1 / scales[at]!;
    return of(direction);
  });
  const intercept = Float64Array.from({ length: size }, (_, at) =>
    at < names.length ? -means[at]! / scales[at]! : 1,
  );
  return Float64Array.of(...errors, of(intercept));
}

function quadraticForm(factor: CholeskyFactor, direction: Float64Array): number {
  const solved = solveCholesky(factor, direction);
  return direction.reduce((sum, value, at) => sum + value * solved[at]!, 0);
}

/** Akaike's criterion as R's families have it; NaN where there is no likelihood. */
function akaike({ design, target, weight, offset, family, link }: GlmProblem, fit: GlmFit, rows: number) {
  const sum = new BlockSum();
  const scores = new Float64Array(blockRows(design));
  forEachBlock(design, (block) => {
    blockScores(block, fit.coefficients, scores, 0);
    for (let row = 0; row < block.count; row++) {
      const at = block.from + row;
      const mean = link.mean(scores[row]! + (offset ? offset[at]! : 0));
      const term = family.minusTwoLogLikelihood(target[at]!, mean, fit.deviance / rows);
      sum.add((weight ? weight[at]! : 1) * term);
    }
  });
  return sum.total() + 2 * (design.names.length + 1 + family.extraParameters);
}
