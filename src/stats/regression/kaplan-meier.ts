import { exponential, naturalLogarithm } from "../../base/index.ts";
import type { Interval } from "../interval.ts";
import type { Effect } from "../tests/index.ts";
import { checkedLevel } from "./inference.ts";
import { refuseSurvival } from "./refusals.ts";
import { twoSidedReach } from "./reference-tails.ts";
import { checkTimes, eventTimes, type SurvivalTimes } from "./survival-data.ts";

/** On which scale the interval is symmetric: log(-log S) stays within 0 and 1 and is right in small samples. */
export type SurvivalIntervalKind = "log-log" | "log" | "plain";

/** A step of the curve. */
export interface SurvivalStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  /** The share that goes on beyond this time. */
  readonly survival: number;
  /** Greenwood's. */
  readonly standardError: number;
  readonly interval: Interval;
}

/** A survival curve. */
export interface SurvivalCurve {
  readonly kind: "survival-curve";
  readonly rowCount: number;
  readonly eventCount: number;
  readonly level: number;
  readonly steps: readonly SurvivalStep[];
  /** Undefined where the curve does not come down to a half. */
  readonly median: Effect | undefined;
}

/**
 * The Kaplan-Meier estimate of how many go on beyond each time, with Greenwood's errors and pointwise intervals. Where nobody or
 * everybody is left, the error is 0 and the interval the estimate. Refuses times below 0 and events that are neither 0 nor 1 (T2873).
 * Sources: Kaplan & Meier 1958; Kalbfleisch & Prentice, "The Statistical Analysis of Failure Time Data", 2002, 1.4; the interval of the
 * median of Brookmeyer & Crowley 1982.
 * @example
 * const curve = kaplanMeier({ times: [1, 2, 3, 4], events: [1, 0, 1, 1] });
 * curve.steps.map(({ survival }) => survival) // [0.75, 0.75, 0.375, 0]
 */
export function kaplanMeier(
  survival: SurvivalTimes,
  options: { readonly level?: number; readonly interval?: SurvivalIntervalKind } = {},
): SurvivalCurve {
  const level = checkedLevel(options.level ?? 0.95);
  const kind = options.interval ?? "log-log";
  const data = checkTimes(survival);
  const reach = twoSidedReach(level, Number.POSITIVE_INFINITY);
  let share = 1;
  let greenwood = 0;
  let eventCount = 0;
  const steps = eventTimes(data, data.order).map((at): SurvivalStep => {
    share *= (at.atRisk - at.events) / at.atRisk;
    if (at.events < at.atRisk) greenwood += at.events / (at.atRisk * (at.atRisk - at.events));
    eventCount += at.events;
    const standardError = share * Math.sqrt(greenwood);
    return {
      ...at,
      survival: share,
      standardError,
      interval: { level, ...intervalOf(kind, share, Math.sqrt(greenwood), reach) },
    };
  });
  return Object.freeze({
    kind: "survival-curve",
    rowCount: data.times.length,
    eventCount,
    level,
    steps,
    median: medianOf(steps, level),
  });
}

function intervalOf(
  kind: SurvivalIntervalKind,
  share: number,
  error: number,
  reach: number,
): { readonly low: number; readonly high: number } {
  if (share === 0 || share === 1) return { low: share, high: share };
  switch (kind) {
    case "plain":
      return {
        low: Math.max(0, share - reach * share * error),
        high: Math.min(1, share + reach * share * error),
      };
    case "log":
      return {
        low: share * exponential(-reach * error),
        high: Math.min(1, share * exponential(reach * error)),
      };
    case "log-log": {
      const log = naturalLogarithm(share);
      const width = (reach * error) / -log;
      return { low: exponential(log * exponential(width)), high: exponential(log * exponential(-width)) };
    }
  }
}

/** Where the curve comes down to a half; where it stays on a half for a while, the middle of that while. */
function medianOf(steps: readonly SurvivalStep[], level: number): Effect | undefined {
  const estimate = quantileTime(steps, ({ survival }) => survival);
  if (estimate === undefined) return undefined;
  const low = quantileTime(steps, ({ interval }) => interval.low);
  const high = quantileTime(steps, ({ interval }) => interval.high);
  return {
    name: "median survival",
    estimate,
    interval: { level, low: low ?? 0, high: high ?? Number.POSITIVE_INFINITY },
  };
}

function quantileTime(
  steps: readonly SurvivalStep[],
  of: (step: SurvivalStep) => number,
): number | undefined {
  const tolerance = 1e-14;
  const at = steps.findIndex((step) => of(step) <= 0.5 + tolerance);
  if (at < 0) return undefined;
  const after = steps.findIndex((step) => of(step) < 0.5 - tolerance);
  return after <= at ? steps[at]!.time : (steps[at]!.time + steps[after]!.time) / 2;
}

/**
 * The mean of the time lived up to `limit`, the area under the curve, with its error (Klein & Moeschberger, "Survival Analysis", 2003, 4.5).
 * `limit` lies within the times that were watched (T2873).
 * @example
 * restrictedMean(kaplanMeier({ times: [1, 2, 3, 4], events: [1, 1, 1, 1] }), 4).estimate // 2.5
 */
export function restrictedMean(curve: SurvivalCurve, limit: number): Effect {
  const last = curve.steps.at(-1)!;
  if (!(limit > 0) || (limit > last.time && last.survival > 0))
    refuseSurvival(
      "The limit of a restricted mean lies beyond what was watched",
      "limit",
      `${limit}`,
      `Give a limit above 0 and up to ${last.time}.`,
    );
  const steps = curve.steps.filter(({ time }) => time < limit);
  const areas: number[] = [];
  let area = 0;
  steps.forEach(({ time }, at) => {
    const before = at === 0 ? 0 : steps[at - 1]!.time;
    area += (at === 0 ? 1 : steps[at - 1]!.survival) * (time - before);
    areas.push(area);
  });
  const end = steps.at(-1);
  const whole = area + (end?.survival ?? 1) * (limit - (end?.time ?? 0));
  let variance = 0;
  steps.forEach(({ atRisk, events }, at) => {
    if (events > 0 && atRisk > events)
      variance += ((whole - areas[at]!) ** 2 * events) / (atRisk * (atRisk - events));
  });
  const reach = twoSidedReach(curve.level, Number.POSITIVE_INFINITY) * Math.sqrt(variance);
  return {
    name: `mean survival up to ${limit}`,
    estimate: whole,
    interval: { level: curve.level, low: whole - reach, high: whole + reach },
  };
}
