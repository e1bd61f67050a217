import { quantileOfSorted, studentT, type Interval } from "../../stats/index.ts";
import type { GroupEstimate } from "./answer-question.ts";

/** How the numbers of a group lie: the 5, 25, 50, 75 and 95 % quantiles, and the mean with its interval. */
export interface GroupDistribution {
  readonly name: string;
  readonly count: number;
  readonly quantiles: readonly number[];
  readonly mean: number;
  readonly interval: Interval | undefined;
}

/** A place of a curve, with bounds around it. */
interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** What a chart of an answer is drawn from. */
export type AnswerPicture =
  | { readonly kind: "distributions"; readonly groups: readonly GroupDistribution[] }
  | {
      readonly kind: "relation";
      readonly x: string;
      readonly y: string;
      readonly count: number;
      readonly points: readonly (readonly [x: number, y: number])[];
      /** A straight line with the band of its mean, or medians with quartiles of parts of equal size. */
      readonly curve: "line" | "medians";
      readonly curvePoints: readonly CurvePoint[];
    }
  | { readonly kind: "shares" }
  | {
      readonly kind: "table";
      readonly rowName: string;
      readonly columnName: string;
      readonly columns: readonly string[];
      readonly rows: readonly { readonly name: string; readonly counts: readonly number[] }[];
    };

/** Points of a cloud that are drawn at most. */
const mostPoints = 500;
const linePlaces = 25;
const mostParts = 12;

/** The distributions of groups whose means are known; NaN is missing, and `origin` is added to all numbers. */
export const distributionsPicture = (
  estimates: readonly GroupEstimate[],
  groups: readonly Float64Array[],
  origin: number,
): AnswerPicture => ({
  kind: "distributions",
  groups: estimates.map(({ name, count, estimate, interval }, at) => {
    const sorted = (groups[at] ?? new Float64Array(0)).filter((value) => !Number.isNaN(value)).sort();
    return {
      name,
      count,
      mean: estimate,
      interval,
      quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map(
        (share) => origin + (quantileOfSorted(sorted, share) ?? 0),
      ),
    };
  }),
});

/** Two columns as points, every so many of them where they are many, with a line or with medians along it. */
export function relationPicture(
  names: { readonly x: string; readonly y: string },
  allX: Float64Array,
  allY: Float64Array,
  curve: "line" | "medians",
  level = 0.95,
): AnswerPicture {
  const kept: number[] = [];
  for (let row = 0; row < allX.length; row++)
    if (!Number.isNaN(allX[row]!) && !Number.isNaN(allY[row]!)) kept.push(row);
  const x = Float64Array.from(kept, (row) => allX[row]!);
  const y = Float64Array.from(kept, (row) => allY[row]!);
  const step = Math.max(1, Math.ceil(kept.length / mostPoints));
  const points: (readonly [number, number])[] = [];
  for (let row = 0; row < x.length; row += step) points.push([x[row]!, y[row]!]);
  return {
    kind: "relation",
    ...names,
    count: kept.length,
    points,
    curve,
    curvePoints: curve === "line" ? linePoints(x, y, level) : medianPoints(x, y),
  };
}

/** The least squares line with the pointwise band of its mean. */
function linePoints(x: Float64Array, y: Float64Array, level: number): readonly CurvePoint[] {
  const count = x.length;
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xx, xy, yy, low, high] = [0, 0, 0, Infinity, -Infinity];
  for (let row = 0; row < count; row++) {
    const [a, b] = [x[row]! - meanX, y[row]! - meanY];
    xx += a * a;
    xy += a * b;
    yy += b * b;
    if (x[row]! < low) low = x[row]!;
    if (x[row]! > high) high = x[row]!;
  }
  if (count < 3 || !(xx > 0)) return [];
  const slope = xy / xx;
  const error = Math.sqrt(Math.max(0, yy - slope * xy) / (count - 2));
  const critical = studentT(count - 2).upperQuantile((1 - level) / 2);
  return Array.from({ length: linePlaces }, (_, place) => {
    const at = low + ((high - low) * place) / (linePlaces - 1);
    const middle = meanY + slope * (at - meanX);
    const reach = critical * error * Math.sqrt(1 / count + ((at - meanX) * (at - meanX)) / xx);
    return { x: at, y: middle, low: middle - reach, high: middle + reach };
  });
}

/** Medians and quartiles of y in parts of equal size along x. */
function medianPoints(x: Float64Array, y: Float64Array): readonly CurvePoint[] {
  const order = Uint32Array.from(x, (_, row) => row).sort((one, two) => x[one]! - x[two]! || one - two);
  const parts = Math.max(1, Math.min(mostParts, Math.floor(x.length / 5)));
  const points: CurvePoint[] = [];
  for (let part = 0; part < parts; part++) {
    const rows = order.subarray(
      Math.floor((part * order.length) / parts),
      Math.floor(((part + 1) * order.length) / parts),
    );
    if (rows.length === 0) continue;
    const inX = Float64Array.from(rows, (row) => x[row]!).sort();
    const inY = Float64Array.from(rows, (row) => y[row]!).sort();
    const [middle, low, high] = [0.5, 0.25, 0.75].map((share) => quantileOfSorted(inY, share) ?? 0);
    points.push({ x: quantileOfSorted(inX, 0.5) ?? 0, y: middle ?? 0, low: low ?? 0, high: high ?? 0 });
  }
  return points;
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
