import type { PredictionService } from "../../serve/index.ts";
import type { HealthResponse } from "../api.ts";
import { errorAnswer, errorBody, jsonAnswer } from "../http/error-body.ts";
import type { Route } from "../http/route.ts";
import { countSchema, objectWith, textSchema } from "./json-schemas.ts";
import { jsonOperation } from "./operation.ts";

/** `GET /health/live` and `/health/ready`; `hindrance` says why a service whose model is ready is not. */
export const healthRoutes = (
  service: PredictionService,
  hindrance: () => string | undefined,
): readonly Route[] => [
  {
    method: "GET",
    path: "/health/live",
    reads: "nothing",
    isProbe: true,
    errors: errorAnswer,
    summary: "The process answers",
    operation: jsonOperation(undefined, objectWith({ status: textSchema })),
    handle: () => jsonAnswer(200, { status: "ok" } satisfies HealthResponse),
  },
  {
    method: "GET",
    path: "/health/ready",
    reads: "nothing",
    isProbe: true,
    errors: errorAnswer,
    summary: "The model has reproduced its proof rows",
    operation: jsonOperation(
      undefined,
      objectWith({
        status: textSchema,
        model: objectWith({ name: textSchema, hash: textSchema, provenRows: countSchema }),
      }),
      503,
    ),
    handle: () => {
      const refusal = service.refusal();
      if (refusal) return unready(errorBody(refusal, "The model is not ready"));
      const reason = hindrance();
      if (reason !== undefined) return unready(errorBody([], reason));
      const { name, hash, provenRows } = service.find().predictor;
      return jsonAnswer(200, { status: "ok", model: { name, hash, provenRows } } satisfies HealthResponse);
    },
  },
];

const unready = (body: object): ReturnType<typeof jsonAnswer> =>
  jsonAnswer(503, { status: "not ready", ...body });
