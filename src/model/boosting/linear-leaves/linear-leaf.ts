/**
 * A leaf that answers with constant + c₁·x₁ + c₂·x₂ + …, added from the left. Where one of these numbers is missing, the value of
 * its node stands instead.
 */
export interface LinearLeaf {
  readonly constant: number;
  /** Features by their places, ascending. */
  readonly features: readonly number[];
  readonly coefficients: readonly number[];
}

/** The numbers of rows as they are, by feature; NaN is missing. Undefined for a category. */
export type FeatureNumbers = readonly (Float64Array | undefined)[];

/** What a linear leaf answers for a row; `value` is that of its node. */
export function answerOf(leaf: LinearLeaf, value: number, numbers: FeatureNumbers, row: number): number {
  const { features, coefficients } = leaf;
  let sum = leaf.constant;
  for (let at = 0; at < features.length; at++) {
    const x = numbers[features[at]!]![row]!;
    if (Number.isNaN(x)) return value;
    sum += coefficients[at]! * x;
  }
  return sum;
}

/** The leaf with its answers times a factor. */
export const scaleLeaf = ({ constant, features, coefficients }: LinearLeaf, factor: number): LinearLeaf => ({
  constant: constant * factor + 0,
  features,
  coefficients: coefficients.map((one) => one * factor + 0),
});
