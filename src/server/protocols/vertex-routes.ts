import { failInput, formatDiagnostic, isRecord, showValue } from "../../base/index.ts";
import type { PredictionService } from "../../serve/index.ts";
import type { ErrorAnswer, HttpAnswer, HttpRequest, Route } from "../http/route.ts";
import type { ContainerSettings } from "./container-settings.ts";
import { rowsOfList } from "./invocations/frame-rows.ts";
import { fromPandas } from "./invocations/pandas-values.ts";
import { jsonAnswer } from "../http/error-body.ts";
import { parseJson } from "../http/parse-json.ts";
import { predictRows } from "./predict-rows.ts";
import { stickyKey } from "./sticky-key.ts";
import { whenReady } from "./when-ready.ts";

/** A refusal in one text: Vertex AI hands the body on as it is. */
const vertexErrors: ErrorAnswer = (status, diagnostics) =>
  jsonAnswer(status, { error: [...new Set(diagnostics.map(formatDiagnostic))].slice(0, 10).join("\n") });

/**
 * The routes of a container of Vertex AI, at the paths that its environment names: `{"instances": […], "parameters": {…}}` in,
 * `{"predictions": […]}` out. An instance is an object by column or a list in the order of the schema.
 */
export function vertexRoutes(
  service: PredictionService,
  { health, predict }: NonNullable<ContainerSettings["vertex"]>,
): readonly Route[] {
  return [
    {
      method: "GET",
      path: health,
      reads: "nothing",
      isProbe: true,
      errors: vertexErrors,
      summary: "Whether the model answers (Vertex AI)",
      operation: {
        responses: {
          200: { description: "It does", content: { "application/json": { schema: record } } },
          503: { description: "No model answers now" },
        },
      },
      handle: () => {
        const refusal = service.refusal();
        return refusal ? vertexErrors(503, refusal) : jsonAnswer(200, {});
      },
    },
    {
      method: "POST",
      path: predict,
      scope: "predict",
      reads: "body",
      takes: ["application/json"],
      errors: vertexErrors,
      summary: "Answers for instances (Vertex AI)",
      operation: vertexOperation,
      handle: (request) => predictInstances(service, request),
    },
  ];
}

const expected = '{"instances": [{…}]} as JSON';

function predictInstances(
  service: PredictionService,
  request: HttpRequest,
): HttpAnswer | Promise<HttpAnswer> {
  const json = parseJson(request.body, expected);
  const { instances, parameters } = isRecord(json) ? json : {};
  if (!Array.isArray(instances))
    return failInput("T2395", "The request has no instances", {
      place: "body",
      value: showValue(json),
      cure: `Send ${expected}.`,
    });
  const key = stickyKey(parameters, "parameters", true);
  const { schema } = service.find();
  const rows = rowsOfList(instances, schema, "instances").map(fromPandas(schema));
  const answer = predictRows(service, request, rows, { key, place: "instances" });
  return whenReady(answer, ({ version, predictions }) => ({
    ...jsonAnswer(200, { predictions: predictions.map(({ output }) => output) }),
    headers: { "x-model-version": version.version },
  }));
}

const record = { type: "object", additionalProperties: true } as const;
const refusal = (description: string) => ({
  description,
  content: { "application/json": { schema: { type: "object", properties: { error: { type: "string" } } } } },
});

const vertexOperation = {
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: {
          type: "object",
          required: ["instances"],
          properties: {
            instances: { type: "array", items: { type: ["object", "array"] } },
            parameters: record,
          },
        },
      },
    },
  },
  responses: {
    200: {
      description: "The answers, in the order of the instances",
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: { predictions: { type: "array", items: record } },
            required: ["predictions"],
          },
        },
      },
    },
    400: refusal("The instances are refused, and why"),
    503: refusal("No model answers now"),
  },
};
