import { createRandom, type Random } from "../../base/index.ts";
import { findForestSplit, openSearch, type ForestSplit, type NodeSearch } from "./find-split.ts";
import type { ForestGround } from "./forest-ground.ts";
import { addNode, partNode, type ForestNodes } from "./forest-nodes.ts";
import { addRow, leafNumbers, strideOf } from "./node-sums.ts";
import { partRows } from "../boosting/part-rows.ts";

/** How a tree of a forest grows. */
export interface ForestTreeTask {
  readonly ground: ForestGround;
  /** How often each row counts; 0 for rows that are out of the bag. */
  readonly times: Uint8Array;
  readonly maxDepth: number;
  readonly minDataInLeaf: number;
  readonly minDataToSplit: number;
  /** Features that each node may ask about, of those that vary there. */
  readonly featureCount: number;
  /** Draw thresholds instead of the best (Geurts, Ernst, Wehenkel 2006). */
  readonly drawsThresholds: boolean;
  readonly seed: string;
}

/** Takes the answer of a leaf for the rows out of the bag that fall into it. */
export type LeafVisitor = (rows: Uint32Array, numbers: readonly number[]) => void;

interface OpenNode {
  readonly node: number;
  readonly depth: number;
  readonly from: number;
  readonly to: number;
  readonly outFrom: number;
  readonly outTo: number;
}

/**
 * Grows one tree node by node, the left side first, until every leaf is pure or at its limits, and adds its nodes. `gains`
 * takes what each feature's splits gained; `visit` is told of each leaf.
 */
export function growForestTree(
  task: ForestTreeTask,
  nodes: ForestNodes,
  gains: Float64Array,
  visit: LeafVisitor,
): void {
  const { ground, times } = task;
  const all = Uint32Array.from(times.keys());
  const rows = all.filter((row) => times[row]! > 0);
  const out = all.filter((row) => times[row] === 0);
  const scratch = new Uint32Array(all.length);
  const search = openSearch(ground, rows, times, task.minDataInLeaf);
  const random = createRandom(task.seed);
  const root = addNode(nodes);
  nodes.roots.push(root);
  const open: OpenNode[] = [
    { node: root, depth: 0, from: 0, to: rows.length, outFrom: 0, outTo: out.length },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth, from, to, outFrom, outTo } = next;
    sumRows(search, from, to);
    const split = mayPart(task, search, depth) ? bestSplit(task, search, random) : undefined;
    if (!split) {
      const numbers = leafNumbers(search.total, ground);
      for (const [output, number] of numbers.entries()) nodes.values[output]![node] = number + 0;
      visit(out.subarray(outFrom, outTo), numbers);
      continue;
    }
    gains[split.feature]! += Math.max(0, split.gain);
    const column = ground.columns[split.feature]!;
    const middle = partRows(rows, from, to, column, split.goesLeft, scratch);
    const outMiddle = partRows(out, outFrom, outTo, column, split.goesLeft, scratch);
    const left = partNode(nodes, node, split, ground.bins[split.feature]!);
    open.push({ node: left + 1, depth: depth + 1, from: middle, to, outFrom: outMiddle, outTo });
    open.push({ node: left, depth: depth + 1, from, to: middle, outFrom, outTo: outMiddle });
  }
}

function sumRows(search: NodeSearch, from: number, to: number): void {
  const { ground, rows, times } = search;
  search.from = from;
  search.to = to;
  search.total = new Float64Array(strideOf(ground));
  for (let at = from; at < to; at++) addRow(search.total, 0, ground, rows[at]!, times[rows[at]!]!);
}

function mayPart(
  { maxDepth, minDataToSplit, minDataInLeaf }: ForestTreeTask,
  search: NodeSearch,
  depth: number,
): boolean {
  const count = search.to - search.from;
  if (count < minDataToSplit || count < 2 * minDataInLeaf || (maxDepth > 0 && depth >= maxDepth))
    return false;
  return !isPure(search);
}

/** Whether all rows of the node have one target. */
function isPure({ ground: { classes, moment, weight }, rows, from, to }: NodeSearch): boolean {
  const first = rows[from]!;
  if (classes) {
    for (let at = from + 1; at < to; at++) if (classes[rows[at]!] !== classes[first]) return false;
    return true;
  }
  const mean = moment![first]! / weight[first]!;
  for (let at = from + 1; at < to; at++) if (moment![rows[at]!]! / weight[rows[at]!]! !== mean) return false;
  return true;
}

/** The best split over features drawn until enough of them vary here; as scikit-learn does it, at least one if any varies. */
function bestSplit(task: ForestTreeTask, search: NodeSearch, random: Random): ForestSplit | undefined {
  const { length } = task.ground.bins;
  const draws = task.featureCount < length;
  search.random = task.drawsThresholds ? random : undefined;
  const order = Uint16Array.from({ length }, (_, feature) => feature);
  let best: ForestSplit | undefined;
  let asked = 0;
  for (let at = 0; at < length && (asked < task.featureCount || !best); at++) {
    if (draws) {
      const pick = at + random.integer(length - at);
      [order[at], order[pick]] = [order[pick]!, order[at]!];
    }
    const split = findForestSplit(search, order[at]!);
    if (split === "same") continue;
    asked++;
    if (
      split &&
      (!best || split.gain > best.gain || (split.gain === best.gain && split.feature < best.feature))
    )
      best = split;
  }
  return best;
}
