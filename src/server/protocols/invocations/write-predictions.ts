import type { Value } from "../../../schema/index.ts";
import type { PredictionAnswer } from "../../../serve/index.ts";
import type { HttpAnswer } from "../../http/route.ts";
import { jsonAnswer } from "../../http/error-body.ts";
import type { RequestForm } from "./content-type.ts";

/**
 * The answers as records in JSON, one object on each line, or CSV without a line of names and with the outputs in the order
 * of their names. The version that answered stands in a header.
 */
export function writePredictions({ version, predictions }: PredictionAnswer, form: RequestForm): HttpAnswer {
  const headers = { "x-model-version": version.version };
  const records = predictions.map(({ output }) => output);
  switch (form) {
    case "json":
      return { ...jsonAnswer(200, { predictions: records }), headers };
    case "lines":
      return {
        status: 200,
        type: "application/jsonlines",
        headers,
        body: records.map((record) => `${JSON.stringify(record)}\n`).join(""),
      };
    case "csv": {
      const names = Object.keys(version.predictor.content.program.outputs);
      const lines = records.map(
        (record) => `${names.map((name) => field(record[name] ?? null)).join(",")}\n`,
      );
      return { status: 200, type: "text/csv; charset=utf-8", headers, body: lines.join("") };
    }
  }
}

/** A missing value is an empty field; the empty text is quoted, so that it can be told from it. */
function field(value: Value): string {
  if (value === null) return "";
  const text = String(value);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
