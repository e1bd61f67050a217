import type { ServiceClock } from "./live-version.ts";
import { chooseLive, findLive, versionsOf, type LiveModels } from "./live-models.ts";
import type {
  AnsweredRow,
  LiveVersion,
  PredictionAnswer,
  PredictionRecorder,
  PredictionRequest,
  PredictionService,
} from "./prediction-service.ts";
import type { Prediction } from "./predictor.ts";

/** A service whose models can be replaced while it answers. */
export interface ReplaceableService {
  readonly service: PredictionService;
  /** What answers now. */
  models(): LiveModels;
  /** Puts other models in the place of those that answer now; requests that have begun end with those that they began with. */
  replace(models: LiveModels): void;
}

/**
 * Makes a service of models. Each request looks once which models there are and keeps to them, so an answer always names the
 * version that computed it, whatever is replaced meanwhile.
 */
export function createPredictionService(
  name: string,
  first: LiveModels,
  clock: ServiceClock,
  recorder?: PredictionRecorder,
): ReplaceableService {
  let current = first;
  return {
    models: () => current,
    replace: (models) => {
      current = models;
    },
    service: {
      name,
      refusal: () => (current.arms.length > 0 ? undefined : (current.refusal ?? [])),
      versions: () => versionsOf(current),
      find: (version) => findLive(current, version),
      predict: (request) => predict(current, clock, recorder, request),
    },
  };
}

function predict(
  models: LiveModels,
  clock: ServiceClock,
  recorder: PredictionRecorder | undefined,
  request: PredictionRequest,
): PredictionAnswer | Promise<PredictionAnswer> {
  request.signal?.throwIfAborted();
  const live = chooseLive(models, request.key ?? request.id, request.version);
  const begin = recorder ? clock.timer() : 0;
  const answers = live.answer(request.rows, request.place, request.signal);
  if (answers instanceof Promise)
    return answers.then((predictions) => keep(live, predictions, clock, begin, recorder, request));
  return keep(live, answers, clock, begin, recorder, request);
}

/** Has the rows recorded, if somebody records them, and gives the answer afterwards. */
function keep(
  version: LiveVersion,
  predictions: readonly Prediction[],
  clock: ServiceClock,
  begin: number,
  recorder: PredictionRecorder | undefined,
  { id, rows }: PredictionRequest,
): PredictionAnswer | Promise<PredictionAnswer> {
  const answer = { version, predictions };
  if (!recorder || predictions.length === 0) return answer;
  const latency = clock.timer() - begin;
  const time = clock.now();
  const answered = predictions.map(({ output }, index): AnsweredRow => ({
    request: id,
    index,
    time,
    latency,
    version,
    // A row that was answered is a record.
    row: rows[index] as AnsweredRow["row"],
    output,
  }));
  const kept = recorder.record(answered);
  return kept instanceof Promise ? kept.then(() => answer) : answer;
}
