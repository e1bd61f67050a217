import type { Interval } from "../interval.ts";
import { chiSquareUpper } from "../distributions/index.ts";
import { binomialLower, binomialP, binomialProbability, exactProportionInterval } from "./binomial.ts";
import { independence } from "./check-assumptions.ts";
import { effect, finishTest } from "./finish-test.ts";
import { readOptions, type TestOptions } from "./options.ts";
import { failConstant, failSetting, failTable } from "./problems.ts";
import { readCount } from "./read-table.ts";
import { normalCritical, normalP } from "./tails.ts";
import type { Alternative, TestResult } from "./test-result.ts";
import { showInterval, showNumber, showPercent, sideOf, verdictOf } from "./words.ts";

/** Options of McNemar's test. */
export interface McNemarOptions extends TestOptions {
  /** How the p-value is found: `"mid-p"` unless told, which is neither too careful as `"exact"` nor too bold as `"chi-squared"`. */
  readonly method?: "exact" | "mid-p" | "chi-squared" | "corrected";
}

/**
 * McNemar's test: has a yes/no answer of the same cases changed? `table` is `[[both, first only], [second only, neither]]`.
 * The effect is the difference of the two proportions, `first - second`, with the adjusted Wald interval of Bonett & Price
 * (2012); beside it the odds ratio of the changes with its exact interval. Throws T2834, T2835 and T2838 for bad input.
 * Methods: Q. McNemar (1947); mid-p after M. W. Fagerland, S. Lydersen & P. Laake, BMC Medical Research Methodology 13 (2013).
 * @example
 * mcNemarTest([[59, 6], [16, 80]]).statistic.value // 6
 */
export function mcNemarTest(table: readonly (readonly number[])[], options: McNemarOptions = {}): TestResult {
  const settings = readOptions(options, ["first", "second"]);
  const method = options.method ?? "mid-p";
  if (!["exact", "mid-p", "chi-squared", "corrected"].includes(method))
    failSetting("method", method, '"exact", "mid-p", "chi-squared" or "corrected"');
  if (
    !Array.isArray(table) ||
    table.length !== 2 ||
    table.some((row) => !Array.isArray(row) || row.length !== 2)
  )
    failTable("table", table, "2 rows of 2 columns");
  const [[both, b], [c, neither]] = table.map((row, at) =>
    row.map((count, column) => readCount(count, `table[${at}][${column}]`)),
  ) as unknown as [[number, number], [number, number]];
  const total = both + b + c + neither;
  const changed = b + c;
  if (changed === 0) failConstant("table", "No case has changed its answer");
  const difference = (b - c) / total;
  const { level, alternative } = settings;
  const interval = pairedInterval(b, c, total, level, alternative);
  const { low, high } = exactProportionInterval(b, changed, level, alternative);
  const pValue = changeP(b, c, method, alternative);
  const isChi = method === "chi-squared" || method === "corrected";
  const [one, other] = settings.names;
  return finishTest({
    test: `McNemar's test (${method})`,
    hypothesis: `the proportion is the same in ${one} and ${other}`,
    alternative,
    effect: effect(`difference of proportions (${one} - ${other})`, difference, interval),
    moreEffects: [
      effect("odds ratio of the changes", c === 0 ? Infinity : b / c, {
        level,
        low: low / (1 - low),
        high: high === 1 ? Infinity : high / (1 - high),
      }),
    ],
    statistic: isChi ? { name: "χ²", value: chiSquared(b, c, method) } : { name: `only ${one}`, value: b },
    degreesOfFreedom: isChi ? [1] : [],
    pValue,
    sizes: [
      { name: "pairs", count: total },
      { name: "changed", count: changed },
    ],
    assumptions: [
      ...(isChi
        ? [
            {
              assumption: "enough cases have changed for χ²",
              verdict: changed >= 25 ? ("holds" as const) : ("doubtful" as const),
              detail: `${changed} have.`,
              alternative: changed >= 25 ? undefined : 'method: "mid-p"',
            },
          ]
        : []),
      independence(
        "The pairs must be independent of each other. Look for several pairs of the same person or thing.",
      ),
    ],
    notes: c === 0 ? ["No case changed the other way, so the odds ratio has no upper bound."] : [],
    sentence: `${showPercent((both + b) / total)} in ${one} against ${showPercent((both + c) / total)} in ${other}: a difference of ${showNumber(difference)} (${showInterval(interval)}); ${b} cases changed one way and ${c} the other. ${verdictOf(pValue, level, "difference of the proportions")}${sideOf(alternative)}`,
  });
}

const chiSquared = (b: number, c: number, method: string): number =>
  Math.max(0, Math.abs(b - c) - (method === "corrected" ? 1 : 0)) ** 2 / (b + c);

function changeP(b: number, c: number, method: string, alternative: Alternative): number {
  if (method === "exact") return binomialP(b, b + c, 0.5, alternative);
  if (method !== "mid-p") {
    const statistic = chiSquared(b, c, method);
    // One side of χ² with one degree is that of its root with the sign of the difference.
    return alternative === "two-sided"
      ? chiSquareUpper(statistic, 1)
      : normalP(Math.sign(b - c) * Math.sqrt(statistic), alternative);
  }
  const midTail = (count: number): number =>
    binomialLower(count, b + c, 0.5) - binomialProbability(count, b + c, 0.5) / 2;
  if (alternative !== "two-sided") return midTail(alternative === "less" ? b : c);
  return Math.min(1, 2 * midTail(Math.min(b, c)));
}

/** D. G. Bonett & R. M. Price, "Adjusted Wald Confidence Interval for a Difference of Binomial Proportions Based on Paired Data" (2012). */
function pairedInterval(
  b: number,
  c: number,
  total: number,
  level: number,
  alternative: Alternative,
): Interval {
  const [p, q] = [(b + 1) / (total + 2), (c + 1) / (total + 2)];
  const reach = normalCritical(level, alternative) * Math.sqrt((p + q - (p - q) ** 2) / (total + 2));
  return {
    level,
    low: alternative === "less" ? -1 : Math.max(-1, p - q - reach),
    high: alternative === "greater" ? 1 : Math.min(1, p - q + reach),
  };
}
