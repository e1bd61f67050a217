import { isUtf8 } from "node:buffer";
import { parseJson } from "../http/parse-json.ts";
import { withNumberTokens } from "./number-tokens.ts";

/**
 * Parses JSON as Python writes it: a bare `NaN` is missing, and a bare `Infinity` is a number that is not finite, which
 * every column refuses. Fails as `parseJson` does for anything else that is no JSON.
 */
export function pythonJson(bytes: Buffer, expected: string, place = "body"): unknown {
  const hasTokens = bytes.includes("NaN") || bytes.includes("Infinity");
  return parseJson(
    hasTokens && isUtf8(bytes) ? Buffer.from(withNumberTokens(bytes.toString("utf8"))) : bytes,
    expected,
    place,
  );
}
