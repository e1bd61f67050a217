import { formatDiagnostic } from "../../../base/index.ts";
import type { ErrorAnswer } from "../../http/route.ts";
import { jsonAnswer } from "../../http/error-body.ts";

/** The names that MLflow's clients know for what went wrong. */
const names: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "RESOURCE_DOES_NOT_EXIST",
  429: "REQUEST_LIMIT_EXCEEDED",
  503: "TEMPORARILY_UNAVAILABLE",
};

/** As many different mistakes stand in the message of a refusal. */
const toldMistakes = 10;

/** A refusal as MLflow has it, without a stack trace: `{"error_code", "message"}`. */
export const invocationsErrors: ErrorAnswer = (status, diagnostics) => {
  const texts = [...new Set(diagnostics.map(formatDiagnostic))];
  const more = texts.length > toldMistakes ? [`… and ${texts.length - toldMistakes} more.`] : [];
  return jsonAnswer(status, {
    error_code: names[status] ?? (status < 500 ? "INVALID_PARAMETER_VALUE" : "INTERNAL_ERROR"),
    message: [...texts.slice(0, toldMistakes), ...more].join("\n"),
  });
};
