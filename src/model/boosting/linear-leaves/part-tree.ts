import { leafNode, type Tree, type TreeNode } from "../tree.ts";
import type { Branch } from "./branches.ts";

/** The branch of each leaf by its node. */
type Branches = ReadonlyMap<number, Branch>;

/** Whether some leaf has a coefficient for a feature. */
export const hasSlope = (tree: Tree, feature: number): boolean =>
  tree.some(({ linear }) => linear?.features.includes(feature));

/** What a leaf adds to one part of the model: by its constant or one coefficient, and where a number of its function is missing. */
interface Part {
  readonly value: number;
  readonly missing: number;
  /** The features that may be missing in the leaf and must not. */
  readonly asked: readonly number[];
}

/** The tree of the leaves' constants; where a number of a leaf is missing, of its value. */
export const constantsOf = (tree: Tree, branches: Branches): Tree =>
  buildTree(tree, (node, at) => {
    const { linear, value } = node;
    if (!linear) return { value, missing: value, asked: [] };
    const asked = linear.features.filter((feature) => branches.get(at)!.perhapsMissing.has(feature));
    return { value: linear.constant, missing: value, asked };
  });

/** The tree of the leaves' coefficients for a feature, 0 where a number is missing; undefined where none has one. */
export function coefficientsOf(tree: Tree, branches: Branches, feature: number): Tree | undefined {
  if (!hasSlope(tree, feature)) return undefined;
  const isEmpty = emptyNodes(tree, feature);
  return buildTree(
    tree,
    ({ linear }, at) => {
      const place = linear?.features.indexOf(feature) ?? -1;
      if (!linear || isEmpty[at]) return { value: 0, missing: 0, asked: [] };
      // Without the number itself the coefficient is multiplied by 0.
      const asked = linear.features.filter(
        (one) => one !== feature && branches.get(at)!.perhapsMissing.has(one),
      );
      return { value: linear.coefficients[place]!, missing: 0, asked };
    },
    isEmpty,
  );
}

/** The nodes from which no leaf with a coefficient for a feature can be reached. */
function emptyNodes(tree: Tree, feature: number): readonly boolean[] {
  const isEmpty = tree.map(() => true);
  for (let at = tree.length - 1; at >= 0; at--) {
    const node = tree[at]!;
    isEmpty[at] =
      node.feature < 0
        ? !node.linear?.features.includes(feature)
        : isEmpty[node.left]! && isEmpty[node.right]!;
  }
  return isEmpty;
}

/** A tree of constants with the same questions, and one more for each number that must be there. What is cut becomes one leaf. */
function buildTree(
  tree: Tree,
  partOf: (node: TreeNode, at: number) => Part,
  isCut: readonly boolean[] = [],
): Tree {
  const nodes: TreeNode[] = [leafNode(0)];
  const open = [{ from: 0, to: 0 }];
  for (const { from, to } of open) {
    const node = tree[from]!;
    if (node.feature >= 0 && !isCut[from]) {
      const left = nodes.push(leafNode(0), leafNode(0)) - 2;
      nodes[to] = { ...node, left, right: left + 1 };
      open.push({ from: node.left, to: left }, { from: node.right, to: left + 1 });
      continue;
    }
    const { value, missing, asked } = partOf(node, from);
    let last = to;
    for (const feature of asked) {
      const left = nodes.push(leafNode(0), leafNode(missing)) - 2;
      nodes[last] = isThere(feature, left);
      last = left;
    }
    nodes[last] = leafNode(value);
  }
  return nodes;
}

/** The question whether a number is there: every number is at or below the greatest. */
const isThere = (feature: number, left: number): TreeNode => ({
  ...leafNode(0),
  feature,
  threshold: Number.MAX_VALUE,
  left,
  right: left + 1,
});
