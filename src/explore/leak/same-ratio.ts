/**
 * The ratio target / number that most rows share (to one part in a million), and their share of the rows where both are
 * there and not 0: finds a target that stands in another column too, in another unit, or for most rows only.
 */
export function sameRatio(
  numbers: Float64Array,
  target: Float64Array,
): { readonly ratio: number; readonly share: number; readonly rows: number } | null {
  const ratios: number[] = [];
  for (let row = 0; row < target.length; row++) {
    const ratio = target[row]! / numbers[row]!;
    if (Number.isFinite(ratio) && ratio !== 0) ratios.push(ratio);
  }
  if (ratios.length === 0) return null;
  const sorted = Float64Array.from(ratios).sort();
  let best = 0;
  let bestStart = 0;
  let start = 0;
  for (let end = 0; end < sorted.length; end++) {
    while (sorted[end]! - sorted[start]! > 1e-6 * Math.abs(sorted[start]!)) start++;
    if (end - start + 1 > best) {
      best = end - start + 1;
      bestStart = start;
    }
  }
  return {
    ratio: sorted[bestStart + ((best - 1) >> 1)]!,
    share: best / sorted.length,
    rows: sorted.length,
  };
}
