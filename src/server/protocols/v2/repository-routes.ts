import { errorDiagnostic, isRecord } from "../../../base/index.ts";
import type { PredictionService } from "../../../serve/index.ts";
import type { ErrorAnswer, HttpAnswer, HttpRequest, Route } from "../../http/route.ts";
import { jsonAnswer } from "../../http/error-body.ts";
import { parseJson } from "../../http/parse-json.ts";
import { versionNames } from "./metadata.ts";
import { indexOperation, refusedOperation } from "./open-api-parts.ts";

/**
 * The extension of the model repository: its index, and why models are not loaded through it; nor configured or
 * measured in Triton's own way; each is refused with the way round.
 */
export function repositoryRoutes(service: PredictionService, errors: ErrorAnswer): readonly Route[] {
  const refuse = ({ method, path, instead }: Unspoken): Route => ({
    method,
    path,
    // It does nothing, so whoever may predict may hear why.
    scope: "predict",
    reads: "nothing",
    errors,
    summary: `Refused: ${instead}`,
    operation: refusedOperation,
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
      operation: indexOperation,
      handle: (request) => index(service, request),
    },
    ...unspoken.map(refuse),
  ];
}

/** The live versions; while none answers, the model and why. `{"ready": true}` asks for those that answer. */
function index(service: PredictionService, { body }: HttpRequest): HttpAnswer {
  const asked = body.length === 0 ? {} : parseJson(body, '{"ready": true} or nothing');
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
  readonly instead: string;
}

const load = "Versions are made live by `tandem promote` and the admin routes, which prove them first.";
const config = "The tensors stand in GET /v2/models/{name}, everything else in the package.";
const statistics = "Counts and durations stand in GET /metrics.";

const unspoken: readonly Unspoken[] = [
  { method: "POST", path: "/v2/repository/models/:name/load", instead: load },
  { method: "POST", path: "/v2/repository/models/:name/unload", instead: load },
  { method: "GET", path: "/v2/models/:name/config", instead: config },
  { method: "GET", path: "/v2/models/:name/versions/:version/config", instead: config },
  { method: "GET", path: "/v2/models/:name/stats", instead: statistics },
  { method: "GET", path: "/v2/models/:name/versions/:version/stats", instead: statistics },
];
