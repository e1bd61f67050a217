import type { AlertKind } from "../alert-thresholds.ts";
import type { Alert } from "../profile.ts";

/** Builds an alert; its text is one plain sentence with its numbers, its cure speaks the words of the config. */
export const createAlert = (
  kind: AlertKind,
  severity: Alert["severity"],
  columns: readonly string[],
  text: string,
  cure: string,
  evidence: Alert["evidence"],
): Alert => ({ kind, severity, columns, text, cure, evidence });

/** A column's name in quotes, as a config has it. */
export const quoteName = (name: string): string => JSON.stringify(name);

const severityOrder: Record<Alert["severity"], number> = { high: 0, medium: 1, low: 2 };

/** An alert with the size of its effect, which orders alerts of one severity. */
export interface SizedAlert {
  readonly alert: Alert;
  /** From 0 to 1. */
  readonly effect: number;
}

/** The most severe first, then the largest effect, then by kind and column. */
export function sortAlerts(alerts: readonly SizedAlert[]): Alert[] {
  const key = ({ alert }: SizedAlert): string => [alert.kind, ...alert.columns].join("\u0000");
  return alerts
    .toSorted(
      (left, right) =>
        severityOrder[left.alert.severity] - severityOrder[right.alert.severity] ||
        right.effect - left.effect ||
        (key(left) < key(right) ? -1 : 1),
    )
    .map(({ alert }) => alert);
}
