import { isText, type DataType, type Value } from "../../schema/index.ts";

/**
 * The one place where a value enters generated source. A number is written so that it reads back to the same bits, a
 * text as a JSON string; nothing else is ever pasted.
 */
export function valueSource(value: Value, type: DataType): string {
  if (value === null) return isText(type) ? "null" : "NaN";
  return typeof value === "string" ? textSource(value) : numberSource(Number(value));
}

/** A finite number as source; a negative one stands in parentheses. -0 becomes 0. */
export function numberSource(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot stand in generated source`);
  const text = String(value + 0);
  return text.startsWith("-") ? `(${text})` : text;
}

/** A text as a string literal of source. */
export const textSource = (value: string): string => JSON.stringify(value);

/** A property of an object literal; a plain `"__proto__":` would set the prototype. */
export const propertySource = (name: string): string =>
  name === "__proto__" ? `["__proto__"]` : textSource(name);
