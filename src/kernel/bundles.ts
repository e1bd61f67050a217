/** Values of a byte. */
const byteValues = 256;

/**
 * Columns that share a byte: the bins of several columns with few of them are the digits of one number below 256, so that one
 * update of a histogram serves them all. Their own sums follow from those of the byte. Columns go into the first byte that has
 * room, those with most bins first.
 */
export function bundleColumns(digitCounts: readonly number[]): readonly (readonly number[])[] {
  const order = digitCounts
    .map((_, column) => column)
    .sort((one, other) => digitCounts[other]! - digitCounts[one]! || one - other);
  const bundles: { readonly columns: number[]; values: number }[] = [];
  // Bytes before this one have no room for even one more column of two bins.
  let open = 0;
  for (const column of order) {
    const digits = Math.max(1, digitCounts[column]!);
    while (open < bundles.length && bundles[open]!.values * 2 > byteValues) open++;
    let at = open;
    while (at < bundles.length && bundles[at]!.values * digits > byteValues) at++;
    const bundle = (bundles[at] ??= { columns: [], values: 1 });
    bundle.columns.push(column);
    bundle.values *= digits;
  }
  return bundles
    .map(({ columns }) => columns.sort((one, other) => one - other))
    .sort((one, other) => one[0]! - other[0]!);
}
