import { createColumn, type DoubleColumn } from "./double-column.ts";
import type { PlainModel } from "./levenberg-marquardt.ts";
import {
  lengthOf,
  orthogonalFactor,
  projectOut,
  solveUpper,
  type OrthogonalFactor,
} from "./orthogonal-factor.ts";

/** A model of the parameters that it is not linear in; the linear ones are solved for at every place. */
export interface ReducedModel extends PlainModel {
  /** All parameters, with the best linear ones; nothing where they are not finite. */
  complete(others: Float64Array): Float64Array | undefined;
}

const column = (high: Float64Array): DoubleColumn => ({
  high: high.slice(),
  low: new Float64Array(high.length),
});

/**
 * Variable projection (Golub & Pereyra 1973, with the derivatives of Kaufman 1975): a sum of curves is searched for its
 * shapes alone, since the heights follow from them.
 */
export function reduceModel(model: PlainModel, linear: readonly number[], start: Float64Array): ReducedModel {
  const others = Array.from(start.keys()).filter((at) => !linear.includes(at));
  const filled = (values: Float64Array): Float64Array => {
    const all = start.slice();
    for (const at of linear) all[at] = 0;
    for (const [place, at] of others.entries()) all[at] = values[place]!;
    return all;
  };
  const basisAt = (all: Float64Array): OrthogonalFactor | undefined => {
    const derivatives = model.derivatives(all);
    const columns = linear.map((at) => column(derivatives[at]!));
    return columns.every(({ high }) => high.every(Number.isFinite)) ? orthogonalFactor(columns) : undefined;
  };
  const complete = (values: Float64Array): Float64Array | undefined => {
    const all = filled(values);
    const factor = basisAt(all);
    if (!factor) return undefined;
    const rest = column(model.residuals(all));
    const parts = createColumn(factor.kept.length);
    projectOut(rest, factor.basis, parts, lengthOf(rest).high);
    const heights = solveUpper(factor.upper, parts);
    for (const [place, at] of factor.kept.entries()) all[linear[at]!] = heights.high[place]!;
    return all.every(Number.isFinite) ? all : undefined;
  };
  return {
    rowCount: model.rowCount,
    complete,
    residuals(values) {
      const all = complete(values);
      return all ? model.residuals(all) : new Float64Array(model.rowCount).fill(Number.NaN);
    },
    derivatives(values) {
      const all = complete(values) ?? filled(values);
      const derivatives = model.derivatives(all);
      const basis = basisAt(all)?.basis ?? [];
      return others.map((at) => {
        const own = column(derivatives[at]!);
        projectOut(own, basis, createColumn(basis.length), lengthOf(own).high);
        return own.high;
      });
    },
  };
}

/** The values of the parameters that a reduced model is a model of. */
export const othersOf = (start: Float64Array, linear: readonly number[]): Float64Array =>
  start.filter((_, at) => !linear.includes(at));
