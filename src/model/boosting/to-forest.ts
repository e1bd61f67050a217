import { call, column, float, forest, linear, type Expr } from "../../ir/index.ts";
import type { FeatureBins } from "./feature-bins.ts";
import { branchesOf } from "./linear-leaves/branches.ts";
import { coefficientsOf, constantsOf, hasSlope } from "./linear-leaves/part-tree.ts";
import type { Tree, TreeNode } from "./tree.ts";

/**
 * Trees as one expression over raw values; only the features that some node asks about are inputs. No tree: a constant. With
 * linear leaves it is a sum of forests: of constants, and for each feature of its coefficients times its number.
 */
export function toForest(trees: readonly Tree[], bins: readonly FeatureBins[], bias: number): Expr {
  const grown = trees.filter((tree) => tree.length > 1);
  if (grown.length === 0) return float(bias);
  const features = [...new Set(grown.flatMap((tree) => tree.map(({ feature }) => feature)))]
    .filter((feature) => feature >= 0)
    .sort((left, right) => left - right);
  const slopes = features.filter((feature) => grown.some((tree) => hasSlope(tree, feature)));
  if (slopes.length === 0) return forestOf(grown, features, bins, bias);
  const branches = grown.map((tree) => branchesOf(tree, bins));
  const constants = grown.map((tree, at) => constantsOf(tree, branches[at]!));
  const terms = slopes.map((feature) => {
    const parts = grown
      .map((tree, at) => coefficientsOf(tree, branches[at]!, feature))
      .filter((tree) => tree !== undefined);
    // Where the number is missing its coefficients do not count.
    const number = call("coalesce", column(bins[feature]!.name, "Float"), float(0));
    return call("multiply", number, forestOf(parts, features, bins, 0));
  });
  const sum = [forestOf(constants, features, bins, bias), ...terms];
  return linear(
    sum.map((of) => ({ weight: 1, of })),
    0,
  );
}

/** Trees of constants over the given features, which they ask about. */
function forestOf(
  trees: readonly Tree[],
  features: readonly number[],
  bins: readonly FeatureBins[],
  bias: number,
): Expr {
  const nodes: TreeNode[] = [];
  const roots: number[] = [];
  for (const tree of trees) {
    const base = nodes.length;
    roots.push(base);
    for (const node of tree)
      nodes.push(node.feature < 0 ? node : { ...node, left: node.left + base, right: node.right + base });
  }
  // A category of many levels is several features of one name, and one input.
  const inputs = new Map(features.map((feature) => [bins[feature]!.name, bins[feature]!.kind]));
  const names = [...inputs.keys()];
  const inputOf = new Map(features.map((feature) => [feature, names.indexOf(bins[feature]!.name)]));
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
