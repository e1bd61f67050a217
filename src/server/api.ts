import type { Diagnostic } from "../base/index.ts";
import type { Value } from "../schema/index.ts";

/** The wire types: what goes over HTTP. Clients and the studio import types from here and nothing else. */

/** `POST /predict`: rows of plain JSON values, by column name. Days and instants are ISO 8601 text. One row may be sent as `row`. */
export interface PredictRequest {
  readonly rows: readonly Readonly<Record<string, Value>>[];
  /** The version that has to answer; otherwise the shares of the traffic decide. */
  readonly version?: string;
  /** What keeps answers on one version, such as a customer. */
  readonly key?: string;
}

/** The answers in the order of the rows, and the model that gave them. */
export interface PredictResponse {
  readonly model: { readonly name: string; readonly hash: string };
  readonly version: string;
  readonly predictions: readonly Readonly<Record<string, Value>>[];
  /** What was remarkable about the rows; they were answered all the same. */
  readonly warnings: readonly Diagnostic[];
}

/** `POST /events`: events of one source, by column name; null for rows of the data themselves. */
export interface EventsRequest {
  readonly table: string | null;
  readonly events: readonly Readonly<Record<string, Value>>[];
  /** Names the batch: sent again with the same key, it changes nothing. */
  readonly key?: string;
}

/** What became of the events. They are kept for good when this answer comes. */
export interface EventsResponse {
  readonly accepted: number;
  /** Events that were kept already. */
  readonly duplicates: number;
  /** Events that lack a clock, a key or an id: not kept. */
  readonly leftOut: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Any refused request: every mistake that was found. */
export interface ErrorResponse {
  readonly error: { readonly message: string; readonly diagnostics: readonly Diagnostic[] };
}

/** `GET /health/ready` and `/health/live`. */
export interface HealthResponse {
  readonly status: "ok" | "not ready";
  readonly model?: { readonly name: string; readonly hash: string; readonly provenRows: number };
}
