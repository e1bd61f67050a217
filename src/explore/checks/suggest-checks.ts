import type { Json } from "../../base/index.ts";
import { wilsonInterval } from "../../stats/index.ts";
import type { AlertKind } from "../alert-thresholds.ts";
import type { Alert, Check, CheckKind, ColumnProfile, Profile } from "../profile.ts";
import { checkName } from "./normalize-checks.ts";

/** Columns with more levels get no list of allowed values. */
const levelLimit = 20;
/** Fewer rows say too little about what must hold. */
const leastRows = 100;

const createCheck = (kind: CheckKind, column: string | null, params: Check["params"] = {}): Check => ({
  name: checkName(kind, column),
  kind,
  column,
  params,
});

/**
 * Checks that the profiled data pass and that new data of the same kind should pass too: none missing where none is, a
 * share of missing values not much larger, natural bounds, known levels, unique identifiers, at least half as many rows.
 */
export function suggestChecks(profile: Profile): Check[] {
  if (profile.rowCount < leastRows) return [];
  return [
    createCheck("row-count", null, { min: Math.ceil(profile.rowCount / 2) }),
    ...profile.columns.filter((column) => column.role !== "ignored").flatMap(columnChecks),
  ];
}

function columnChecks(column: ColumnProfile): Check[] {
  const { name, missing, count, distinct, role } = column;
  if (distinct === 0) return [];
  const checks = [missing === 0 ? createCheck("no-missing", name) : missingShareCheck(name, missing, count)];
  if (role === "id" && distinct === count - missing) checks.push(createCheck("unique", name));
  const bounds = naturalBounds(column);
  if (bounds) checks.push(createCheck("range", name, bounds));
  if (column.type === "Text" && distinct <= levelLimit && count - missing >= leastRows)
    checks.push(createCheck("in-set", name, { values: column.top.map(({ value }) => value) }));
  return checks;
}

/** Twice the share, or its upper 95 % bound where few are missing, rounded up to whole percents. */
function missingShareCheck(name: string, missing: number, count: number): Check {
  const upper = wilsonInterval(missing, count)?.high ?? 1;
  const max = Math.min(1, Math.ceil(100 * Math.max(upper, (2 * missing) / count)) / 100);
  return createCheck("missing-share", name, { max });
}

/** 0 and more, or 0 to 1, where every value keeps to it and fills some of it. */
function naturalBounds({ type, numbers }: ColumnProfile): Record<string, Json> | null {
  if ((type !== "Int" && type !== "Float") || !numbers || numbers.min < 0) return null;
  return type === "Float" && numbers.max <= 1 && numbers.max > 0.5 ? { min: 0, max: 1 } : { min: 0 };
}

/** What an accepted alert asks of data to come, by kind; a kind that is not here asks nothing. */
const checkOfAlert: Partial<Record<AlertKind, (alert: Alert, column: string) => Check | null>> = {
  missing: ({ evidence }, column) => createCheck("missing-share", column, { max: Number(evidence["share"]) }),
  "id-like": ({ evidence }, column) => (evidence["share"] === 1 ? createCheck("unique", column) : null),
  "mixed-type": ({ evidence }, column) => createCheck("type", column, { type: evidence["type"] ?? null }),
  outliers: ({ evidence }, column) =>
    createCheck("range", column, {
      [Number(evidence["above"]) > 0 ? "max" : "min"]: evidence["extreme"] ?? null,
    }),
  capped: ({ evidence }, column) =>
    createCheck("range", column, { [evidence["end"] === "max" ? "max" : "min"]: evidence["value"] ?? null }),
  constant: ({ evidence }, column) =>
    evidence["value"] === null
      ? null
      : createCheck("in-set", column, { values: [evidence["value"] ?? null] }),
};

/** The checks that accepted alerts become: the monitor then tells when the data get worse than they were. */
export const checksFromAlerts = (alerts: readonly Alert[]): Check[] =>
  alerts.flatMap((alert) => {
    const [column] = alert.columns;
    const check = column === undefined ? null : checkOfAlert[alert.kind]?.(alert, column);
    return check ? [check] : [];
  });
