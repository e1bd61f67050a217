import { associationInterval } from "./association-interval.ts";
import { effect, finishTest } from "./finish-test.ts";
import { independence } from "./check-assumptions.ts";
import { exactTableP } from "./fisher-table.ts";
import { hypergeometricSpace, oddsRatioInterval, oddsRatioP, likeliestOddsRatio } from "./hypergeometric.ts";
import { readOptions, type TestOptions } from "./options.ts";
import { failSetting } from "./problems.ts";
import { readTable, type CountTable } from "./read-table.ts";
import { sampledTableP } from "./sampled-table.ts";
import type { TestResult } from "./test-result.ts";
import { showInterval, showNumber, sideOf, verdictOf } from "./words.ts";

/** Options of Fisher's exact test. */
export interface FisherOptions extends TestOptions {
  /** The seed of the random tables where a table of more than 2 × 2 is too large to go through; 1 unless told. */
  readonly seed?: number;
  /** How many random tables; 10000 unless told. */
  readonly draws?: number;
}

/**
 * Fisher's exact test of a table of counts: are rows and columns independent? For 2 × 2 the effect is the conditional odds
 * ratio with its exact interval. Larger tables are gone through wholly (probabilities summed over all tables with these
 * margins that are no more probable); where there are too many, tables are drawn at random with a seed, and the result says so.
 * Throws T2835, T2838 and T2839 for bad input. Methods: R. A. Fisher (1935); G. H. Freeman & J. H. Halton (1951); C. R. Mehta &
 * N. R. Patel, "A Network Algorithm for Performing Fisher's Exact Test in r × c Contingency Tables", JASA 78 (1983).
 * @example
 * fisherExactTest([[3, 1], [1, 3]]).sizes // [{ name: "cases", count: 8 }]
 */
export function fisherExactTest(
  table: readonly (readonly number[])[],
  options: FisherOptions = {},
): TestResult {
  const settings = readOptions(options, ["rows", "columns"]);
  const read = readTable(table);
  const [rows, columns] = [read.rowTotals.length, read.columnTotals.length];
  const [first, second] = settings.names as readonly [string, string];
  if (rows > 2 || columns > 2) {
    if (settings.alternative !== "two-sided")
      failSetting("alternative", settings.alternative, '"two-sided" for a table of more than 2 × 2');
    return largeTable(read, first, second, settings.level, options);
  }
  const space = hypergeometricSpace(read.counts);
  const ratio = likeliestOddsRatio(space);
  const interval = oddsRatioInterval(space, settings.level, settings.alternative);
  const pValue = oddsRatioP(space, settings.alternative);
  return finishTest({
    test: "Fisher's exact test",
    hypothesis: `${first} and ${second} are independent`,
    alternative: settings.alternative,
    effect: effect("conditional odds ratio", ratio, interval),
    moreEffects: [],
    statistic: { name: "first cell", value: read.counts[0]![0]! },
    degreesOfFreedom: [],
    pValue,
    sizes: [{ name: "cases", count: read.total }],
    assumptions: [apart],
    notes: Number.isFinite(ratio) ? [] : ["A cell is 0, so the odds ratio has no upper bound."],
    sentence: `The odds ratio of ${first} and ${second} is ${showNumber(ratio)} (${showInterval(interval)}), where 1 is no relation. ${verdictOf(pValue, settings.level, "relation")}${sideOf(settings.alternative)}`,
  });
}

const apart = independence(
  "Each case must be counted once. Look for several rows of the same person or thing.",
);

function largeTable(
  read: CountTable,
  first: string,
  second: string,
  level: number,
  { seed = 1, draws = 10_000 }: FisherOptions,
): TestResult {
  if (!Number.isSafeInteger(seed)) failSetting("seed", seed, "a whole number");
  if (!Number.isSafeInteger(draws) || draws < 100) failSetting("draws", draws, "a whole number from 100");
  const exact = exactTableP(read);
  const pValue = exact ?? sampledTableP(read, seed, draws);
  const error = Math.sqrt((pValue * (1 - pValue)) / draws);
  const { total, rowTotals, columnTotals } = read;
  const chiSquared =
    total *
    Math.max(
      0,
      read.counts.reduce(
        (sum, cells, row) =>
          sum +
          cells.reduce(
            (inner, count, column) => inner + ((count / rowTotals[row]!) * count) / columnTotals[column]!,
            0,
          ),
        -1,
      ),
    );
  const room = total * (Math.min(rowTotals.length, columnTotals.length) - 1);
  const v = Math.min(1, Math.sqrt(chiSquared / room));
  const degrees = (rowTotals.length - 1) * (columnTotals.length - 1);
  const interval = associationInterval(chiSquared, degrees, room, level);
  return finishTest({
    test: "Fisher's exact test",
    hypothesis: `${first} and ${second} are independent`,
    alternative: "two-sided",
    effect: effect("Cramér's V", v, interval),
    moreEffects: [],
    statistic: { name: "χ²", value: chiSquared },
    degreesOfFreedom: [],
    pValue,
    sizes: [{ name: "cases", count: total }],
    assumptions: [apart],
    notes: [
      exact === null
        ? `p from ${draws} random tables with these margins (seed ${seed}); its standard error is ${showNumber(error)}.`
        : "p from all tables with these margins.",
      ...(exact === null && pValue * (draws + 1) < 1.5
        ? [
            `None of them was as improbable as what was seen: p may be far smaller than ${showNumber(pValue)}.`,
          ]
        : []),
      "The interval of V is that of χ², a rough one where expected counts are small.",
    ],
    sentence: `${first} and ${second} are related with Cramér's V = ${showNumber(v)} (${showInterval(interval)}), where 0 is none and 1 complete. ${verdictOf(pValue, level, "relation")}`,
  });
}
