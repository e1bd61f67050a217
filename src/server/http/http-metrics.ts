import type { Admission } from "./admission.ts";
import type { MetricFamily, Sample } from "./metrics.ts";
import { singleMetric } from "./metrics.ts";
import type { Refusal } from "./refusals.ts";
import type { BoundRoute } from "./route-table.ts";
import { durationBounds, RouteFigures } from "./route-figures.ts";

/** What the server measures of itself. Routes are labelled by their patterns, so that labels stay few whatever is asked for. */
export class HttpMetrics {
  /** Requests that met no route. */
  readonly unrouted = new RouteFigures("other", "none");
  readonly #refused = new Map<string, number>();
  inFlight = 0;
  receivedBytes = 0;
  sentBytes = 0;
  /** Requests whose client went away before the answer. */
  abandoned = 0;

  refused(reason: NonNullable<Refusal["reason"]>): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }

  collect(routes: readonly BoundRoute[], admission: Admission, connections: number): readonly MetricFamily[] {
    const figures = [...byPath(routes), this.unrouted];
    return [
      {
        name: "tandem_http_requests_total",
        help: "Requests that were answered, by route and status.",
        type: "counter",
        samples: figures.flatMap((one) =>
          one.statuses().map(([status, value]) => ({
            labels: { method: one.method, route: one.path, status: String(status) },
            value,
          })),
        ),
      },
      {
        name: "tandem_http_request_duration_seconds",
        help: "From the head of a request to its answer.",
        type: "histogram",
        samples: figures.flatMap(histogramSamples),
      },
      {
        name: "tandem_http_refused_requests_total",
        help: "Requests that were refused for another reason than their content.",
        type: "counter",
        samples: [...this.#refused].map(([reason, value]) => ({ labels: { reason }, value })),
      },
      singleMetric(
        "counter",
        "tandem_http_received_bytes_total",
        "Bytes of bodies received.",
        this.receivedBytes,
      ),
      singleMetric("counter", "tandem_http_sent_bytes_total", "Bytes of bodies sent.", this.sentBytes),
      singleMetric(
        "counter",
        "tandem_http_abandoned_requests_total",
        "Requests whose client went away before the answer.",
        this.abandoned,
      ),
      singleMetric(
        "gauge",
        "tandem_http_requests_in_flight",
        "Requests that are not answered yet.",
        this.inFlight,
      ),
      singleMetric(
        "gauge",
        "tandem_http_requests_queued",
        "Requests that wait for their turn.",
        admission.queued,
      ),
      singleMetric("gauge", "tandem_http_connections", "Open connections.", connections),
    ];
  }
}

/** One figure for each method and path: routes that take different types of body are added up by what scrapes them. */
function byPath(routes: readonly BoundRoute[]): readonly RouteFigures[] {
  return [...new Set(routes.map(({ figures }) => figures))];
}

function histogramSamples(figures: RouteFigures): readonly Sample[] {
  const labels = { method: figures.method, route: figures.path };
  let count = 0;
  const buckets = [...durationBounds, Infinity].map((bound, at): Sample => {
    count += figures.buckets[at]!;
    return {
      suffix: "_bucket",
      labels: { ...labels, le: bound === Infinity ? "+Inf" : String(bound) },
      value: count,
    };
  });
  if (count === 0) return [];
  return [
    ...buckets,
    { suffix: "_sum", labels, value: figures.seconds },
    { suffix: "_count", labels, value: count },
  ];
}
