import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import { parseDataType, type DataType } from "../schema/index.ts";

/** Notes a mistake; gives undefined in the place of what could not be read. */
export const refuse = (diagnostics: Diagnostic[], one: Diagnostic): undefined => {
  diagnostics.push(one);
  return undefined;
};

/** A mistake with the value that is wrong. */
export const problem = (
  code: string,
  message: string,
  place: string,
  value: unknown,
  cure: string,
): Diagnostic => errorDiagnostic(code, message, { place, value: showValue(value), cure });

/** An untrusted value as a type, or a diagnostic. */
export function readType(value: unknown, place: string, diagnostics: Diagnostic[]): DataType | undefined {
  const type = parseDataType(value);
  return (
    type ??
    refuse(
      diagnostics,
      problem("T1214", "This is no type", place, value, "Use Boolean, Int, Float, Text, Day or Instant."),
    )
  );
}

/** An untrusted value as an array, or a diagnostic. */
export function readArray(
  value: unknown,
  place: string,
  diagnostics: Diagnostic[],
): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return refuse(
    diagnostics,
    problem("T1214", "This must be a list", place, value, "Write it as a JSON array."),
  );
}

/** An untrusted value as an object with no other keys than these, or a diagnostic. */
export function readRecord(
  value: unknown,
  keys: readonly string[],
  place: string,
  diagnostics: Diagnostic[],
): Readonly<Record<string, unknown>> | undefined {
  if (isRecord(value)) {
    checkKeys(value, keys, place, diagnostics);
    return value;
  }
  return refuse(
    diagnostics,
    problem("T1214", "This must be an object", place, value, `Its keys are ${keys.join(", ")}.`),
  );
}

/** Tells of keys that are not among these. */
export function checkKeys(
  spec: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  place: string,
  diagnostics: Diagnostic[],
): void {
  const unknown = Object.keys(spec).filter((key) => !keys.includes(key));
  if (unknown.length > 0)
    diagnostics.push(
      errorDiagnostic("T1214", `Unknown ${unknown.map((key) => showValue(key)).join(", ")}`, {
        place,
        cure: `The keys are ${keys.join(", ")}.`,
      }),
    );
}
