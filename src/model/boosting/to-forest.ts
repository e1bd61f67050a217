import { column, float, forest, type Expr } from "../../ir/index.ts";
import type { FeatureBins } from "./feature-bins.ts";
import type { Tree, TreeNode } from "./tree.ts";

/** Trees as one expression over raw values; only the features that some node asks about are inputs. No tree: a constant. */
export function toForest(trees: readonly Tree[], bins: readonly FeatureBins[], bias: number): Expr {
  const grown = trees.filter((tree) => tree.length > 1);
  if (grown.length === 0) return float(bias);
  const nodes: TreeNode[] = [];
  const roots: number[] = [];
  for (const tree of grown) {
    const base = nodes.length;
    roots.push(base);
    for (const node of tree)
      nodes.push(node.feature < 0 ? node : { ...node, left: node.left + base, right: node.right + base });
  }
  const used = [...new Set(nodes.map(({ feature }) => feature))]
    .filter((feature) => feature >= 0)
    .sort((left, right) => left - right);
  const inputOf = new Map(used.map((feature, input) => [feature, input]));
  return forest({
    inputs: used.map((feature) =>
      column(bins[feature]!.name, bins[feature]!.kind === "category" ? "Int" : "Float"),
    ),
    bias,
    roots,
    feature: nodes.map(({ feature }) => inputOf.get(feature) ?? -1),
    threshold: nodes.map(({ threshold }) => threshold),
    categories: nodes.map(({ categories }) => categories),
    missingLeft: nodes.map(({ missingLeft }) => missingLeft),
    left: nodes.map(({ left }) => left),
    right: nodes.map(({ right }) => right),
    value: nodes.map(({ value }) => value),
  });
}

/** The share of each feature in the gain of all splits; empty when there is none. */
export function gainImportance(
  trees: readonly Tree[],
  bins: readonly FeatureBins[],
): Readonly<Record<string, number>> {
  const gains = bins.map(() => 0);
  for (const tree of trees) for (const { feature, gain } of tree) if (feature >= 0) gains[feature]! += gain;
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  if (!(total > 0)) return {};
  return Object.fromEntries(bins.map(({ name }, feature) => [name, gains[feature]! / total]));
}
