import type { Random } from "../../base/index.ts";
import type { CategoryBins, NumberBins } from "../boosting/feature-bins.ts";
import { sortBins } from "../boosting/sort-bins.ts";
import type { ForestGround } from "./forest-ground.ts";
import { addRow, agreement, restAgreement, strideOf, type NodeSums } from "./node-sums.ts";

/** A way to part the rows of a node: by a threshold, or by a set of levels. */
export interface ForestSplit {
  readonly feature: number;
  readonly gain: number;
  /** 1 for each of the 256 bins that goes left. */
  readonly goesLeft: Uint8Array;
  /** Numbers: the bin whose upper edge is the threshold. Categories: -1. */
  readonly thresholdBin: number;
}

/** Rows of a node, with what all searches in a forest need again and again. */
export interface NodeSearch {
  readonly ground: ForestGround;
  readonly rows: Uint32Array;
  readonly times: Uint8Array;
  from: number;
  to: number;
  total: NodeSums;
  readonly minDataInLeaf: number;
  /** A draw of thresholds instead of the best: the random numbers of extremely randomized trees. */
  random: Random | undefined;
  /** Sums by bin of one feature. */
  readonly byBin: NodeSums;
  /** Sums of the left side. */
  readonly left: NodeSums;
}

/** Room for the searches of one tree. */
export function openSearch(
  ground: ForestGround,
  rows: Uint32Array,
  times: Uint8Array,
  minDataInLeaf: number,
): NodeSearch {
  const stride = strideOf(ground);
  return {
    ground,
    rows,
    times,
    from: 0,
    to: rows.length,
    total: new Float64Array(stride),
    minDataInLeaf,
    random: undefined,
    byBin: new Float64Array(256 * stride),
    left: new Float64Array(stride),
  };
}

interface Found {
  gain: number;
  /** Numbers: the bin whose edge is the threshold. Categories: the levels taken from the front of the row. */
  at: number;
  missingLeft: boolean;
}

/**
 * The best (or a drawn) split of a node by one feature: `same` where all rows have one value, undefined where no split leaves
 * enough rows on both sides.
 */
export function findForestSplit(search: NodeSearch, feature: number): ForestSplit | "same" | undefined {
  const { ground, byBin, from, to, rows, times, total } = search;
  const bins = ground.bins[feature]!;
  const column = ground.columns[feature]!;
  const stride = strideOf(ground);
  let [low, high] = [255, 0];
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    const bin = column[row]!;
    if (bin < low) low = bin;
    if (bin > high) high = bin;
    addRow(byBin, bin * stride, ground, row, times[row]!);
  }
  const score = agreement(total, 0, ground);
  const split =
    low === high
      ? "same"
      : bins.kind === "number"
        ? numberSplit(search, feature, bins, low, high, score)
        : categorySplit(search, feature, bins, low, high, score);
  byBin.fill(0, low * stride, (high + 1) * stride);
  return split;
}

function addBin(search: NodeSearch, bin: number): void {
  const { left, byBin } = search;
  const place = bin * left.length;
  for (let at = 0; at < left.length; at++) left[at]! += byBin[place + at]!;
}

/** Keeps the left side as it stands when it leaves enough rows on both sides and gains more than what was found. */
function weigh(search: NodeSearch, at: number, missingLeft: boolean, score: number, found: Found): void {
  const { left, total, ground, minDataInLeaf } = search;
  const count = left[ground.width + 1]!;
  if (count < minDataInLeaf || total[ground.width + 1]! - count < minDataInLeaf) return;
  const gain = agreement(left, 0, ground) + restAgreement(total, left, ground) - score;
  if (gain > found.gain) Object.assign(found, { gain, at, missingLeft });
}

function numberSplit(
  search: NodeSearch,
  feature: number,
  bins: NumberBins,
  low: number,
  high: number,
  score: number,
): ForestSplit | undefined {
  const { byBin, left, ground, total } = search;
  const stride = left.length;
  const { missingBin } = bins;
  const hasMissing = high === missingBin;
  let last = high;
  // The greatest bin of a number; with missing values all numbers may go left.
  if (hasMissing)
    do last--;
    while (last > low && byBin[last * stride + ground.width + 1] === 0);
  const only = search.random ? drawThreshold(bins, low, last, search.random) : -1;
  const found: Found = { gain: -Infinity, at: -1, missingLeft: false };
  for (const missingLeft of hasMissing ? [false, true] : [false]) {
    left.fill(0);
    if (missingLeft) addBin(search, missingBin);
    const end = hasMissing && !missingLeft ? last : last - 1;
    for (let bin = low; bin <= end; bin++) {
      if (only >= 0 && bin > only) break;
      if (byBin[bin * stride + ground.width + 1] === 0 && bin !== only) continue;
      addBin(search, bin);
      if (only < 0 || bin === only) weigh(search, bin, missingLeft, score, found);
    }
  }
  if (found.at < 0) return undefined;
  left.fill(0);
  for (let bin = low; bin <= found.at; bin++) addBin(search, bin);
  const goesLeft = new Uint8Array(256).fill(1, 0, found.at + 1);
  const leftIsGreater = left[ground.width]! * 2 >= total[ground.width]!;
  goesLeft[missingBin] = (hasMissing ? found.missingLeft : leftIsGreater) ? 1 : 0;
  return { feature, gain: found.gain, goesLeft, thresholdBin: found.at };
}

/** A bin whose upper edge is a uniform draw between the least and the greatest edge that parts the rows. */
function drawThreshold({ edges }: NumberBins, low: number, last: number, random: Random): number {
  if (last - low <= 1) return low;
  const share = random.next();
  const drawn = edges[low]! * (1 - share) + edges[last - 1]! * share;
  let bin = low;
  while (bin < last - 1 && edges[bin]! < drawn) bin++;
  return bin;
}

const row = new Int32Array(256);
const keys = new Float64Array(256);

/** The best end of the row of levels by their share of the node's most frequent class, or by their mean; or a drawn end. */
function categorySplit(
  search: NodeSearch,
  feature: number,
  bins: CategoryBins,
  low: number,
  high: number,
  score: number,
): ForestSplit | undefined {
  const { byBin, left, ground, total } = search;
  const stride = left.length;
  let lead = 0;
  for (let at = 1; at < ground.width; at++) if (total[at]! > total[lead]!) lead = at;
  let count = 0;
  for (let bin = low; bin <= high; bin++) {
    const place = bin * stride;
    if (bin === bins.levels.length || byBin[place + ground.width + 1] === 0) continue;
    keys[bin] = byBin[place + lead]! / byBin[place + ground.width]!;
    row[count++] = bin;
  }
  sortBins(row, count, keys);
  const hasOthers = low <= bins.levels.length && byBin[bins.levels.length * stride + ground.width + 1]! > 0;
  const most = hasOthers ? count : count - 1;
  const only = search.random && most > 0 ? search.random.integer(most) : -1;
  const found: Found = { gain: -Infinity, at: -1, missingLeft: false };
  left.fill(0);
  for (let taken = 0; taken < most; taken++) {
    addBin(search, row[taken]!);
    if (only < 0 || taken === only) weigh(search, taken, false, score, found);
  }
  if (found.at < 0) return undefined;
  const goesLeft = new Uint8Array(256);
  for (let taken = 0; taken <= found.at; taken++) goesLeft[row[taken]!] = 1;
  return { feature, gain: found.gain, goesLeft, thresholdBin: -1 };
}
