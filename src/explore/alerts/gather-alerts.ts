import type { AlertKind } from "../alert-thresholds.ts";
import { formatNumber, formatShare } from "../format.ts";
import type { Alert } from "../profile.ts";

/** Columns named in a sentence. */
const named = 6;

/** The sentence for many columns of one kind: which columns, and the alert of the one where it is strongest. */
type Gathered = (columns: string, strongest: Alert) => string;

const share = ({ evidence }: Alert): string => formatShare(Number(evidence["share"]));

/** Kinds whose alerts say the same of column after column. The others differ in what they say. */
const sentences: Partial<Record<AlertKind, Gathered>> = {
  missing: (columns, most) => `${columns} have missing values, up to ${share(most)} in ${most.columns[0]}.`,
  constant: (columns) => `${columns} have one value only.`,
  "high-cardinality": (columns, most) =>
    `${columns} have many different texts, up to ${formatNumber(Number(most.evidence["distinct"]))} in ${most.columns[0]}.`,
  skewed: (columns, most) =>
    `${columns} have long tails, the longest ${most.columns[0]} (skewness ${formatNumber(Number(most.evidence["skewness"]))}).`,
  outliers: (columns, most) =>
    `${columns} have a few values far from the rest, such as ${formatNumber(Number(most.evidence["extreme"]))} in ${most.columns[0]}.`,
  zeros: (columns, most) => `${columns} are mostly 0, up to ${share(most)} of ${most.columns[0]}.`,
  "encoded-categorical": (columns) =>
    `${columns} take a few whole numbers only: amounts, or codes for categories?`,
};

/**
 * Alerts as they are told to people: three or more of one kind and weight become one sentence, in the place of the first.
 * What they say of a column in particular (evidence, the cure for it alone) stays with the alerts themselves.
 */
export function gatherAlerts(alerts: readonly Alert[]): readonly Alert[] {
  const families = Map.groupBy(alerts, (alert) => `${alert.kind} ${alert.severity} ${tellsNumbers(alert)}`);
  return [...families.values()]
    .flatMap((family) => gatherFamily(family))
    .toSorted((left, right) => alerts.indexOf(left.first) - alerts.indexOf(right.first))
    .map(({ alert }) => alert);
}

/** An alert of a private column keeps its numbers to itself, so that there is nothing to be said of the strongest. */
const tellsNumbers = ({ evidence }: Alert): boolean => Object.keys(evidence).length > 0;

function gatherFamily(family: readonly Alert[]): { first: Alert; alert: Alert }[] {
  const first = family[0]!;
  const sentence = tellsNumbers(first) ? sentences[first.kind] : undefined;
  if (!sentence || family.length < 3) return family.map((alert) => ({ first: alert, alert }));
  const columns = family.flatMap((alert) => alert.columns);
  const text = sentence(listColumns(columns), first);
  const cure = first.cure.replaceAll(JSON.stringify(columns[0]), "them");
  return [{ first, alert: { ...first, columns, text, cure } }];
}

function listColumns(columns: readonly string[]): string {
  const rest = columns.length - named;
  if (rest > 1) return `${columns.slice(0, named).join(", ")} and ${rest} more`;
  return `${columns.slice(0, -1).join(", ")} and ${columns.at(-1)}`;
}
