import { errorDiagnostic, formatDiagnostic, type Diagnostic } from "./diagnostic.ts";

/** Whose fault: `input` is the user's data, config or arguments (exit code 2); `work` is a failure while working (exit code 1). */
export type ErrorKind = "input" | "work";

/** The one error class. It carries every diagnostic that was found, not only the first. */
export class TandemError extends Error {
  readonly kind: ErrorKind;
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], kind: ErrorKind = "input", options?: ErrorOptions) {
    super(diagnostics.map(formatDiagnostic).join("\n"), options);
    this.name = "TandemError";
    this.kind = kind;
    this.diagnostics = diagnostics;
  }
}

type Rest = Omit<Diagnostic, "code" | "message" | "severity">;

/** Throws bad input with one diagnostic. */
export function failInput(code: string, message: string, rest: Rest = {}, options?: ErrorOptions): never {
  throw new TandemError([errorDiagnostic(code, message, rest)], "input", options);
}

/** Throws a failure of the work with one diagnostic. */
export function failWork(code: string, message: string, rest: Rest = {}, options?: ErrorOptions): never {
  throw new TandemError([errorDiagnostic(code, message, rest)], "work", options);
}

/** Throws all collected diagnostics at once if one of them is an error. */
export function throwIfErrors(diagnostics: readonly Diagnostic[], kind: ErrorKind = "input"): void {
  const errors = diagnostics.filter((one) => one.severity === "error");
  if (errors.length > 0) throw new TandemError(errors, kind);
}

/** For the end of a `switch` on `kind`: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new TypeError(`Unreachable case: ${JSON.stringify(value)}`);
}
