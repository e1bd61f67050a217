import { monitorEventLoopDelay } from "node:perf_hooks";
import { singleMetric, type MetricFamily } from "./metrics.ts";

const quantiles = [0.5, 0.9, 0.99];

/** What the process itself uses: processor time, memory, and how late its event loop is. */
export class ProcessMetrics {
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });

  constructor() {
    this.#delay.enable();
  }

  collect(): readonly MetricFamily[] {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    const startSeconds = performance.timeOrigin / 1000;
    return [
      singleMetric(
        "counter",
        "process_cpu_seconds_total",
        "Processor time that the process has used.",
        (user + system) / 1e6,
      ),
      singleMetric("gauge", "process_resident_memory_bytes", "Memory of the process in use.", rss),
      singleMetric(
        "gauge",
        "process_start_time_seconds",
        "When the process began, since 1970.",
        startSeconds,
      ),
      singleMetric("gauge", "tandem_heap_used_bytes", "Memory that JavaScript objects take.", heapUsed),
      singleMetric("gauge", "tandem_external_memory_bytes", "Memory of buffers outside the heap.", external),
      this.#eventLoop(),
    ];
  }

  close(): void {
    this.#delay.disable();
  }

  #eventLoop(): MetricFamily {
    const { count, mean } = this.#delay;
    const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
    return {
      name: "tandem_event_loop_delay_seconds",
      help: "How long the event loop let a timer of 20 ms wait, that time included.",
      type: "summary",
      samples: [
        ...quantiles.map((quantile) => ({
          labels: { quantile: String(quantile) },
          value: count > 0 ? seconds(this.#delay.percentile(quantile * 100)) : 0,
        })),
        { suffix: "_sum", value: count > 0 ? seconds(mean) * count : 0 },
        { suffix: "_count", value: count },
      ],
    };
  }
}
