import { failNotNumbers, failRange } from "./tests/problems.ts";

/**
 * Benjamini & Hochberg (1995): p-values adjusted so that a cut at q keeps the expected share of false discoveries below q.
 * In the order given.
 */
export function adjustBenjaminiHochberg(pValues: readonly number[]): number[] {
  checkPValues(pValues);
  const order = ascending(pValues);
  const adjusted = Array.from<number>({ length: pValues.length });
  let lowest = 1;
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const at = order[rank]!;
    lowest = Math.min(lowest, (pValues[at]! * order.length) / (rank + 1));
    adjusted[at] = lowest;
  }
  return adjusted;
}

/** Holm (1979): p-values adjusted so that a cut at α keeps the chance of any false discovery below α. In the order given. */
export function adjustHolm(pValues: readonly number[]): number[] {
  checkPValues(pValues);
  const order = ascending(pValues);
  const adjusted = Array.from<number>({ length: pValues.length });
  let highest = 0;
  for (const [rank, at] of order.entries()) {
    highest = Math.max(highest, Math.min(1, pValues[at]! * (order.length - rank)));
    adjusted[at] = highest;
  }
  return adjusted;
}

function checkPValues(pValues: readonly number[]): void {
  if (!Array.isArray(pValues)) failNotNumbers("pValues", pValues);
  const wrong = pValues.findIndex((value) => !(typeof value === "number" && value >= 0 && value <= 1));
  if (wrong >= 0) failRange(`pValues[${wrong}]`, pValues[wrong], "p-values from 0 to 1");
}

const ascending = (pValues: readonly number[]): number[] =>
  pValues.map((_, index) => index).sort((left, right) => pValues[left]! - pValues[right]! || left - right);
