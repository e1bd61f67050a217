import type { LiveVersion, PredictionAnswer, PredictionService } from "../serve/index.ts";
import type { MetricFamily, Sample } from "./http/metrics.ts";

/** As many versions are told apart; further ones are counted as "other", so that labels stay few. */
const versionLimit = 100;

/** Counts what a service answers, whatever the protocol. */
export class PredictionCounts {
  readonly #rows = new Map<
    string,
    { readonly labels: Readonly<Record<string, string>>; rows: number; requests: number }
  >();
  #last: LiveVersion | undefined;
  #lastCount: { rows: number; requests: number } | undefined;
  #failed = 0;

  answered({ version, predictions }: PredictionAnswer): void {
    if (version !== this.#last) {
      this.#lastCount = this.#countOf(version);
      this.#last = version;
    }
    this.#lastCount!.rows += predictions.length;
    this.#lastCount!.requests += 1;
  }

  failed(): void {
    this.#failed += 1;
  }

  collect(service: PredictionService): readonly MetricFamily[] {
    const counts = [...this.#rows.values()];
    const samples = (of: "rows" | "requests"): readonly Sample[] =>
      counts.map((count) => ({ labels: count.labels, value: count[of] }));
    return [
      {
        name: "tandem_answered_rows_total",
        help: "Rows that were answered, by version and arm.",
        type: "counter",
        samples: samples("rows"),
      },
      {
        name: "tandem_answered_requests_total",
        help: "Requests with rows that were answered, by version and arm.",
        type: "counter",
        samples: samples("requests"),
      },
      {
        name: "tandem_refused_predictions_total",
        help: "Requests with rows that no version answered.",
        type: "counter",
        samples: [{ value: this.#failed }],
      },
      {
        name: "tandem_model_ready",
        help: "1 while the model answers.",
        type: "gauge",
        samples: [{ value: service.refusal() ? 0 : 1 }],
      },
      {
        name: "tandem_model_info",
        help: "The versions that answer.",
        type: "gauge",
        samples: service.versions().map(({ version, arm, predictor }) => ({
          labels: { name: predictor.name, version, arm, hash: predictor.hash },
          value: 1,
        })),
      },
    ];
  }

  #countOf({ version, arm }: LiveVersion): { rows: number; requests: number } {
    const name = JSON.stringify([version, arm]);
    const known = this.#rows.get(name);
    if (known) return known;
    if (this.#rows.size >= versionLimit) return this.#countOfOthers();
    const count = { labels: { version, arm }, rows: 0, requests: 0 };
    this.#rows.set(name, count);
    return count;
  }

  #countOfOthers(): { rows: number; requests: number } {
    const count = this.#rows.get("other") ?? {
      labels: { version: "other", arm: "other" },
      rows: 0,
      requests: 0,
    };
    this.#rows.set("other", count);
    return count;
  }
}

/** A service that counts what it answers. */
export function measuredService(service: PredictionService, counts: PredictionCounts): PredictionService {
  const told = (answer: PredictionAnswer): PredictionAnswer => {
    counts.answered(answer);
    return answer;
  };
  const failed = (error: unknown): never => {
    counts.failed();
    throw error;
  };
  return {
    name: service.name,
    refusal: () => service.refusal(),
    versions: () => service.versions(),
    find: (version) => service.find(version),
    predict: (request) => {
      let answer: PredictionAnswer | Promise<PredictionAnswer>;
      try {
        answer = service.predict(request);
      } catch (error) {
        return failed(error);
      }
      return answer instanceof Promise ? answer.then(told, failed) : told(answer);
    },
  };
}
