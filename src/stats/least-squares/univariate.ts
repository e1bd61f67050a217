import { failInput } from "../../base/index.ts";
import { dotColumns, doubleAt, setDouble, sumOfColumn, type DoubleColumn } from "./double-column.ts";
import {
  addDoubles,
  divideDoubles,
  fromNumber,
  multiplyDoubles,
  scaleDouble,
  squareRootDouble,
  subtractDoubles,
  toNumber,
  zeroDouble,
} from "../double-double.ts";
import { asColumn, countOf, greatestSize, powerToOne, scaledCopy, type NumberColumn } from "./numbers.ts";

/** What some numbers come to, each figure rounded once at the end. */
export interface UnivariateSummary {
  readonly count: number;
  readonly mean: number;
  /** With n - 1; null for one number. */
  readonly standardDeviation: number | null;
  /** Lag 1, Σ(y[i] - m)(y[i+1] - m) / Σ(y[i] - m)², in the order of the numbers; null where all are equal. */
  readonly autocorrelation: number | null;
}

/**
 * Mean, standard deviation and lag-1 autocorrelation in double-double arithmetic on the decimals that the numbers stand for
 * (`NumberColumn`), as the univariate sets of NIST's Statistical Reference Datasets define them: at least 14 correct digits on all
 * of those. No numbers, or one that is not finite, is refused (T2805, T2801).
 * @example
 * univariateSummary(Float64Array.of(10000000.2, 10000000.1, 10000000.3)).standardDeviation // 0.1
 */
export function univariateSummary(values: NumberColumn, name = "values"): UnivariateSummary {
  const count = countOf(values);
  if (count === 0) failEmpty(name);
  const whole = asColumn(values, name);
  const power = powerToOne(greatestSize(whole.high));
  const column = scaledCopy(whole, power);
  const mean = centerColumn(column);
  const squares = dotColumns(column, column);
  const standardDeviation =
    count === 1 ? null : toNumber(squareRootDouble(divideDoubles(squares, fromNumber(count - 1)))) / power;
  return {
    count,
    mean: toNumber(mean) / power,
    standardDeviation,
    autocorrelation:
      squares.high > 0 ? toNumber(divideDoubles(dotColumns(...lagged(column)), squares)) : null,
  };
}

/** A column without its last number, and one without its first. */
const lagged = ({ high, low }: DoubleColumn): [DoubleColumn, DoubleColumn] => [
  { high: high.subarray(0, -1), low: low.subarray(0, -1) },
  { high: high.subarray(1), low: low.subarray(1) },
];

/** Subtracts the mean from a column, in place, and gives it back. */
export function centerColumn(column: DoubleColumn): ReturnType<typeof sumOfColumn> {
  const count = fromNumber(column.high.length);
  // The mean of what is left makes up for the rounding of the first, so equal numbers come to exactly 0.
  let mean = zeroDouble;
  for (let pass = 0; pass < 2; pass++) {
    const step = divideDoubles(sumOfColumn(column), count);
    for (let row = 0; row < column.high.length; row++)
      setDouble(column, row, subtractDoubles(doubleAt(column, row), step));
    mean = addDoubles(mean, step);
  }
  return mean;
}

/** A row of a table of the analysis of variance. */
export interface VarianceRow {
  readonly degreesOfFreedom: number;
  readonly sumOfSquares: number;
  /** The sum over the degrees of freedom; 0 where there are none. */
  readonly meanSquare: number;
}

/** A one-way analysis of variance, each figure rounded once at the end. */
export interface OneWayAnalysis {
  readonly between: VarianceRow;
  readonly within: VarianceRow;
  /** Infinity where the groups differ and nothing varies within them; null where nothing varies at all. */
  readonly fStatistic: number | null;
  /** The share of the sum of squares that lies between the groups; null where nothing varies. */
  readonly rSquared: number | null;
  readonly residualStandardDeviation: number;
}

/**
 * The sums of squares between and within groups of numbers, F, R² and the residual standard deviation in double-double
 * arithmetic on the decimals that the numbers stand for: at least 14 correct digits on the eleven sets of NIST, those with 13
 * constant leading digits included. Refused (T2805): less than two groups, an empty group, as many groups as numbers.
 * @example
 * oneWayAnalysis([Float64Array.of(1, 2, 3), Float64Array.of(2, 3, 4)]).fStatistic // 1.5
 */
export function oneWayAnalysis(groups: readonly NumberColumn[]): OneWayAnalysis {
  const counts = groups.map(countOf);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  if (groups.length < 2 || counts.includes(0)) failGroups(groups.length, counts.indexOf(0));
  if (rows === groups.length) failGroups(groups.length, -2);
  const given = groups.map((values, at) => asColumn(values, `group ${at + 1}`));
  const power = powerToOne(given.reduce((most, { high }) => Math.max(most, greatestSize(high)), 0));
  const columns = given.map((column) => scaledCopy(column, power));
  const first = doubleAt(columns[0]!, 0);
  let [within, mean] = [zeroDouble, zeroDouble];
  const means = columns.map((column, at) => {
    // Distances from one value keep a large common part out of the sums.
    for (let row = 0; row < column.high.length; row++)
      setDouble(column, row, subtractDoubles(doubleAt(column, row), first));
    mean = addDoubles(mean, divideDoubles(sumOfColumn(column), fromNumber(rows)));
    const own = centerColumn(column);
    within = addDoubles(within, dotColumns(column, column));
    return { own, count: counts[at]! };
  });
  let between = zeroDouble;
  for (const { own, count } of means) {
    const distance = subtractDoubles(own, mean);
    between = addDoubles(between, multiplyDoubles(multiplyDoubles(distance, distance), fromNumber(count)));
  }
  return tableOf(between, within, groups.length, rows, power);
}

function tableOf(
  between: ReturnType<typeof sumOfColumn>,
  within: ReturnType<typeof sumOfColumn>,
  groupCount: number,
  rows: number,
  power: number,
): OneWayAnalysis {
  const betweenMean = divideDoubles(between, fromNumber(groupCount - 1));
  const withinMean = divideDoubles(within, fromNumber(rows - groupCount));
  const unscaled = (value: typeof between): number => toNumber(scaleDouble(value, 1 / power)) / power;
  const total = addDoubles(between, within);
  const f = within.high > 0 ? toNumber(divideDoubles(betweenMean, withinMean)) : Infinity;
  return {
    between: {
      degreesOfFreedom: groupCount - 1,
      sumOfSquares: unscaled(between),
      meanSquare: unscaled(betweenMean),
    },
    within: {
      degreesOfFreedom: rows - groupCount,
      sumOfSquares: unscaled(within),
      meanSquare: unscaled(withinMean),
    },
    fStatistic: total.high > 0 ? f : null,
    rSquared: total.high > 0 ? toNumber(divideDoubles(between, total)) : null,
    residualStandardDeviation: toNumber(squareRootDouble(withinMean)) / power,
  };
}

function failGroups(groupCount: number, emptyGroup: number): never {
  const message =
    groupCount < 2
      ? "An analysis of variance needs two groups."
      : emptyGroup === -2
        ? "Every group has one number, so nothing is known of the spread within groups."
        : "A group has no numbers.";
  failInput("T2805", message, {
    value: groupCount < 2 || emptyGroup === -2 ? `${groupCount} groups` : "0 numbers",
    ...(emptyGroup >= 0 && groupCount >= 2 ? { place: `group ${emptyGroup + 1}` } : {}),
    cure: "Give two groups or more, none empty, and one of them with two numbers.",
  });
}

function failEmpty(name: string): never {
  failInput("T2805", `${name} has no numbers.`, {
    value: "0 numbers",
    cure: "Give one number or more; two for a standard deviation.",
  });
}
