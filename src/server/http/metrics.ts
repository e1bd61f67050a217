/** One measured value, with its labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** For a part of a histogram or summary: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string;
}

/** What is measured under one name, as Prometheus has it. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram" | "summary";
  readonly samples: readonly Sample[];
}

/** Gives what is measured when it is asked for. */
export type Collector = () => readonly MetricFamily[];

/** A counter or gauge without labels. */
export const singleMetric = (
  type: "counter" | "gauge",
  name: string,
  help: string,
  value: number,
): MetricFamily => ({ name, help, type, samples: [{ value }] });

/** Metrics in Prometheus' text format, version 0.0.4. */
export const metricsText = (families: readonly MetricFamily[]): string =>
  families
    .map(
      ({ name, help, type, samples }) =>
        `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${type}\n${samples
          .map(
            (sample) =>
              `${name}${sample.suffix ?? ""}${labelsText(sample.labels)} ${numberText(sample.value)}\n`,
          )
          .join("")}`,
    )
    .join("");

export const metricsType = "text/plain; version=0.0.4; charset=utf-8";

function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(labels ?? {});
  if (entries.length === 0) return "";
  return `{${entries
    .map(
      ([name, value]) =>
        `${name}="${value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"')}"`,
    )
    .join(",")}}`;
}

const numberText = (value: number): string =>
  value === Infinity ? "+Inf" : value === -Infinity ? "-Inf" : String(value);
