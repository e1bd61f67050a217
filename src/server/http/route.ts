import type { IncomingHttpHeaders } from "node:http";
import type { Diagnostic } from "../../base/index.ts";

/** What a caller may do. */
export const scopes = ["predict", "labels", "metrics", "admin"] as const;
export type Scope = (typeof scopes)[number];

/** A request as a route sees it: admitted, allowed, and read within its limits. */
export interface HttpRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** What stands for the names of the route's path, decoded: `{ name: "strikes" }` for `/v2/models/:name`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The whole body; empty for a route that reads it as a stream. */
  readonly body: Buffer;
  /** The body as it comes, for a route that reads it so. */
  readonly stream: AsyncIterable<Buffer>;
  /**
   * Says how many bytes of the stream the route keeps for later; false where all requests together keep too many, so that these
   * should not be kept.
   */
  holds(bytes: number): boolean;
  /** Names the request: the caller's Idempotency-Key or X-Request-Id, otherwise a new one. */
  readonly id: string;
  /** Who asks: the name of the key, or "anyone" where none is asked for. */
  readonly caller: string;
  /** Aborted when the caller has gone, or its deadline has passed. */
  readonly signal: AbortSignal;
}

/** What goes back. A text body is sent as UTF-8; parts of a stream are sent as they come. */
export interface HttpAnswer {
  readonly status: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

/** How a protocol says that a request failed. Diagnostics never hold a stack trace or anything of the program's own. */
export type ErrorAnswer = (status: number, diagnostics: readonly Diagnostic[]) => HttpAnswer;

/** One thing that the service does. A protocol is a list of routes. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path, with `:name` for what may stand there: `/v2/models/:name/infer`. */
  readonly path: string;
  /** What a caller must be allowed to do; absent for what anyone may ask, such as whether the service is ready. */
  readonly scope?: Scope;
  /** Whether the body is read whole, as it comes, or not at all. */
  readonly reads: "body" | "stream" | "nothing";
  /** The content types that it takes; another gets 415. Absent for any. */
  readonly takes?: readonly string[];
  /** Answered at once whatever else there is to do, for it costs nothing: whether the service lives, is ready, and its metrics. */
  readonly isProbe?: true;
  readonly errors: ErrorAnswer;
  /** One sentence for the OpenAPI page, with the OpenAPI 3.1 parts of the operation: requestBody, responses. */
  readonly summary: string;
  readonly operation?: Readonly<Record<string, unknown>>;
  handle(request: HttpRequest): HttpAnswer | Promise<HttpAnswer>;
}
