import { chiSquareUpper } from "../distributions/index.ts";
import { independence } from "./check-assumptions.ts";
import { associationInterval } from "./association-interval.ts";
import { effect, finishTest, withinUnit } from "./finish-test.ts";
import { oddsRatioEffect } from "./odds-ratio.ts";
import { readOptionsOfAllSides, type TestOptions } from "./options.ts";
import { failGroups, failProbabilities } from "./problems.ts";
import { readCount, readTable, type CountTable } from "./read-table.ts";
import type { AssumptionCheck, TestResult } from "./test-result.ts";
import { showInterval, showNumber, verdictOf } from "./words.ts";

const casesApart = independence(
  "Each case must be counted once. Look for several rows of the same person or thing.",
);

/** Options of the chi-squared test of independence. */
export interface ChiSquaredOptions extends TestOptions {
  /** Yates's correction for continuity of a table of 2 × 2; false unless told, for it makes the test too careful. */
  readonly hasCorrection?: boolean;
}

/**
 * Pearson's chi-squared test of independence: are the rows and the columns of a table of counts related? `table` has at least
 * two rows and columns of whole numbers. The effect is Cramér's V (0 none, 1 complete) with the interval of the noncentral
 * chi-squared distribution; for 2 × 2 tables the odds ratio beside it. Throws T2835, T2838 and T2839 for bad input. Method:
 * K. Pearson (1900); F. Yates (1934) for the correction; H. Cramér (1946).
 * @example
 * chiSquaredTest([[10, 20], [20, 10]]).degreesOfFreedom // [1]
 */
export function chiSquaredTest(
  table: readonly (readonly number[])[],
  options: ChiSquaredOptions = {},
): TestResult {
  const settings = readOptionsOfAllSides(options, ["rows", "columns"]);
  const read = readTable(table);
  const [rows, columns] = [read.rowTotals.length, read.columnTotals.length];
  const isTwoByTwo = rows === 2 && columns === 2;
  const plain = independenceStatistic(read, 0);
  const statistic = options.hasCorrection && isTwoByTwo ? independenceStatistic(read, 0.5) : plain;
  const degrees = (rows - 1) * (columns - 1);
  const room = read.total * (Math.min(rows, columns) - 1);
  const interval = associationInterval(plain, degrees, room, settings.level);
  const v = withinUnit(Math.sqrt(plain / room));
  const pValue = chiSquareUpper(statistic, degrees);
  const [first, second] = settings.names;
  return finishTest({
    test: "chi-squared test of independence",
    hypothesis: `${first} and ${second} are independent`,
    alternative: "two-sided",
    effect: effect("Cramér's V", v, interval),
    moreEffects: isTwoByTwo ? [oddsRatioEffect(read.counts, settings.level)] : [],
    statistic: { name: "χ²", value: statistic },
    degreesOfFreedom: [degrees],
    pValue,
    sizes: [{ name: "cases", count: read.total }],
    assumptions: [expectedCounts(expectedOf(read), "fisherExactTest"), casesApart],
    notes: statistic === plain ? [] : ["χ² with Yates's correction for continuity."],
    sentence: `${first} and ${second} are related with Cramér's V = ${showNumber(v)}${interval ? ` (${showInterval(interval)})` : ""}, where 0 is none and 1 complete. ${verdictOf(pValue, settings.level, "relation")}`,
  });
}

function expectedOf({ rowTotals, columnTotals, total }: CountTable): readonly number[] {
  return rowTotals.flatMap((row) => columnTotals.map((column) => (row / total) * column));
}

/** The sum over cells of (|observed - expected| - correction)² / expected, each cell as (n observed - row column)² / (n row column). */
function independenceStatistic({ counts, rowTotals, columnTotals, total }: CountTable, most: number): number {
  let sum = 0;
  for (const [row, cells] of counts.entries())
    for (const [column, count] of cells.entries()) {
      const expected = (rowTotals[row]! * columnTotals[column]!) / total;
      const distance = Math.abs(
        crossDifference(count, total, rowTotals[row]!, columnTotals[column]!) / total,
      );
      const corrected = Math.max(0, distance - most);
      sum += (corrected * corrected) / expected;
    }
  return sum;
}

/** count · total - row · column, without rounding where it would cancel. */
function crossDifference(count: number, total: number, row: number, column: number): number {
  const plain = count * total - row * column;
  return Math.max(count * total, row * column) < 2 ** 53
    ? plain
    : Number(BigInt(count) * BigInt(total) - BigInt(row) * BigInt(column));
}

/** Whether χ² is close to its distribution, by Cochran's rule of 1954. */
function expectedCounts(expected: readonly number[], alternative: string): AssumptionCheck {
  const small = expected.filter((one) => one < 5).length;
  const least = expected.reduce((smallest, one) => Math.min(smallest, one), Infinity);
  const verdict =
    small === 0 ? "holds" : least >= 1 && small <= expected.length / 5 ? "doubtful" : "violated";
  return {
    assumption: "the expected counts are large enough",
    verdict,
    detail: `${small} of ${expected.length} expected counts are below 5; the smallest is ${showNumber(least)}.`,
    alternative: verdict === "holds" ? undefined : alternative,
  };
}

/**
 * Pearson's chi-squared test of goodness of fit: do counts follow these probabilities? All are equal unless `probabilities`
 * says otherwise. The effect is Cohen's w, the size of the departure (0.1 small, 0.3 medium, 0.5 large). Throws T2835, T2837,
 * T2838 and T2840 for bad input. Method: K. Pearson, Philosophical Magazine 50 (1900).
 * @example
 * goodnessOfFitTest([8, 12, 10]).statistic.value // 0.8
 */
export function goodnessOfFitTest(
  counts: readonly number[],
  options: TestOptions & { readonly probabilities?: readonly number[] } = {},
): TestResult {
  if (!Array.isArray(counts) || counts.length < 2)
    failGroups("counts", Array.isArray(counts) ? counts.length : 0, "at least two counts");
  const names = Array.from({ length: counts.length }, (_, at) => `category ${at + 1}`);
  const settings = readOptionsOfAllSides(options, names);
  const read = counts.map((count, at) => readCount(count, `counts[${at}]`));
  const total = read.reduce((sum, one) => sum + one, 0);
  if (total === 0) failGroups("counts", 0, "at least one case");
  const probabilities = readProbabilities(options.probabilities, read.length);
  const expected = probabilities.map((one) => one * total);
  const statistic = read.reduce((sum, count, at) => {
    const distance = count - expected[at]!;
    return sum + (distance * distance) / expected[at]!;
  }, 0);
  const degrees = read.length - 1;
  const interval = associationInterval(statistic, degrees, total, settings.level);
  const pValue = chiSquareUpper(statistic, degrees);
  const w = Math.sqrt(statistic / total);
  const ratios = read.map((count, at) => count / expected[at]!);
  const widest = ratios.reduce(
    (best, one, at) => (Math.abs(one - 1) > Math.abs(ratios[best]! - 1) ? at : best),
    0,
  );
  return finishTest({
    test: "chi-squared test of goodness of fit",
    hypothesis: "the counts follow the given probabilities",
    alternative: "two-sided",
    effect: effect("Cohen's w", w, interval),
    moreEffects: [],
    statistic: { name: "χ²", value: statistic },
    degreesOfFreedom: [degrees],
    pValue,
    sizes: settings.names.map((name, at) => ({ name, count: read[at]! })),
    assumptions: [expectedCounts(expected, "joining rare categories, or a permutationTest"), casesApart],
    notes: [],
    sentence: `The counts depart from what is expected with Cohen's w = ${showNumber(w)}${interval ? ` (${showInterval(interval)})` : ""}, the furthest in ${settings.names[widest]}: ${read[widest]} counted, ${showNumber(expected[widest]!)} expected. ${verdictOf(pValue, settings.level, "departure from these probabilities")}`,
  });
}

function readProbabilities(given: unknown, count: number): readonly number[] {
  if (given === undefined) return Array.from({ length: count }, () => 1 / count);
  if (!Array.isArray(given) || given.length !== count)
    return failProbabilities("probabilities", given, `an array of ${count}`);
  const wrong = given.findIndex((one) => !(typeof one === "number" && one > 0 && one < 1));
  if (wrong >= 0) failProbabilities(`probabilities[${wrong}]`, given[wrong], "numbers between 0 and 1");
  const probabilities = given as readonly number[];
  const sum = probabilities.reduce((total, one) => total + one, 0);
  if (Math.abs(sum - 1) > 1e-8) failProbabilities("probabilities", sum, "numbers with a sum of 1");
  return probabilities;
}
