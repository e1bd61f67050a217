import type { DiscreteTails } from "./tails.ts";

/**
 * The chances that, in a random order, the sum of the products of the ranks is at most and at least what it is. All orders are
 * gone through (362880 for 9 pairs), by Heap's way of exchanging two at a time, so ties are no difficulty.
 */
export function spearmanTails(first: Float64Array, second: Float64Array): DiscreteTails {
  const order = second.slice();
  const count = order.length;
  const sumOf = (values: Float64Array): number => {
    let sum = 0;
    for (let at = 0; at < count; at++) sum += first[at]! * values[at]!;
    return sum;
  };
  // Ranks are multiples of a half, so these sums are exact.
  const seen = sumOf(second);
  let [lower, upper, whole] = [0, 0, 0];
  const take = (): void => {
    const sum = sumOf(order);
    whole++;
    if (sum <= seen) lower++;
    if (sum >= seen) upper++;
  };
  const places = new Uint8Array(count);
  take();
  for (let at = 0; at < count;) {
    if (places[at]! < at) {
      const other = at % 2 === 0 ? 0 : places[at]!;
      [order[at], order[other]] = [order[other]!, order[at]!];
      take();
      places[at]!++;
      at = 0;
    } else places[at++] = 0;
  }
  return { lower: lower / whole, upper: upper / whole };
}
