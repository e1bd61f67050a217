/** A leaf whose best split is searched: the sums of its histogram, which are whole numbers, and what it is worth as it is. */
export interface SearchedLeaf {
  readonly histogram: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
  /** Rows for one unit of hessian, an estimate. */
  readonly rowsPerHessian: number;
  /** What a split must gain more than. */
  readonly leastGain: number;
  /** The score that the leaf has as it is. */
  readonly score: number;
}

/** What a split must keep to. Units say what 1 is worth in the sums. */
export interface SearchLimits {
  readonly gradientUnit: number;
  readonly hessianUnit: number;
  readonly lambdaL2: number;
  readonly minDataInLeaf: number;
  readonly minSumHessianInLeaf: number;
  readonly catSmooth: number;
  readonly catL2: number;
  readonly minDataPerGroup: number;
  readonly maxCatThreshold: number;
  readonly maxCatToOnehot: number;
}

/** What a column is in a search. */
export const searchedAs = { nothing: 0, number: 1, category: 2 } as const;

const searchAt = 12_288;
const searchBytes = 256;
/** A penalty of more units than that would leave the range of the estimates. */
const mostLambdaUnits = 2 ** 40;

/** Whether the kernel can search under these limits. */
export const canSearch = ({ lambdaL2, hessianUnit }: SearchLimits): boolean =>
  lambdaL2 >= 0 && lambdaL2 / hessianUnit <= mostLambdaUnits;

/** Writes down what the kernel must know of a leaf, at the given place among the leaves of a search. */
export function writeSearchedLeaf(
  memory: WebAssembly.Memory,
  place: number,
  leaf: SearchedLeaf,
  histogram: number,
  limits: SearchLimits,
): void {
  const { gradientUnit, hessianUnit } = limits;
  const numbers = new Float64Array(memory.buffer, searchAt + place * searchBytes, searchBytes / 8);
  numbers.set([leaf.gradient, leaf.hessian, leaf.count, gradientUnit, hessianUnit]);
  numbers.set([limits.lambdaL2, leaf.leastGain, leaf.score, leaf.rowsPerHessian], 5);
  numbers.set([limits.minDataInLeaf, limits.minSumHessianInLeaf, limits.catSmooth, limits.catL2], 9);
  numbers.set([limits.minDataPerGroup, hessianUnit / (gradientUnit * gradientUnit)], 13);
  const words = new Int32Array(numbers.buffer, numbers.byteOffset + 120, 6);
  const { least, most } = enoughOnBothSides(leaf, limits);
  words.set([least, most, limits.maxCatThreshold, limits.maxCatToOnehot, histogram]);
  new Float32Array(words.buffer, words.byteOffset + 20, 1)[0] = limits.lambdaL2 / hessianUnit;
}

/** The hessians of a left side, from least to most, that leave enough rows and hessian on both sides. */
function enoughOnBothSides(
  { hessian, count, rowsPerHessian }: SearchedLeaf,
  { minDataInLeaf, minSumHessianInLeaf, hessianUnit }: SearchLimits,
): { readonly least: number; readonly most: number } {
  const isLeftEnough = (left: number): boolean =>
    left > 0 && left * rowsPerHessian >= minDataInLeaf && left * hessianUnit >= minSumHessianInLeaf;
  const isRightEnough = (left: number): boolean =>
    left < hessian &&
    count - left * rowsPerHessian >= minDataInLeaf &&
    (hessian - left) * hessianUnit >= minSumHessianInLeaf;
  return {
    least: firstWhere(hessian, isLeftEnough),
    most: firstWhere(hessian, (left) => !isRightEnough(left)) - 1,
  };
}

/** The first whole number from 0 on where something holds that holds from there on; one more than `end` where it never does. */
function firstWhere(end: number, holds: (value: number) => boolean): number {
  let low = 0;
  let high = end + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
