import { call, choose, float, type Expr } from "../ir/index.ts";

/**
 * The expression of the part that a number falls into: part 0 below the first knot, part i from knot i - 1 up (or, with
 * `inclusive: "left"`, above it). It halves the knots at each step, so a thousand parts take ten comparisons. A missing
 * number falls into the last part.
 */
export function pickPart(
  of: Expr,
  knots: readonly number[],
  partAt: (part: number) => Expr,
  inclusive: "left" | "right" = "right",
): Expr {
  const isBelow = inclusive === "right" ? "less" : "lessOrEqual";
  const pick = (first: number, last: number): Expr => {
    if (first === last) return partAt(first);
    const middle = Math.floor((first + last) / 2);
    return choose(
      [{ when: call(isBelow, of, float(knots[middle]!)), then: pick(first, middle) }],
      pick(middle + 1, last),
    );
  };
  return pick(0, knots.length);
}
