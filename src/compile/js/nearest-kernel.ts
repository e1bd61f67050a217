import type { NearestExpr } from "../../ir/index.ts";
import { boxSum, buildNearestTree, type NearestTree } from "./nearest-tree.ts";

/** Stored rows in typed arrays. */
export interface FlatNearest {
  readonly metric: NearestExpr["metric"];
  /** Infinity where all rows count. */
  readonly neighbours: number;
  readonly weighting: NearestExpr["weighting"];
  readonly answer: NearestExpr["answer"];
  readonly rows: Float64Array;
  readonly weight: Float64Array;
  readonly value: Float64Array;
  /** Built by the first search; null where a look at all rows is as fast. */
  tree?: NearestTree | null;
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
});

/** A search on its way. */
interface Search {
  readonly isManhattan: boolean;
  /** Rows farther than this cannot count any more, nor those whose sum is beyond the bound. */
  limit: number;
  bound: number;
  /** The rows that may count, in the order in which they were met. */
  readonly near: { readonly place: number; readonly distance: number }[];
  /** The nearest of them, by distance and then by place, until their weights come to the neighbours. */
  readonly first: { readonly place: number; readonly distance: number }[];
}

/** The answer of the stored rows nearest to a row of inputs, where NaN is a missing value. */
export function scoreNearest(nearest: FlatNearest, inputs: Float64Array, within: number): number {
  if (within !== within) return NaN;
  for (let at = 0; at < inputs.length; at++) if (inputs[at] !== inputs[at]) return NaN;
  const isManhattan = nearest.metric === "manhattan";
  const limit = within === Infinity ? Number.MAX_VALUE : within;
  const search = { isManhattan, limit, bound: giveUpBeyond(limit, isManhattan), near: [], first: [] };
  nearest.tree ??= buildNearestTree(nearest.rows, inputs.length);
  if (nearest.tree) searchTree(nearest, nearest.tree, inputs, search);
  else
    for (let row = 0; row < nearest.weight.length; row++)
      meet(nearest, nearest.rows, row, row, inputs, search);
  return answerOf(nearest, search);
}

/** A sum from which on a row is farther than a distance for certain, whatever was rounded. */
const giveUpBeyond = (distance: number, isManhattan: boolean): number =>
  isManhattan ? distance : distance * distance * (1 + 1e-12) + 1e-300;

/** Meets the rows of the boxes that are near enough, the nearer box first. */
function searchTree(
  nearest: FlatNearest,
  { rows, places, nodes }: NearestTree,
  inputs: Float64Array,
  search: Search,
): void {
  const open = [nodes.length - 1];
  const sums = [0];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (sums.pop()! > search.bound) continue;
    const { from, to, left, right } = nodes[next]!;
    if (left < 0) {
      for (let at = from; at < to; at++) meet(nearest, rows, at, places[at]!, inputs, search);
      continue;
    }
    const [leftSum, rightSum] = [
      boxSum(nodes[left]!, inputs, search.isManhattan),
      boxSum(nodes[right]!, inputs, search.isManhattan),
    ];
    const leftFirst = leftSum <= rightSum;
    open.push(leftFirst ? right : left, leftFirst ? left : right);
    sums.push(leftFirst ? rightSum : leftSum, leftFirst ? leftSum : rightSum);
  }
}

/** Measures one row, and keeps it where it may count. */
function meet(
  { neighbours, weight }: FlatNearest,
  rows: Float64Array,
  row: number,
  place: number,
  inputs: Float64Array,
  search: Search,
): void {
  const { isManhattan, bound, near, first } = search;
  const start = row * inputs.length;
  let sum = 0;
  for (let at = 0; at < inputs.length && sum <= bound; at++) {
    const away = inputs[at]! - rows[start + at]!;
    sum += isManhattan ? Math.abs(away) : away * away;
  }
  const distance = isManhattan ? sum : Math.sqrt(sum);
  if (!(sum <= bound && distance <= search.limit)) return;
  const found = { place, distance };
  near.push(found);
  if (neighbours === Infinity) return;
  let at = first.length;
  while (at > 0 && isBefore(found, first[at - 1]!)) at--;
  first.splice(at, 0, found);
  let total = 0;
  let kept = 0;
  while (kept < first.length && total < neighbours) total += weight[first[kept++]!.place]!;
  first.length = kept;
  const last = first[kept - 1]!.distance;
  if (total >= neighbours && last < search.limit) {
    search.limit = last;
    search.bound = giveUpBeyond(last, isManhattan);
  }
}

type Found = Search["near"][number];

const isBefore = (one: Found, other: Found): boolean =>
  one.distance < other.distance || (one.distance === other.distance && one.place < other.place);

/** What the rows that count answer together, in their order. */
function answerOf({ neighbours, weighting, answer, weight, value }: FlatNearest, search: Search): number {
  const { near, first } = search;
  if (near.length === 0) return answer === "sum" ? 0 : NaN;
  const isByDistance = weighting === "distance";
  let reach = 0;
  if (!(isByDistance && near.some(({ distance }) => distance === 0)))
    for (const { distance } of neighbours === Infinity ? near : first) reach = Math.max(reach, distance);
  if (answer === "reach") return reach;
  let least = Infinity;
  let sum = 0;
  let weights = 0;
  const counted = near.filter(({ distance }) => distance <= reach);
  for (const { place, distance } of counted.sort((one, other) => one.place - other.place)) {
    const share = isByDistance && distance > 0 ? weight[place]! * (1 / distance) : weight[place]!;
    sum += share * value[place]!;
    weights += share;
    least = Math.min(least, value[place]!);
  }
  if (answer === "least") return least;
  return answer === "sum" ? sum : sum / weights;
}
