import { eachType, onNumbers, type OpDefinition } from "./definition.ts";

const family = "buckets" as const;
const nulls = "propagate" as const;

/** The SQL standard's WIDTH_BUCKET in float64; NaN for an interval that is empty or leaves float64. */
export function widthBucketOf(x: number, low: number, high: number, count: number): number {
  const width = high - low;
  if (!(width > 0 && width < Infinity)) return Number.NaN;
  if (x < low) return 0;
  if (x >= high) return count + 1;
  return Math.min(Math.floor(((x - low) / width) * count), count - 1) + 1;
}

/** A number as the number of the interval that holds it. */
export const buckets = {
  bucket: {
    family,
    nulls,
    title: "How many of the edges that follow are at or below a: 0 below all, n at or above all n.",
    signatures: eachType(["Int", "Float", "Day", "Instant"], (type) => ({
      args: [type, type],
      rest: type,
      result: "Int",
    })),
    literalFrom: 1,
    evaluate: onNumbers((a, ...edges) => edges.filter((edge) => edge <= a).length),
  },
  widthBucket: {
    family,
    nulls,
    title:
      "Which of n intervals of one width between low and high holds a, from 1: 0 below low, n + 1 at or above high; null when low is not below high.",
    signatures: eachType(["Float", "Int"], (type) => ({ args: [type, type, type, "Int"], result: "Int" })),
    literalFrom: 3,
    checkLiteral: (value) =>
      Number(value) >= 1 && Number(value) <= 1_000_000
        ? undefined
        : "the number of intervals must be 1 to 1000000",
    evaluate: onNumbers((a, low, high, count) => widthBucketOf(a, low, high, count)),
  },
} satisfies Record<string, OpDefinition>;
