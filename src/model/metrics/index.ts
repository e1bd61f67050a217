export type { Metric, MetricName, PreparedMetric, RowWeights, ScoredRows } from "./metric.ts";
export { defaultMetric, findMetric, metricNames, metrics, metricsOf } from "./metrics.ts";
export { clusterQuality } from "./cluster-quality.ts";
export { normalizedGain } from "./graded-groups.ts";
export { predictedClasses } from "./predicted-class.ts";
