import type { PredictionService } from "../serve/index.ts";
import { errorAnswer } from "./http/error-body.ts";
import { HttpServer, type Certificate } from "./http/http-server.ts";
import type { Gatekeeper } from "./http/http-machine.ts";
import { silentLog, type Log } from "./http/log.ts";
import type { Collector } from "./http/metrics.ts";
import { openApi } from "./http/open-api.ts";
import type { Rate } from "./http/rate-limit.ts";
import type { Route } from "./http/route.ts";
import { RouteTable } from "./http/route-table.ts";
import { defaultSettings, type HttpSettings } from "./http/settings.ts";
import { measuredService, PredictionCounts } from "./measured-service.ts";
import { withRoutes } from "./protocols/protocol-routes.ts";
import { eventsRoute, looksAtEvents } from "./routes/events.ts";
import { healthRoutes } from "./routes/health.ts";
import { docsRoute, type DescribedService } from "./routes/docs-page.ts";
import { explainRoute } from "./routes/explain.ts";
import { predictRoute } from "./routes/predict.ts";
import { predictLinesRoute } from "./routes/predict-lines.ts";
import { metricsRoute, openApiRoute } from "./routes/service-pages.ts";

/** What a server is made of beside the models. Everything may be left out. */
export interface ServerParts {
  readonly settings?: Partial<HttpSettings>;
  /** Other protocols on the same models. Their routes go before ours of the same path. */
  readonly protocols?: readonly ((service: PredictionService) => readonly Route[])[];
  /** Whatever else the service does, such as to change what is served. */
  readonly routes?: readonly Route[];
  /** Says who asks; without it everybody may. */
  readonly authority?: Gatekeeper;
  readonly rate?: Rate;
  /** Pages of which origins may ask; none by default. */
  readonly origins?: readonly string[];
  readonly certificate?: Certificate;
  readonly log?: Log;
  /** What requests are kept waiting for; undefined when there is nothing, and the service is ready. */
  readonly waitsFor?: () => string | undefined;
  /** Further metrics, such as those of the prediction log. */
  readonly collectors?: readonly Collector[];
}

/** Makes the HTTP service of some models; `listen` opens its door. */
export function createServer(models: PredictionService, parts: ServerParts = {}): HttpServer {
  const {
    protocols = [],
    routes: others = [],
    collectors = [],
    authority,
    rate,
    log = silentLog,
    origins = [],
    waitsFor = () => undefined,
  } = parts;
  const counts = new PredictionCounts();
  const service = measuredService(models, counts);
  const events = eventsRoute(service);
  const own = [
    ...healthRoutes(service, () => (server.machine.isDraining ? "The service is about to end" : waitsFor())),
    predictRoute(service),
    predictLinesRoute(service),
    explainRoute(service),
  ];
  const described = withRoutes(
    own,
    protocols.flatMap((protocol) => protocol(service)),
  );
  const collect: Collector = () => [
    ...counts.collect(service),
    ...server.collect(),
    ...collectors.flatMap((more) => more()),
  ];
  const metrics = metricsRoute(collect);
  const describe = (): DescribedService =>
    openApi(
      service.refusal() ? "Predictions" : `Predictions of ${service.name}`,
      // A model that looks at no events takes none.
      [...described, ...(looksAtEvents(service) ? [events] : []), ...others, metrics],
      authority !== undefined && !authority.isOpen(),
    );
  const routes: readonly Route[] = [
    ...described,
    ...others,
    events,
    metrics,
    openApiRoute(describe),
    docsRoute(describe),
  ];
  const server = new HttpServer(
    {
      table: new RouteTable(routes),
      settings: { ...defaultSettings, ...parts.settings },
      errors: errorAnswer,
      log,
      origins,
      ...(authority ? { authority } : {}),
      ...(rate ? { rate } : {}),
    },
    parts.certificate,
  );
  return server;
}
