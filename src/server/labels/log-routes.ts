import { failInput, isRecord, showValue } from "../../base/index.ts";
import type { PredictionLog } from "../../serve/index.ts";
import { errorAnswer, jsonAnswer } from "../http/error-body.ts";
import { failBody, readBody } from "../admin/read-admin-body.ts";
import { parseJson } from "../http/parse-json.ts";
import type { Route } from "../http/route.ts";
import { countSchema, diagnosticSchema, listOf, objectWith, textSchema } from "../routes/json-schemas.ts";
import { jsonOperation } from "../routes/operation.ts";

/** The most labels of a request. */
const labelLimit = 10_000;

/**
 * The routes of a prediction log: labels for its predictions (`POST /labels`), what it has done (`GET /admin/log`), and the erasure
 * of an entity (`DELETE /admin/log/entities`). The entity stands in the body, for paths are written to logs.
 */
export const logRoutes = (log: PredictionLog): readonly Route[] => [
  {
    method: "POST",
    path: "/labels",
    scope: "labels",
    reads: "body",
    takes: ["application/json"],
    errors: errorAnswer,
    summary: "Keeps what became known about predictions",
    operation: jsonOperation(labelsSchema, objectWith({ accepted: countSchema }), 503),
    handle: async ({ body, id, caller }) =>
      jsonAnswer(200, await log.addLabels(readLabels(body), batchOf(caller, id), "labels")),
  },
  {
    method: "GET",
    path: "/admin/log",
    scope: "admin",
    reads: "nothing",
    errors: errorAnswer,
    summary: "What the prediction log has done since the service began",
    operation: jsonOperation(undefined, statusSchema),
    handle: () => jsonAnswer(200, log.status()),
  },
  {
    method: "DELETE",
    path: "/admin/log/entities",
    scope: "admin",
    reads: "body",
    takes: ["application/json"],
    errors: errorAnswer,
    summary:
      "Erases the predictions of an entity, by its value in one input column or in several, and their labels",
    operation: jsonOperation(entitySchema, erasureSchema, 503),
    handle: async (request) => {
      const body = readBody(request, entityNames);
      const { column, value, entity } = body;
      const named =
        entity === undefined && typeof column === "string"
          ? [[column, value] as const]
          : isRecord(entity) && Object.keys(body).length === 1
            ? Object.entries(entity)
            : [];
      const columns = named.flatMap(([name, its]) =>
        isEntityValue(its) ? [{ column: name, value: String(its) }] : [],
      );
      if (columns.length === 0 || columns.length < named.length)
        return failBody("The body names no column with a value", showValue(column, 40), entityNames);
      return jsonAnswer(200, await log.erase(columns));
    },
  },
];

const entityNames = ["column", "value", "entity"];

const isEntityValue = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Names what a caller has sent, so that no two callers' requests have one name: both of them may have a slash in theirs. */
const batchOf = (caller: string, id: string): string =>
  `${caller.replaceAll(/[%/]/g, encodeURIComponent)}/${id}`;

const expected = '{"labels": [{"request": "…", "row": 0, "label": true}]} as JSON';

function readLabels(body: Buffer): readonly unknown[] {
  const content = parseJson(body, expected);
  const labels = isRecord(content) ? content["labels"] : undefined;
  if (!Array.isArray(labels))
    return failInput("T2923", "The request has no labels", {
      place: "body",
      value: showValue(content),
      cure: `Send ${expected}.`,
    });
  if (labels.length > labelLimit)
    return failInput("T2924", `The request has ${labels.length} labels, more than ${labelLimit}`, {
      place: "body.labels",
      cure: "Send several requests, or a file with `tandem labels`.",
    });
  return labels;
}

const statusSchema = objectWith(
  {
    recorded: countSchema,
    dropped: countSchema,
    refused: countSchema,
    labels: countSchema,
    unfit: countSchema,
    commits: countSchema,
    waitingBytes: countSchema,
  },
  { failure: diagnosticSchema, problem: textSchema },
);

const erasureSchema = objectWith(
  {
    time: countSchema,
    column: textSchema,
    predictions: countSchema,
    labels: countSchema,
    damagedFiles: countSchema,
  },
  { columns: listOf(textSchema) },
);

const moment = { type: "string", format: "date-time" };

const labelsSchema = {
  type: "object",
  required: ["labels"],
  properties: {
    labels: {
      type: "array",
      maxItems: labelLimit,
      items: {
        type: "object",
        required: ["label"],
        properties: {
          request: { type: "string" },
          row: { type: "integer", minimum: 0 },
          entity: { type: "object", minProperties: 1, maxProperties: 1 },
          time: moment,
          label: { type: ["boolean", "number", "string", "null"] },
          knownAt: moment,
        },
        additionalProperties: false,
      },
    },
  },
  examples: [{ labels: [{ request: "r-17", row: 0, label: true, knownAt: "2024-01-31T12:30:00Z" }] }],
};

const entityValue = { type: ["string", "number", "boolean"] };

const entitySchema = {
  type: "object",
  properties: {
    column: { type: "string" },
    value: entityValue,
    entity: { type: "object", minProperties: 1, additionalProperties: entityValue },
  },
  additionalProperties: false,
  oneOf: [{ required: ["column", "value"] }, { required: ["entity"] }],
  examples: [{ column: "customer", value: 4711 }, { entity: { customer: 4711, shop: "north" } }],
};
