import { createRandom, type Random } from "../../base/index.ts";
import { column, forest, type ForestExpr } from "../../ir/index.ts";

/** What a random forest is like. */
export interface ForestShape {
  readonly seed: number;
  readonly trees: number;
  /** The most leaves of a tree. */
  readonly leaves: number;
  readonly inputs: number;
  /** How many of the questions are about categories. */
  readonly categories: number;
  /** Whether each question splits the newest leaf. */
  readonly isDeep: boolean;
  /** Where thresholds come from: numbers that are hard to compare, 250 steps, all numbers. */
  readonly numbers: "special" | "grid" | "any";
}

const one = 1;
const special: readonly number[] = [
  0,
  -0,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  one,
  one + Number.EPSILON,
  one - Number.EPSILON / 2,
  2,
  -1,
  0.5,
  40,
  1e300,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER - 1,
  Number.MIN_SAFE_INTEGER,
  2 ** 60,
];

const listChoices: readonly (readonly number[])[] = [
  [],
  [0],
  [-1, 0, 1],
  [3, 4, 5, 9, 40],
  [Number.MIN_SAFE_INTEGER, 2, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER],
  Array.from({ length: 30 }, (_, at) => 3 * at - 20),
];

const pick = <T>(random: Random, choices: readonly T[]): T => choices[random.integer(choices.length)]!;

/** A value of an input: what is hard to compare, missing, infinite, whole, or any number. */
export function randomInput(random: Random): number {
  const kind = random.integer(8);
  if (kind === 0) return Number.NaN;
  if (kind === 1) return pick(random, [Infinity, -Infinity]);
  if (kind < 4) return pick(random, special);
  return kind < 6 ? random.integer(60) - 20 : (random.next() - 0.5) * 8;
}

/** A forest over the Float columns `x0`, `x1`, …, the same for the same shape. */
export function randomForest(shape: ForestShape): ForestExpr {
  const random = createRandom(shape.seed);
  const feature: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const addLeaf = (): number => {
    left.push(0);
    right.push(0);
    return feature.push(-1) - 1;
  };
  const roots = Array.from({ length: shape.trees }, () => {
    const root = addLeaf();
    const open = [root];
    const leaves = shape.leaves > 200 ? shape.leaves : 1 + random.integer(shape.leaves);
    while (open.length < leaves) {
      const at = shape.isDeep ? open.length - 1 : random.integer(open.length);
      const node = open[at]!;
      feature[node] = random.integer(shape.inputs);
      left[node] = open[at] = addLeaf();
      right[node] = addLeaf();
      open.push(right[node]);
    }
    return root;
  });
  const threshold = (): number => {
    if (shape.numbers === "special") return pick(random, special);
    return shape.numbers === "grid" ? (random.integer(250) - 125) / 32 : (random.next() - 0.5) * 8;
  };
  return forest({
    inputs: Array.from({ length: shape.inputs }, (_, at) => column(`x${at}`, "Float")),
    bias: random.next() - 0.5,
    roots,
    feature,
    threshold: feature.map(threshold),
    categories: feature.map(() => (random.next() < shape.categories ? pick(random, listChoices) : null)),
    missingLeft: feature.map(() => (random.integer(2) === 0 ? 0 : 1)),
    left,
    right,
    value: feature.map(() => (random.next() - 0.5) * 10 ** (random.integer(12) - 6)),
  });
}
