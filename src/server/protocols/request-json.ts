import { failInput, showValue } from "../../base/index.ts";
import { bodyText } from "./body-text.ts";
import { withNumberTokens } from "./number-tokens.ts";

/** Parses a JSON body. Fails with T2372 where it is none; `NaN` and `Infinity` are no JSON. */
export function requestJson(bytes: Buffer, place = "body"): unknown {
  const text = bodyText(bytes, place);
  try {
    return JSON.parse(text);
  } catch {
    return failJson(text, place);
  }
}

/**
 * Parses JSON as Python writes it: a bare `NaN` is missing, and a bare `Infinity` is a number that is not finite, which
 * every column refuses. Fails with T2372 for anything else that is no JSON.
 */
export function pythonJson(text: string, place = "body"): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(withNumberTokens(text));
    } catch {
      return failJson(text, place);
    }
  }
}

const failJson = (text: string, place: string): never =>
  failInput("T2372", text.trim() === "" ? "The request is empty" : "The request is no JSON", {
    place,
    value: showValue(text),
    cure: /\bNaN\b/.test(text)
      ? "JSON has no NaN: send null where a value is missing."
      : "Send JSON, and say so in Content-Type.",
  });
