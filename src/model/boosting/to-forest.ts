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
  // A category of many levels is several features of one name, and one input.
  const inputs = new Map(used.map((feature) => [bins[feature]!.name, bins[feature]!.kind]));
  const names = [...inputs.keys()];
  const inputOf = new Map(used.map((feature) => [feature, names.indexOf(bins[feature]!.name)]));
  return forest({
    inputs: [...inputs].map(([name, kind]) => column(name, kind === "category" ? "Int" : "Float")),
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
  const shares = new Map<string, number>();
  for (const [feature, { name }] of bins.entries())
    shares.set(name, (shares.get(name) ?? 0) + gains[feature]! / total);
  return Object.fromEntries(shares);
}
