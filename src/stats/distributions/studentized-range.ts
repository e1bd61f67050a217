import { exponential } from "../../base/index.ts";
import {
  checkParameter,
  continuous,
  noDensity,
  refuseParameter,
  type ContinuousDistribution,
} from "./distribution.ts";
import { integrateHill } from "./integrate-hill.ts";
import { logScaleDensity, scaleFactor, scaleWidth } from "./noncentral-t.ts";
import { rangeDensity, rangeLower, rangeUpper } from "./normal-range.ts";
import { logarithmOf, valueOf, type Scaled } from "./tail.ts";

/**
 * The studentized range of Tukey's test: the range of `groups` (2 to 1000) normal means over an independent estimate of their
 * standard deviation with `degrees` of freedom (0.5 to Infinity). The double integral of M. D. Copenhaver & B. Holland,
 * "Computation of the distribution of the maximum studentized range statistic", 1988, both tails as sums of positive terms
 * (trapezoidal rule): about 12 digits, where R's ptukey has 5 at few
 * degrees. A call takes some milliseconds.
 *
 * @example studentizedRange(3, 10).upperQuantile(0.05) // 3.8776…
 */
export function studentizedRange(groups: number, degrees: number): ContinuousDistribution {
  checkParameter("studentized range", "groups", groups, "count");
  if (groups < 2 || groups > 1000)
    refuseParameter("studentized range", "groups", groups, "2 to 1000, the means that are compared");
  if (!(degrees >= 0.5 && (degrees <= 1e15 || degrees === Infinity)))
    refuseParameter("studentized range", "degrees", degrees, "a number from 0.5 to 1e15, or Infinity");
  const scale = degrees === Infinity ? { log: 0, factor: 1 } : scaleFactor(degrees);
  /** The mean of a probability of the plain range over the estimate of the standard deviation. */
  const averaged = (of: (width: number, groups: number) => Scaled, q: number, powers: number): Scaled => {
    if (degrees === Infinity) return of(q, groups);
    const height = (u: number): number =>
      logarithmOf(of(q * exponential(u), groups)) + powers * u + logScaleDensity(degrees, u);
    const { log, factor } = integrateHill(height, 0, scaleWidth(degrees));
    return { log: log + scale.log, factor: factor * scale.factor };
  };
  return continuous({
    name: "studentized range",
    low: 0,
    high: Infinity,
    density: (q) => {
      if (q === 0) return groups === 2 ? averaged(rangeDensity, 1e-200, 1) : noDensity;
      return averaged(rangeDensity, q, 1);
    },
    tail: (q) => {
      const upper = averaged(rangeUpper, q, 0);
      return valueOf(upper) <= 0.5
        ? { ...upper, isLower: false }
        : { ...averaged(rangeLower, q, 0), isLower: true };
    },
    start: 3,
  });
}
