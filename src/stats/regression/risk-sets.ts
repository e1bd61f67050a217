import { exponential, naturalLogarithm } from "../../base/index.ts";

/** How events at one time are put in order: Efron averages over the orders, Breslow takes all at once. */
export type Ties = "efron" | "breslow";

/** What a Cox regression is fitted to: rows sorted by stratum, then by time. */
export interface RiskProblem {
  /** Columns about their means, in sorted order. */
  readonly columns: readonly Float64Array[];
  readonly times: Float64Array;
  readonly events: Uint8Array;
  /** Where each stratum begins, and the end of the last. */
  readonly bounds: readonly number[];
  readonly ties: Ties;
}

/** What one time of events adds to the partial likelihood. */
export interface RiskSet {
  readonly time: number;
  /** Rows of this time: from, to. */
  readonly from: number;
  readonly to: number;
  readonly events: number;
  /** Per event, in the order of the ties: the sum of the hazards at risk, and their mean columns. */
  readonly sums: readonly number[];
  readonly means: readonly Float64Array[];
  readonly logLikelihood: number;
  /** Σ over the events of x minus the mean at risk. */
  readonly score: Float64Array;
  /** Row-major. */
  readonly information: Float64Array;
}

/** The linear predictor of each row, lowered by its maximum so that no exponential overflows: hazards up to a common factor. */
export function relativeHazards(
  { columns, times }: RiskProblem,
  coefficients: Float64Array,
): { readonly predictor: Float64Array; readonly hazards: Float64Array; readonly shift: number } {
  const predictor = new Float64Array(times.length);
  columns.forEach((column, at) => {
    for (let row = 0; row < predictor.length; row++) predictor[row]! += column[row]! * coefficients[at]!;
  });
  let shift = Number.NEGATIVE_INFINITY;
  for (const value of predictor) shift = Math.max(shift, value);
  return { predictor, hazards: predictor.map((value) => exponential(value - shift)), shift };
}

/**
 * The risk sets at all times of events at some coefficients, each stratum from its last time back. (Efron 1977; Breslow 1974; Therneau
 * & Grambsch, "Modeling Survival Data", 2000, 3.1 and 3.3.)
 */
export function visitRiskSets(
  problem: RiskProblem,
  coefficients: Float64Array,
  visit: (set: RiskSet) => void,
): void {
  const { columns, times, events, bounds, ties } = problem;
  const size = columns.length;
  const { predictor, hazards, shift } = relativeHazards(problem, coefficients);
  const x = new Float64Array(size);
  for (let stratum = 0; stratum + 1 < bounds.length; stratum++) {
    const whole = emptyMoments(size);
    for (let to = bounds[stratum + 1]!; to > bounds[stratum]!;) {
      let from = to;
      const dead = emptyMoments(size);
      let count = 0;
      let sumOfPredictors = 0;
      const sumOfColumns = new Float64Array(size);
      while (from > bounds[stratum]! && times[from - 1] === times[to - 1]) {
        from--;
        for (let at = 0; at < size; at++) x[at] = columns[at]![from]!;
        addMoments(whole, x, hazards[from]!);
        if (events[from] !== 1) continue;
        addMoments(dead, x, hazards[from]!);
        count++;
        sumOfPredictors += predictor[from]! - shift;
        for (let at = 0; at < size; at++) sumOfColumns[at]! += x[at]!;
      }
      if (count > 0)
        visit({
          time: times[from]!,
          from,
          to,
          events: count,
          ...partsOf(whole, dead, count, ties, sumOfPredictors, sumOfColumns),
        });
      to = from;
    }
  }
}

/** Sums of hazards, of hazards times columns, and of hazards times products of columns (lower triangle). */
interface HazardMoments {
  zeroth: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

const emptyMoments = (size: number): HazardMoments => ({
  zeroth: 0,
  first: new Float64Array(size),
  second: new Float64Array(size * size),
});

function addMoments(moments: HazardMoments, x: Float64Array, hazard: number): void {
  const size = x.length;
  moments.zeroth += hazard;
  for (let row = 0; row < size; row++) {
    const part = hazard * x[row]!;
    moments.first[row]! += part;
    for (let column = 0; column <= row; column++) moments.second[row * size + column]! += part * x[column]!;
  }
}

function partsOf(
  whole: HazardMoments,
  dead: HazardMoments,
  count: number,
  ties: Ties,
  sumOfPredictors: number,
  sumOfColumns: Float64Array,
): Pick<RiskSet, "sums" | "means" | "logLikelihood" | "score" | "information"> {
  const size = sumOfColumns.length;
  const sums: number[] = [];
  const means: Float64Array[] = [];
  let logLikelihood = sumOfPredictors;
  const score = Float64Array.from(sumOfColumns);
  const information = new Float64Array(size * size);
  for (let event = 0; event < count; event++) {
    const share = ties === "efron" ? event / count : 0;
    const zeroth = whole.zeroth - share * dead.zeroth;
    const mean = whole.first.map((value, at) => (value - share * dead.first[at]!) / zeroth);
    logLikelihood -= naturalLogarithm(zeroth);
    for (let row = 0; row < size; row++) {
      score[row]! -= mean[row]!;
      for (let column = 0; column <= row; column++) {
        const at = row * size + column;
        const value = (whole.second[at]! - share * dead.second[at]!) / zeroth - mean[row]! * mean[column]!;
        information[at]! += value;
        if (column < row) information[column * size + row]! += value;
      }
    }
    sums.push(zeroth);
    means.push(mean);
  }
  return { sums, means, logLikelihood, score, information };
}
