import { choleskyFactor, solveCholesky } from "../../../stats/index.ts";
import { moveColumn, scaleDown, type Column } from "./columns.ts";
import { gatherRows, openLeafRoom, type LeafRoom, type LeafRows } from "./leaf-room.ts";
import type { LinearLeaf } from "./linear-leaf.ts";
import { createProductSums, type ProductSums } from "./product-sums.ts";

/** A feature with less than this share of its spread beside those before it says what they say. */
const leastShare = 1e-10;
/** Coefficients beyond this would leave float64 when a model adds them up. */
const mostSize = 1e290;

/** Fits one leaf after the other. */
export type FitLeaf = (leaf: LeafRows, features: readonly number[], lambda: number) => LinearLeaf | undefined;

/**
 * The linear function of some features that lowers the loss most by its second-order approximation, with a penalty on the squared
 * coefficients but not on the constant: (XᵀHX + λ)⁻¹ · -Xᵀg, as in Shi et al. 2019. Only rows with all these numbers count, and
 * features that no row has do not. Undefined where the rows lie at fewer points than there are coefficients to find, where nothing varies, and
 * where float64 cannot hold the answer. A feature that says no more than those before it gets no coefficient.
 */
export function openLeafFit(): FitLeaf {
  const room = openLeafRoom();
  return (leaf, asked, lambda) => {
    const { features, count } = gatherRows(leaf, asked, room);
    if (features.length === 0) return undefined;
    const hessianUnit = scaleDown(room.hessian, count);
    const gradientUnit = scaleDown(room.gradient, count);
    if (hessianUnit === undefined || gradientUnit === undefined) return undefined;
    const sums = createProductSums(count);
    room.halves.fill(0.5, 0, count);
    const weight = 2 * sums.of(room.hessian, room.halves, count);
    const columns = features.flatMap((feature, at) => {
      const column = moveColumn(feature, room.columns[at]!, room, { count, weight, sums });
      const penalty = column ? (lambda / hessianUnit) * column.scale * column.scale : Infinity;
      return column && Number.isFinite(penalty) ? [{ ...column, penalty }] : [];
    });
    if (columns.length === 0 || !hasPoints(columns, count, columns.length + 1)) return undefined;
    const answer = solve(columns, room, { count, weight, sums });
    return leafOf(answer, columns, gradientUnit / hessianUnit);
  };
}

/** Whether rows lie at so many points at least. Rows are not counted, for one that stands twice says no more than one of twice the weight. */
function hasPoints(columns: readonly Column[], count: number, wanted: number): boolean {
  const points: number[] = [];
  for (let row = 0; row < count && points.length < wanted; row++) {
    const isKnown = points.some((point) => columns.every(({ values }) => values[point] === values[row]));
    if (!isKnown) points.push(row);
  }
  return points.length >= wanted;
}

/** What the sums of a leaf go over: its complete rows, their hessians together, and how sums are taken. */
interface LeafSums {
  readonly count: number;
  readonly weight: number;
  readonly sums: ProductSums;
}

/** The constant and the coefficients of columns, in the units of scaled numbers. */
function solve(
  columns: readonly (Column & { readonly penalty: number })[],
  { gradient, hessian, halves, weighted }: LeafRoom,
  { count, weight, sums }: LeafSums,
): Float64Array {
  const size = columns.length + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  matrix[0] = weight;
  right[0] = -2 * sums.of(gradient, halves, count);
  for (const [at, { values, penalty }] of columns.entries()) {
    const line = (at + 1) * size;
    for (let row = 0; row < count; row++) weighted[row] = hessian[row]! * values[row]!;
    matrix[line] = 2 * sums.of(weighted, halves, count);
    for (let other = 0; other <= at; other++)
      matrix[line + other + 1] = sums.of(weighted, columns[other]!.values, count);
    matrix[line + at + 1]! += penalty;
    right[at + 1] = -sums.of(gradient, values, count);
  }
  return solveCholesky(choleskyFactor(matrix, size, leastShare), right);
}

/** The solution, for the numbers as they are. */
function leafOf(answer: Float64Array, columns: readonly Column[], unit: number): LinearLeaf | undefined {
  let constant = answer[0]! * unit;
  const features: number[] = [];
  const coefficients: number[] = [];
  for (const [at, { feature, center, scale }] of columns.entries()) {
    const slope = answer[at + 1]! * unit;
    const coefficient = slope * scale;
    if (coefficient === 0) continue;
    features.push(feature);
    coefficients.push(coefficient);
    constant -= slope * (center * scale);
  }
  const isSound = features.length > 0 && [constant, ...coefficients].every((one) => Math.abs(one) < mostSize);
  return isSound ? { constant: constant + 0, features, coefficients } : undefined;
}
