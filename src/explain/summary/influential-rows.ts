import {
  influenceOf,
  influenceOfMeans,
  type GeneralizedLinearModel,
  type LinearRegression,
} from "../../stats/index.ts";
import type { InfluentialRow } from "./model-summary.ts";
import { brief } from "./rounded.ts";

/** Rows that are told, and coefficients of each. */
const mostRows = 5;
const mostChanges = 3;

/** The rows with the largest Cook's distance, with the coefficients that each moves most; `rowOf` gives the row of the data. */
export function influentialRows(
  fit: LinearRegression | GeneralizedLinearModel,
  rowOf: (place: number) => number,
  keyOf: (row: number) => readonly string[],
): readonly InfluentialRow[] {
  const found = fit.kind === "linear-regression" ? ofLeastSquares(fit) : ofMeans(fit);
  return found.map(({ place, changes, ...figures }) => ({
    row: rowOf(place) + 1,
    key: keyOf(rowOf(place)),
    cooksDistance: brief(figures.cooksDistance),
    leverage: brief(figures.leverage),
    residual: brief(figures.residual),
    changes: changes
      .map((change, at) => ({ name: bareName(fit.design.names[at]!), change: brief(change) }))
      .slice(1)
      .sort((one, other) => Math.abs(other.change) - Math.abs(one.change))
      .slice(0, mostChanges)
      .filter(({ change }) => change !== 0),
  }));
}

interface Found {
  readonly place: number;
  readonly cooksDistance: number;
  readonly leverage: number;
  readonly residual: number;
  readonly changes: readonly number[];
}

function ofLeastSquares(fit: LinearRegression): readonly Found[] {
  const { cooksDistance, leverage, studentizedResiduals, dfbetas } = influenceOf(fit);
  return largestPlaces(cooksDistance).map((place) => ({
    place,
    cooksDistance: cooksDistance[place]!,
    leverage: leverage[place]!,
    residual: studentizedResiduals[place]!,
    changes: dfbetas.map((column) => column[place]!),
  }));
}

function ofMeans(fit: GeneralizedLinearModel): readonly Found[] {
  const { cooksDistance, leverage, standardizedResiduals, largest } = influenceOfMeans(fit, mostRows);
  return largest
    .filter(({ row }) => cooksDistance[row]! > 0)
    .map(({ row, changes }) => ({
      place: row,
      cooksDistance: cooksDistance[row]!,
      leverage: leverage[row]!,
      residual: standardizedResiduals[row]!,
      changes: [...changes],
    }));
}

/** The places of the largest values above 0, the largest first. */
function largestPlaces(values: Float64Array): readonly number[] {
  const best: number[] = [];
  for (let place = 0; place < values.length; place++) {
    const value = values[place]!;
    if (!(value > 0) || (best.length === mostRows && value <= values[best.at(-1)!]!)) continue;
    const at = best.findIndex((one) => values[one]! < value);
    best.splice(at < 0 ? best.length : at, 0, place);
    if (best.length > mostRows) best.pop();
  }
  return best;
}

/** The name of a column of the design without its quotes. */
const bareName = (name: string): string => name.replace(/^“(.*)”( \(\d+\))?$/s, "$1");
