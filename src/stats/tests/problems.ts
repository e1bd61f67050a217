import { failInput, showValue } from "../../base/index.ts";

/** What is wrong with what a test was given: one function for each code, so that every test says it in the same words. */

/** Something else than a number where numbers are wanted. */
export const failNotNumbers = (place: string, value: unknown): never =>
  failInput("T2830", "A test takes an array of numbers; this is something else", {
    place,
    value: showValue(value),
    cure: "Give an array of numbers, with null where a number is missing.",
  });

/** Missing values, and no word about what to do with them. */
export const failMissing = (place: string, count: number): never =>
  failInput("T2831", `${count === 1 ? "1 value is" : `${count} values are`} missing`, {
    place,
    cure: 'Set missing: "drop" to leave these rows out and have them counted, or fill them in first.',
  });

/** An infinite number. */
export const failInfinite = (place: string, value: number): never =>
  failInput("T2832", "A test takes finite numbers only", {
    place,
    value: `${value}`,
    cure: "Leave this row out, or give the number that was meant.",
  });

/** Fewer values than the test can work with. */
export const failTooFew = (place: string, count: number, needed: number, what = "values"): never =>
  failInput("T2833", `There are too few ${what}: the test needs at least ${needed}`, {
    place,
    value: `${count}`,
    cure: `Give at least ${needed} ${what}.`,
  });

/** Values without any spread, of which the test can say nothing. */
export const failConstant = (place: string, what: string): never =>
  failInput("T2834", `${what}, so there is no spread to measure a difference against`, {
    place,
    cure: "Look at how the values came to be equal; with no spread there is nothing to test.",
  });

/** A setting of the wrong form. */
export const failSetting = (place: string, value: unknown, wanted: string): never =>
  failInput("T2835", `The setting ${place} must be ${wanted}`, {
    place,
    value: showValue(value),
    cure: `Give ${wanted}, or leave the setting out.`,
  });

/** Columns that should have one value in each row do not. */
export const failLengths = (place: string, lengths: readonly number[]): never =>
  failInput("T2836", "Values that belong together must have the same length", {
    place,
    value: lengths.join(" and "),
    cure: "Give one value of each for every pair or row, with null where it is missing.",
  });

/** Fewer groups than a comparison needs, or not the number it takes. */
export const failGroups = (place: string, count: number, wanted: string): never =>
  failInput("T2837", `The test needs ${wanted}`, {
    place,
    value: `${count}`,
    cure: "Look at the column of the groups: after rows with missing values are left out, this many are there.",
  });

/** A table of counts that is none. */
export const failTable = (place: string, value: unknown, wanted: string): never =>
  failInput("T2838", `A table of counts needs ${wanted}`, {
    place,
    value: showValue(value),
    cure: "Give rows of equal length with whole numbers from 0, each the number of cases in one cell.",
  });

/** A row or column of a table in which nothing was counted. */
export const failEmptyMargin = (place: string): never =>
  failInput("T2839", "A row or column of the table has no case at all", {
    place,
    cure: "Leave this row or column out of the table.",
  });

/** Probabilities that are none. */
export const failProbabilities = (place: string, value: unknown, wanted: string): never =>
  failInput("T2840", `Probabilities must be ${wanted}`, {
    place,
    value: showValue(value),
    cure: "Give one positive probability for each count, with a sum of 1.",
  });

/** Successes and trials that do not fit together. */
export const failProportion = (place: string, value: unknown): never =>
  failInput("T2841", "A proportion needs whole numbers with 0 ≤ successes ≤ trials and at least one trial", {
    place,
    value: showValue(value),
    cure: "Give the number of successes and the number of trials, both as whole numbers.",
  });

/** A statistic of the user's that does not give a finite number. */
export const failStatistic = (place: string, value: unknown): never =>
  failInput("T2843", "The statistic gave something else than a finite number", {
    place,
    value: showValue(value),
    cure: "Give a function that takes arrays of numbers and gives a finite number for every resample of them.",
  });

/** Numbers too large, or distances too small, for their squares to be numbers above 0. */
export const failOverflow = (place: string): never =>
  failInput(
    "T2844",
    "The numbers are so large, or their distances so small, that the squares leave float64",
    {
      place,
      cure: "Divide or multiply the values by a power of ten first: a test does not depend on the unit.",
    },
  );

/** A value that the test has no place for. */
export const failRange = (
  place: string,
  value: unknown,
  wanted: string,
  cure = "Correct the value, or take a test that fits this kind of data.",
): never =>
  failInput("T2845", `A value lies outside of what the test takes: ${wanted}`, {
    place,
    value: showValue(value),
    cure,
  });
