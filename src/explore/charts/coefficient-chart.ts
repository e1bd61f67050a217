import { formatNumber } from "../format.ts";
import {
  createChart,
  freeScale,
  intervalLayers,
  namesHeight,
  numberAxis,
  verticalRule,
} from "./base-spec.ts";
import type { Chart } from "./chart.ts";
import type { NamedInterval } from "./interval-charts.ts";

/** What coefficients stand for in a picture. */
export interface CoefficientData {
  /** What the axis says: `change of “price”`. */
  readonly change: string;
  /** Each in units that compare, in the order in which they are drawn. */
  readonly coefficients: readonly NamedInterval[];
  /** How many there are, drawn or not. */
  readonly count: number;
}

/** Coefficients as dots with intervals about 0; null for none. */
export function coefficientChart({ change, coefficients, count }: CoefficientData): Chart | null {
  const [first] = coefficients;
  if (!first) return null;
  const values = coefficients.map(({ name, estimate, low, high }) => ({ name, estimate, low, high }));
  const clear = coefficients.filter(({ low, high }) => low > 0 || high < 0).length;
  const drawn =
    count > values.length ? `The ${values.length} of ${count} coefficients that are clearest. ` : "";
  return createChart(
    "Coefficients with their intervals",
    `${drawn}${clear} of ${values.length} intervals leave 0 out. ${first.name}: ${formatNumber(first.estimate)} (${formatNumber(first.low)} to ${formatNumber(first.high)}).`,
    values,
    {
      height: namesHeight(values.length),
      layer: [
        verticalRule(0),
        ...intervalLayers((field) => numberAxis(field, change, {}, freeScale), "name"),
      ],
    },
  );
}
