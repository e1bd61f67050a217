import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";

/** A part of the stored figures. */
export interface Stored {
  readonly [key: string]: Stored;
}

const read = (name: string): Stored =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../../test/oracle", name), "utf8")) as Stored;

/** The figures of R 4.2.2 that test/oracle/regression.R has written. */
export const stored = read("regression.json");

/** Those of statsmodels 0.15.0, by test/oracle/regression.py. */
export const storedByPython = read("regression-python.json");

/** Stored numbers, one or many. */
export const numbersOf = (part: Stored | undefined): readonly number[] =>
  [part as unknown as number | readonly number[]].flat();

/** Stored texts. */
export const textsOf = (part: Stored | undefined): readonly string[] => part as unknown as readonly string[];

/** That numbers agree to so many digits, relative to each, or to the unit of rounding of 1 where they are 0. */
export function expectDigits(
  actual: ArrayLike<number>,
  expected: Stored | readonly number[] | number | undefined,
  digits = 12,
): void {
  const wanted = numbersOf(expected as Stored);
  expect(actual.length).toBe(wanted.length);
  for (let at = 0; at < wanted.length; at++) {
    const apart = Math.abs(actual[at]! - wanted[at]!) / Math.max(Math.abs(wanted[at]!), 1e-300);
    if (!(apart <= 10 ** -digits) && Math.abs(actual[at]! - wanted[at]!) > 1e-300)
      expect.fail(`number ${at} is ${actual[at]}, not ${wanted[at]} (apart by ${apart.toExponential(1)})`);
  }
}
