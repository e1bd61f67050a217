import { ascendingPlaces, wilsonInterval } from "../stats/index.ts";
import type { CalibrationBin, Interval } from "./evaluation.ts";
import { predictedClasses, type ScoredRows } from "./metrics/index.ts";

/** How many bins are tried, and the fewest rows one may hold. */
const binCount = 10;
const smallestBin = 10;

/**
 * A share with Wilson's 95 % interval. `count` need not be whole: with weights it is the effective number of rows. No rows: the
 * share is not known, so the interval is 0 to 1 around one half.
 */
export function shareInterval(successes: number, count: number): Interval {
  const interval = wilsonInterval(successes, count);
  if (interval === null) return { estimate: 0.5, low: 0, high: 1 };
  const share = successes / count;
  return { estimate: share, low: Math.min(share, interval.low), high: Math.max(share, interval.high) };
}

/**
 * The calibration curve: rows in ten bins of equal size by predicted probability, each with its mean prediction and the
 * observed share. Rows of one probability are never parted, bins below ten rows join their neighbour. With weights, the
 * means are weighted and the interval has Kish's effective number of rows. Empty for regression.
 */
export function calibrationBins(rows: ScoredRows, weight?: Float64Array): CalibrationBin[] {
  if (rows.classCount === 0) return [];
  const { probability, happened } = calibrated(rows);
  const order = ascendingPlaces(probability);
  return binEdges(order, probability).map(([from, to]) =>
    describeBin(order.subarray(from, to), probability, happened, weight),
  );
}

/** The probability that is held against what happened: of the positive class, or of the most probable one. */
export function calibrated({ classCount, truth, predictions }: ScoredRows): {
  probability: Float64Array;
  happened: Uint8Array;
} {
  const { outputs } = predictions;
  if (classCount === 2)
    return { probability: outputs[0]!, happened: Uint8Array.from(truth, (value) => (value === 1 ? 1 : 0)) };
  const predicted = predictedClasses({ predictions });
  return {
    probability: Float64Array.from(predicted, (index, row) => outputs[index]![row]!),
    happened: Uint8Array.from(predicted, (index, row) => (truth[row] === index ? 1 : 0)),
  };
}

/** From-to places in the order: each bin closes at the first change of value after its tenth of the rows. */
function binEdges(order: Uint32Array, probability: Float64Array): (readonly [from: number, to: number])[] {
  const count = order.length;
  const edges: number[] = [0];
  for (let at = 1; at < count; at++) {
    const last = edges.at(-1)!;
    const wanted = Math.max(Math.ceil((edges.length * count) / binCount), last + smallestBin);
    const changes = probability[order[at - 1]!] !== probability[order[at]!];
    if (changes && at >= wanted && count - at >= smallestBin) edges.push(at);
  }
  return edges.map((from, index) => [from, edges[index + 1] ?? count] as const);
}

function describeBin(
  rows: Uint32Array,
  probability: Float64Array,
  happened: Uint8Array,
  weight: Float64Array | undefined,
): CalibrationBin {
  let total = 0;
  let squares = 0;
  let predicted = 0;
  let observed = 0;
  for (const row of rows) {
    const share = weight ? weight[row]! : 1;
    total += share;
    squares += share * share;
    predicted += share * probability[row]!;
    observed += share * happened[row]!;
  }
  if (!(total > 0))
    return { predicted: probability[rows[0]!]!, observed: shareInterval(0, 0), count: rows.length };
  const effective = (total * total) / squares;
  return {
    predicted: predicted / total,
    observed: shareInterval((observed / total) * effective, effective),
    count: rows.length,
  };
}
