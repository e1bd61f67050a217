import type { Diagnostic } from "../../base/index.ts";
import type { ErrorResponse } from "../api.ts";
import type { HttpAnswer } from "./route.ts";

/** An answer with a JSON body. */
export const jsonAnswer = (status: number, body: unknown): HttpAnswer => ({
  status,
  type: "application/json",
  body: JSON.stringify(body),
});

/** How Tandem's own routes tell that a request failed. */
export const errorAnswer = (status: number, diagnostics: readonly Diagnostic[]): HttpAnswer =>
  jsonAnswer(status, errorBody(diagnostics));

export const errorBody = (
  diagnostics: readonly Diagnostic[],
  message = diagnostics[0]?.message ?? "Bad input",
): ErrorResponse => ({ error: { message, diagnostics } });

/** Nobody is answered, and why. */
export const notReady = (refusal: readonly Diagnostic[]): HttpAnswer =>
  jsonAnswer(503, errorBody(refusal, "The model is not ready"));
