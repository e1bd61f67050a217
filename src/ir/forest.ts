import { failInput } from "../base/index.ts";
import { isNumeric } from "../schema/index.ts";
import type { Expr, ForestExpr } from "./expr.ts";
import { typeOf } from "./type-of.ts";

/** The arrays of a forest, before they are checked. */
export type ForestParts = Omit<ForestExpr, "kind">;

/** A sum of decision trees; see `ForestExpr` for the arrays. They are copied, checked and frozen. */
export function forest(parts: ForestParts): ForestExpr {
  const problem = forestProblem(parts);
  if (problem)
    failInput("T1207", `The forest is not well formed: ${problem}`, {
      cure: "Build it with the trainer, or see docs/formats/program.md.",
    });
  return Object.freeze({
    kind: "forest",
    inputs: Object.freeze([...parts.inputs]),
    bias: parts.bias + 0,
    roots: frozenNumbers(parts.roots),
    feature: frozenNumbers(parts.feature),
    threshold: frozenNumbers(parts.threshold),
    categories: Object.freeze(parts.categories.map((list) => list && frozenNumbers(list))),
    missingLeft: Object.freeze(parts.missingLeft.slice()),
    left: frozenNumbers(parts.left),
    right: frozenNumbers(parts.right),
    value: frozenNumbers(parts.value),
  });
}

/** A frozen copy, with -0 as 0. */
const frozenNumbers = (numbers: readonly number[]): readonly number[] =>
  Object.freeze(numbers.map((number) => number + 0));

/**
 * What is wrong with a forest, or undefined. Children come after their parent and no node has two parents, so every walk
 * from a root ends and a forest cannot unfold to more than its nodes.
 */
function forestProblem(parts: ForestParts): string | undefined {
  const { feature, threshold, categories, missingLeft, left, right, value, bias } = parts;
  const count = feature.length;
  if ([threshold, categories, missingLeft, left, right, value].some((array) => array.length !== count))
    return "its arrays differ in length";
  if (!Number.isFinite(bias)) return "its bias is not finite";
  return forestInputProblem(parts.inputs) ?? nodesProblem(parts, count);
}

/** What is wrong with the inputs of a forest, or undefined. */
export function forestInputProblem(inputs: readonly Expr[]): string | undefined {
  const wrong = inputs.findIndex((input) => !isNumeric(typeOf(input)));
  return wrong < 0 ? undefined : `input ${wrong} is ${typeOf(inputs[wrong]!)}, not a number`;
}

function nodesProblem(parts: ForestParts, count: number): string | undefined {
  const parents = new Uint8Array(count);
  for (const root of parts.roots) {
    if (!Number.isInteger(root) || root < 0 || root >= count) return `the root ${root} is no node`;
    if (parents[root]!++ > 0) return `node ${root} is the root of two trees`;
  }
  for (let node = 0; node < count; node++) {
    const problem = nodeProblem(parts, node, count, parents);
    if (problem) return `node ${node} ${problem}`;
  }
  return undefined;
}

function nodeProblem(
  parts: ForestParts,
  node: number,
  count: number,
  parents: Uint8Array,
): string | undefined {
  const feature = parts.feature[node]!;
  if (!Number.isFinite(parts.value[node]) || !Number.isFinite(parts.threshold[node]))
    return "holds a number that is not finite";
  if (parts.missingLeft[node] !== 0 && parts.missingLeft[node] !== 1)
    return "has a missing direction that is neither 0 nor 1";
  const categories = parts.categories[node];
  if (categories !== null && !isSortedList(categories)) return "has categories that are no ascending list";
  if (!Number.isInteger(parts.left[node]) || !Number.isInteger(parts.right[node]))
    return "has a child that is no number";
  if (feature === -1) return undefined;
  if (!Number.isInteger(feature) || feature < 0 || feature >= parts.inputs.length)
    return `asks about input ${feature}`;
  for (const child of [parts.left[node]!, parts.right[node]!]) {
    if (child <= node || child >= count) return `has the child ${child}`;
    if (parents[child]!++ > 0) return `has the child ${child}, which has another parent`;
  }
  return undefined;
}

const isSortedList = (list: unknown): boolean =>
  Array.isArray(list) &&
  list.every((item, at) => Number.isSafeInteger(item) && (at === 0 || Number(list[at - 1]) < Number(item)));
