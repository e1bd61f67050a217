import { createRandom, mixBits, naturalLogarithm, type Random } from "../../base/index.ts";
import { rowKeys } from "../row-keys.ts";
import type { Feature, TrainingSet } from "../trainer.ts";
import { addNode, type ForestNodes } from "./forest-nodes.ts";

/** Rows to isolate. */
export interface Isolation {
  readonly features: readonly Feature[];
  readonly weight: Float64Array | undefined;
  readonly keys: Uint32Array;
  readonly sampleSize: number;
}

/** The features in the order of their names, and the key of each row. */
export function openIsolation(set: TrainingSet, maxSamples: number): Isolation {
  const features = set.features.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return {
    features,
    weight: set.weight,
    keys: rowKeys({ ...set, features }),
    sampleSize: Math.min(maxSamples, set.rowCount),
  };
}

const eulerGamma = 0.5772156649015329;

/** c(n): how many questions an unsuccessful search in a binary tree of n rows takes on average (Liu, Ting, Zhou 2008, formula 1). */
export const meanPathLength = (count: number): number =>
  count <= 1
    ? 0
    : count === 2
      ? 1
      : 2 * (naturalLogarithm(count - 1) + eulerGamma) - (2 * (count - 1)) / count;

interface Question {
  readonly feature: number;
  readonly threshold: number;
  readonly levels: readonly number[] | null;
  readonly missingLeft: 0 | 1;
}

/** Grows one tree on a draw of rows; each leaf holds the length of the path to it, and what its rows would add to it. */
export function growIsolationTree(isolation: Isolation, nodes: ForestNodes, seed: string): void {
  const random = createRandom(seed);
  const values = nodes.values[0]!;
  const deepest = 32 - Math.clz32(Math.max(2, isolation.sampleSize) - 1);
  const root = addNode(nodes);
  nodes.roots.push(root);
  const open = [{ node: root, depth: 0, rows: drawRows(isolation, random) }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth, rows } = next;
    const question =
      depth < deepest && rows.length > 1 ? drawQuestion(isolation.features, rows, random) : undefined;
    if (!question) {
      values[node] = depth + meanPathLength(rows.length);
      continue;
    }
    nodes.feature[node] = question.feature;
    nodes.threshold[node] = question.threshold;
    nodes.categories[node] = question.levels;
    nodes.missingLeft[node] = question.missingLeft;
    const feature = isolation.features[question.feature]!;
    const levels = new Set(question.levels);
    const isLeft = (row: number): boolean => goesLeft(feature, row, question, levels);
    const left = (nodes.left[node] = addNode(nodes));
    const right = (nodes.right[node] = addNode(nodes));
    open.push({ node: right, depth: depth + 1, rows: rows.filter((row) => !isLeft(row)) });
    open.push({ node: left, depth: depth + 1, rows: rows.filter(isLeft) });
  }
}

/** Rows without putting back, by what they hold; heavier rows more likely (Efraimidis and Spirakis 2006). Ordered by the draw. */
function drawRows({ keys, weight, sampleSize }: Isolation, random: Random): readonly number[] {
  const salt = random.integer(4294967296);
  const clock = (row: number): number => {
    const share = (mixBits(keys[row]! ^ salt) + 0.5) / 4294967296;
    return weight ? -naturalLogarithm(share) / weight[row]! : -share;
  };
  const clocks = Float64Array.from(keys, (_, row) => clock(row));
  const last = clocks.toSorted()[sampleSize - 1]!;
  const early = [...keys.keys()].filter((row) => clocks[row]! <= last);
  return early
    .sort((one, other) => clocks[one]! - clocks[other]! || keys[one]! - keys[other]!)
    .slice(0, sampleSize);
}

function goesLeft(
  feature: Feature,
  row: number,
  { threshold, missingLeft }: Question,
  levels: ReadonlySet<number>,
): boolean {
  if (feature.kind === "number") {
    const value = feature.values[row]!;
    return Number.isNaN(value) ? missingLeft === 1 : value <= threshold;
  }
  const code = feature.codes[row]!;
  return code < 0 ? missingLeft === 1 : levels.has(code);
}

/** A question about a drawn feature that varies in the rows; undefined where none does. */
function drawQuestion(
  features: readonly Feature[],
  rows: readonly number[],
  random: Random,
): Question | undefined {
  const left = Array.from(features.keys());
  while (left.length > 0) {
    const pick = random.integer(left.length);
    const feature = left[pick]!;
    const found = features[feature]!;
    const question =
      found.kind === "number"
        ? askNumber(found.values, feature, rows, random)
        : askLevels(found.codes, feature, rows, random);
    if (question) return question;
    left.splice(pick, 1);
  }
  return undefined;
}

/** A threshold drawn between the least and the greatest value, or missing from the rest where all values are one. */
function askNumber(
  values: Float64Array,
  feature: number,
  rows: readonly number[],
  random: Random,
): Question | undefined {
  let [low, high, missing] = [Infinity, -Infinity, 0];
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) missing++;
    else {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (missing === rows.length || (low === high && missing === 0)) return undefined;
  if (low === high) return { feature, threshold: high + 0, levels: null, missingLeft: 0 };
  const share = random.next();
  const drawn = low * (1 - share) + high * share;
  const threshold = (drawn >= low && drawn < high ? drawn : low) + 0;
  return { feature, threshold, levels: null, missingLeft: random.integer(2) === 0 ? 0 : 1 };
}

/** A drawn set of the levels that are there, neither none nor all; missing counts as a level. */
function askLevels(
  codes: Int32Array,
  feature: number,
  rows: readonly number[],
  random: Random,
): Question | undefined {
  const present = [...new Set(rows.map((row) => Math.max(-1, codes[row]!)))].sort(
    (one, other) => one - other,
  );
  if (present.length < 2) return undefined;
  let chosen = present.filter(() => random.integer(2) === 0);
  if (chosen.length === 0 || chosen.length === present.length)
    chosen = [present[random.integer(present.length)]!];
  const levels = chosen.filter((code) => code >= 0);
  return {
    feature,
    threshold: levels.length > 0 ? 0 : -1,
    levels: levels.length > 0 ? levels : null,
    missingLeft: chosen[0] === -1 ? 1 : 0,
  };
}
