import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as tests from "../../../src/stats/tests/index.ts";
import type { PairwiseResult, TestResult } from "../../../src/stats/tests/index.ts";

/** One call, and what another package says of the same numbers. */
interface Case {
  readonly from: string;
  readonly call: string;
  readonly inputs: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, number | string | readonly number[]>>;
  /** The relative error that the other package leaves, where it is above 1e-12. */
  readonly tolerance?: number;
  /** Numbers smaller than this are compared absolutely: the other package has no more digits there. */
  readonly floor?: number;
}

const read = (name: string): readonly Case[] =>
  (JSON.parse(readFileSync(join(import.meta.dirname, name), "utf8")) as { cases: readonly Case[] }).cases;

type Call = (...inputs: readonly unknown[]) => TestResult | PairwiseResult;

function run({ call, inputs, options }: Case): TestResult | PairwiseResult {
  const found = (tests as unknown as Readonly<Record<string, Call>>)[call]!;
  // The second sample of the signed rank test may be absent.
  return call === "wilcoxonSignedRankTest" && inputs.length === 1
    ? found(inputs[0], null, options)
    : found(...inputs, options);
}

/** What a result says under the names of the cases. */
function valuesOf(result: TestResult | PairwiseResult): Readonly<Record<string, unknown>> {
  if ("comparisons" in result) {
    const pairs = result.comparisons;
    return {
      pairEstimates: pairs.map(({ effect }) => effect.estimate),
      pairLows: pairs.map(({ effect }) => effect.interval?.low),
      pairHighs: pairs.map(({ effect }) => effect.interval?.high),
      pairPValues: pairs.map(({ pValue }) => pValue),
      pairStatistics: pairs.map(({ statistic }) => statistic.value),
    };
  }
  const { effect, moreEffects, statistic, pValue, degreesOfFreedom } = result;
  return {
    pValue,
    statistic: statistic.value,
    degrees: degreesOfFreedom,
    estimate: effect.estimate,
    low: effect.interval?.low,
    high: effect.interval?.high,
    secondEstimate: moreEffects[0]?.estimate,
    secondLow: moreEffects[0]?.interval?.low,
    secondHigh: moreEffects[0]?.interval?.high,
    thirdLow: moreEffects[1]?.interval?.low,
    thirdHigh: moreEffects[1]?.interval?.high,
  };
}

/** Says where two numbers, or lists of them, differ by more than the tolerance. */
function difference(actual: unknown, expected: unknown, tolerance: number, floor: number): string | null {
  if (Array.isArray(expected)) {
    const list = actual as readonly unknown[];
    if (!Array.isArray(list) || list.length !== expected.length)
      return `${JSON.stringify(actual)} has another length`;
    return (
      expected.map((one, at) => difference(list[at], one, tolerance, floor)).find((one) => one !== null) ??
      null
    );
  }
  const [left, right] = [Number(actual), Number(expected)];
  if (left === right) return null;
  const size = Math.max(Math.abs(right), floor);
  const error = Math.abs(left - right) / size;
  return error <= tolerance ? null : `${left} instead of ${right}, relative error ${error}`;
}

describe.each(["r.json", "python.json", "digits.json"])("the tests beside %s", (name) => {
  const cases = read(name);

  it("has many cases", () => {
    expect(cases.length).toBeGreaterThan(20);
  });

  it.each(
    cases.map((one, at) => ({
      title: `${at} ${one.call}, ${one.from}, ${JSON.stringify(one.options)}`,
      one,
    })),
  )("agrees: $title", ({ one }) => {
    const values = valuesOf(run(one));
    const differences = Object.entries(one.expected)
      .map(([field, expected]) => [
        field,
        difference(values[field], expected, one.tolerance ?? 1e-12, one.floor ?? 1e-300),
      ])
      .filter(([, found]) => found !== null);
    expect(differences).toEqual([]);
  });
});
