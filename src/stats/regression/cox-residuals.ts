import { choleskyFactor, solveCholesky } from "../cholesky.ts";
import { pValueWords } from "../p-value-text.ts";
import type { AssumptionCheck } from "../tests/index.ts";
import type { CoxRegression } from "./cox-regression.ts";
import { chiSquarePValue } from "./reference-tails.ts";
import { refuseHypotheses, refuseSurvival } from "./refusals.ts";
import { relativeHazards, visitRiskSets, type RiskProblem, type RiskSet } from "./risk-sets.ts";

/** Risk sets in ascending order of time within each stratum, in order of the strata. */
function ascendingSets(problem: RiskProblem, coefficients: Float64Array): readonly RiskSet[] {
  const sets: RiskSet[] = [];
  visitRiskSets(problem, coefficients, (set) => sets.push(set));
  return sets.toSorted((left, right) => left.from - right.from);
}

/** What each row adds to the score, column by column, in the order of the problem (Therneau & Grambsch 2000, 4.6). */
export function scoreResiduals(problem: RiskProblem, coefficients: Float64Array): readonly Float64Array[] {
  const { columns, bounds, events, times, ties } = problem;
  const size = columns.length;
  const residuals = columns.map((column) => new Float64Array(column.length));
  const { hazards } = relativeHazards(problem, coefficients);
  const sets = ascendingSets(problem, coefficients);
  let next = 0;
  for (let stratum = 0; stratum + 1 < bounds.length; stratum++) {
    let hazardSum = 0;
    const meanSum = new Float64Array(size);
    for (let row = bounds[stratum]!; row < bounds[stratum + 1]!;) {
      let to = row;
      while (to < bounds[stratum + 1]! && times[to] === times[row]) to++;
      const set = sets[next]?.from === row ? sets[next++] : undefined;
      const before = { hazardSum, meanSum: Float64Array.from(meanSum) };
      set?.sums.forEach((sum, event) => {
        hazardSum += 1 / sum;
        for (let at = 0; at < size; at++) meanSum[at]! += set.means[event]![at]! / sum;
      });
      for (; row < to; row++)
        for (let at = 0; at < size; at++) {
          const x = columns[at]![row]!;
          if (!set || events[row] !== 1) {
            residuals[at]![row] = -hazards[row]! * (x * hazardSum - meanSum[at]!);
            continue;
          }
          let mean = 0;
          let spent = x * before.hazardSum - before.meanSum[at]!;
          set.sums.forEach((sum, event) => {
            mean += set.means[event]![at]! / set.events;
            const share = ties === "efron" ? 1 - event / set.events : 1;
            spent += (share * (x - set.means[event]![at]!)) / sum;
          });
          residuals[at]![row] = x - mean - hazards[row]! * spent;
        }
    }
  }
  return residuals;
}

/** Harrell's C within strata: pairs where one had the event while the other was watched for longer. Equal hazards count a half. */
export function concordanceOf(problem: RiskProblem, coefficients: Float64Array): number {
  const { times, events, bounds } = problem;
  const { predictor } = relativeHazards(problem, coefficients);
  const distinct = [...new Set(predictor)].toSorted((a, b) => a - b);
  const places = new Map(distinct.map((value, at) => [value, at + 1]));
  let concordant = 0;
  let pairs = 0;
  for (let stratum = 0; stratum + 1 < bounds.length; stratum++) {
    // Counts of predictors among those that are watched for longer, as sums over powers of two (Fenwick 1994).
    const tree = new Int32Array(distinct.length + 1);
    let watched = 0;
    const countUpTo = (place: number): number => {
      let sum = 0;
      for (let at = place; at > 0; at -= at & -at) sum += tree[at]!;
      return sum;
    };
    const add = (row: number): void => {
      watched++;
      for (let at = places.get(predictor[row]!)!; at < tree.length; at += at & -at) tree[at]!++;
    };
    for (let to = bounds[stratum + 1]!; to > bounds[stratum]!;) {
      let from = to;
      while (from > bounds[stratum]! && times[from - 1] === times[to - 1])
        if (events[--from] !== 1) add(from);
      for (let row = from; row < to; row++) {
        if (events[row] !== 1) continue;
        const place = places.get(predictor[row]!)!;
        const below = countUpTo(place - 1);
        concordant += below + (countUpTo(place) - below) / 2;
        pairs += watched;
      }
      for (let row = from; row < to; row++) if (events[row] === 1) add(row);
      to = from;
    }
  }
  return pairs > 0 ? concordant / pairs : 0.5;
}

/** On which scale of time a change of the hazard ratio is looked for. */
export type TimeTransform = "identity" | "rank" | "km";

/** A test of one column, or of all (`global`). */
export interface ProportionalHazardsTest {
  readonly column: string;
  readonly chiSquared: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** All of them with the check. */
export interface ProportionalHazards {
  readonly tests: readonly ProportionalHazardsTest[];
  readonly assumption: AssumptionCheck;
}

/**
 * Whether hazard ratios change with time: the score test of columns times a function of time, which Schoenfeld's residuals make (Grambsch &
 * Therneau 1994; as in version 3 of R's survival package). `km` (one minus Kaplan-Meier just before) does not let late events decide.
 * @example
 * const design = designOfNumbers({ x: [0, 1, 0, 1, 1, 0] });
 * const fit = coxRegression({ design, times: [5, 3, 2, 1, 6, 4], events: [1, 1, 1, 1, 1, 1] });
 * testProportionalHazards(fit).tests.map(({ column }) => column) // ["x", "global"]
 */
export function testProportionalHazards(
  fit: CoxRegression,
  transform: TimeTransform = "km",
): ProportionalHazards {
  const { problem, estimates } = fit;
  const { names } = estimates;
  const size = names.length;
  const sets = ascendingSets(problem, estimates.values);
  const scale = timeScale(problem, sets, transform);
  const score = new Float64Array(size);
  const blocks = [0, 1, 2].map(() => new Float64Array(size * size));
  sets.forEach((set, at) => {
    const g = scale[at]!;
    for (let place = 0; place < size; place++) score[place]! += g * set.score[place]!;
    for (let place = 0; place < size * size; place++)
      blocks.forEach((block, power) => (block[place]! += set.information[place]! * g ** power));
  });
  const left = schurComplement(blocks[0]!, blocks[1]!, blocks[2]!, size);
  const tests = names.map((column, at) => testOf(column, score[at]! ** 2 / left[at * (size + 1)]!, 1));
  const factor = choleskyFactor(left, size);
  if (factor.dependent.length > 0)
    refuseHypotheses(
      factor.dependent.map((at) => names[at]!).join("; "),
      "There are too few times of events for so many columns.",
    );
  const solved = solveCholesky(factor, score);
  tests.push(
    testOf(
      "global",
      solved.reduce((sum, value, at) => sum + value * score[at]!, 0),
      size,
    ),
  );
  return { tests, assumption: assumptionOf(tests) };
}

const testOf = (column: string, chiSquared: number, degreesOfFreedom: number): ProportionalHazardsTest => ({
  column,
  chiSquared,
  degreesOfFreedom,
  pValue: chiSquarePValue(chiSquared, degreesOfFreedom),
});

/** C - BᵀA⁻¹B. */
function schurComplement(a: Float64Array, b: Float64Array, c: Float64Array, size: number): Float64Array {
  const factor = choleskyFactor(a, size);
  const left = Float64Array.from(c);
  for (let column = 0; column < size; column++) {
    const solved = solveCholesky(
      factor,
      Float64Array.from({ length: size }, (_, row) => b[row * size + column]!),
    );
    for (let row = 0; row < size; row++)
      for (let at = 0; at < size; at++) left[row * size + column]! -= b[at * size + row]! * solved[at]!;
  }
  return left;
}

/** The function of time at each risk set, about its mean over the events. */
function timeScale(problem: RiskProblem, sets: readonly RiskSet[], transform: TimeTransform): Float64Array {
  const values = Float64Array.from(sets, ({ time }) => time);
  if (transform !== "identity") {
    const byTime = Map.groupBy(sets, ({ time }) => time);
    const times = [...byTime.keys()].toSorted((a, b) => a - b);
    const scale = new Map<number, number>();
    const sorted = Float64Array.from(problem.times).sort();
    let below = 0;
    let share = 1;
    for (const time of times) {
      while (sorted[below]! < time) below++;
      let upTo = below;
      while (sorted[upTo] === time) upTo++;
      // Ranks are those of all rows, of which equal ones have the middle one.
      scale.set(time, transform === "km" ? 1 - share : (below + 1 + upTo) / 2);
      const events = byTime.get(time)!.reduce((sum, set) => sum + set.events, 0);
      share *= 1 - events / (sorted.length - below);
    }
    sets.forEach(({ time }, at) => (values[at] = scale.get(time)!));
  }
  const count = sets.reduce((sum, { events }) => sum + events, 0);
  const mean = sets.reduce((sum, { events }, at) => sum + events * values[at]!, 0) / count;
  if (values.every((value) => value === values[0]))
    refuseSurvival(
      "All events are at one time, so nothing can be seen to change with time",
      "times",
      `${sets[0]?.time}`,
      "Give events at two times or more.",
    );
  return values.map((value) => value - mean);
}

function assumptionOf(tests: readonly ProportionalHazardsTest[]): AssumptionCheck {
  const worst = tests.reduce((least, test) => (test.pValue < least.pValue ? test : least));
  const verdict = worst.pValue < 0.01 ? "violated" : worst.pValue < 0.05 ? "doubtful" : "holds";
  return {
    assumption: "hazard ratios do not change with time",
    verdict,
    detail: `Schoenfeld's test, ${worst.column}: chi-squared ${worst.chiSquared.toPrecision(4)} on ${worst.degreesOfFreedom}, ${pValueWords(worst.pValue)}`,
    alternative: verdict === "holds" ? undefined : "stratify by the column, or compare restricted means",
  };
}
