import type { PredictionService } from "../serve/index.ts";
import { errorAnswer } from "./http/error-body.ts";
import { HttpServer, type Certificate } from "./http/http-server.ts";
import type { Gatekeeper } from "./http/http-machine.ts";
import { silentLog, type Log } from "./http/log.ts";
import type { Collector } from "./http/metrics.ts";
import type { Rate } from "./http/rate-limit.ts";
import type { Route } from "./http/route.ts";
import { RouteTable } from "./http/route-table.ts";
import { defaultSettings, type HttpSettings } from "./http/settings.ts";
import { measuredService, PredictionCounts } from "./measured-service.ts";
import { eventsRoute, looksAtEvents } from "./routes/events.ts";
import { healthRoutes } from "./routes/health.ts";
import { predictRoute } from "./routes/predict.ts";
import { metricsRoute, openApiRoute } from "./routes/service-pages.ts";

/** What a server is made of beside the models. Everything may be left out. */
export interface ServerParts {
  readonly settings?: Partial<HttpSettings>;
  /** Other protocols on the same models, and whatever else the service does. */
  readonly protocols?: readonly ((service: PredictionService) => readonly Route[])[];
  /** Says who asks; without it everybody may. */
  readonly authority?: Gatekeeper;
  readonly rate?: Rate;
  /** Pages of which origins may ask; none by default. */
  readonly origins?: readonly string[];
  readonly certificate?: Certificate;
  readonly log?: Log;
  /** Further metrics, such as those of the prediction log. */
  readonly collectors?: readonly Collector[];
}

/** Makes the HTTP service of some models; `listen` opens its door. */
export function createServer(models: PredictionService, parts: ServerParts = {}): HttpServer {
  const { protocols = [], collectors = [], authority, rate, log = silentLog, origins = [] } = parts;
  const counts = new PredictionCounts();
  const service = measuredService(models, counts);
  const events = eventsRoute(service);
  const described: readonly Route[] = [
    ...healthRoutes(service, () => server.machine.isDraining),
    predictRoute(service),
    ...protocols.flatMap((protocol) => protocol(service)),
  ];
  const collect: Collector = () => [
    ...counts.collect(service),
    ...server.collect(),
    ...collectors.flatMap((more) => more()),
  ];
  const routes: readonly Route[] = [
    ...described,
    events,
    metricsRoute(collect),
    openApiRoute(
      service,
      // A model that looks at no events takes none.
      () => (looksAtEvents(service) ? [...described, events] : described),
      authority !== undefined && !authority.isOpen(),
    ),
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
