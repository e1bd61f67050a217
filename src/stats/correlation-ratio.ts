/**
 * The correlation ratio η of a number column over a category column (Pearson 1905): the root of the share of its variance
 * that lies between the categories, over the rows where both are there (code -1 and NaN are missing). With `unbiased`, the
 * share is Kelley's ε² (1935), which does not grow with the number of categories. Null where the number does not vary.
 */
export function correlationRatio(
  codes: Int32Array,
  levels: number,
  values: Float64Array,
  unbiased = true,
): number | null {
  const counts = new Float64Array(levels);
  const sums = new Float64Array(levels);
  let count = 0;
  let sum = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    const value = values[row]!;
    if (code < 0 || Number.isNaN(value)) continue;
    counts[code]!++;
    sums[code]! += value;
    count++;
    sum += value;
  }
  if (count < 2) return null;
  let total = 0;
  let within = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    const value = values[row]!;
    if (code < 0 || Number.isNaN(value)) continue;
    total += (value - sum / count) ** 2;
    within += (value - sums[code]! / counts[code]!) ** 2;
  }
  const groups = counts.filter((size) => size > 0).length;
  if (total === 0 || groups < 2 || count <= groups) return null;
  const share = unbiased ? 1 - (within / (count - groups)) * ((count - 1) / total) : 1 - within / total;
  return Math.sqrt(Math.min(1, Math.max(0, share)));
}
