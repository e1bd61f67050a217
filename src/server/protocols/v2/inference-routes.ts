import { formatDiagnostic, failInput, showValue, type Diagnostic } from "../../../base/index.ts";
import type { PredictionService } from "../../../serve/index.ts";
import type { ErrorAnswer, HttpAnswer, HttpRequest, Route } from "../../http/route.ts";
import { jsonAnswer } from "../../http/error-body.ts";
import { infer } from "./infer.ts";
import { modelMetadata, serverMetadata } from "./metadata.ts";
import {
  healthOperation,
  inferOperation,
  modelOperation,
  modelsOperation,
  serverOperation,
} from "./open-api-parts.ts";
import { repositoryRoutes } from "./repository-routes.ts";

/** As many different mistakes stand in the text of a refusal. */
const toldMistakes = 10;

/** A refusal as the protocol has it: one text, with each mistake once. */
const inferenceErrors: ErrorAnswer = (status, diagnostics) =>
  jsonAnswer(status, { error: textOf(diagnostics) });

function textOf(diagnostics: readonly Diagnostic[]): string {
  const texts = [...new Set(diagnostics.map(formatDiagnostic))];
  const more = texts.length - toldMistakes;
  return [...texts.slice(0, toldMistakes), ...(more > 0 ? [`… and ${more} more.`] : [])].join("\n");
}

/**
 * The Open Inference Protocol, version 2, over HTTP: inference, metadata and health, with and without a version in the path, the
 * extension of binary tensors, and the index of the model repository. `release` is the version of the server itself.
 */
export function inferenceRoutes(service: PredictionService, release: string): readonly Route[] {
  const base = { reads: "nothing", errors: inferenceErrors } as const;
  const ofModel = (
    ending: string,
    handle: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>,
  ): readonly { readonly path: string; readonly handle: Route["handle"] }[] =>
    ["/v2/models/:name", "/v2/models/:name/versions/:version"].map((path) => ({
      path: `${path}${ending}`,
      handle: (request) => {
        checkModel(service, request.parameters["name"]);
        return handle(request);
      },
    }));
  return [
    ...["/v2", "/v2/"].map((path): Route => ({
      ...base,
      method: "GET",
      path,
      summary: "What the server is and which extensions it speaks (Open Inference Protocol V2)",
      operation: serverOperation,
      handle: () => jsonAnswer(200, serverMetadata(release)),
    })),
    {
      ...base,
      method: "GET",
      path: "/v2/health/live",
      isProbe: true,
      summary: "The process answers (Open Inference Protocol V2)",
      operation: healthOperation,
      handle: () => jsonAnswer(200, { live: true }),
    },
    {
      ...base,
      method: "GET",
      path: "/v2/health/ready",
      isProbe: true,
      summary: "The model has reproduced its proof rows (Open Inference Protocol V2)",
      operation: healthOperation,
      handle: () => serverReady(service),
    },
    {
      ...base,
      method: "GET",
      path: "/v2/models",
      scope: "predict",
      summary: "The names of the models (as KServe lists them)",
      operation: modelsOperation,
      handle: () => jsonAnswer(200, { models: [service.name] }),
    },
    ...ofModel("/ready", ({ parameters }) => modelReady(service, parameters["version"])).map(
      (route): Route => ({
        ...base,
        ...route,
        method: "GET",
        summary: "Whether a version of the model answers (Open Inference Protocol V2)",
        operation: healthOperation,
      }),
    ),
    ...ofModel("", ({ parameters }) =>
      jsonAnswer(200, modelMetadata(service, service.find(parameters["version"]))),
    ).map((route): Route => ({
      ...base,
      ...route,
      method: "GET",
      scope: "predict",
      summary: "The tensors of the model (Open Inference Protocol V2)",
      operation: modelOperation,
    })),
    ...ofModel("/infer", (request) => infer(service, request)).map((route): Route => ({
      ...base,
      ...route,
      method: "POST",
      scope: "predict",
      reads: "body",
      summary: "Answers for tensors, in JSON or binary (Open Inference Protocol V2)",
      operation: inferOperation,
    })),
    ...repositoryRoutes(service, inferenceErrors),
  ];
}

function serverReady(service: PredictionService): HttpAnswer {
  const refusal = service.refusal();
  // The specification's page has the key `live` here, its implementations `ready`: clients go by the status.
  return refusal
    ? jsonAnswer(503, { live: true, ready: false, error: textOf(refusal) })
    : jsonAnswer(200, { live: true, ready: true });
}

/** Fails with T2340 or T2341 where the version is not live. */
function modelReady(service: PredictionService, version: string | undefined): HttpAnswer {
  const refusal = service.refusal();
  if (refusal) return jsonAnswer(503, { name: service.name, ready: false, error: textOf(refusal) });
  service.find(version);
  return jsonAnswer(200, { name: service.name, ready: true });
}

/** Fails with T2370, which is status 404, for another model than the one that is served. */
function checkModel(service: PredictionService, name: string | undefined): void {
  if (name !== service.name)
    failInput("T2370", `There is no model ${showValue(name)}`, {
      place: "path",
      value: showValue(name),
      cure: `The model is ${showValue(service.name)}.`,
    });
}
