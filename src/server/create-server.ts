import type { IncomingMessage } from "node:http";
import { finished } from "node:stream/promises";
import type { FastifyError, FastifyInstance } from "fastify";
import { errorDiagnostic, isRecord, showValue, TandemError, type Diagnostic } from "../base/index.ts";
import {
  withoutStateRefusal,
  type OnlinePredictor,
  type Prediction,
  type Predictor,
} from "../serve/index.ts";
import type { ErrorResponse, HealthResponse, PredictResponse } from "./api.ts";
import { appendEvents } from "./append-events.ts";
import { eventSchemas, predictSchemas } from "./open-api.ts";

/** The largest request body, in bytes, and the most rows in it. */
const bodyLimit = 4 * 1024 * 1024;
const rowLimit = 10_000;
/** How long the rest of a body that is too large may take, in milliseconds. */
const refusedBodyMs = 3000;

/**
 * Builds the HTTP service of one model. `load` gives the predictor once its proof rows are reproduced, for a model with event
 * features together with the state that keeps the events; until then, and for ever when it fails, `/health/ready` says no and
 * `/predict` answers 503.
 */
export async function createServer(
  load: () => Promise<Predictor | OnlinePredictor>,
): Promise<FastifyInstance> {
  const [{ default: fastify }, { default: swagger }] = await Promise.all([
    import("fastify"),
    import("@fastify/swagger"),
  ]);
  const server = fastify({ bodyLimit, forceCloseConnections: "idle" });
  let answering: Predictor | OnlinePredictor | undefined;
  let refusal: readonly Diagnostic[] = [];
  try {
    answering = withState(await load());
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    refusal = error.diagnostics;
  }
  const predictor = answering && modelOf(answering);
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: predictor ? `Predictions of ${predictor.name}` : "Predictions", version: "1" },
    },
  });
  // Rows are checked against the model's schema by the predictor itself, with better words; the schemas are for the OpenAPI page.
  server.setValidatorCompiler(() => () => true);
  server.setSerializerCompiler(() => (data) => JSON.stringify(data));
  server.setErrorHandler<FastifyError>(async (error, request, reply) => {
    if (error.statusCode === 413) await runOut(request.raw);
    return reply.code(statusOf(error)).send(errorBody(error));
  });
  server.setNotFoundHandler((request, reply) =>
    reply.code(404).send(
      errorBody(
        new TandemError([
          errorDiagnostic("T2301", `There is no ${request.method} ${request.url.slice(0, 100)}`, {
            cure: "See GET /openapi.json.",
          }),
        ]),
      ),
    ),
  );
  const model = predictor && { name: predictor.name, hash: predictor.hash, provenRows: predictor.provenRows };
  server.get(
    "/health/live",
    { schema: { summary: "The process answers", response: { 200: anyObject } } },
    (): HealthResponse => ({ status: "ok" }),
  );
  server.get(
    "/health/ready",
    {
      schema: {
        summary: "The model has reproduced its proof rows",
        response: { 200: anyObject, 503: anyObject },
      },
    },
    (_request, reply) =>
      model
        ? reply.send({ status: "ok", model } satisfies HealthResponse)
        : reply.code(503).send({ status: "not ready", ...refusalBody(refusal) }),
  );
  const schemas =
    predictor && answering
      ? predictSchemas(predictor, answering.schema)
      : { body: anyObject, response: anyObject };
  server.post(
    "/predict",
    {
      schema: {
        summary: "Answers for rows",
        body: schemas.body,
        response: { 200: schemas.response, 400: anyObject, 503: anyObject },
      },
    },
    async (request, reply) => {
      if (!answering) return reply.code(503).send(refusalBody(refusal));
      return reply.send(await predictRows(answering, request.body));
    },
  );
  server.post(
    "/events",
    {
      schema: {
        // A model that looks at no events takes none.
        hide: !predictor?.content.eventFeatures,
        summary: "Keeps events, for the features of later answers",
        body: predictor?.content.eventFeatures ? eventSchemas(predictor) : anyObject,
        response: { 200: anyObject, 400: anyObject, 404: anyObject, 503: anyObject },
      },
    },
    async (request, reply) => {
      if (!answering) return reply.code(503).send(refusalBody(refusal));
      if (!isOnline(answering)) return reply.code(404).send(errorBody(noEvents()));
      return reply.send(await appendEvents(answering, request.body));
    },
  );
  server.get("/openapi.json", { schema: { hide: true } }, () => server.swagger());
  await server.ready();
  return server;
}

/** Lets the rest of a refused body run out, at most for a while, so that the client reads the answer and not a broken pipe. */
async function runOut(request: IncomingMessage): Promise<void> {
  request.resume();
  await finished(request, { signal: AbortSignal.timeout(refusedBodyMs) }).catch(() => {});
}

const isOnline = (answering: Predictor | OnlinePredictor): answering is OnlinePredictor =>
  "predictor" in answering;

const modelOf = (answering: Predictor | OnlinePredictor): Predictor =>
  isOnline(answering) ? answering.predictor : answering;

/** A model with event features answers nobody without the state that keeps the events. */
function withState(answering: Predictor | OnlinePredictor): Predictor | OnlinePredictor {
  const refusal = isOnline(answering) ? undefined : withoutStateRefusal(answering, undefined);
  if (refusal) throw new TandemError([refusal]);
  return answering;
}

const noEvents = (): TandemError =>
  new TandemError([
    errorDiagnostic("T2549", "The model looks at no events, so none are kept", {
      cure: "Send rows to POST /predict; they need nothing else.",
    }),
  ]);

const anyObject = { type: "object", additionalProperties: true } as const;

const refusalBody = (diagnostics: readonly Diagnostic[]): ErrorResponse => ({
  error: { message: "The model is not ready", diagnostics },
});

/** Answers all rows of a request or none; the mistakes of all rows are told at once. */
async function predictRows(answering: Predictor | OnlinePredictor, body: unknown): Promise<PredictResponse> {
  const rows = isRecord(body) ? body["rows"] : undefined;
  if (!Array.isArray(rows))
    throw new TandemError([
      errorDiagnostic("T2302", "The request has no rows", {
        place: "body",
        value: showValue(body),
        cure: 'Send {"rows": [{…}]} as JSON.',
      }),
    ]);
  if (rows.length > rowLimit)
    throw new TandemError([
      errorDiagnostic("T2303", `The request has ${rows.length} rows, more than ${rowLimit}`, {
        place: "body.rows",
        cure: "Send several requests, or score a file with `tandem predict`.",
      }),
    ]);
  const mistakes: Diagnostic[] = [];
  const predictions: Prediction[] = [];
  for (const [index, row] of rows.entries()) {
    try {
      predictions.push(await answering.predict(row, `rows[${index}]`));
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      mistakes.push(...error.diagnostics);
    }
    if (mistakes.length >= 100) break;
  }
  if (mistakes.length > 0) throw new TandemError(mistakes);
  return {
    model: { name: modelOf(answering).name, hash: modelOf(answering).hash },
    predictions: predictions.map(({ output }) => output),
    warnings: predictions.flatMap(({ warnings }) => warnings).slice(0, 100),
  };
}

/** 4xx for the client's faults; nothing of a program's own error reaches the client. */
function statusOf(error: FastifyError | TandemError): number {
  if (error instanceof TandemError) return error.kind === "input" ? 400 : 500;
  return error.statusCode && error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500;
}

function errorBody(error: FastifyError | TandemError): ErrorResponse {
  if (error instanceof TandemError)
    return {
      error: { message: error.diagnostics[0]?.message ?? "Bad input", diagnostics: error.diagnostics },
    };
  const isClientFault = statusOf(error) < 500;
  const message = isClientFault ? error.message : "The service failed; the log says why";
  return {
    error: {
      message,
      diagnostics: [
        errorDiagnostic(
          isClientFault ? "T2304" : "T2305",
          message,
          isClientFault
            ? {
                cure: 'Send {"rows": [{…}]} to /predict, {"table": "orders", "events": [{…}]} to /events, as JSON.',
              }
            : { cure: "Try again; when it stays so, look at the service's log." },
        ),
      ],
    },
  };
}
