import type { Pattern, PatternNode } from "./pattern.ts";

/** A bound that grows with the text's length n: `coefficient · n^degree`. */
export interface Growth {
  readonly coefficient: number;
  readonly degree: number;
}

const one: Growth = { coefficient: 1, degree: 0 };
const never: Growth = { coefficient: Infinity, degree: Infinity };

/**
 * A bound on the steps of a matcher that backtracks without memory, from all starts together: the ways through the
 * pattern, times its size, times the starts. Infinite where a repeated part can take the same text in two ways.
 */
export function worstSteps({ node }: Pattern): Growth {
  const { coefficient, degree } = ways(node);
  return { coefficient: coefficient * size(node), degree: degree + 1 };
}

/** Steps for a text of some length. */
export const stepsFor = ({ coefficient, degree }: Growth, length: number): number =>
  degree === Infinity ? Infinity : coefficient * (length + 1) ** degree;

function ways(node: PatternNode): Growth {
  switch (node.kind) {
    case "set":
    case "place":
      return one;
    case "group":
      return ways(node.body);
    case "sequence":
      return node.parts.map(ways).reduce(times, one);
    case "choice":
      return node.options.map(ways).reduce(plus);
    case "repeat": {
      const body = ways(node.body);
      if (body.coefficient !== 1 || body.degree !== 0) return never;
      return node.most === Infinity
        ? { coefficient: 1, degree: 1 }
        : { coefficient: node.most - node.least + 1, degree: 0 };
    }
  }
}

const times = (left: Growth, right: Growth): Growth => ({
  coefficient: left.coefficient * right.coefficient,
  degree: left.degree + right.degree,
});

const plus = (left: Growth, right: Growth): Growth => ({
  coefficient: left.coefficient + right.coefficient,
  degree: Math.max(left.degree, right.degree),
});

function size(node: PatternNode): number {
  switch (node.kind) {
    case "set":
    case "place":
      return 1;
    case "group":
      return size(node.body);
    case "sequence":
      return node.parts.reduce((sum, part) => sum + size(part), 1);
    case "choice":
      return node.options.reduce((sum, option) => sum + size(option), 1);
    case "repeat":
      return size(node.body) * Math.max(1, node.most === Infinity ? node.least + 1 : node.most);
  }
}
