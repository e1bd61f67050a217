import { alertThresholds } from "../alert-thresholds.ts";
import { formatCount, formatNumber, formatShare } from "../format.ts";
import { countBelow, countUpTo } from "../number-summary.ts";
import type { ProfiledColumn } from "../profile-column.ts";
import { quantileOfSorted } from "../../stats/index.ts";
import { createAlert, quoteName, type SizedAlert } from "./alert.ts";

/** Few values far beyond the bulk: fences at six quartile ranges, twice Tukey's "far out" (1977). */
export function outliersAlert({ profile, sorted }: ProfiledColumn): SizedAlert | null {
  if (!isMeasure(profile.type) || sorted.length === 0) return null;
  const limits = alertThresholds.outliers;
  const low = quantileOfSorted(sorted, 0.25)!;
  const high = quantileOfSorted(sorted, 0.75)!;
  const reach = limits.quartileRanges * (high - low);
  if (reach === 0) return null;
  const below = countBelow(sorted, low - reach);
  const above = sorted.length - countUpTo(sorted, high + reach);
  const share = (below + above) / sorted.length;
  if (below + above === 0 || share > limits.share) return null;
  const extreme = above > 0 ? sorted.at(-1)! : sorted[0]!;
  return {
    alert: createAlert(
      "outliers",
      "low",
      [profile.name],
      `${formatCount(below + above, "value")} of ${profile.name} ${below + above === 1 ? "lies" : "lie"} far from the rest, up to ${formatNumber(extreme)} where half lie between ${formatNumber(low)} and ${formatNumber(high)}.`,
      `Check them at the source; if they are mistakes, add a range check on ${quoteName(profile.name)}.`,
      { below, above, lowFence: low - reach, highFence: high + reach, extreme },
    ),
    effect: Math.min(1, share / limits.share),
  };
}

/** Some zeros where all other values are far above 0: a length, a pressure or a price that nobody entered. */
export function isolatedZerosAlert({ profile, sorted }: ProfiledColumn): SizedAlert | null {
  const limits = alertThresholds["isolated-zeros"];
  const zeros = profile.numbers?.zeros ?? 0;
  if (!isMeasure(profile.type) || zeros === 0 || sorted[0] !== 0) return null;
  if (profile.distinct < limits.distinct || zeros === sorted.length) return null;
  const others = sorted.subarray(zeros);
  const least = others[0]!;
  if (least < limits.gap * quantileOfSorted(others, 0.5)! || (profile.type === "Int" && least <= 1))
    return null;
  return {
    alert: createAlert(
      "isolated-zeros",
      "medium",
      [profile.name],
      `${formatCount(zeros, "value")} of ${profile.name} ${zeros === 1 ? "is" : "are"} 0 where all others are at least ${formatNumber(least)}: does 0 stand for unknown?`,
      `If it does, make it missing in columns: column(${quoteName(profile.name)}).nullIf(0).`,
      { zeros, least },
    ),
    effect: zeros / sorted.length,
  };
}

/** Values that pile up at the largest or smallest one: a limit of the instrument or of the form. */
export function cappedAlert({ profile, sorted }: ProfiledColumn): SizedAlert | null {
  if (!isMeasure(profile.type) || profile.distinct < alertThresholds.capped.distinct) return null;
  const top = pileUp(sorted, "max");
  const bottom = sorted[0] === 0 ? null : pileUp(sorted, "min");
  const found = top ?? bottom;
  if (!found) return null;
  const { end, value, count } = found;
  const share = count / sorted.length;
  const isTarget = profile.role === "target";
  return {
    alert: createAlert(
      "capped",
      isTarget ? "medium" : "low",
      [profile.name],
      `${formatCount(count, "value")} of ${profile.name} (${formatShare(share)}) ${count === 1 ? "is" : "are"} exactly its ${end === "max" ? "largest" : "smallest"}, ${formatNumber(value)}: it seems to be cut off there.`,
      isTarget
        ? "The true values lie beyond; leave these rows out or tell readers that predictions stop there."
        : "The true values lie beyond; a yes/no column for the limit can help a linear model.",
      { end, value, count, share },
    ),
    effect: share,
  };
}

function pileUp(
  sorted: Float64Array,
  end: "max" | "min",
): { end: "max" | "min"; value: number; count: number } | null {
  const limits = alertThresholds.capped;
  const value = end === "max" ? sorted.at(-1)! : sorted[0]!;
  const count = end === "max" ? sorted.length - countBelow(sorted, value) : countUpTo(sorted, value);
  if (count < limits.rows || count < limits.share * sorted.length) return null;
  const neighbours = nearestCounts(sorted, end, count, limits.neighbours).sort((left, right) => left - right);
  const usual = neighbours[neighbours.length >> 1] ?? 0;
  return count >= limits.timesNeighbours * usual ? { end, value, count } : null;
}

/** How often the distinct values next to one end stand in the column. */
function nearestCounts(sorted: Float64Array, end: "max" | "min", skip: number, wanted: number): number[] {
  const counts: number[] = [];
  const at = (place: number): number => (end === "max" ? sorted[sorted.length - 1 - place]! : sorted[place]!);
  for (let place = skip; place < sorted.length && counts.length < wanted;) {
    const start = place;
    while (place < sorted.length && at(place) === at(start)) place++;
    counts.push(place - start);
  }
  return counts;
}

const isMeasure = (type: string): boolean => type === "Int" || type === "Float";
