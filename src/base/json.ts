import { failInput } from "./error.ts";

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON text with sorted keys and no spaces: equal values give equal bytes.
 * -0 is written as 0; a number that JSON cannot hold (NaN, ±Infinity) is refused; an `undefined` property is left out.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return numberJson(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object") return objectJson(value);
  return failInput("T0101", `A ${typeof value} cannot be stored as JSON`, {
    cure: "Use null, booleans, finite numbers, text, arrays and plain objects.",
  });
}

function numberJson(value: number): string {
  if (Number.isFinite(value)) return JSON.stringify(value);
  return failInput("T0102", `The number ${value} cannot be stored`, {
    cure: "Use null for a missing number.",
  });
}

function objectJson(value: object): string {
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

/** Freezes plain data all the way down and returns it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value))
    return value;
  Object.freeze(value);
  for (const item of Object.values(value)) deepFreeze(item);
  return value;
}

/** True for an object that is neither null nor an array. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
