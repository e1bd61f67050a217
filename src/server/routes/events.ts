import { failInput } from "../../base/index.ts";
import type { PredictionService } from "../../serve/index.ts";
import { errorAnswer, jsonAnswer, notReady } from "../http/error-body.ts";
import { parseJson } from "../http/parse-json.ts";
import type { Route } from "../http/route.ts";
import { readEvents } from "./read-events.ts";
import {
  countSchema,
  diagnosticSchema,
  listOf,
  objectWith,
  rowSchema,
  type JsonSchema,
} from "./json-schemas.ts";
import { jsonOperation } from "./operation.ts";

/** `POST /events`: keeps events for the features of later answers. */
export const eventsRoute = (service: PredictionService): Route => ({
  method: "POST",
  path: "/events",
  scope: "predict",
  reads: "body",
  takes: ["application/json"],
  errors: errorAnswer,
  summary: "Keeps events, for the features of later answers",
  get operation() {
    return jsonOperation(eventsSchema(service), receiptSchema, 400, 404, 503);
  },
  handle: async ({ body }) => {
    const refusal = service.refusal();
    if (refusal) return notReady(refusal);
    const live = service.find();
    if (!live.append) return failWithoutEvents();
    const { table, events, key } = readEvents(
      parseJson(body, '{"table": "orders", "events": [{…}]} as JSON'),
    );
    return jsonAnswer(200, await live.append(table, events, key, "events"));
  },
});

const failWithoutEvents = (): never =>
  failInput("T2549", "The model looks at no events, so none are kept", {
    cure: "Send rows to POST /predict; they need nothing else.",
  });

/** Whether a live model looks at events, so that the route belongs on the OpenAPI page. */
export const looksAtEvents = (service: PredictionService): boolean =>
  service.versions().some(({ predictor }) => predictor.content.eventFeatures !== undefined);

const receiptSchema = objectWith({
  accepted: countSchema,
  duplicates: countSchema,
  leftOut: countSchema,
  diagnostics: listOf(diagnosticSchema),
});

function eventsSchema(service: PredictionService): JsonSchema {
  const tables = service.versions().flatMap(({ predictor }) => predictor.content.eventFeatures?.tables ?? []);
  return {
    type: "object",
    required: ["table", "events"],
    properties: {
      table: { type: ["string", "null"], enum: [...new Set(tables.map(({ source }) => source))] },
      events: {
        type: "array",
        items: { type: "object", anyOf: tables.map(({ schema }) => rowSchema(schema)) },
      },
      key: { type: "string" },
    },
  };
}
