import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import {
  checkParameter,
  continuous,
  noDensity,
  refuseParameter,
  type ContinuousDistribution,
} from "./distribution.ts";
import { exponentialMinusOne } from "./exponentials.ts";
import { integrateHill } from "./integrate-hill.ts";
import { logScaleDensity, scaleFactor, scaleWidth } from "./noncentral-t.ts";
import { rangeDensity, rangeLower, rangeUpper, roughSteps } from "./normal-range.ts";
import { normalQuantile } from "./normal.ts";
import { solveBySecants } from "./solve-by-secants.ts";
import { solveTail } from "./solve-tail.ts";
import { studentT } from "./student-t.ts";
import { logarithmOf, valueOf, type Scaled, type Tail } from "./tail.ts";

/**
 * The studentized range of Tukey's test: the range of `groups` (2 to 1000) normal means over an independent estimate of their
 * standard deviation with `degrees` of freedom (0.5 to Infinity). The double integral of M. D. Copenhaver & B. Holland,
 * "Computation of the distribution of the maximum studentized range statistic", 1988, both tails as sums of positive terms
 * (trapezoidal rule): about 12 digits, where R's ptukey has 5 at few degrees and qtukey 4. A tail takes some milliseconds, a quantile
 * three times as long.
 *
 * @example studentizedRange(3, 10).upperQuantile(0.05) // 3.8776…
 */
export function studentizedRange(groups: number, degrees: number): ContinuousDistribution {
  checkParameter("studentized range", "groups", groups, "count");
  if (groups < 2 || groups > 1000)
    refuseParameter("studentized range", "groups", groups, "2 to 1000, the means that are compared");
  if (!(degrees >= 0.5 && (degrees <= 1e15 || degrees === Infinity)))
    refuseParameter("studentized range", "degrees", degrees, "a number from 0.5 to 1e15, or Infinity");
  const density = (q: number): Scaled => {
    if (q === 0)
      return groups === 2 ? averaged(degrees, (u) => rangeDensity(u, groups), 1e-200, 1) : noDensity;
    return averaged(degrees, (u) => rangeDensity(u, groups), q, 1);
  };
  const tail = (q: number): Tail => {
    const upper = tailOf(groups, degrees, q, false);
    return valueOf(upper) <= 0.5
      ? { ...upper, isLower: false }
      : { ...tailOf(groups, degrees, q, true), isLower: true };
  };
  return continuous({
    name: "studentized range",
    low: 0,
    high: Infinity,
    density,
    tail,
    start: 3,
    invert: (probability, isLower) => {
      const start = separatePairs(groups, degrees, probability, isLower);
      const logTail =
        (isRough: boolean) =>
        (q: number): number =>
          logarithmOf(tailOf(groups, degrees, q, isLower, isRough));
      return (
        solveBySecants(logTail(true), logTail(false), naturalLogarithm(probability), start) ??
        solveTail({ tail, density, low: 0, high: Infinity, start }, probability, isLower)
      );
    },
  });
}

/** One tail at q; roughly to five digits, at a third of the price. */
function tailOf(groups: number, degrees: number, q: number, isLower: boolean, isRough = false): Scaled {
  const of = isLower ? rangeLower : rangeUpper;
  const rough: PlainRange = (width) => of(width, groups, roughSteps);
  const fine: PlainRange = (width) => of(width, groups);
  return averaged(degrees, isRough ? rough : fine, q, 0, { rough, agreement: isRough ? 1e-4 : 1e-7 });
}

type PlainRange = (width: number) => Scaled;

/** The mean of a probability of the plain range over the estimate of the standard deviation. */
function averaged(
  degrees: number,
  of: PlainRange,
  q: number,
  powers: number,
  { rough = of, agreement = 1e-7 }: { readonly rough?: PlainRange; readonly agreement?: number } = {},
): Scaled {
  if (degrees === Infinity) return of(q);
  const heightOf =
    (range: PlainRange) =>
    (u: number): number =>
      logarithmOf(range(q * exponential(u))) + powers * u + logScaleDensity(degrees, u);
  const { log, factor } = integrateHill(heightOf(of), 0, scaleWidth(degrees), {
    outline: heightOf(rough),
    agreement,
    points: 16,
  });
  const scale = scaleFactor(degrees);
  return { log: log + scale.log, factor: factor * scale.factor };
}

/** The quantile as if all pairs of means were compared independently of each other (Z. Šidák, 1967): not far off. */
function separatePairs(groups: number, degrees: number, probability: number, isLower: boolean): number {
  const pairs = (groups * (groups - 1)) / 2;
  const logOfLower = isLower ? naturalLogarithm(probability) : logarithmOfOnePlus(-probability);
  const upper = Math.max(-exponentialMinusOne(logOfLower / pairs), 1e-300) / 2;
  const t = degrees === Infinity ? -normalQuantile(upper) : studentT(degrees).upperQuantile(upper);
  return Math.max(1e-3, Math.SQRT2 * t);
}
