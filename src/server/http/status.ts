import { TandemError, type Diagnostic } from "../../base/index.ts";
import { serviceFailed } from "./refusals.ts";

/** What a status says of a request. */
export const statusMeanings = {
  200: "The answer",
  201: "It was made",
  400: "The request is not well formed; every mistake is told",
  401: "There is no key, or none that is known",
  403: "The key lacks the scope",
  404: "It is not there",
  408: "The request did not come whole in time",
  413: "The body is too large",
  415: "The body has another type",
  429: "The caller has sent more requests than it may: Retry-After says how long to wait",
  500: "The service failed",
  503: "The service is not ready, or has too much to do",
  504: "The time for the request was over",
} as const;

/** The numbers of the codes whose status is neither 400 (bad input) nor 500 (a failure of the work). */
const statuses: ReadonlyMap<number, number> = new Map([
  // There is no such route, nor such a version; the model looks at no events.
  [2301, 404],
  [2340, 404],
  [2549, 404],
  // Other protocols: no such model, a content type and an answer's type that are not spoken.
  [2370, 404],
  [2387, 415],
  [2388, 406],
  // Overloaded, too many requests of one caller, the deadline has passed.
  [2310, 503],
  [2311, 429],
  [2312, 504],
  // No model is ready; one that looks at events is served without a state of them.
  [2341, 503],
  [2548, 503],
]);

/** The codes with which the prediction log says that it cannot keep an answer: it was not given, and may be asked for again. */
const isOfTheLog = (code: number): boolean => code >= 2900 && code <= 2939;

/** The HTTP status of a failure. Anything that is no diagnosed failure is one of the program itself: 500. */
export function statusOf(error: unknown): number {
  if (!(error instanceof TandemError)) return 500;
  const code = Number(error.diagnostics[0]?.code.slice(1));
  const status = statuses.get(code);
  if (status !== undefined) return status;
  if (error.kind === "input") return 400;
  return isOfTheLog(code) ? 503 : 500;
}

/** What may be told of a failure: its diagnostics, or of one of the program itself only that it was one. */
export const failureDiagnostics = (error: unknown): readonly Diagnostic[] =>
  error instanceof TandemError ? error.diagnostics : serviceFailed.diagnostics;
