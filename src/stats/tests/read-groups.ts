import { keepDigits } from "./keep-digits.ts";
import { failGroups } from "./problems.ts";
import { readSample, type Numbers } from "./read-sample.ts";
import type { TestSettings } from "./options.ts";
import { summarize, type Summary } from "./summary.ts";

/** Groups of numbers, ready for a comparison. */
export interface Groups {
  readonly names: readonly string[];
  readonly values: readonly Float64Array<ArrayBuffer>[];
  readonly dropped: number;
}

/** Reads two or more groups, each with at least `least` values. */
export function readGroups(groups: readonly Numbers[], settings: TestSettings, least: number): Groups {
  if (groups.length < 2) failGroups("groups", groups.length, "at least two groups");
  const samples = groups.map((one, at) => readSample(one, settings.names[at]!, settings.missing, least));
  return {
    names: settings.names,
    values: samples.map(({ values }) => values),
    dropped: samples.reduce((sum, one) => sum + one.dropped, 0),
  };
}

/** Groups of numbers as distances from an origin, where they would lose digits otherwise. */
export interface DistantGroups extends Groups {
  readonly origin: number;
}

/** As `readGroups`, for tests that take differences of means and squares of distances from them. */
export function readDistances(
  groups: readonly Numbers[],
  settings: TestSettings,
  least: number,
): DistantGroups {
  const read = readGroups(groups, settings, least);
  const { columns, origin } = keepDigits(read.values, settings.origin);
  return { ...read, values: columns, origin };
}

/** Summaries of all groups. */
export const summarizeGroups = (values: readonly Float64Array[]): readonly Summary[] =>
  values.map((one, at) => summarize(one, `groups[${at}]`));
