import { binomialMass } from "./beta.ts";
import { checkParameter, counts, refuseParameter, type CountDistribution } from "./distribution.ts";
import type { BetaPoint } from "./incomplete-beta.ts";
import { divideDoubles, fromNumber } from "../double-double.ts";
import type { Scaled, Tail } from "./tail.ts";

/** Beyond it a tail would be a sum of too many terms. */
const largestPopulation = 1e9;

/**
 * The hypergeometric distribution: how many marked ones are among `draws` from a `population` (at most 1e9) of which `marked` are
 * marked. The mass after Loader (2000); the tail is summed outwards from it, all terms being positive.
 *
 * @example hypergeometric(10, 4, 5).mass(2) // 0.47619…
 */
export function hypergeometric(population: number, marked: number, draws: number): CountDistribution {
  checkSizes(population, marked, draws);
  const low = Math.max(0, draws + marked - population);
  const high = Math.min(marked, draws);
  const point: BetaPoint = {
    x: divideDoubles(fromNumber(draws), fromNumber(population)),
    rest: divideDoubles(fromNumber(population - draws), fromNumber(population)),
  };
  const mass = (k: number): Scaled => {
    if (low === high) return { log: 0, factor: 1 };
    const one = binomialMass(k, marked, point);
    const two = binomialMass(draws - k, population - marked, point);
    const all = binomialMass(draws, population, point);
    return { log: one.log + two.log - all.log, factor: (one.factor * two.factor) / all.factor };
  };
  const unmarked = population - marked;
  /** P(k + 1) / P(k). */
  const growth = (k: number): number => (((marked - k) / (k + 1)) * (draws - k)) / (unmarked - draws + k + 1);
  const mean = population === 0 ? 0 : draws * (marked / population);
  return counts({
    name: "hypergeometric",
    low,
    high,
    mass,
    mean,
    deviation: Math.sqrt(mean * (1 - marked / Math.max(1, population))),
    tail: (k) => {
      const isLower = k < mean;
      const first = isLower ? k : k + 1;
      const { log, factor } = mass(first);
      return { isLower, log, factor: factor * outwards(first, isLower, low, high, growth) } satisfies Tail;
    },
  });
}

/** The sum of the terms from `first` outwards, the first being 1. */
function outwards(
  first: number,
  isDown: boolean,
  low: number,
  high: number,
  growth: (k: number) => number,
): number {
  let term = 1;
  let sum = 1;
  for (let k = first; isDown ? k > low : k < high; k += isDown ? -1 : 1) {
    term = isDown ? term / growth(k - 1) : term * growth(k);
    sum += term;
    if (term < 1e-18 * sum) break;
  }
  return sum;
}

function checkSizes(population: number, marked: number, draws: number): void {
  checkParameter("hypergeometric", "population", population, "count");
  checkParameter("hypergeometric", "marked", marked, "count");
  checkParameter("hypergeometric", "draws", draws, "count");
  if (population > largestPopulation || marked > population || draws > population)
    refuseParameter(
      "hypergeometric",
      "sizes",
      `${draws} draws, ${marked} marked of ${population}`,
      "at most 1e9 in all (take the binomial for more), and no more marked ones or draws than there are",
    );
}
