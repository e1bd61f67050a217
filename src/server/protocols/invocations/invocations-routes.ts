import { isRecord } from "../../../base/index.ts";
import type { PredictionService } from "../../../serve/index.ts";
import type { Schema } from "../../../schema/index.ts";
import { defaultSettings } from "../../http/settings.ts";
import type { HttpAnswer, HttpRequest, Route } from "../../http/route.ts";
import { bodyText } from "../body-text.ts";
import type { ContainerSettings } from "../container-settings.ts";
import { jsonAnswer } from "../../http/error-body.ts";
import { predictRows } from "../predict-rows.ts";
import { pythonJson } from "../python-json.ts";
import { attributeKey, stickyKey } from "../sticky-key.ts";
import { whenReady } from "../when-ready.ts";
import { readAccept } from "./accept.ts";
import { readContentType, type ContentType } from "./content-type.ts";
import { csvRows } from "./csv-rows.ts";
import { expectedRows, frameRows } from "./frame-rows.ts";
import { invocationsErrors } from "./invocations-errors.ts";
import { lineRows } from "./line-rows.ts";
import {
  executionOperation,
  healthOperation,
  invocationsOperation,
  pingOperation,
  versionOperation,
} from "./open-api-parts.ts";
import { fromPandas } from "./pandas-values.ts";
import { writePredictions } from "./write-predictions.ts";

/**
 * What MLflow's scoring server and a SageMaker container answer on the same paths. The content decides: JSON with one of MLflow's
 * forms is MLflow's, a bare list of rows SageMaker's; a CSV with a line of names is MLflow's, one without SageMaker's; JSON lines
 * are SageMaker's. `release` is the version of the server itself, `bodyLimit` the bytes of a request that it takes.
 */
export function invocationsRoutes(
  service: PredictionService,
  release: string,
  { accept }: ContainerSettings,
  bodyLimit: number = defaultSettings.bodyLimit,
): readonly Route[] {
  const base = { errors: invocationsErrors, reads: "nothing" } as const;
  const health = (
    path: string,
    healthy: HttpAnswer,
    summary: string,
    operation: Route["operation"] & object,
  ): Route => ({
    ...base,
    method: "GET",
    path,
    isProbe: true,
    summary,
    operation,
    handle: () => {
      const refusal = service.refusal();
      return refusal ? invocationsErrors(503, refusal) : healthy;
    },
  });
  return [
    // MLflow's clients look at the status alone, so the empty body that SageMaker names wins.
    health("/ping", { status: 200 }, "Whether the model answers (SageMaker, MLflow)", pingOperation),
    health("/health", jsonAnswer(200, {}), "Whether the model answers (MLflow)", healthOperation),
    {
      ...base,
      method: "GET",
      path: "/version",
      summary: "The version of the server, as text (MLflow)",
      operation: versionOperation,
      handle: () => ({ status: 200, type: "text/plain; charset=utf-8", body: release }),
    },
    {
      ...base,
      method: "GET",
      path: "/execution-parameters",
      summary: "How a batch transform should send its rows (SageMaker)",
      operation: executionOperation,
      handle: () =>
        jsonAnswer(200, {
          MaxConcurrentTransforms: 4,
          BatchStrategy: "MULTI_RECORD",
          MaxPayloadInMB: payloadMegabytes(bodyLimit),
        }),
    },
    {
      ...base,
      method: "POST",
      path: "/invocations",
      scope: "predict",
      reads: "body",
      summary: "Answers for frames, rows, CSV and JSON lines (MLflow, SageMaker)",
      operation: invocationsOperation,
      handle: (request) => invoke(service, request, accept),
    },
  ];
}

/** SageMaker takes whole numbers from 1 to 100; 0 would say that there is no limit. */
const payloadMegabytes = (bytes: number): number => Math.min(100, Math.max(1, Math.floor(bytes / 1024 ** 2)));

function invoke(
  service: PredictionService,
  request: HttpRequest,
  usual: string | undefined,
): HttpAnswer | Promise<HttpAnswer> {
  const { headers } = request;
  const type = readContentType(headers["content-type"]);
  const form = readAccept(headers.accept, type.form, usual);
  const { schema } = service.find();
  const { rows, key } = readRows(request.body, type, schema);
  const answer = predictRows(service, request, rows, { key: key ?? attributeKey(headers) });
  return whenReady(answer, (answered) => writePredictions(answered, form));
}

interface AskedRows {
  readonly rows: readonly unknown[];
  readonly key: string | undefined;
}

function readRows(body: Buffer, { form, hasHeader }: ContentType, schema: Schema): AskedRows {
  switch (form) {
    case "csv":
      return { rows: csvRows(bodyText(body), schema, hasHeader).map(fromPandas(schema)), key: undefined };
    case "lines":
      return { rows: lineRows(bodyText(body), schema).map(fromPandas(schema)), key: undefined };
    case "json": {
      const json = pythonJson(body, expectedRows);
      const key = isRecord(json) ? stickyKey(json["params"], "params", true) : undefined;
      return { rows: frameRows(json, schema).map(fromPandas(schema)), key };
    }
  }
}
