import { exponential } from "../../base/index.ts";
import { logGamma } from "../distributions/index.ts";
import type { CountTable } from "./read-table.ts";
import { createStream, type Stream } from "./stream.ts";

/**
 * The p-value of Fisher's test from random tables with the same margins: (1 + those no more probable) / (1 + draws). Each
 * table is drawn cell by cell from hypergeometric distributions (W. M. Patefield, Algorithm AS 159, 1981), from a stream of
 * its own, so that the order of the draws does not matter.
 */
export function sampledTableP(table: CountTable, seed: number, draws: number): number {
  const cost = logFactorials(table.total);
  const seen = -table.counts.reduce((sum, row) => sum + row.reduce((inner, one) => inner + cost(one), 0), 0);
  const bound = seen + 1e-7;
  let extreme = 0;
  for (let draw = 0; draw < draws; draw++)
    if (-drawCost(table, createStream(seed, draw), cost) <= bound) extreme++;
  return (extreme + 1) / (draws + 1);
}

/** Up to this total all logarithms of factorials are kept: every cell of every table asks for nine of them. */
const mostKept = 2_000_000;

function logFactorials(total: number): (count: number) => number {
  const find = (count: number): number => (count < 2 ? 0 : logGamma(count + 1));
  if (total > mostKept) return find;
  const known = Float64Array.from({ length: total + 3 }, (_, count) => find(count));
  return (count) => known[count]!;
}

/** The sum of the logarithms of the factorials of the cells of one random table. */
function drawCost(
  { rowTotals, columnTotals, total }: CountTable,
  stream: Stream,
  cost: (count: number) => number,
): number {
  const rests = columnTotals.slice();
  let left = total;
  let sum = 0;
  for (const rowTotal of rowTotals) {
    let row = rowTotal;
    let whole = left;
    for (let column = 0; column < rests.length; column++) {
      const count = drawHypergeometric(row, rests[column]!, whole, stream, cost);
      sum += cost(count);
      whole -= rests[column]!;
      rests[column]! -= count;
      row -= count;
    }
    left -= rowTotal;
  }
  return sum;
}

/** How many of `marked` among `whole` are in a random choice of `chosen`: inversion, going out from the mode. */
function drawHypergeometric(
  chosen: number,
  marked: number,
  whole: number,
  stream: Stream,
  logFactorial: (count: number) => number,
): number {
  const low = Math.max(0, chosen + marked - whole);
  const high = Math.min(chosen, marked);
  if (low === high) return low;
  const mode = Math.min(high, Math.max(low, Math.floor(((chosen + 1) * (marked + 1)) / (whole + 2))));
  const choose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  const top = exponential(
    choose(marked, mode) + choose(whole - marked, chosen - mode) - choose(whole, chosen),
  );
  let rest = stream.next() - top;
  let [down, up, lower, upper] = [mode, mode, top, top];
  while (rest > 0 && (down > low || up < high)) {
    if (up < high) {
      upper *= (((chosen - up) / (up + 1)) * (marked - up)) / (whole - chosen - marked + up + 1);
      up++;
      rest -= upper;
      if (rest <= 0) return up;
    }
    if (down > low) {
      lower *= ((down / (chosen - down + 1)) * (whole - chosen - marked + down)) / (marked - down + 1);
      down--;
      rest -= lower;
      if (rest <= 0) return down;
    }
  }
  return mode;
}
