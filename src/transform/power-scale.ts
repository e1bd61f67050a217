import { call, choose, float, missing, type Expr } from "../ir/index.ts";
import type { Aggregate, AggregateResults } from "./aggregate.ts";
import { asFloat, missingWith, numberResult } from "./expressions.ts";
import { bestPower, firstPowers, gridWithin, placeOfBest, likelihoodsOf } from "./likeliest-power.ts";
import { normalizeParams, oneOf, trueOrFalse } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `power-scale`. */
export interface PowerScaleParams {
  readonly kind: "yeo-johnson" | "box-cox";
  /** True to bring the result to mean 0 and standard deviation 1. */
  readonly standardize: boolean;
}

const rules = { kind: oneOf(["yeo-johnson", "box-cox"], "yeo-johnson"), standardize: trueOrFalse(true) };

/**
 * Raises numbers to the power that makes them most like a normal distribution: I.-K. Yeo & R. A. Johnson, "A New Family of
 * Power Transformations to Improve Normality or Symmetry", Biometrika 87(4), 2000; G. E. P. Box & D. R. Cox, "An
 * Analysis of Transformations", 1964. The power has the largest likelihood: rounds of questions close in on it.
 */
export const powerScale: Transform<PowerScaleParams> = {
  name: "power-scale",
  title: "Raises numbers to the power that makes them most like a normal distribution.",
  accepts: ["Int", "Float"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<PowerScaleParams>(rules, params, place, diagnostics),
  learn: (input, { kind, standardize }, _, answers) => {
    const of = asFloat(input);
    const logarithm = logarithmOf(kind, of);
    const basic: Record<string, Aggregate> = {
      all: { kind: "count", of },
      count: { kind: "count", of: logarithm },
      min: { kind: "min", of: logarithm },
      max: { kind: "max", of: logarithm },
      slope: { kind: "mean", of: logarithm },
    };
    if (!Object.hasOwn(answers, "all")) return basic;
    if (!hasSpread(answers)) return basic;
    const asked = { ...basic, ...spreads(kind, of, firstPowers) };
    if (!isAnswered(asked, answers)) return asked;
    for (const powers of laterPowers(answers)) {
      Object.assign(asked, spreads(kind, of, powers));
      if (!isAnswered(asked, answers)) return asked;
    }
    if (!standardize) return asked;
    const raised = raise(kind, of, powerFor(answers));
    return {
      ...asked,
      mean: { kind: "mean", of: raised },
      deviation: { kind: "standardDeviation", of: raised },
    };
  },
  apply: (input, { kind, standardize }, results) => {
    const of = asFloat(input);
    const power = powerFor(results);
    if (!hasSpread(results))
      return [{ suffix: "", expr: standardize ? missingWith(logarithmOf(kind, of), float(0)) : of }];
    const raised = raise(kind, of, power);
    return [{ suffix: "", expr: standardize ? standardized(raised, results) : raised }];
  },
  describe: (_, { kind, standardize }, results) => {
    if (!hasSpread(results))
      return standardize
        ? "has no two different values, so it became 0"
        : "has no two different values, so it stayed as it is";
    const power = numberText(powerFor(results));
    const left = (numberResult(results["all"]) ?? 0) - (numberResult(results["count"]) ?? 0);
    const lost = left > 0 ? `; ${countOf(left, "value")} at or below 0 became missing` : "";
    const scaled = standardize ? " and scaled to mean 0 and standard deviation 1" : "";
    return `was raised by ${kind === "box-cox" ? "Box-Cox" : "Yeo-Johnson"} with the power ${power}${scaled}${lost}`;
  },
};

/** sign(x)·ln(1 + |x|) for Yeo-Johnson, ln(x) for Box-Cox: its mean is the slope of the likelihood's second part. */
const logarithmOf = (kind: PowerScaleParams["kind"], of: Expr): Expr =>
  kind === "box-cox" ? call("ln", of) : call("multiply", call("sign", of), call("log1p", call("abs", of)));

/** x^power is taken as e^(power·ln x), which has the same bits in every JavaScript engine. */
function raise(kind: PowerScaleParams["kind"], of: Expr, power: number): Expr {
  if (kind === "box-cox") return bent(call("ln", of), power);
  const below = call("negate", bent(call("log1p", call("negate", of)), 2 - power));
  return choose(
    [
      { when: call("isNull", of), then: missing("Float") },
      { when: call("less", of, float(0)), then: below },
    ],
    bent(call("log1p", of), power),
  );
}

/** (e^(power·logarithm) - 1) / power, and the logarithm itself for the power 0. */
function bent(logarithm: Expr, power: number): Expr {
  if (power === 0) return logarithm;
  const raised = call("exp", call("multiply", logarithm, float(power)));
  return call("divide", call("subtract", raised, float(1)), float(power));
}

const spreads = (
  kind: PowerScaleParams["kind"],
  of: Expr,
  powers: readonly number[],
): Record<string, Aggregate> =>
  Object.fromEntries(
    powers.flatMap((power): readonly (readonly [string, Aggregate])[] => {
      const raised = raise(kind, of, power);
      return [
        [`count ${power}`, { kind: "count", of: raised }],
        [`deviation ${power}`, { kind: "standardDeviation", of: raised }],
      ];
    }),
  );

const isAnswered = (asked: Readonly<Record<string, Aggregate>>, answers: AggregateResults): boolean =>
  Object.keys(asked).every((name) => Object.hasOwn(answers, name));

function hasSpread(answers: AggregateResults): boolean {
  const low = numberResult(answers["min"]);
  return low !== null && low !== numberResult(answers["max"]);
}

/** Twice nine powers: around the best of the first round, and around the best of those. */
function* laterPowers(answers: AggregateResults): Generator<readonly number[]> {
  let powers = firstPowers;
  for (let round = 0; round < 2; round++) {
    powers = gridWithin(powers, placeOfBest(powers, likelihoodsOf(powers, answers)));
    yield powers;
  }
}

/** The power with the largest likelihood; 1, which changes nothing but the place, where there is none. */
function powerFor(answers: AggregateResults): number {
  if (!hasSpread(answers)) return 1;
  const powers = [...laterPowers(answers)].at(-1) ?? [1];
  return bestPower(powers, likelihoodsOf(powers, answers));
}

function standardized(raised: Expr, results: AggregateResults): Expr {
  const mean = numberResult(results["mean"]);
  const sample = numberResult(results["deviation"]);
  const count = numberResult(results["count"]) ?? 0;
  if (mean === null || sample === null || sample === 0 || count < 2) return raised;
  const width = sample * Math.sqrt((count - 1) / count);
  return call("divide", call("subtract", raised, float(mean)), float(width));
}
