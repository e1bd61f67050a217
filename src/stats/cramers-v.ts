/**
 * Bias-corrected Cramér's V of two category columns (W. Bergsma, "A bias-correction for Cramér's V and Tschuprow's T",
 * 2013), over the rows where both are there (codes from 0, -1 is missing). Null where one of them does not vary.
 */
export function cramersV(
  left: Int32Array,
  leftLevels: number,
  right: Int32Array,
  rightLevels: number,
): number | null {
  const counts = new Float64Array(leftLevels * rightLevels);
  const rowTotals = new Float64Array(leftLevels);
  const columnTotals = new Float64Array(rightLevels);
  let total = 0;
  for (let row = 0; row < left.length; row++) {
    const a = left[row]!;
    const b = right[row]!;
    if (a < 0 || b < 0) continue;
    counts[a * rightLevels + b]!++;
    rowTotals[a]!++;
    columnTotals[b]!++;
    total++;
  }
  const rows = rowTotals.filter((count) => count > 0).length;
  const columns = columnTotals.filter((count) => count > 0).length;
  if (rows < 2 || columns < 2) return null;
  let sum = 0;
  for (let a = 0; a < leftLevels; a++)
    for (let b = 0; b < rightLevels; b++) {
      const count = counts[a * rightLevels + b]!;
      if (count > 0) sum += (count * count) / (rowTotals[a]! * columnTotals[b]!);
    }
  return correctedV(sum - 1, total, rows, columns);
}

function correctedV(phiSquared: number, total: number, rows: number, columns: number): number | null {
  const corrected = Math.max(0, phiSquared - ((rows - 1) * (columns - 1)) / (total - 1));
  const rowsCorrected = rows - (rows - 1) ** 2 / (total - 1);
  const columnsCorrected = columns - (columns - 1) ** 2 / (total - 1);
  const room = Math.min(rowsCorrected, columnsCorrected) - 1;
  return room <= 0 ? null : Math.min(1, Math.sqrt(corrected / room));
}
