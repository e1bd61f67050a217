import { orWord, realNumber, wholeNumber, yesOrNo, type ParameterRules } from "../parameters.ts";

/** What `random-forest` and `extra-trees` can be told; the defaults are scikit-learn's. */
export interface ForestParameters {
  /** Trees, each from its own draw. */
  readonly numTrees: number;
  /** Questions from the root to a leaf at most; 0 or -1 for no limit. */
  readonly maxDepth: number;
  /** Rows a leaf must have at least. */
  readonly minDataInLeaf: number;
  /** Rows a node must have to be parted. */
  readonly minDataToSplit: number;
  /** Share of the features that each node may ask about. `auto`: the square root of their number for classes, all for a number. */
  readonly featureFractionBynode: number | "auto";
  /** Whether each tree learns from rows drawn with putting back (each counts as often as a Poisson number says), or from all. */
  readonly bootstrap: boolean;
  /** With `bootstrap`: rows drawn for a tree, as a share of all. */
  readonly baggingFraction: number;
  /** Bins for the values of a feature at most. */
  readonly maxBin: number;
}

const many = 2_147_483_647;

const rules = (bootstrap: boolean): ParameterRules<ForestParameters> => ({
  numTrees: wholeNumber(100, 1, 10_000),
  maxDepth: wholeNumber(-1, -1, 1000),
  minDataInLeaf: wholeNumber(1, 1, many),
  minDataToSplit: wholeNumber(2, 2, many),
  featureFractionBynode: orWord("auto", realNumber(1, { above: 0, to: 1 })),
  bootstrap: yesOrNo(bootstrap),
  baggingFraction: realNumber(1, { above: 0, to: 1 }),
  maxBin: wholeNumber(255, 2, 255),
});

/** How each parameter of `random-forest` is read. */
export const randomForestRules = rules(true);

/** How each parameter of `extra-trees` is read. */
export const extraTreesRules = rules(false);
