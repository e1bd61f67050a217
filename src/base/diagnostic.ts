/** How much a diagnostic weighs: an `error` stops the work, a `warning` is told, a `note` is for the record. */
export type Severity = "error" | "warning" | "note";

/**
 * One thing a person should know: what is wrong, where, which value, and the cure.
 * Codes are stable (`T1204`); `docs/errors.md` has a heading for each.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** One plain sentence: what is wrong. */
  readonly message: string;
  /** Where: a path into the config, a column, a file with its line. */
  readonly place?: string;
  /** The offending value, shortened. */
  readonly value?: string;
  /** What to do about it. */
  readonly cure?: string;
}

/** Builds an error diagnostic. */
export const errorDiagnostic = (
  code: string,
  message: string,
  rest: Omit<Diagnostic, "code" | "message" | "severity"> = {},
): Diagnostic => Object.freeze({ code, severity: "error", message, ...rest });

/** Builds a warning diagnostic. */
export const warningDiagnostic = (
  code: string,
  message: string,
  rest: Omit<Diagnostic, "code" | "message" | "severity"> = {},
): Diagnostic => Object.freeze({ code, severity: "warning", message, ...rest });

/** One diagnostic as text: `T1204 message (at place, value "x"). Cure.` */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, message, place, value, cure } = diagnostic;
  const details = [place && `at ${place}`, value !== undefined && `value ${value}`]
    .filter(Boolean)
    .join(", ");
  const sentence = details
    ? `${message.replace(/\.$/, "")} (${details}).`
    : message.replace(/[^.!?]$/, "$&.");
  return `${code} ${sentence}${cure ? ` ${cure}` : ""}`;
}

/** Shortens any value for an error message; never longer than `limit` characters. */
export function showValue(value: unknown, limit = 80): string {
  const text =
    typeof value === "string"
      ? JSON.stringify(value)
      : typeof value === "bigint"
        ? `${value}n`
        : safeJson(value);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

function safeJson(value: unknown): string {
  if (typeof value === "number" || value === undefined) return `${value}`;
  if (typeof value === "function") return `function ${value.name}`;
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return Object.prototype.toString.call(value);
  }
}
