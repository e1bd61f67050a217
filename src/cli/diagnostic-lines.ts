import { formatDiagnostic, type Diagnostic } from "../base/index.ts";

/** What a run warned about, one line for each kind of warning; notes are only counted, they stand in the report. */
export function diagnosticLines(diagnostics: readonly Diagnostic[]): string[] {
  const byCode = new Map<string, Diagnostic[]>();
  for (const one of diagnostics)
    if (one.severity !== "note") byCode.set(one.code, [...(byCode.get(one.code) ?? []), one]);
  const lines = [...byCode.values()].map(([first, ...others]) => {
    const more = others.length > 0 ? ` (and ${others.length} more like it in the report)` : "";
    return `${first!.severity} ${formatDiagnostic(first!)}${more}`;
  });
  const notes = diagnostics.filter(({ severity }) => severity === "note").length;
  return [
    ...(lines.length > 0 ? ["", ...lines] : []),
    ...(notes > 0 ? [`Notes     ${notes} in the report`] : []),
  ];
}
