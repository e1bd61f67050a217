import type { Diagnostic } from "../base/index.ts";
import type { FeatureStateStore } from "../feature/index.ts";
import { createPredictionService } from "./create-prediction-service.ts";
import { createLiveVersion, type ServiceClock } from "./live-version.ts";
import type { PredictionRecorder, PredictionService } from "./prediction-service.ts";
import type { Predictor } from "./predictor.ts";
import { withoutStateRefusal } from "./without-state.ts";

/** How a predictor is served. */
export interface ServedPredictor {
  readonly clock: ServiceClock;
  /** The version that its answers name; by default the beginning of the package's hash. */
  readonly version?: string | undefined;
  /** The events, for a model that looks at some. */
  readonly state?: FeatureStateStore | undefined;
  readonly recorder?: PredictionRecorder | undefined;
}

/** Digits of a package's hash that name it. */
const namingDigits = 12;

/** A service of one model, such as one from a package file. A model with event features answers nobody without their state. */
export function servePredictor(
  predictor: Predictor,
  { clock, version, state, recorder }: ServedPredictor,
): PredictionService {
  const name = version ?? predictor.hash.slice(0, namingDigits);
  const refusal = withoutStateRefusal(predictor, state);
  if (refusal) return serveRefusal(predictor.name, [refusal], clock);
  const live = createLiveVersion({ version: name, arm: name, predictor, state, clock });
  return createPredictionService(predictor.name, { arms: [{ live, share: 1 }], seed: 0 }, clock, recorder)
    .service;
}

/** A service that answers nobody and says why. */
export const serveRefusal = (
  name: string,
  refusal: readonly Diagnostic[],
  clock: ServiceClock,
): PredictionService => createPredictionService(name, { arms: [], seed: 0, refusal }, clock).service;
