import type { Diagnostic } from "../base/index.ts";
import type { Schema, Value } from "../schema/index.ts";
import type { OnlinePredictor } from "./online-predictor.ts";
import type { Prediction, Predictor } from "./predictor.ts";

/** A version of the model that is loaded, has proven itself, and answers. */
export interface LiveVersion {
  /** The registry's number as text, or the beginning of the package's hash for a package from a file. */
  readonly version: string;
  /** Which part of the traffic it answers: an alias such as `champion`, or the version itself. */
  readonly arm: string;
  readonly predictor: Predictor;
  /** The columns that a row gives: for a model with event features their keys and the time, not the features. */
  readonly schema: Schema;
  /**
   * Answers all rows or none; the mistakes of all rows are told at once, each with its place. Work that takes long is done in
   * slices, and ends with the signal's reason when it is aborted.
   */
  answer(
    rows: readonly unknown[],
    place?: string,
    signal?: AbortSignal,
  ): readonly Prediction[] | Promise<readonly Prediction[]>;
  /** Keeps events for the features of later answers; absent for a model that looks at none. */
  readonly append?: OnlinePredictor["append"];
}

/** Rows to be answered, whatever the protocol they came by. */
export interface PredictionRequest {
  readonly rows: readonly unknown[];
  /** Names the request: the same name again is the same request sent again, and its rows are kept once. */
  readonly id: string;
  /** The version, or the arm, that has to answer; otherwise the traffic's shares decide. */
  readonly version?: string | undefined;
  /** What keeps answers on one arm, such as a customer: the same key meets the same arm. Otherwise the id decides. */
  readonly key?: string | undefined;
  /** Where the rows stand in the request, for its mistakes: `rows`. */
  readonly place?: string | undefined;
  /** Aborted when the caller has gone or its deadline has passed: work that has not begun is not begun. */
  readonly signal?: AbortSignal | undefined;
}

/** The answers to a request, and the version that gave every one of them. */
export interface PredictionAnswer {
  readonly version: LiveVersion;
  readonly predictions: readonly Prediction[];
}

/** A row and its answer, as the prediction log keeps it. */
export interface AnsweredRow {
  /** The request's name and the number of the row in it. */
  readonly request: string;
  readonly index: number;
  /** When it was answered, in milliseconds since 1970, and how long that took, in milliseconds. */
  readonly time: number;
  readonly latency: number;
  readonly version: LiveVersion;
  /** The row as it was sent. */
  readonly row: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, Value>>;
}

/** Keeps answered rows. They are kept for good when it returns, or when its promise is fulfilled. */
export interface PredictionRecorder {
  /** Makes ready to keep the rows of a version; called before it answers, so that what stands against it is told then. */
  admit?(version: LiveVersion): void | Promise<void>;
  record(rows: readonly AnsweredRow[]): void | Promise<void>;
}

/** What a server asks of the models that it serves. Every protocol goes through `predict`, so all log and answer alike. */
export interface PredictionService {
  readonly name: string;
  /** Why nobody is answered, or nothing when the model is ready. */
  refusal(): readonly Diagnostic[] | undefined;
  /** The versions that answer now, the one of most traffic first; a version that has several arms stands there once for each. */
  versions(): readonly LiveVersion[];
  /** The version (or the arm) that is asked for, or the version of most traffic. Fails with T2340 when it is not live, T2341 when none is. */
  find(version?: string): LiveVersion;
  /** Answers all rows of a request or none, and has them recorded before it returns. */
  predict(request: PredictionRequest): PredictionAnswer | Promise<PredictionAnswer>;
}
