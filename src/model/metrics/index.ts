export type { Metric, MetricName, PreparedMetric, RowWeights, ScoredRows } from "./metric.ts";
export { defaultMetric, findMetric, metricNames, metrics, metricsOf } from "./metrics.ts";
export { predictedClasses } from "./predicted-class.ts";
