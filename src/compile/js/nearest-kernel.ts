import type { NearestExpr } from "../../ir/index.ts";

/** Stored rows in typed arrays, with room for the distances to them. */
export interface FlatNearest {
  readonly metric: NearestExpr["metric"];
  /** Infinity where all rows count. */
  readonly neighbours: number;
  readonly weighting: NearestExpr["weighting"];
  readonly answer: NearestExpr["answer"];
  readonly rows: Float64Array;
  readonly weight: Float64Array;
  readonly value: Float64Array;
  /** Written by each search. */
  readonly distances: Float64Array;
}

/** Lays stored rows out for `scoreNearest`. */
export const layOutNearest = (nearest: NearestExpr): FlatNearest => ({
  metric: nearest.metric,
  neighbours: nearest.neighbours ?? Infinity,
  weighting: nearest.weighting,
  answer: nearest.answer,
  rows: Float64Array.from(nearest.rows),
  weight: Float64Array.from(nearest.weight),
  value: Float64Array.from(nearest.value),
  distances: new Float64Array(nearest.weight.length),
});

/** The answer of the stored rows nearest to a row of inputs, where NaN is a missing value. */
export function scoreNearest(nearest: FlatNearest, inputs: Float64Array, within: number): number {
  if (within !== within) return NaN;
  for (let at = 0; at < inputs.length; at++) if (inputs[at] !== inputs[at]) return NaN;
  const reach = findReach(nearest, inputs, within);
  if (reach < 0) return nearest.answer === "sum" ? 0 : NaN;
  return nearest.answer === "reach" ? reach : answerWithin(nearest, reach);
}

/**
 * The distance up to which rows count, -1 where none does. Distances to all rows that may count are left in `distances`; a row
 * is given up (Infinity) once it is surely farther than the rows that were found.
 */
function findReach(nearest: FlatNearest, inputs: Float64Array, within: number): number {
  const { metric, neighbours, rows, weight, distances } = nearest;
  const isManhattan = metric === "manhattan";
  /** The rows that count so far, by distance: theirs and their weights. */
  const found: number[] = [];
  const weights: number[] = [];
  let limit = within === Infinity ? Number.MAX_VALUE : within;
  let bound = giveUpBeyond(limit, isManhattan);
  let place = 0;
  for (let row = 0; row < distances.length; row++) {
    let sum = 0;
    for (let at = 0; at < inputs.length && sum <= bound; at++) {
      const away = inputs[at]! - rows[place + at]!;
      sum += isManhattan ? Math.abs(away) : away * away;
    }
    place += inputs.length;
    const distance = sum <= bound ? (isManhattan ? sum : Math.sqrt(sum)) : Infinity;
    distances[row] = distance <= limit ? distance : Infinity;
    if (!(distance <= limit)) continue;
    if (neighbours === Infinity) {
      if (found.length === 0 || distance > found[0]!) found[0] = distance;
      continue;
    }
    // In its place behind all that are as near.
    let at = found.length;
    while (at > 0 && found[at - 1]! > distance) at--;
    found.splice(at, 0, distance);
    weights.splice(at, 0, weight[row]!);
    let total = 0;
    let kept = 0;
    while (kept < found.length && total < neighbours) total += weights[kept++]!;
    found.length = kept;
    weights.length = kept;
    if (total >= neighbours && found[kept - 1]! < limit) {
      limit = found[kept - 1]!;
      bound = giveUpBeyond(limit, isManhattan);
    }
  }
  if (found.length === 0) return -1;
  return nearest.weighting === "distance" && nearestIsHere(nearest) ? 0 : found.at(-1)!;
}

/** A sum from which on a row is farther than a distance for certain, whatever was rounded. */
const giveUpBeyond = (distance: number, isManhattan: boolean): number =>
  isManhattan ? distance : distance * distance * (1 + 1e-12) + 1e-300;

function nearestIsHere({ distances }: FlatNearest): boolean {
  for (let row = 0; row < distances.length; row++) if (distances[row] === 0) return true;
  return false;
}

/** What the rows up to a distance answer together, in their order. */
function answerWithin({ distances, weight, value, weighting, answer }: FlatNearest, reach: number): number {
  let least = Infinity;
  let sum = 0;
  let weights = 0;
  for (let row = 0; row < distances.length; row++) {
    const distance = distances[row]!;
    if (!(distance <= reach)) continue;
    const share = weighting === "distance" && distance > 0 ? weight[row]! * (1 / distance) : weight[row]!;
    sum += share * value[row]!;
    weights += share;
    if (value[row]! < least) least = value[row]!;
  }
  if (answer === "least") return least;
  return answer === "sum" ? sum : sum / weights;
}
