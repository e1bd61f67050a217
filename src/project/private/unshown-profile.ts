import type { Alert, AlertKind, ColumnProfile, NumberSummary, Profile } from "../../explore/index.ts";
import type { DataType } from "../../schema/index.ts";
import { coarseBy, type Coarse } from "./coarse-number.ts";
import { isUnshown, type PrivateColumns } from "./private-columns.ts";

/** Alerts that tell counts, shares and shapes, and no value. */
const valueless: ReadonlySet<AlertKind> = new Set<AlertKind>([
  "missing",
  "id-like",
  "free-text",
  "high-cardinality",
  "skewed",
  "zeros",
  "mixed-type",
  "correlated",
  "duplicate-rows",
]);

/**
 * A profile that shows no value of a private column: counts stay, the most frequent values, lengths and relations with the target go, and
 * numbers become coarse. What an alert says of its values goes too; that there is one stays.
 */
export function withoutPrivateValues(profile: Profile, columns: PrivateColumns | undefined): Profile {
  if (!columns) return profile;
  const unshown = (name: string): boolean => isUnshown(columns, name);
  return {
    ...profile,
    columns: profile.columns.map((column) => (unshown(column.name) ? unshownColumn(column) : column)),
    alerts: profile.alerts.map((alert) => (alert.columns.some(unshown) ? unshownAlert(alert) : alert)),
    relations: profile.relations.filter(({ column }) => !unshown(column)),
  };
}

const unshownColumn = (column: ColumnProfile): ColumnProfile => ({
  ...column,
  top: [],
  lengths: null,
  numbers: column.numbers && coarseSummary(column.numbers, column.type),
});

/** Coarse numbers of a column of a type, by how much its values differ, or where they do not by how large they are. */
export const coarseFor = ({ standardDeviation, mean }: NumberSummary, type: DataType): Coarse =>
  coarseBy(standardDeviation || Math.abs(mean), type !== "Float");

/** One bar holds all rows: edges at equal distances would tell the least and the greatest value. */
function coarseSummary(numbers: NumberSummary, type: DataType): NumberSummary {
  const coarse = coarseFor(numbers, type);
  const [min, max] = [coarse.below(numbers.min), coarse.above(numbers.max)];
  const count = numbers.histogram.counts.reduce((sum, one) => sum + one, 0);
  return {
    ...numbers,
    min,
    max,
    quantiles: numbers.quantiles.map(coarse.nearest),
    histogram: { edges: [min, max > min ? max : min + 1], counts: [count] },
  };
}

/** An alert without evidence becomes no check. */
function unshownAlert(alert: Alert): Alert {
  if (valueless.has(alert.kind)) return alert;
  const [column] = alert.columns;
  return {
    ...alert,
    text: `${column} has an alert of the kind ${alert.kind}; it is private, so its values are not shown.`,
    cure: `Look at its values where they may be seen; alerts.md tells what ${alert.kind} means.`,
    evidence: {},
  };
}

/** Alerts that are not told in full cannot become checks: they would hold values. */
export const checkableAlerts = (profile: Profile): Profile => ({
  ...profile,
  alerts: profile.alerts.filter(({ evidence }) => Object.keys(evidence).length > 0),
});
