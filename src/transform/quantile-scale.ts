import { call, choose, float, type Expr } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { pickPart } from "./between-knots.ts";
import { asFloat, missingWith, numberResult, numbersResult } from "./expressions.ts";
import { inverseNormal } from "./inverse-normal.ts";
import { normalizeParams, oneOf, wholeFrom } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `quantile-scale`. */
export interface QuantileScaleParams {
  readonly to: "uniform" | "normal";
  /** How many quantiles are learnt; no more than there are values. */
  readonly quantiles: number;
}

const rules = { to: oneOf(["uniform", "normal"], "uniform"), quantiles: wholeFrom(2, 10_000, 100) };

/**
 * Replaces a number by the share of the training values below it, read off between learnt quantiles, or by the normal
 * quantile of that share; the definition of scikit-learn's QuantileTransformer. Missing stays missing.
 */
export const quantileScale: Transform<QuantileScaleParams> = {
  name: "quantile-scale",
  title: "Spreads numbers evenly from 0 to 1, or like a normal distribution, by their rank.",
  accepts: ["Int", "Float", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<QuantileScaleParams>(rules, params, place, diagnostics),
  learn: (input, params, _, answers) => {
    const of = asFloat(input);
    const count = numberResult(answers["count"]);
    if (count === null) return { count: { kind: "count", of } };
    const probabilities = sharesFor(params, count);
    return { count: { kind: "count", of }, quantiles: { kind: "quantiles", of, probabilities } };
  },
  apply: (input, params, results) => {
    const isNormal = params.to === "normal";
    const shares = knotsFor(params, results);
    const knots = isNormal ? normalKnots(shares) : shares;
    const of = asFloat(input);
    const ends: Ends = isNormal ? [inverseNormal(0), 0, inverseNormal(1)] : [0, 0.5, 1];
    const [least, , most] = ends;
    const first = knots[0];
    const last = knots.at(-1);
    // As in scikit-learn, the lower end has the last word where there is one value only.
    if (!first || !last || first === last) return [{ suffix: "", expr: oneValue(of, first, ends) }];
    const expr = choose(
      [
        { when: call("lessOrEqual", of, float(first.at)), then: float(least) },
        { when: call("greaterOrEqual", of, float(last.at)), then: float(most) },
      ],
      between(of, knots),
    );
    return [{ suffix: "", expr: missingWith(of, expr) }];
  },
  describe: (_, params, results) => {
    const knots = knotsFor(params, results);
    const first = knots[0];
    if (!first) return "has no value to learn quantiles from, so later ones become the middle";
    const shape = params.to === "uniform" ? "evenly from 0 to 1" : "like a standard normal distribution";
    const [low, high] = [first.at, knots.at(-1)!.at].map(numberText);
    return `was spread ${shape} by ${countOf(knots.length, "different quantile")} from ${low} to ${high}`;
  },
};

/** The least, the middle and the most of a scale. */
type Ends = readonly [number, number, number];

/** A value with what it becomes when it is reached from below and from above; these are equal but for ties. */
interface Knot {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

const sharesFor = ({ quantiles }: QuantileScaleParams, count: number): readonly number[] => {
  const size = Math.max(1, Math.min(quantiles, count));
  return Array.from({ length: size }, (_, at) => (size === 1 ? 0 : at / (size - 1)));
};

/** The different quantiles, ascending, each with the first and the last share that has it. */
function knotsFor(params: QuantileScaleParams, results: AggregateResults): readonly Knot[] {
  const shares = sharesFor(params, numberResult(results["count"]) ?? 0);
  const groups = Map.groupBy(
    numbersResult(results["quantiles"]).flatMap((at, place) =>
      at === null ? [] : [{ at, share: shares[place]! }],
    ),
    ({ at }) => at,
  );
  return [...groups]
    .map(([at, same]) => ({ at, from: same[0]!.share, to: same.at(-1)!.share }))
    .sort((left, right) => left.at - right.at);
}

/** How far a straight line between two normal quantiles may be from the quantile of the share in its middle. */
const mostBend = 0.001;

/** The normal quantiles of the shares, with so many knots in between that straight lines come close to the curve. */
function normalKnots(shares: readonly Knot[]): readonly Knot[] {
  const knots = shares.map(({ at, from, to }) => ({ at, from: inverseNormal(from), to: inverseNormal(to) }));
  return knots.flatMap((knot, place) => {
    const left = shares[place]!;
    const right = shares[place + 1];
    if (!right) return [knot];
    const added = sharesBetween(left.to, right.from).map((share): Knot => {
      const part = (share - left.to) / (right.from - left.to);
      const z = inverseNormal(share);
      return { at: left.at * (1 - part) + right.at * part, from: z, to: z };
    });
    return [knot, ...added.filter(({ at }) => at > left.at && at < right.at)];
  });
}

/** Shares in between, ascending, until the lines between their normal quantiles bend little enough. */
function sharesBetween(low: number, high: number): readonly number[] {
  const middle = (low + high) / 2;
  const bend = inverseNormal(middle) - (inverseNormal(low) + inverseNormal(high)) / 2;
  if (Math.abs(bend) <= mostBend && high - low <= 0.25) return [];
  return [...sharesBetween(low, middle), middle, ...sharesBetween(middle, high)];
}

/**
 * Between two knots a straight line; on a knot that several quantiles share, the middle of what they become. That is
 * the mean of interpolation from the left and from the right.
 */
function between(of: Expr, knots: readonly Knot[]): Expr {
  const ends = knots.slice(1, -1).map(({ at }) => at);
  return pickPart(of, ends, (part) => {
    const left = knots[part]!;
    const right = knots[part + 1]!;
    const line = lineBetween(of, left, right);
    if (left.from === left.to) return line;
    const middle = float((left.from + left.to) / 2);
    return choose([{ when: call("equals", of, float(left.at)), then: middle }], line);
  });
}

/** Numbers too far apart for float64 are brought closer by a power of two first. */
function lineBetween(of: Expr, left: Knot, right: Knot): Expr {
  const scale = Number.isFinite(right.at - left.at) ? 1 : 2 ** -2;
  const near = (expr: Expr): Expr => (scale === 1 ? expr : call("multiply", expr, float(scale)));
  const slope = (right.from - left.to) / (right.at * scale - left.at * scale);
  if (!Number.isFinite(slope)) return float(left.to);
  const distance = call("subtract", near(of), float(left.at * scale));
  return call("add", call("multiply", distance, float(slope)), float(left.to));
}

/** What there is to say with one value or none: where a number lies to that value. */
function oneValue(of: Expr, knot: Knot | undefined, [least, middle, most]: Ends): Expr {
  if (!knot) return missingWith(of, float(middle));
  const above = [{ when: call("greater", of, float(knot.at)), then: float(most) }];
  return missingWith(of, choose(above, float(least)));
}
