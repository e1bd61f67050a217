import { failInput, hashJson, isRecord, sha256Hex, type Json } from "../../base/index.ts";
import type { TrainingSet } from "../trainer.ts";
import type { FeatureBins } from "./feature-bins.ts";
import type { BoostingParameters } from "./parameters.ts";
import type { Tree, TreeNode, TreeRows } from "./tree.ts";

/** The trees grown so far, as plain JSON, with what they belong to. */
interface BoostingState {
  readonly format: "tandem boosting state 1";
  /** The hash of rows, parameters and seed. */
  readonly key: string;
  /** The hash of bins and starting scores: of what the trees' questions and values mean. */
  readonly ground: string;
  /** For each iteration and output the nodes of a tree, each a row of numbers. */
  readonly iterations: readonly (readonly (readonly PlainNode[])[])[];
}

/** Feature, threshold, levels, missing on the left, left, right, value, gain; of a linear leaf also its constant, features and coefficients. */
type PlainNode = readonly [
  number,
  number,
  readonly number[] | null,
  number,
  number,
  number,
  number,
  number,
  ...(readonly [number, readonly number[], readonly number[]])[],
];

const format = "tandem boosting state 1";

/** What the trees of a state belong to. */
export interface StateKeys {
  readonly key: string;
  readonly ground: string;
}

/** The hashes of a training: of everything that decides, and of what an older model's trees must share to be gone on with. */
export function stateKeys(
  set: TrainingSet,
  { columns, bins, numbers = [] }: TreeRows & { readonly bins: readonly FeatureBins[] },
  start: readonly number[],
  params: BoostingParameters,
  seed: number,
): StateKeys {
  const bytes = (values: Float64Array | Int32Array | undefined): string =>
    values ? sha256Hex(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)) : "";
  const ground = hashJson({
    start,
    bins: bins.map((one) =>
      one.kind === "number" ? [one.name, bytes(one.edges)] : [one.name, "levels", one.levels],
    ),
  });
  const key = hashJson({
    ground,
    params,
    seed,
    task: set.task,
    rows: [
      bytes(set.target),
      bytes(set.weight),
      bytes(set.group),
      ...columns.map((column) => sha256Hex(column)),
      ...numbers.map(bytes),
    ],
  });
  return { key, ground };
}

/** The state of a training after some iterations. */
export const takeState = (keys: StateKeys, iterations: readonly (readonly Tree[])[]): Json => ({
  format,
  ...keys,
  iterations: iterations.map((trees) =>
    trees.map((tree) =>
      tree.map((node): PlainNode => [
        node.feature,
        node.threshold,
        node.categories,
        node.missingLeft,
        node.left,
        node.right,
        node.value,
        node.gain,
        ...plainLeaf(node),
      ]),
    ),
  ),
});

const plainLeaf = ({ linear }: TreeNode): [number, readonly number[], readonly number[]][] =>
  linear ? [[linear.constant, linear.features, linear.coefficients]] : [];

/** What a state is read for: to go on with the same training, or to add iterations to a finished model. */
export type StateUse = "resume" | "initModel";

/**
 * The trees of a state, for rows in these bins. Fails with T2656 where it is none, and T2657 where it belongs to other rows,
 * parameters or (to add iterations) other bins and starting scores.
 */
export function readState(
  state: Json,
  use: StateUse,
  keys: StateKeys,
  bins: readonly FeatureBins[],
  { outputCount, linearTree }: { readonly outputCount: number; readonly linearTree: boolean },
): readonly (readonly Tree[])[] {
  if (!isState(state, bins, outputCount))
    return failInput("T2656", "This is no state of a boosting model that can be gone on with", {
      place: use,
      cure: "Give what onCheckpoint was told, as it was; or leave it out to begin anew.",
    });
  const belongs = use === "resume" ? state.key === keys.key : state.ground === keys.ground;
  if (!belongs)
    return failInput("T2657", "The state belongs to another training", {
      place: use,
      value: use === "resume" ? state.key.slice(0, 12) : state.ground.slice(0, 12),
      cure:
        use === "resume"
          ? "Give the same rows, parameters and seed, or leave it out to begin anew."
          : "Iterations can be added on the rows that the model was learnt from, with the same maxBin and objective.",
    });
  const iterations = state.iterations.map((trees) =>
    trees.map((tree) => tree.map((node) => restoreNode(node, bins))),
  );
  if (!linearTree && iterations.flat(2).some(({ linear }) => linear))
    return failInput("T2673", "The state has linear leaves, and this training has none", {
      place: use,
      cure: "Set linearTree: true, or leave the state out to begin anew.",
    });
  return iterations;
}

function isState(
  state: Json,
  bins: readonly FeatureBins[],
  outputCount: number,
): state is Json & BoostingState {
  if (!isRecord(state) || state["format"] !== format) return false;
  const { key, ground, iterations } = state;
  return (
    typeof key === "string" &&
    typeof ground === "string" &&
    Array.isArray(iterations) &&
    iterations.every(
      (trees) =>
        Array.isArray(trees) &&
        trees.length === outputCount &&
        trees.every((tree) => Array.isArray(tree) && tree.length > 0 && isTree(tree, bins)),
    )
  );
}

/** Whether each node is well formed and its children come after it, so that every walk ends. */
const isTree = (tree: readonly unknown[], bins: readonly FeatureBins[]): boolean =>
  tree.every((node, at) => {
    if (!Array.isArray(node) || node.length < 8 || node.length > 9) return false;
    const [feature, threshold, levels, missingLeft, left, right, value, gain, linear] =
      node as readonly unknown[];
    const isChild = (child: unknown): boolean =>
      Number.isInteger(child) && (feature === -1 || (Number(child) > at && Number(child) < tree.length));
    return (
      Number.isInteger(feature) &&
      Number(feature) >= -1 &&
      Number(feature) < bins.length &&
      [threshold, value, gain].every(Number.isFinite) &&
      (levels === null || (Array.isArray(levels) && levels.every(Number.isInteger))) &&
      (missingLeft === 0 || missingLeft === 1) &&
      isChild(left) &&
      isChild(right) &&
      (node.length === 8 || (feature === -1 && isLinearLeaf(linear, bins)))
    );
  });

function isLinearLeaf(leaf: unknown, bins: readonly FeatureBins[]): boolean {
  if (!Array.isArray(leaf) || leaf.length !== 3) return false;
  const [constant, features, coefficients] = leaf as readonly unknown[];
  return (
    Number.isFinite(constant) &&
    Array.isArray(features) &&
    Array.isArray(coefficients) &&
    features.length === coefficients.length &&
    features.every((feature) => bins[Number(feature)]?.kind === "number") &&
    coefficients.every(Number.isFinite)
  );
}

function restoreNode(node: PlainNode, bins: readonly FeatureBins[]): TreeNode {
  const [feature, threshold, categories, missingLeft, left, right, value, gain, leaf] = node;
  const kind = bins[feature];
  return {
    feature,
    goesLeft: kind ? tableOf(kind, threshold, categories, missingLeft) : new Uint8Array(0),
    threshold,
    categories,
    missingLeft: missingLeft === 1 ? 1 : 0,
    left,
    right,
    value,
    gain,
    ...(leaf ? { linear: { constant: leaf[0], features: leaf[1], coefficients: leaf[2] } } : {}),
  };
}

/** Which bins a question about raw values sends left. */
function tableOf(
  bins: FeatureBins,
  threshold: number,
  categories: readonly number[] | null,
  missingLeft: number,
): Uint8Array {
  const goesLeft = new Uint8Array(256);
  if (bins.kind === "number") {
    for (let bin = 0; bin < bins.missingBin; bin++)
      goesLeft[bin] = (bins.edges[bin] ?? Number.MAX_VALUE) <= threshold ? 1 : 0;
  } else {
    const levels = new Set(categories);
    for (const [bin, level] of bins.levels.entries()) goesLeft[bin] = levels.has(level) ? 1 : 0;
  }
  goesLeft[bins.missingBin] = missingLeft;
  return goesLeft;
}
