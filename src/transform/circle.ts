import { cosineOfTurn, sineOfTurn } from "../base/index.ts";
import { call, float, int, lookup, missing, type Expr } from "../ir/index.ts";
import type { TransformOutput } from "./transform.ts";

/**
 * The place of a whole number on a circle of a whole period, as two columns: sine and cosine. Both are looked up by the
 * remainder, so they have the same bits on every target.
 */
export function wholeCircle(of: Expr, period: number, suffix: string): readonly TransformOutput[] {
  const remainder = call("modulo", of, int(period));
  const places = Array.from({ length: 2 * period - 1 }, (_, at) => at - period + 1);
  return circleOf(suffix, (turn) =>
    lookup(
      remainder,
      places.map((place) => [place, turn(place / period)] as const),
      "Float",
      missing("Float"),
    ),
  );
}

/** The same for any number and period, by the sine and cosine of the target. */
export function anyCircle(of: Expr, period: number, suffix: string): readonly TransformOutput[] {
  const remainder = call("modulo", of, float(period));
  const angle = call("multiply", call("divide", remainder, float(period)), float(2 * Math.PI));
  return circleOf(suffix, (turn) => call(turn === sineOfTurn ? "sin" : "cos", angle));
}

const circleOf = (suffix: string, exprOf: (turn: (part: number) => number) => Expr): TransformOutput[] => [
  { suffix: `${suffix} (sine)`, expr: exprOf(sineOfTurn) },
  { suffix: `${suffix} (cosine)`, expr: exprOf(cosineOfTurn) },
];
