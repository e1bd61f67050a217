import type { LiveVersion, PredictionAnswer, PredictionService } from "../../serve/index.ts";
import type { HttpAnswer, HttpRequest, Route } from "../http/route.ts";
import { errorAnswer, notReady } from "../http/error-body.ts";
import {
  anyObject,
  diagnosticSchema,
  exampleRow,
  listOf,
  objectWith,
  outputSchema,
  rowSchema,
  textSchema,
  type JsonSchema,
} from "./json-schemas.ts";
import { jsonOperation } from "./operation.ts";
import { readRows } from "./read-rows.ts";

/** As many warnings are told at once. */
const warningLimit = 100;

/** `POST /predict`: rows in, their answers out, in their order. */
export function predictRoute(service: PredictionService): Route {
  const head = headOf();
  const answer = ({ version, predictions }: PredictionAnswer): HttpAnswer => {
    let outputs = "";
    let warnings: unknown[] | undefined;
    for (const prediction of predictions) {
      outputs += outputs === "" ? JSON.stringify(prediction.output) : `,${JSON.stringify(prediction.output)}`;
      if (prediction.warnings.length > 0) (warnings ??= []).push(...prediction.warnings);
    }
    const told = warnings === undefined ? "[]" : JSON.stringify(warnings.slice(0, warningLimit));
    return {
      status: 200,
      type: "application/json",
      body: `${head(version)},"predictions":[${outputs}],"warnings":${told}}`,
    };
  };
  return {
    method: "POST",
    path: "/predict",
    scope: "predict",
    reads: "body",
    takes: ["application/json"],
    errors: errorAnswer,
    summary: "Answers for rows",
    get operation() {
      const live = service.versions()[0];
      return jsonOperation(
        live ? requestSchema(live) : anyObject,
        live ? responseSchema(live) : anyObject,
        400,
        404,
        503,
      );
    },
    handle: (request: HttpRequest) => {
      const refusal = service.refusal();
      if (refusal) return notReady(refusal);
      const { rows, place, version, key } = readRows(request.body);
      const found = service.predict({
        rows,
        id: request.id,
        place,
        version,
        key,
        // One row is answered before anybody could take the wish back.
        signal: rows.length > 1 ? request.signal : undefined,
      });
      return found instanceof Promise ? found.then(answer) : answer(found);
    },
  };
}

/** The beginning of an answer: which model gave it. Written once for as long as the same version answers. */
function headOf(): (version: LiveVersion) => string {
  let last: LiveVersion | undefined;
  let text = "";
  return (version) => {
    if (version !== last) {
      const { name, hash } = version.predictor;
      text = `{"model":${JSON.stringify({ name, hash })},"version":${JSON.stringify(version.version)}`;
      last = version;
    }
    return text;
  };
}

/** The body of a request with rows, for the OpenAPI page. */
export function requestSchema(live: LiveVersion): JsonSchema {
  const example = exampleRow(live);
  return {
    type: "object",
    required: ["rows"],
    properties: {
      rows: { type: "array", items: rowSchema(live.schema) },
      version: { type: "string" },
      key: { type: "string" },
    },
    ...(example ? { examples: [{ rows: [example] }] } : {}),
  };
}

export const modelSchema: JsonSchema = objectWith({ name: textSchema, hash: textSchema });

const responseSchema = (live: LiveVersion): JsonSchema =>
  objectWith({
    model: modelSchema,
    version: textSchema,
    predictions: listOf(outputSchema(live)),
    warnings: listOf(diagnosticSchema),
  });
