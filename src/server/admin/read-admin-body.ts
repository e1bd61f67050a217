import { failInput, isRecord, showValue } from "../../base/index.ts";
import type { HttpRequest } from "../http/route.ts";

/** The JSON object of a request's body; an empty body is an empty one. Fails with T2361. */
export function readBody({ body }: HttpRequest, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    return failBody("The body is no JSON", body.toString("utf8", 0, 40), names);
  }
  if (!isRecord(value)) return failBody("The body is no object", showValue(value, 40), names);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined)
    return failBody(`There is no ${showValue(unknown, 40)} to be set`, unknown, names);
  return value;
}

/** Fails for a body that does not say what to do. */
export const failBody = (message: string, value: string, names: readonly string[]): never =>
  failInput("T2361", message, {
    place: "body",
    value,
    cure: names.length === 0 ? "Send no body." : `Send a JSON object of ${names.join(", ")}.`,
  });
