import { column, forest, type Expr } from "../../ir/index.ts";
import type { FeatureBins } from "../boosting/feature-bins.ts";
import type { ForestSplit } from "./find-split.ts";

/** The nodes of all trees of a forest, as the arrays of the expression; leaves hold one number or one per class. */
export interface ForestNodes {
  readonly roots: number[];
  readonly feature: number[];
  readonly threshold: number[];
  readonly categories: (readonly number[] | null)[];
  readonly missingLeft: number[];
  readonly left: number[];
  readonly right: number[];
  /** For each output, a value per node. */
  readonly values: readonly number[][];
}

export const createNodes = (width: number): ForestNodes => ({
  roots: [],
  feature: [],
  threshold: [],
  categories: [],
  missingLeft: [],
  left: [],
  right: [],
  values: Array.from({ length: width }, () => []),
});

/** Adds a leaf without values; its number. */
export function addNode(nodes: ForestNodes): number {
  nodes.feature.push(-1);
  nodes.threshold.push(0);
  nodes.categories.push(null);
  nodes.missingLeft.push(0);
  nodes.left.push(0);
  nodes.right.push(0);
  for (const values of nodes.values) values.push(0);
  return nodes.feature.length - 1;
}

/** Makes a leaf a question with two new leaves; the number of the left one, before the right one's. */
export function partNode(nodes: ForestNodes, node: number, split: ForestSplit, bins: FeatureBins): number {
  const { goesLeft, feature, thresholdBin } = split;
  const levels = bins.kind === "category" ? bins.levels.filter((_, bin) => goesLeft[bin] === 1) : [];
  nodes.feature[node] = feature;
  // Only missing on the left: no list, and no code is at or below the threshold -1.
  nodes.threshold[node] =
    bins.kind === "number" ? (bins.edges[thresholdBin] ?? Number.MAX_VALUE) : levels.length > 0 ? 0 : -1;
  nodes.categories[node] = levels.length > 0 ? levels : null;
  nodes.missingLeft[node] = goesLeft[bins.missingBin]!;
  const left = addNode(nodes);
  nodes.left[node] = left;
  nodes.right[node] = addNode(nodes);
  return left;
}

/** The sum of the trees for one output; only features that some node asks about are inputs. */
export function forestOf(
  { values, ...nodes }: ForestNodes,
  output: number,
  inputs: readonly { readonly name: string; readonly kind: "number" | "category" }[],
): Expr {
  const used = [...new Set(nodes.feature)]
    .filter((feature) => feature >= 0)
    .sort((one, other) => one - other);
  const place = new Map(used.map((feature, at) => [feature, at]));
  return forest({
    ...nodes,
    inputs: used.map((at) => column(inputs[at]!.name, inputs[at]!.kind === "category" ? "Int" : "Float")),
    bias: 0,
    feature: nodes.feature.map((feature) => place.get(feature) ?? -1),
    missingLeft: nodes.missingLeft as (0 | 1)[],
    value: values[output]!,
  });
}
