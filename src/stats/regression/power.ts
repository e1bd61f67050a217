import { naturalLogarithm, square } from "../../base/index.ts";
import { chiSquared, fDistribution, normalQuantile, normalUpper } from "../distributions/index.ts";
import { fisherPower } from "./fisher-power.ts";
import { noncentralChiSquareUpper, noncentralFUpper, noncentralStudentUpper } from "./noncentral.ts";
import { answerPower, type PowerAnswer, type PowerQuestion } from "./power-plan.ts";
import { refusePower } from "./refusals.ts";
import { twoSidedReach } from "./reference-tails.ts";

/** Two means, or the mean of differences of pairs. */
export interface MeansPowerSpec extends PowerQuestion {
  /** Of the two means, in units of the values; absent where it is asked for. */
  readonly difference?: number;
  /** Of each group, or of both where there is one; of the differences where `paired`. */
  readonly standardDeviation: number | readonly [number, number];
  /** Rows of the second group for each of the first; 1 where absent. */
  readonly ratio?: number;
  readonly paired?: boolean;
}

/**
 * Power, size or detectable difference of the t-test of two means: by the noncentral t; with two standard deviations of Welch's test,
 * whose degrees of freedom are Satterthwaite's. Both tails count. Source: Cohen, "Statistical Power Analysis", 1988, 2; Chow, Shao &
 * Wang, "Sample Size Calculations in Clinical Research", 2008, 3.2.
 * @example
 * powerOfMeans({ difference: 0.5, standardDeviation: 1, power: 0.8 }).size // 64
 */
export function powerOfMeans(spec: MeansPowerSpec): PowerAnswer {
  const { standardDeviation, paired = false } = spec;
  const [first, second] =
    typeof standardDeviation === "number"
      ? [standardDeviation, standardDeviation]
      : Array.isArray(standardDeviation)
        ? standardDeviation
        : [Number.NaN, Number.NaN];
  const ratio = checkedRatio(spec.ratio);
  if (!([first, second] as unknown[]).every(isDeviation))
    refusePower("standardDeviation", standardDeviation, "Give standard deviations above 0.");
  const isPooled = typeof standardDeviation === "number";
  return answerPower(spec, {
    name: paired ? "paired t-test" : isPooled ? "t-test of two means" : "Welch's t-test of two means",
    effectName: "difference",
    effect: spec.difference === undefined ? undefined : Math.abs(spec.difference),
    totalOf: (size) => (paired ? size : size + Math.ceil(size * ratio - 1e-9)),
    leastSize: 2,
    largestEffect: largestDeviation,
    powerOf: (size, difference, alpha, sides) => {
      if (paired) return studentPower(difference / (first / Math.sqrt(size)), size - 1, alpha, sides);
      const [a, b] = [square(first) / size, square(second) / (size * ratio)];
      const degrees = isPooled
        ? size * (1 + ratio) - 2
        : square(a + b) / (square(a) / (size - 1) + square(b) / Math.max(1e-9, size * ratio - 1));
      return studentPower(difference / Math.sqrt(a + b), degrees, alpha, sides);
    },
  });
}

/** Beyond it a square leaves float64. */
const largestDeviation = 1e140;

const isDeviation = (value: unknown): boolean =>
  typeof value === "number" && value >= 1 / largestDeviation && value <= largestDeviation;

function studentPower(noncentrality: number, degrees: number, alpha: number, sides: 1 | 2): number {
  const reach = twoSidedReach(1 - (sides === 2 ? alpha : 2 * alpha), degrees);
  const near = noncentralStudentUpper(reach, degrees, noncentrality);
  return sides === 2 ? near + noncentralStudentUpper(reach, degrees, -noncentrality) : near;
}

/** The most groups, or degrees of freedom of an effect. */
const mostGroups = 1_000_000;
/** Beyond so many degrees of freedom F stands still. */
const mostDegrees = 1e15;

function checkedRatio(ratio = 1): number {
  if (!(typeof ratio === "number" && ratio >= 1e-6 && ratio <= 1e6))
    refusePower("ratio", ratio, "Give how many rows of the second group come to one of the first.");
  return ratio;
}

/** Two proportions. */
export interface ProportionsPowerSpec extends PowerQuestion {
  readonly first: number;
  /** Absent where it is asked for: then one above `first` is looked for. */
  readonly second?: number;
  readonly ratio?: number;
  /** The z test, the same with Yates' continuity correction, or Fisher's exact test (up to 2,000 rows in all). */
  readonly method?: "normal" | "continuity" | "exact";
}

/**
 * Power, size or detectable second proportion of the comparison of two proportions. `normal` is the pooled z test (Fleiss, Levin & Paik,
 * "Statistical Methods for Rates and Proportions", 2003, 4.2), `continuity` its correction (4.3), `exact` the sum of all tables that
 * Fisher's test rejects. The effect is the difference of the proportions.
 * @example
 * powerOfProportions({ first: 0.1, second: 0.12, power: 0.8 }).size // 3841
 */
export function powerOfProportions(spec: ProportionsPowerSpec): PowerAnswer {
  const { first, second, method = "normal" } = spec;
  const ratio = checkedRatio(spec.ratio);
  for (const [name, value] of Object.entries({ first, second }))
    if ((name === "first" || value !== undefined) && !(typeof value === "number" && value >= 0 && value <= 1))
      refusePower(name, value, "Give a share between 0 and 1.");
  const sign = second !== undefined && second < first ? -1 : 1;
  const exact = new Map<string, number>();
  const normal = (size: number, difference: number, alpha: number, sides: 1 | 2): number =>
    normalPower(first, first + sign * difference, size, ratio, alpha, sides);
  return answerPower(spec, {
    name: {
      normal: "z test of two proportions",
      continuity: "z test of two proportions, corrected",
      exact: "Fisher's exact test",
    }[method],
    effectName: "difference",
    effect: second === undefined ? undefined : Math.abs(second - first),
    totalOf: (size) => size + Math.ceil(size * ratio - 1e-9),
    leastSize: 2,
    largestEffect: second === undefined ? 1 - first : 1,
    powerOf: (size, difference, alpha, sides) => {
      if (method === "exact") {
        const rows = Math.max(2, Math.round(size));
        const key = `${rows}/${difference}`;
        // The search for a size asks about the same whole numbers again and again.
        const power =
          exact.get(key) ??
          fisherPower(
            [first, first + sign * difference],
            [rows, Math.ceil(rows * ratio - 1e-9)],
            alpha,
            sides,
          );
        exact.set(key, power);
        return power;
      }
      if (method === "normal") return normal(size, difference, alpha, sides);
      const part = (ratio + 1) / (ratio * difference);
      return size <= part / 2 ? 0 : normal(square(size - part / 2) / size, difference, alpha, sides);
    },
    ...(method === "exact"
      ? { notes: ["The power of an exact test goes up and down a little from one size to the next."] }
      : {}),
  });
}

function normalPower(
  first: number,
  second: number,
  size: number,
  ratio: number,
  alpha: number,
  sides: 1 | 2,
): number {
  const pooled = (first + ratio * second) / (1 + ratio);
  const alone = Math.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio));
  const apart = Math.sqrt(first * (1 - first) + (second * (1 - second)) / ratio);
  const reach = -normalQuantile(alpha / sides) * alone;
  const shift = Math.sqrt(size) * Math.abs(second - first);
  if (apart === 0) return shift > reach ? 1 : 0;
  const near = normalUpper((reach - shift) / apart);
  return sides === 2 ? near + normalUpper((reach + shift) / apart) : near;
}

/** How the values of a Mann-Whitney comparison spread, which says how many rows the ranks are worth. */
export type RankShape = "normal" | "uniform" | "logistic" | "laplace" | "least";

/** Asymptotic relative efficiency to the t-test; `least` holds for every shape (Hodges & Lehmann 1956). */
const efficiencies: Readonly<Record<RankShape, number>> = {
  normal: 3 / Math.PI,
  uniform: 1,
  logistic: (Math.PI * Math.PI) / 9,
  laplace: 1.5,
  least: 108 / 125,
};

/**
 * Power, size or detectable shift of the Mann-Whitney test, as the t-test with as many rows as the ranks are worth (asymptotic relative
 * efficiency; Lehmann, "Nonparametrics", 1975, 2.4).
 * @example
 * powerOfMannWhitney({ difference: 0.5, standardDeviation: 1, power: 0.8 }).size // 67
 */
export function powerOfMannWhitney(
  spec: Omit<MeansPowerSpec, "paired"> & { readonly shape?: RankShape },
): PowerAnswer {
  const { shape = "normal", size, power, ...rest } = spec;
  const efficiency = efficiencies[shape];
  const asked = powerOfMeans({
    ...rest,
    ...(power === undefined ? {} : { power }),
    ...(size === undefined ? {} : { size: Math.max(2, size * efficiency) }),
  });
  const exactSize = size ?? asked.exactSize / efficiency;
  const rows = size ?? Math.ceil(exactSize - 1e-9);
  const reached = (): number =>
    powerOfMeans({ ...rest, difference: asked.effect.value, size: rows * efficiency }).power;
  return Object.freeze({
    ...asked,
    design: "Mann-Whitney test",
    size: rows,
    exactSize,
    totalSize: rows + Math.ceil(rows * (spec.ratio ?? 1) - 1e-9),
    power: size === undefined ? reached() : asked.power,
    notes: [`Ranks are taken to be worth ${efficiency.toFixed(3)} of the rows (${shape}).`],
  });
}

/**
 * Power, size of each group, or detectable effect of a one-way analysis of variance, by the noncentral F. The effect is Cohen's f: the
 * standard deviation of the groups' means by that within groups (Cohen 1988, 8).
 * @example
 * powerOfAnova({ groups: 4, effect: 0.25, power: 0.8 }).size // 45
 */
export function powerOfAnova(
  spec: PowerQuestion & { readonly groups: number; readonly effect?: number },
): PowerAnswer {
  const { groups } = spec;
  if (!(Number.isInteger(groups) && groups >= 2 && groups <= mostGroups))
    refusePower("groups", groups, `Give a whole number of groups, 2 to ${mostGroups}.`);
  if (spec.alternative === "one-sided")
    refusePower("alternative", spec.alternative, "An analysis of variance has no sides.");
  return answerPower(spec, {
    name: "one-way analysis of variance",
    effectName: "Cohen's f",
    effect: spec.effect,
    totalOf: (size) => size * groups,
    leastSize: 2,
    largestEffect: Infinity,
    powerOf: (size, effect, alpha) => {
      const [above, below] = [groups - 1, Math.min(mostDegrees, groups * (size - 1))];
      return noncentralFUpper(
        fDistribution(above, below).upperQuantile(alpha),
        above,
        below,
        groups * size * square(effect),
      );
    },
  });
}

/**
 * Power, size or detectable correlation of the test that a correlation is 0, by Fisher's z with its bias (Cohen 1988, 3).
 * @example
 * powerOfCorrelation({ correlation: 0.3, power: 0.8 }).size // 85
 */
export function powerOfCorrelation(spec: PowerQuestion & { readonly correlation?: number }): PowerAnswer {
  return answerPower(spec, {
    name: "test of a correlation",
    effectName: "correlation",
    effect: spec.correlation === undefined ? undefined : Math.abs(spec.correlation),
    totalOf: (size) => size,
    leastSize: 4,
    largestEffect: 1 - 1e-12,
    powerOf: (size, correlation, alpha, sides) => {
      const t = twoSidedReach(1 - (sides === 2 ? alpha : 2 * alpha), size - 2);
      const critical = fisherZ(t / Math.sqrt(t * t + size - 2));
      const z = fisherZ(correlation) + correlation / (2 * (size - 1));
      const root = Math.sqrt(size - 3);
      const near = normalUpper((critical - z) * root);
      return sides === 2 ? near + normalUpper((critical + z) * root) : near;
    },
  });
}

const fisherZ = (correlation: number): number => naturalLogarithm((1 + correlation) / (1 - correlation)) / 2;

/**
 * Power, number of rows or detectable effect of a chi-squared test, by the noncentral chi-squared. The effect is Cohen's w: the root of
 * Σ (p - p₀)²/p₀ (Cohen 1988, 7).
 * @example
 * powerOfChiSquared({ effect: 0.3, degreesOfFreedom: 1, power: 0.8 }).size // 88
 */
export function powerOfChiSquared(
  spec: PowerQuestion & { readonly degreesOfFreedom: number; readonly effect?: number },
): PowerAnswer {
  const { degreesOfFreedom: degrees } = spec;
  if (!(Number.isInteger(degrees) && degrees >= 1 && degrees <= mostGroups))
    refusePower("degreesOfFreedom", degrees, `Give a whole number, 1 to ${mostGroups}.`);
  if (spec.alternative === "one-sided")
    refusePower("alternative", spec.alternative, "A chi-squared test has no sides.");
  return answerPower(spec, {
    name: "chi-squared test",
    effectName: "Cohen's w",
    effect: spec.effect,
    totalOf: (size) => size,
    leastSize: 1,
    largestEffect: Infinity,
    powerOf: (size, effect, alpha) =>
      noncentralChiSquareUpper(chiSquared(degrees).upperQuantile(alpha), degrees, size * square(effect)),
  });
}
