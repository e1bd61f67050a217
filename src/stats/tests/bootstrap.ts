import { deepFreeze } from "../../base/index.ts";
import { exactSum } from "../exact-sum.ts";
import type { Interval } from "../interval.ts";
import { normalCdf, normalQuantile } from "../distributions/index.ts";
import { quantileOfSorted } from "../quantile.ts";
import {
  centreSample,
  drawMeans,
  drawResamples,
  type CentredSample,
  type Resampling,
} from "./draw-resamples.ts";
import { readOptions, type TestOptions } from "./options.ts";
import { failGroups, failOverflow, failSetting, failStatistic } from "./problems.ts";
import { readRows, readSample, type Numbers } from "./read-sample.ts";
import { showInterval, showNumber } from "./words.ts";

/** Any number that follows from samples. It must not change the arrays that it is given. */
export type Statistic = (...samples: readonly Float64Array[]) => number;

/** A statistic of the user's, or one that is known here and quick: the mean of one sample, or the difference of two means. */
export type NamedStatistic = "mean" | "difference of means";

/** Options of the resampling methods. */
export interface ResamplingOptions extends TestOptions {
  /** How many resamples; 9999 unless told. */
  readonly resamples?: number;
  /** The same seed gives the same result; 1 unless told. */
  readonly seed?: number;
}

/** Options of the bootstrap. */
export interface BootstrapOptions extends ResamplingOptions {
  /** `"bca"`, corrected for bias and skewness, unless told; or plain percentiles. */
  readonly method?: "bca" | "percentile";
  /** Whether the samples are columns of the same rows, to be drawn together; false unless told. */
  readonly isPaired?: boolean;
}

/** What the bootstrap says of a statistic. */
export interface BootstrapResult {
  readonly estimate: number;
  readonly interval: Interval;
  readonly standardError: number;
  /** The mean of the resamples less the estimate. */
  readonly bias: number;
  readonly method: "bca" | "percentile";
  readonly resamples: number;
  readonly seed: number;
  readonly notes: readonly string[];
  readonly sentence: string;
}

/** The statistic behind a name, or the user's own. */
export function statisticOf(given: Statistic | NamedStatistic, count: number): Statistic {
  if (typeof given === "function") return given;
  const mean = (values: Float64Array): number => exactSum(values) / values.length;
  if (given === "mean" && count === 1) return (first) => mean(first);
  if (given === "difference of means" && count === 2) return (first, second) => mean(first) - mean(second);
  return failSetting(
    "statistic",
    given,
    'a function, "mean" for one sample, or "difference of means" for two',
  );
}

/** Calls a statistic and refuses what is no finite number. */
export function measure(statistic: Statistic, samples: readonly Float64Array[], place: string): number {
  const value: unknown = statistic(...samples);
  return typeof value === "number" && Number.isFinite(value) ? value + 0 : failStatistic(place, value);
}

/** Reads seed and number of resamples. */
export function readResampling({ resamples = 9999, seed = 1 }: ResamplingOptions): {
  readonly resamples: number;
  readonly seed: number;
} {
  if (!(Number.isSafeInteger(resamples) && resamples >= 100 && resamples <= 1e7))
    failSetting("resamples", resamples, "a whole number from 100 to 10 million");
  if (!Number.isSafeInteger(seed)) failSetting("seed", seed, "a whole number");
  return { resamples, seed };
}

/**
 * The bootstrap interval of any statistic of one or more samples: values are drawn with replacement, sample by sample (or row
 * by row with `isPaired`), and the statistic is computed anew. Resample k has random streams of its own, so the result depends
 * on the seed alone. Throws T2830 to T2837 for bad input and T2843 where the statistic is no finite number. Methods: B. Efron
 * (1979); BCa: B. Efron, "Better Bootstrap Confidence Intervals", JASA 82 (1987).
 * @example
 * bootstrapInterval([[1, 2, 3, 4, 5, 6]], "mean", { resamples: 999 }).estimate // 3.5
 */
export function bootstrapInterval(
  samples: readonly Numbers[],
  statistic: Statistic | NamedStatistic,
  options: BootstrapOptions = {},
): BootstrapResult {
  if (samples.length === 0) failGroups("samples", 0, "at least one sample");
  const { alternative, level, missing } = readOptions({ ...options, names: [] }, []);
  const { resamples, seed } = readResampling(options);
  const method = options.method ?? "bca";
  if (method !== "bca" && method !== "percentile") failSetting("method", method, '"bca" or "percentile"');
  const isPaired = options.isPaired ?? false;
  const places = samples.map((_, at) => `samples[${at}]`);
  const columns = isPaired
    ? readRows(samples, places, missing, 2).columns
    : samples.map((one, at) => readSample(one, places[at]!, missing, 2).values);
  const drawn = drawStatistic(statistic, { columns, isPaired, resamples, seed });
  const { estimate, values } = drawn;
  if (!values.every(Number.isFinite)) failOverflow("samples");
  const shift = exactSum(values) / resamples - estimate;
  const spread = values.reduce((sum, one) => sum + (one - estimate - shift) ** 2, 0) / (resamples - 1);
  if (!Number.isFinite(spread)) failOverflow("samples");
  values.sort();
  const notes: string[] = [];
  const tail = alternative === "two-sided" ? (1 - level) / 2 : 1 - level;
  const place = method === "bca" ? bcaPlace(values, estimate, drawn.acceleration, notes) : (p: number) => p;
  const interval = {
    level,
    low: alternative === "less" ? -Infinity : quantileOfSorted(values, place(tail))!,
    high: alternative === "greater" ? Infinity : quantileOfSorted(values, place(1 - tail))!,
  };
  return deepFreeze({
    estimate,
    interval,
    standardError: Math.sqrt(spread),
    bias: shift,
    method,
    resamples,
    seed,
    notes,
    sentence: `The statistic is ${showNumber(estimate)} (${showInterval(interval)}, bootstrap of ${resamples} resamples).`,
  });
}

/** A statistic of a sample and of its resamples. */
interface DrawnStatistic {
  readonly estimate: number;
  readonly values: Float64Array<ArrayBuffer>;
  readonly acceleration: () => number;
}

function drawStatistic(statistic: Statistic | NamedStatistic, resampling: Resampling): DrawnStatistic {
  const { columns, isPaired } = resampling;
  const found = statisticOf(statistic, columns.length);
  const estimate = measure(found, columns, "statistic");
  if (typeof statistic === "function")
    return {
      estimate,
      values: drawResamples(resampling, (drawn, index) =>
        measure(found, drawn, `statistic, resample ${index}`),
      ),
      acceleration: () => accelerationOf(found, columns, isPaired),
    };
  // The difference of the means of pairs is the mean of their differences.
  const [first, second] = columns;
  const samples = isPaired && first && second ? [first.map((value, row) => value - second[row]!)] : columns;
  const centred = samples.map(centreSample);
  return {
    estimate,
    values: drawMeans(centred, resampling),
    acceleration: () => accelerationOfMeans(centred),
  };
}

/** Beyond so many values blocks of them are left out together: to leave out each would take as long as the square of their number. */
const mostLeftOut = 500;

/** The places of the BCa interval among the sorted resamples (Efron 1987). */
function bcaPlace(
  sorted: Float64Array,
  estimate: number,
  accelerationOfAll: () => number,
  notes: string[],
): (probability: number) => number {
  let [below, equal] = [0, 0];
  for (let at = 0; at < sorted.length; at++)
    if (sorted[at]! < estimate) below++;
    else if (sorted[at] === estimate) equal++;
  const share = (below + equal / 2) / sorted.length;
  if (share === 0 || share === 1) {
    notes.push("All resamples lie on one side of the estimate: percentiles are given instead of BCa.");
    return (probability) => probability;
  }
  const bias = normalQuantile(share);
  const acceleration = accelerationOfAll();
  return (probability) => {
    const z = bias + normalQuantile(probability);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
}

/** The same of means, where leaving a value out moves the mean by its distance from it over one less than the count. */
function accelerationOfMeans(samples: readonly CentredSample[]): number {
  let [cubes, squares] = [0, 0];
  for (const [at, { distances }] of samples.entries()) {
    const sign = at === 0 ? 1 : -1;
    for (let row = 0; row < distances.length; row++) {
      const influence = (sign * distances[row]!) / distances.length;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
  }
  return skewnessOf(cubes, squares);
}

const skewnessOf = (cubes: number, squares: number): number =>
  squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));

/** The skewness of the influence of single values, by the jackknife over all samples. */
function accelerationOf(statistic: Statistic, columns: readonly Float64Array[], isPaired: boolean): number {
  let [cubes, squares] = [0, 0];
  const parts = isPaired ? [columns.map((_, at) => at)] : columns.map((_, at) => [at]);
  for (const part of parts) {
    const count = columns[part[0]!]!.length;
    const blocks = Math.min(count, mostLeftOut);
    const without = Float64Array.from({ length: blocks }, (_, block) => {
      const from = Math.floor((block * count) / blocks);
      const to = Math.floor(((block + 1) * count) / blocks);
      const rest = columns.map((column, at) => (part.includes(at) ? leaveOut(column, from, to) : column));
      return measure(statistic, rest, "statistic without a value");
    });
    const mean = exactSum(without) / blocks;
    for (const value of without) {
      const influence = ((blocks - 1) * (mean - value)) / blocks;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
  }
  return skewnessOf(cubes, squares);
}

function leaveOut(values: Float64Array, from: number, to: number): Float64Array {
  const rest = new Float64Array(values.length - (to - from));
  rest.set(values.subarray(0, from));
  rest.set(values.subarray(to), from);
  return rest;
}
