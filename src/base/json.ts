import { failInput } from "./error.ts";

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Values nested deeper than this are refused: reading them again would need more stack than there is. */
const deepestNesting = 1000;

/**
 * JSON text with sorted keys and no spaces: equal values give equal bytes.
 * -0 is written as 0; a number that JSON cannot hold (NaN, ±Infinity) and values nested more than 1000 levels deep are
 * refused; an `undefined` property is left out.
 */
export const canonicalJson = (value: unknown): string => jsonText(value, 0);

function jsonText(value: unknown, depth: number): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return numberJson(value);
  if (depth > deepestNesting)
    failInput("T0103", `The value is nested more than ${deepestNesting} levels deep`, {
      value: Array.isArray(value) ? "[…]" : "{…}",
      cure: "Give flat values.",
    });
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item ?? null, depth + 1)).join(",")}]`;
  if (typeof value === "object") return objectJson(value, depth + 1);
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

function objectJson(value: object, depth: number): string {
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item, depth)}`).join(",")}}`;
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
