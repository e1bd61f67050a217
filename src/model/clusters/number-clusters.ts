/**
 * The clusters' numbers in their final order: the heaviest first, of equals the one with the first row. `labels` below 0 stay
 * as they are.
 */
export function numberClusters(labels: Int32Array, weight: Float64Array, count: number): Int32Array {
  const totals = new Float64Array(count);
  const firsts = new Int32Array(count).fill(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (label < 0) continue;
    totals[label]! += weight[row]!;
    firsts[label] = Math.min(firsts[label]!, row);
  }
  const order = Array.from({ length: count }, (_, label) => label).sort(
    (left, right) => totals[right]! - totals[left]! || firsts[left]! - firsts[right]!,
  );
  const numbers = new Int32Array(count);
  for (const [number, label] of order.entries()) numbers[label] = number;
  return numbers;
}
