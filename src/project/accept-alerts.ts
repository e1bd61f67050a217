import { errorDiagnostic, showValue, type Diagnostic } from "../base/index.ts";
import { alertThresholds, checksFromAlerts, type Alert, type Check, type Profile } from "../explore/index.ts";
import { cureByNames } from "./read-spec.ts";

const kinds = Object.keys(alertThresholds);

/** Checks that accepted alerts are of a known kind and name known columns; mistakes go to `diagnostics` (T2068). */
export function checkAccepted(
  accept: readonly string[],
  columns: readonly string[],
  place: string,
  diagnostics: Diagnostic[],
): void {
  for (const [index, entry] of accept.entries()) {
    const { kind, column } = parseAccepted(entry);
    const tell = (message: string, cure: string): void => {
      diagnostics.push(
        errorDiagnostic("T2068", message, { place: `${place}[${index}]`, value: showValue(entry), cure }),
      );
    };
    if (!kinds.includes(kind))
      tell(`There is no alert of the kind ${JSON.stringify(kind)}`, cureByNames(kind, kinds));
    else if (column !== null && !columns.includes(column))
      tell(`There is no column ${JSON.stringify(column)}`, cureByNames(column, columns));
  }
}

/** `missing:Cost Other` is one column's alert, `missing` every alert of the kind. */
function parseAccepted(entry: string): { readonly kind: string; readonly column: string | null } {
  const at = entry.indexOf(":");
  return at < 0 ? { kind: entry, column: null } : { kind: entry.slice(0, at), column: entry.slice(at + 1) };
}

/** True when the user has said that this alert is fine as it is. */
export const isAccepted = (alert: Alert, accept: readonly string[]): boolean =>
  accept
    .map(parseAccepted)
    .some(({ kind, column }) => alert.kind === kind && (column === null || alert.columns.includes(column)));

/** What accepted alerts become: checks that tell when it gets worse than it was. */
export const acceptedChecks = ({ alerts }: Profile, accept: readonly string[]): Check[] =>
  checksFromAlerts(alerts.filter((alert) => isAccepted(alert, accept)));
