import type { PredictionLog } from "../../serve/index.ts";
import { singleMetric, type Collector } from "../http/metrics.ts";

/** What a prediction log has done, as metrics. */
export const logMetrics =
  (log: PredictionLog): Collector =>
  () => {
    const { recorded, dropped, refused, labels, unfit, commits, waitingBytes, failure, problem } =
      log.status();
    return [
      {
        name: "tandem_prediction_log_rows_total",
        help: "Rows of answers: kept, answered without being kept, or refused since they could not be kept.",
        type: "counter",
        samples: [
          { labels: { outcome: "recorded" }, value: recorded },
          { labels: { outcome: "dropped" }, value: dropped },
          { labels: { outcome: "refused" }, value: refused },
        ],
      },
      singleMetric("counter", "tandem_prediction_log_labels_total", "Labels that were kept.", labels),
      singleMetric(
        "counter",
        "tandem_prediction_log_unfit_values_total",
        "Values of another type than their column, kept as missing.",
        unfit,
      ),
      singleMetric("counter", "tandem_prediction_log_commits_total", "Flushed writes.", commits),
      singleMetric(
        "gauge",
        "tandem_prediction_log_waiting_bytes",
        "Bytes that wait for the disk.",
        waitingBytes,
      ),
      singleMetric(
        "gauge",
        "tandem_prediction_log_healthy",
        "1 while the last write and the last maintenance went well.",
        failure === undefined && problem === undefined ? 1 : 0,
      ),
    ];
  };
