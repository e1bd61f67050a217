import { ExactSum } from "../exact-sum.ts";
import { failOverflow } from "./problems.ts";
import type { Summary } from "./summary.ts";
import { fUpper } from "./tails.ts";

/** The parts of a one-way analysis of variance. */
export interface VarianceParts {
  readonly between: number;
  readonly within: number;
  readonly degreesBetween: number;
  readonly degreesWithin: number;
  readonly f: number;
  readonly pValue: number;
}

/** Sums of squares between and within groups, from their summaries, and F (R. A. Fisher 1925). */
export function varianceParts(groups: readonly Summary[]): VarianceParts {
  const count = groups.reduce((sum, one) => sum + one.count, 0);
  const total = new ExactSum();
  for (const one of groups) total.addProduct(one.mean, one.count);
  const grand = total.total() / count;
  const between = new ExactSum();
  const within = new ExactSum();
  // The rest of the rounded grand mean is taken off (Chan, Golub & LeVeque 1983), as in a variance.
  const drift = new ExactSum();
  for (const { count: size, mean, variance } of groups) {
    between.addProduct(size * (mean - grand), mean - grand);
    drift.addProduct(size, mean - grand);
    within.addProduct(size - 1, variance);
  }
  const degreesBetween = groups.length - 1;
  const degreesWithin = count - groups.length;
  const sumBetween = Math.max(0, between.total() - (drift.total() * drift.total()) / count);
  const sumWithin = within.total();
  if (!Number.isFinite(sumBetween + sumWithin)) failOverflow("groups");
  // Groups of one mean do not differ, spread or none.
  const f = sumBetween === 0 ? 0 : sumBetween / degreesBetween / (sumWithin / degreesWithin);
  return {
    between: sumBetween,
    within: sumWithin,
    degreesBetween,
    degreesWithin,
    f,
    pValue: fUpper(f, degreesBetween, degreesWithin),
  };
}
