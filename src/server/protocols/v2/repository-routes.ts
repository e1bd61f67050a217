import { errorDiagnostic, isRecord } from "../../../base/index.ts";
import type { PredictionService } from "../../../serve/index.ts";
import type { ErrorAnswer, HttpAnswer, HttpRequest, Route } from "../../http/route.ts";
import { jsonAnswer } from "../json-answer.ts";
import { requestJson } from "../request-json.ts";
import { versionNames } from "./metadata.ts";

/**
 * The extension of the model repository: its index, and why models are not loaded through it; and the other extensions of
 * Triton that its client has calls for, each refused with the way round.
 */
export function repositoryRoutes(service: PredictionService, errors: ErrorAnswer): readonly Route[] {
  const refuse = ({ method, path, scope, instead }: Unspoken): Route => ({
    method,
    path,
    ...(scope ? { scope } : {}),
    reads: "nothing",
    errors,
    summary: `Refused: ${instead}`,
    handle: (request) =>
      errors(400, [
        errorDiagnostic("T2382", `This service does not do ${request.path.slice(0, 100)}`, {
          place: "path",
          cure: instead,
        }),
      ]),
  });
  return [
    {
      method: "POST",
      path: "/v2/repository/index",
      scope: "predict",
      reads: "body",
      errors,
      summary: "The versions of the model and their states (the model repository of Triton)",
      handle: (request) => index(service, request),
    },
    ...unspoken.map(refuse),
  ];
}

/** The live versions; while none answers, the model and why. `{"ready": true}` asks for those that answer. */
function index(service: PredictionService, { body }: HttpRequest): HttpAnswer {
  const asked = body.length === 0 ? {} : requestJson(body);
  const refusal = service.refusal();
  const isReadyOnly = isRecord(asked) && asked["ready"] === true;
  if (refusal)
    return jsonAnswer(
      200,
      isReadyOnly
        ? []
        : [
            {
              name: service.name,
              state: "UNAVAILABLE",
              reason: refusal.map(({ message }) => message).join("; "),
            },
          ],
    );
  return jsonAnswer(
    200,
    versionNames(service).map((version) => ({ name: service.name, version, state: "READY", reason: "" })),
  );
}

interface Unspoken {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly scope?: "admin" | "predict";
  readonly instead: string;
}

const load = "Versions are made live by `tandem promote` and the admin routes, which prove them first.";
const memory = "Send tensors in JSON or in binary.";
const settings = "Logs and traces are set when the service is started.";
const config = "The tensors stand in GET /v2/models/{name}, everything else in the package.";
const statistics = "Counts and durations stand in GET /metrics.";

const unspoken: readonly Unspoken[] = [
  { method: "POST", path: "/v2/repository/models/:name/load", scope: "admin", instead: load },
  { method: "POST", path: "/v2/repository/models/:name/unload", scope: "admin", instead: load },
  { method: "GET", path: "/v2/models/:name/config", scope: "predict", instead: config },
  { method: "GET", path: "/v2/models/:name/versions/:version/config", scope: "predict", instead: config },
  { method: "GET", path: "/v2/models/:name/stats", scope: "predict", instead: statistics },
  { method: "GET", path: "/v2/models/:name/versions/:version/stats", scope: "predict", instead: statistics },
  { method: "GET", path: "/v2/systemsharedmemory/status", scope: "predict", instead: memory },
  { method: "GET", path: "/v2/cudasharedmemory/status", scope: "predict", instead: memory },
  { method: "POST", path: "/v2/systemsharedmemory/region/:name/register", scope: "predict", instead: memory },
  { method: "POST", path: "/v2/cudasharedmemory/region/:name/register", scope: "predict", instead: memory },
  { method: "GET", path: "/v2/trace/setting", scope: "admin", instead: settings },
  { method: "POST", path: "/v2/trace/setting", scope: "admin", instead: settings },
  { method: "GET", path: "/v2/logging", scope: "admin", instead: settings },
  { method: "POST", path: "/v2/logging", scope: "admin", instead: settings },
];
