import { TandemError, type Diagnostic } from "../base/index.ts";
import type { FeatureStateStore } from "../feature/index.ts";
import { onlinePredictor, type OnlinePredictor } from "./online-predictor.ts";
import { nextSlice } from "./next-slice.ts";
import type { LiveVersion } from "./prediction-service.ts";
import type { Prediction, Predictor } from "./predictor.ts";

/** What time it is, for those who may know. */
export interface ServiceClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some moment, in fractions, never going back. */
  timer(): number;
}

/** What a live version is made of. */
export interface LiveVersionParts {
  readonly version: string;
  readonly arm: string;
  readonly predictor: Predictor;
  /** The events, for a model that looks at some. */
  readonly state?: FeatureStateStore | undefined;
  readonly clock: ServiceClock;
}

/** As many mistakes are told at once. */
const mistakeLimit = 100;
/** After so many milliseconds other requests get their turn. */
const sliceMs = 8;
/** Rows between two looks at the clock. */
const rowsPerLook = 32;

/** Puts a proven model under its version and arm. A model with event features answers by promises, any other at once. */
export function createLiveVersion({ version, arm, predictor, state, clock }: LiveVersionParts): LiveVersion {
  if (!state)
    return {
      version,
      arm,
      predictor,
      schema: predictor.schema,
      answer: (rows, place = "rows", signal) => answerRows(predictor, rows, place, clock, signal),
    };
  const online = onlinePredictor(predictor, state, () => clock.now());
  return {
    version,
    arm,
    predictor,
    schema: online.schema,
    answer: (rows, place = "rows", signal) => answerOnline(online, rows, place, signal),
    append: (...events) => online.append(...events),
  };
}

interface Answering {
  readonly predictions: Prediction[];
  readonly mistakes: Diagnostic[];
  next: number;
}

function answerRows(
  predictor: Predictor,
  rows: readonly unknown[],
  place: string,
  clock: ServiceClock,
  signal: AbortSignal | undefined,
): readonly Prediction[] | Promise<readonly Prediction[]> {
  // One row has no slices, no lists of mistakes and no look at the clock.
  if (rows.length === 1) return [predictor.predict(rows[0], `${place}[0]`)];
  const answering: Answering = { predictions: [], mistakes: [], next: 0 };
  return answerSlice(predictor, rows, place, clock, answering)
    ? finish(answering)
    : answerRest(predictor, rows, place, clock, answering, signal);
}

/** Answers rows until their end or until the slice is over; true at the end. */
function answerSlice(
  predictor: Predictor,
  rows: readonly unknown[],
  place: string,
  clock: ServiceClock,
  answering: Answering,
): boolean {
  const begin = clock.timer();
  for (let row = answering.next; row < rows.length; row++) {
    if (row % rowsPerLook === 0 && row > answering.next && clock.timer() - begin > sliceMs) {
      answering.next = row;
      return false;
    }
    try {
      answering.predictions.push(predictor.predict(rows[row], `${place}[${row}]`));
    } catch (error) {
      keepMistakes(error, answering.mistakes);
      if (answering.mistakes.length >= mistakeLimit) return true;
    }
  }
  return true;
}

async function answerRest(
  predictor: Predictor,
  rows: readonly unknown[],
  place: string,
  clock: ServiceClock,
  answering: Answering,
  signal: AbortSignal | undefined,
): Promise<readonly Prediction[]> {
  do {
    // oxlint-disable-next-line no-await-in-loop -- the pause between two slices is what this is for
    await nextSlice();
    signal?.throwIfAborted();
  } while (!answerSlice(predictor, rows, place, clock, answering));
  return finish(answering);
}

async function answerOnline(
  online: OnlinePredictor,
  rows: readonly unknown[],
  place: string,
  signal: AbortSignal | undefined,
): Promise<readonly Prediction[]> {
  const answering: Answering = { predictions: [], mistakes: [], next: 0 };
  for (const [row, given] of rows.entries()) {
    signal?.throwIfAborted();
    try {
      // oxlint-disable-next-line no-await-in-loop -- one row after the other, as they came
      answering.predictions.push(await online.predict(given, `${place}[${row}]`));
    } catch (error) {
      keepMistakes(error, answering.mistakes);
      if (answering.mistakes.length >= mistakeLimit) break;
    }
  }
  return finish(answering);
}

/** Collects the mistakes of a row; what is no mistake of the row is thrown on. */
function keepMistakes(error: unknown, mistakes: Diagnostic[]): void {
  if (!(error instanceof TandemError) || error.kind !== "input") throw error;
  mistakes.push(...error.diagnostics);
}

function finish({ predictions, mistakes }: Answering): readonly Prediction[] {
  if (mistakes.length > 0) throw new TandemError(mistakes);
  return predictions;
}
