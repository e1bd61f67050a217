import { call, choose, float, type Expr } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { pickPart } from "./between-knots.ts";
import { asFloat, missingWith, numberResult, numbersResult } from "./expressions.ts";
import { normalizeParams, oneOf, trueOrFalse, wholeFrom } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import { splineBasis, type BasisFunction } from "./spline-basis.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `spline`. */
export interface SplineParams {
  /** Where the knots are: at quantiles, or at equal distances from the smallest to the largest value. */
  readonly kind: "quantile" | "equal-width";
  /** How many; values that coincide give fewer. */
  readonly knots: number;
  readonly degree: number;
  /** Beyond the outer knots: the value there, a straight line on from there, or the polynomial of the outer span. */
  readonly extrapolation: "constant" | "linear" | "continue";
  /** False to leave the last column out, so that the columns do not add up to 1. */
  readonly bias: boolean;
}

const rules = {
  kind: oneOf(["quantile", "equal-width"], "quantile"),
  knots: wholeFrom(2, 100, 5),
  degree: wholeFrom(0, 5, 3),
  extrapolation: oneOf(["constant", "linear", "continue"], "constant"),
  bias: trueOrFalse(true),
};

/**
 * Turns a number into the columns of a B-spline basis, with which a linear model fits a smooth curve; the definition of
 * scikit-learn's SplineTransformer. Missing stays missing.
 */
export const spline: Transform<SplineParams> = {
  name: "spline",
  title: "Turns a number into the columns of a B-spline, so that a linear model can fit a curve.",
  accepts: ["Int", "Float", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams<SplineParams>(rules, params, place, diagnostics),
  learn: (input, { kind, knots }) => {
    const of = asFloat(input);
    if (kind === "equal-width") return { min: { kind: "min", of }, max: { kind: "max", of } };
    const probabilities = Array.from({ length: knots }, (_, at) => at / (knots - 1));
    return { quantiles: { kind: "quantiles", of, probabilities } };
  },
  apply: (input, params, results) => {
    const raw = asFloat(input);
    const known = knotsFor(params, results);
    if (known.length < 2) return [];
    const scale = scaleOf(known);
    const of = scale === 1 ? raw : call("multiply", raw, float(scale));
    const knots = known.map((knot) => knot * scale);
    const basis = splineBasis(knots, params.degree);
    return (params.bias ? basis : basis.slice(0, -1)).map((one, at) => ({
      suffix: ` spline ${at}`,
      expr: missingWith(raw, basisExpr(of, knots, one, params.extrapolation)),
    }));
  },
  describe: (_, params, results) => {
    const knots = knotsFor(params, results);
    if (knots.length < 2)
      return "has no two different values, so there is no curve to fit and no column of it";
    const columns = knots.length - 1 + params.degree - (params.bias ? 0 : 1);
    return `became ${countOf(columns, "column")} of a spline of degree ${params.degree} with knots at ${knots.map(numberText).join(", ")}`;
  },
};

function knotsFor({ kind, knots }: SplineParams, results: AggregateResults): readonly number[] {
  const places = kind === "quantile" ? numbersResult(results["quantiles"]) : equalKnots(knots, results);
  const known = places.filter((place) => place !== null);
  const scale = scaleOf(known);
  // Knots that only tiny numbers part become one by the scale, and a span of no width has no curve.
  return [...new Map(known.map((knot) => [knot * scale, knot])).values()];
}

/** Numbers near the end of float64 are brought closer, so that their distances stay in it. */
const scaleOf = (knots: readonly number[]): number =>
  knots.some((knot) => Math.abs(knot) > 1e300) ? 2 ** -16 : 1;

function equalKnots(count: number, results: AggregateResults): readonly number[] {
  const low = numberResult(results["min"]);
  const high = numberResult(results["max"]);
  if (low === null || high === null) return [];
  return Array.from({ length: count }, (_, at) => {
    const part = at / (count - 1);
    return part === 1 ? high : low * (1 - part) + high * part;
  });
}

function basisExpr(
  of: Expr,
  knots: readonly number[],
  { pieces }: BasisFunction,
  extrapolation: SplineParams["extrapolation"],
): Expr {
  const inside = pickPart(of, knots.slice(1, -1), (span) => pieceExpr(of, knots, span, pieces[span]!));
  if (extrapolation === "continue") return inside;
  const last = pieces.length - 1;
  const beyond = (knot: number, span: number, within: number): Expr => {
    const piece = pieces[span]!;
    const width = knots[span + 1]! - knots[span]!;
    const value = piece.reduceRight((sum, coefficient) => sum * within + coefficient, 0);
    const slope = piece.reduceRight(
      (sum, coefficient, power) => sum + coefficient * power * within ** Math.max(0, power - 1),
      0,
    );
    if (extrapolation === "constant" || slope === 0 || !Number.isFinite(slope / width)) return float(value);
    return call(
      "add",
      call("multiply", call("subtract", of, float(knot)), float(slope / width)),
      float(value),
    );
  };
  const [low, high] = [knots[0]!, knots.at(-1)!];
  return choose(
    [
      { when: call("less", of, float(low)), then: beyond(low, 0, 0) },
      { when: call("greaterOrEqual", of, float(high)), then: beyond(high, last, 1) },
    ],
    inside,
  );
}

/** A polynomial of the place within a span, by Horner's scheme. */
function pieceExpr(of: Expr, knots: readonly number[], span: number, piece: readonly number[]): Expr {
  if (piece.length === 0) return float(0);
  const start = knots[span]!;
  const place = call("divide", call("subtract", of, float(start)), float(knots[span + 1]! - start));
  return piece
    .slice(0, -1)
    .reduceRight<Expr>(
      (sum, coefficient) => call("add", call("multiply", sum, place), float(coefficient)),
      float(piece.at(-1)!),
    );
}
