import { errorAnswer, jsonAnswer } from "../http/error-body.ts";
import { metricsText, metricsType, type Collector } from "../http/metrics.ts";
import type { Route } from "../http/route.ts";

/** `GET /openapi.json`: what the service takes and gives. */
export const openApiRoute = (describe: () => object): Route => ({
  method: "GET",
  path: "/openapi.json",
  reads: "nothing",
  errors: errorAnswer,
  summary: "This description",
  handle: () => jsonAnswer(200, describe()),
});

/** `GET /metrics`: what is measured, as Prometheus reads it. */
export const metricsRoute = (collect: Collector): Route => ({
  method: "GET",
  path: "/metrics",
  scope: "metrics",
  reads: "nothing",
  isProbe: true,
  errors: errorAnswer,
  summary: "What is measured, in Prometheus' text format",
  operation: {
    responses: {
      "200": { description: "The metrics", content: { "text/plain": { schema: { type: "string" } } } },
    },
  },
  handle: () => ({ status: 200, type: metricsType, body: metricsText(collect()) }),
});
