import type { DesignColumns } from "./design.ts";

/**
 * Columns of 0 and 1 of which no row has two ones: what one-hot encoding makes of a column. Kept as one code per row, a
 * pass over a group costs one addition a row however many levels there are.
 */
export interface IndicatorGroup {
  /** Places of the columns in the design. */
  readonly columns: readonly number[];
  /** 0 where all columns are 0, else one more than the place in `columns` of the one that is 1. */
  readonly codes: Uint8Array;
}

/** So many columns fit into the codes of a group. */
const mostColumns = 255;

/** Groups neighbouring columns of 0 and 1. A column that is mostly 1 stays out: its sums would lose digits to its mean. */
export function groupIndicators({ columns, means, rowCount }: DesignColumns): IndicatorGroup[] {
  const groups: { readonly columns: number[]; readonly codes: Uint8Array }[] = [];
  for (const [at, values] of columns.entries()) {
    if (means[at]! > 0.5 || !isIndicator(values)) continue;
    let group = groups.at(-1);
    if (!group || group.columns.length === mostColumns || overlaps(values, group.codes)) {
      group = { columns: [], codes: new Uint8Array(rowCount) };
      groups.push(group);
    }
    group.columns.push(at);
    const { codes } = group;
    const code = group.columns.length;
    for (let row = 0; row < rowCount; row++) if (values[row] === 1) codes[row] = code;
  }
  return groups;
}

function isIndicator(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (values[row] !== 0 && values[row] !== 1) return false;
  return true;
}

function overlaps(values: Float64Array, codes: Uint8Array): boolean {
  for (let row = 0; row < codes.length; row++) if (codes[row] !== 0 && values[row] === 1) return true;
  return false;
}
