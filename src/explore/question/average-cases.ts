import { failInput } from "../../base/index.ts";
import { vectorFromValues, type Value } from "../../schema/index.ts";
import { ExactSum } from "../../stats/index.ts";
import { labelsOf, numbersOf, type AskedColumn } from "./column-kind.ts";

/** Columns with one row for each case, or for each case and group. */
export interface AveragedCases {
  readonly outcome: AskedColumn;
  readonly other: AskedColumn;
  /** The cases, where some of them are in several groups; null where the groups are of different cases. */
  readonly pairedBy: AskedColumn | null;
  readonly notes: readonly string[];
}

interface Cell {
  readonly label: Value;
  readonly group: Value;
  readonly first: ExactSum;
  readonly second: ExactSum;
  count: number;
}

/**
 * Averages the rows of a case: one row of each case and group for `by`, so that a case counts once however many rows it has; one of
 * each case with the means of both numbers for `vs`. Yes and no become shares. Rows in which something is missing are left out and counted.
 */
export function averageCases(
  outcome: AskedColumn,
  other: AskedColumn,
  cases: AskedColumn,
  relation: "by" | "vs",
): AveragedCases {
  if (outcome.kind === "category")
    failInput("T2852", "Categories of a case cannot be averaged; numbers and yes/no can", {
      place: `column "${outcome.name}"`,
      cure: "Derive a yes/no column from the category, and ask about that.",
    });
  const values = numbersOf(outcome);
  const groups = relation === "by" ? labelsOf(other) : null;
  const others = relation === "vs" ? numbersOf(other) : null;
  const labels = labelsOf(cases);
  const cells = new Map<string, Cell>();
  let missing = 0;
  for (let row = 0; row < values.length; row++) {
    const [value, group = null, label = null] = [values[row]!, groups?.[row], labels[row]];
    const second = others?.[row] ?? 0;
    if (Number.isNaN(value) || Number.isNaN(second) || label === null || (groups && group === null)) {
      missing++;
      continue;
    }
    const key = JSON.stringify([label, group]);
    const cell = cells.get(key) ?? { label, group, first: new ExactSum(), second: new ExactSum(), count: 0 };
    cells.set(key, cell);
    cell.first.add(value);
    cell.second.add(second);
    cell.count++;
  }
  return columnsOf([...cells.values()], { outcome, other, cases }, relation, values.length, missing);
}

function columnsOf(
  cells: readonly Cell[],
  { outcome, other, cases }: Readonly<Record<"outcome" | "other" | "cases", AskedColumn>>,
  relation: "by" | "vs",
  rowCount: number,
  missing: number,
): AveragedCases {
  const numbers = (column: AskedColumn, of: (cell: Cell) => number): AskedColumn => ({
    ...column,
    kind: "number",
    vector: { kind: "numbers", type: "Float", values: Float64Array.from(cells, of) },
    distances: null,
    origin: 0,
  });
  const labelled = (column: AskedColumn, of: (cell: Cell) => Value): AskedColumn => ({
    ...column,
    vector: vectorFromValues(column.vector.type, cells.map(of)),
  });
  const isSpread = relation === "by" && new Set(cells.map(({ label }) => label)).size < cells.length;
  const what =
    relation === "by" ? `each value of ${cases.name} in each group` : `each value of ${cases.name}`;
  return {
    outcome: numbers(outcome, ({ first, count }) => outcome.origin + first.total() / count),
    other:
      relation === "vs"
        ? numbers(other, ({ second, count }) => other.origin + second.total() / count)
        : labelled(other, ({ group }) => group),
    pairedBy: isSpread ? labelled(cases, ({ label }) => label) : null,
    notes: [
      `${rowCount - missing} rows averaged to ${cells.length}: one for ${what}.`,
      ...(missing > 0 ? [`${missing} rows with missing values left out.`] : []),
    ],
  };
}
