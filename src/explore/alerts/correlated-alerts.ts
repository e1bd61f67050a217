import { alertThresholds } from "../alert-thresholds.ts";
import { formatNumber } from "../format.ts";
import type { Association, ColumnProfile } from "../profile.ts";
import { createAlert, type SizedAlert } from "./alert.ts";

/**
 * Columns that say nearly the same, one alert for each family of them, and columns that follow from another one with more
 * levels. The target takes no part: what goes with it is wanted.
 */
export function correlatedAlerts(
  associations: readonly Association[],
  columns: readonly ColumnProfile[],
  target: string | null,
  rows: number,
): SizedAlert[] {
  const limits = alertThresholds.correlated;
  if (rows < limits.rows) return [];
  const strong = associations.filter(
    (one) => one.strength >= limits.strength && !one.columns.includes(target ?? ""),
  );
  const distinct = new Map(columns.map((column) => [column.name, column.distinct]));
  const isMutual = ({ measure, columns: [first, second] }: Association): boolean =>
    measure === "spearman" || (measure === "cramers-v" && distinct.get(first) === distinct.get(second));
  const order = columns.map((column) => column.name);
  return [
    ...families(strong.filter(isMutual), order).map((family) => familyAlert(family, strong, rows)),
    ...strong.filter((one) => !isMutual(one)).map((one) => followsAlert(one, columns, rows)),
  ];
}

/** Groups of columns that are linked by strong pairs, in the order of the table. */
function families(pairs: readonly Association[], order: readonly string[]): string[][] {
  const found: Set<string>[] = [];
  for (const { columns } of pairs) {
    const touched = found.filter((family) => columns.some((name) => family.has(name)));
    for (const family of touched) found.splice(found.indexOf(family), 1);
    found.push(new Set([...columns, ...touched.flatMap((family) => [...family])]));
  }
  return found.map((family) => order.filter((name) => family.has(name)));
}

function familyAlert(family: readonly string[], pairs: readonly Association[], rows: number): SizedAlert {
  const inside = pairs.filter(({ columns }) => columns.every((name) => family.includes(name)));
  const weakest = inside.reduce((least, one) => (one.strength < least.strength ? one : least));
  const names = `${family.slice(0, -1).join(", ")} and ${family.at(-1)}`;
  const strength = `${measureText[weakest.measure]} ${formatNumber(weakest.strength)}`;
  return {
    alert: createAlert(
      "correlated",
      "low",
      family,
      `${names} say nearly the same (${family.length > 2 ? `${strength} and more` : strength}).`,
      "Add all but one to ignore if their importance shall not be shared out between them.",
      { measure: weakest.measure, strength: weakest.strength, rows },
    ),
    effect: weakest.strength,
  };
}

function followsAlert(
  { columns, measure, strength }: Association,
  profiles: readonly ColumnProfile[],
  rows: number,
): SizedAlert {
  const profileOf = (name: string): ColumnProfile | undefined => profiles.find((one) => one.name === name);
  const [first, second] = columns.map(profileOf);
  const isSource =
    measure === "correlation-ratio"
      ? first?.numbers === null
      : (first?.distinct ?? 0) > (second?.distinct ?? 0);
  const [source, result] = isSource ? columns : columns.toReversed();
  return {
    alert: createAlert(
      "correlated",
      "low",
      columns,
      `${result} follows almost wholly from ${source} (${measureText[measure]} ${formatNumber(strength)}).`,
      "Add one of them to ignore if their importance shall not be shared out between them.",
      { measure, strength, rows },
    ),
    effect: strength,
  };
}

const measureText: Record<Association["measure"], string> = {
  spearman: "rank correlation",
  "cramers-v": "Cramér's V",
  "correlation-ratio": "correlation ratio",
};
