import { isUtf8 } from "node:buffer";
import { failInput, TandemError } from "../../base/index.ts";
import { unreadable } from "./refusals.ts";

/** The deepest nesting of a body: rows within a request need three levels, tensors a few more. */
const deepest = 32;

/**
 * A JSON body as a value. Fails with T2304 for what is no UTF-8 or no JSON or names `__proto__`, with T2309 for what is nested
 * more than 32 levels deep. `expected` says in the cure what to send.
 */
export function parseJson(body: Buffer, expected: string, place = "body"): unknown {
  let value: unknown;
  try {
    // Bytes that are no UTF-8 would be read as U+FFFD, another text than was sent.
    value = JSON.parse(isUtf8(body) ? body.toString("utf8") : "");
  } catch {
    throw noJson(isUtf8(body) ? "The body is no JSON" : "The body is no UTF-8", expected, place);
  }
  if (typeof value === "object" && value !== null) checkNesting(value, 1, expected, place);
  return value;
}

const noJson = (message: string, expected: string, place: string): TandemError =>
  new TandemError(unreadable(400, message, `Send ${expected}.`, place).diagnostics);

function checkNesting(value: object, depth: number, expected: string, place: string): void {
  if (depth > deepest)
    failInput("T2309", `The body is nested more than ${deepest} levels deep`, {
      place,
      cure: `Send ${expected}.`,
    });
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[])
      if (typeof item === "object" && item !== null) checkNesting(item, depth + 1, expected, place);
    return;
  }
  for (const name in value) {
    if (name === "__proto__") throw noJson('The body names "__proto__"', expected, place);
    const item = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof item === "object" && item !== null) checkNesting(item, depth + 1, expected, place);
  }
}
