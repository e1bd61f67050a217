import { refusePower } from "./refusals.ts";

/** What a study asks for, of which all but one are given: rows (of the first group where there are several), power, effect. */
export interface PowerQuestion {
  /** Rows of the first group, or pairs, or all rows where there are no groups. */
  readonly size?: number;
  /** The probability that the test finds the effect. */
  readonly power?: number;
  /** The probability that it finds one where there is none; 0.05 where absent. */
  readonly alpha?: number;
  readonly alternative?: "two-sided" | "one-sided";
}

/** The answer, all numbers filled in. */
export interface PowerAnswer {
  readonly kind: "power";
  readonly design: string;
  /** Whole, rounded up; with `exactSize` the power would be met exactly. */
  readonly size: number;
  readonly exactSize: number;
  /** Rows of all groups. */
  readonly totalSize: number;
  readonly effect: { readonly name: string; readonly value: number };
  /** At `size`, where that was asked for. */
  readonly power: number;
  readonly alpha: number;
  readonly alternative: "two-sided" | "one-sided";
  readonly notes: readonly string[];
}

/** A study as its power says it. */
export interface PowerDesign {
  readonly name: string;
  readonly effectName: string;
  /** The effect, absent where it is asked for. */
  readonly effect: number | undefined;
  /** Rows of all groups for so many of the first. */
  readonly totalOf: (size: number) => number;
  readonly leastSize: number;
  /** The largest effect that can be. */
  readonly largestEffect: number;
  /** Grows with both. */
  readonly powerOf: (size: number, effect: number, alpha: number, sides: 1 | 2) => number;
  readonly notes?: readonly string[];
}

const largestSize = 1e12;

/** Fills in the one number that is not given. Refuses none or two that are not given, and settings without an answer (T2875). */
export function answerPower(question: PowerQuestion, design: PowerDesign): PowerAnswer {
  const { alpha = 0.05, alternative = "two-sided", size, power } = question;
  const { effect } = design;
  for (const [name, value] of Object.entries({ size, power, effect, alpha }) as [string, unknown][])
    if (value !== undefined && typeof value !== "number")
      refusePower(name, value, "Give a number, or leave it out.");
  if (!(alpha > 0 && alpha < 0.5))
    refusePower("alpha", alpha, "Give a probability above 0 and below 0.5, such as 0.05.");
  if (power !== undefined && !(power > 0 && power < 1))
    refusePower("power", power, "Give a power between 0 and 1, such as 0.8.");
  if (size !== undefined && !(size >= design.leastSize && size <= largestSize))
    refusePower("size", size, `Give at least ${design.leastSize} rows.`);
  if (effect !== undefined && !(effect > 0 && effect <= design.largestEffect))
    refusePower(design.effectName, effect, "Give an effect that is not 0 and that can be.");
  if ([size, power, effect].filter((one) => one === undefined).length !== 1)
    refusePower(
      "size, power, effect",
      [size, power, effect],
      "Give two of the three; the third is the answer.",
    );
  const sides = alternative === "two-sided" ? 2 : 1;
  const at = (rows: number, by: number): number => Math.min(1, design.powerOf(rows, by, alpha, sides));
  const exactSize = size ?? sizeFor(design, power!, (rows) => at(rows, effect!));
  const rows = size ?? Math.ceil(exactSize - 1e-9);
  const value = effect ?? effectFor(design, power!, (by) => at(rows, by));
  return Object.freeze({
    kind: "power",
    design: design.name,
    size: rows,
    exactSize,
    totalSize: design.totalOf(rows),
    effect: { name: design.effectName, value },
    power: power !== undefined && size !== undefined ? power : at(rows, value),
    alpha,
    alternative,
    notes: design.notes ?? [],
  });
}

function sizeFor(design: PowerDesign, power: number, powerAt: (size: number) => number): number {
  let high = design.leastSize;
  while (powerAt(high) < power) {
    high *= 2;
    if (high > largestSize)
      refusePower(
        design.effectName,
        design.effect,
        "So small an effect is found by no study: give a larger one.",
      );
  }
  return high === design.leastSize ? high : rootBetween(high / 2, high, (size) => powerAt(size) - power);
}

function effectFor(design: PowerDesign, power: number, powerAt: (effect: number) => number): number {
  let high = Math.min(1, design.largestEffect);
  while (powerAt(high) < power) {
    if (high >= design.largestEffect || high > 1e12)
      refusePower("size", "too few", "So few rows find no effect with this power: give more.");
    high = Math.min(high * 2, design.largestEffect);
  }
  return rootBetween(0, high, (effect) => powerAt(effect) - power);
}

/** The root of a growing function, by halving until float64 has nothing between. */
function rootBetween(from: number, to: number, of: (x: number) => number): number {
  let low = from;
  let high = to;
  for (let step = 0; step < 200; step++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high || high - low < 1e-14 * high) break;
    if (of(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}
