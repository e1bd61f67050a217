import { naturalLogarithm } from "../../base/index.ts";
import { ExactSum } from "../exact-sum.ts";
import { andersonDarlingNormality, normalUpper } from "../distributions/index.ts";
import { effect, finishTest } from "./finish-test.ts";
import { readOptionsOfAllSides, type TestOptions } from "./options.ts";
import { failConstant } from "./problems.ts";
import { readSample, type Numbers } from "./read-sample.ts";
import { summarize } from "./summary.ts";
import type { TestResult } from "./test-result.ts";
import { pValueWords } from "../p-value-text.ts";
import { showNumber } from "./words.ts";

/**
 * The Anderson-Darling test of normality with mean and deviation estimated from the values, for 8 values and more, without an
 * upper limit. A² weighs the tails more than other tests do. Throws T2830 to T2835 and T2844 for bad input. Methods: T. W.
 * Anderson & D. A. Darling (1954); p-value: R. B. D'Agostino & M. A. Stephens, "Goodness-of-Fit Techniques" (1986), table 4.9.
 * @example
 * andersonDarlingTest([1, 2, 3, 4, 5, 6, 7, 8]).statistic.name // "A²"
 */
export function andersonDarlingTest(values: Numbers, options: TestOptions = {}): TestResult {
  const settings = readOptionsOfAllSides(options, ["values"]);
  const { values: sample, dropped } = readSample(values, settings.names[0]!, settings.missing, 8);
  const { count, mean, variance } = summarize(sample, "values");
  if (variance === 0) failConstant("values", "All values are equal");
  const deviation = Math.sqrt(variance);
  const scores = sample.sort().map((value) => (value - mean) / deviation);
  const sum = new ExactSum();
  for (let at = 0; at < count; at++)
    sum.add((2 * at + 1) * (logUpper(-scores[at]!) + logUpper(scores[count - 1 - at]!)));
  const statistic = -count - sum.total() / count;
  const pValue = andersonDarlingNormality(statistic, count);
  const said = `(A² = ${showNumber(statistic)}, ${pValueWords(pValue)})`;
  return finishTest(
    {
      test: "Anderson-Darling test",
      hypothesis: `${settings.measure} is normally distributed`,
      alternative: "two-sided",
      effect: effect("A² (0 is a perfect fit to a normal distribution)", statistic),
      moreEffects: [],
      statistic: { name: "A²", value: statistic },
      degreesOfFreedom: [],
      pValue,
      sizes: [{ name: settings.names[0]!, count }],
      assumptions: [],
      notes: pValue <= leastKnown ? ["p is smaller than the approximation can tell."] : [],
      sentence:
        pValue < 1 - settings.level
          ? `The values of ${settings.measure} do not look like a normal sample ${said}.`
          : `Nothing speaks against a normal distribution of ${settings.measure} ${said}.`,
    },
    dropped,
  );
}

/** The logarithm of the upper tail of the standard normal distribution; beyond float64 by its asymptotic series. */
function logUpper(z: number): number {
  if (z < 35) return naturalLogarithm(normalUpper(z));
  const square = z * z;
  return -square / 2 - naturalLogarithm(z * Math.sqrt(2 * Math.PI)) - 1 / square;
}

/** Where the published formula ends, at a statistic of 13; what lies beyond is given as this. */
const leastKnown = 5e-31;
