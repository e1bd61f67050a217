import { formatNumber } from "../format.ts";
import { createChart, freeScale, numberAxis } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** How good the first places of a ranking are, with what a random order gets. */
export interface GainPoint {
  readonly place: number;
  readonly value: { readonly estimate: number; readonly low: number; readonly high: number };
  readonly random: number;
}

/** The discounted gain by the number of places, above that of a random order. Null for no places. */
export function gainChart(points: readonly GainPoint[]): Chart | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const values = points.map(({ place, value, random }) => ({
    place,
    gain: value.estimate,
    low: value.low,
    high: value.high,
    random,
  }));
  const x = numberAxis("place", "first places", { tickMinStep: 1 }, freeScale);
  const y = (field: string) => numberAxis(field, "share of the best gain", {}, freeScale);
  return createChart(
    "How good are the first places?",
    `The first place has ${formatNumber(first.value.estimate)} of the best gain (a random order ${formatNumber(first.random)}), the first ${last.place} have ${formatNumber(last.value.estimate)} (${formatNumber(last.random)}); the dashed line is the random order.`,
    values,
    {
      layer: [
        {
          mark: { type: "line", strokeDash: [4, 4], opacity: 0.6 },
          encoding: { x, y: y("random") },
        },
        {
          mark: { type: "rule", strokeWidth: 2, opacity: 0.6 },
          encoding: { x, y: y("low"), y2: { field: "high" } },
        },
        { mark: { type: "point", filled: true, size: 60, opacity: 1 }, encoding: { x, y: y("gain") } },
      ],
    },
  );
}
