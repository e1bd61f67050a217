import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ErrorAnswer, HttpRequest } from "./route.ts";
import type { BodyReader } from "./read-body.ts";
import { BodyStream } from "./body-stream.ts";
import type { GatheredBytes } from "./gathered-bytes.ts";
import type { PlainConnection } from "./plain-connection.ts";
import type { BoundRoute } from "./route-table.ts";
import type { KnownHeaders } from "./known-headers.ts";
import { continueTrace, traceHeader, type TraceContext } from "./trace-context.ts";

/** How far a request is: its body is being read, it waits for its turn, it is worked on, its answer is a stream, it is answered. */
export type CallState = "reading" | "waiting" | "working" | "streaming" | "answered";

/** What is asked of the head of a request, whoever read it. */
export type RequestHead = Pick<IncomingMessage, "method" | "url" | "httpVersion" | "headers">;

const noBody = Buffer.alloc(0);
/** Why signals are aborted; made once, for making one takes as long as scoring a row. */
export const nobodyWaits = new DOMException("Nobody waits for this request any more", "AbortError");
const noParameters: Readonly<Record<string, string>> = Object.freeze({});

/**
 * One request on its way through the server. It is what a route gets to see, so that nothing is made for it twice; what costs
 * time and is seldom asked for (the query, the signal, the headers as an object) is made when it is asked for.
 */
export class Call implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly head: RequestHead;
  readonly outgoing: ServerResponse | PlainConnection;
  readonly known: KnownHeaders;
  readonly trace: TraceContext;
  /** When its head was read, by the monotonic clock. */
  readonly started: number;
  readonly #search: string;
  readonly #newId: string;
  /** What the body is read from; absent where the request came whole. */
  readonly unread: IncomingMessage | undefined;
  parameters = noParameters;
  body: Buffer = noBody;
  caller = "anyone";
  state: CallState = "reading";
  /** When the work is no longer worth anything, and when the body has to be there, by the monotonic clock. */
  deadline: number;
  bodyDeadline: number;
  bound: BoundRoute | undefined;
  errors: ErrorAnswer;
  /** The body as far as it was read. */
  gathered: GatheredBytes | undefined;
  size = 0;
  /** Who reads the body. */
  reader: BodyReader | undefined;
  /** How many of these are counted as kept in memory. */
  kept = 0;
  /** The body that is taken as it comes; and how much of it the route keeps, and who counts that. */
  bodyStream: BodyStream | undefined;
  held = 0;
  holder: ((call: Call, bytes: number) => boolean) | undefined;
  /** Its client waits for `100 Continue` before it sends the body. */
  waitsToSend = false;
  /** Of a streamed body: the bytes that had come when it last got on, and when that was. */
  progressBytes = 0;
  progressTime = 0;
  /** What to do when the rest of a refused body does not run out in its time. */
  onGivenUp: (() => void) | undefined;
  #query: URLSearchParams | undefined;
  #controller: AbortController | undefined;

  constructor(
    head: RequestHead,
    known: KnownHeaders,
    unread: IncomingMessage | undefined,
    outgoing: ServerResponse | PlainConnection,
    errors: ErrorAnswer,
    started: number,
    timeoutMs: number,
    newId: string,
  ) {
    const url = pathOf(head.url ?? "/");
    const query = url.indexOf("?");
    this.method = head.method ?? "GET";
    this.path = query < 0 ? url : url.slice(0, query);
    this.#search = query < 0 ? "" : url.slice(query + 1);
    this.head = head;
    this.unread = unread;
    this.outgoing = outgoing;
    this.errors = errors;
    this.started = started;
    this.deadline = started + timeoutMs;
    this.bodyDeadline = Infinity;
    this.known = known;
    this.trace = continueTrace(this.known.traceparent);
    this.#newId = newId;
  }

  get id(): string {
    return this.known.idempotencyKey ?? this.known.requestId ?? this.#newId;
  }

  get headers(): IncomingHttpHeaders {
    return this.head.headers;
  }

  get query(): URLSearchParams {
    return (this.#query ??= new URLSearchParams(this.#search));
  }

  /** A body that is taken as it comes begins to be read. */
  openStream(): void {
    if (this.unread) this.bodyStream = new BodyStream(this.unread);
  }

  get stream(): AsyncIterable<Buffer> {
    return this.bodyStream ?? whole(this.body);
  }

  holds(bytes: number): boolean {
    return this.holder?.(this, bytes) ?? true;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.state === "answered" || this.outgoing.destroyed) this.#controller.abort(nobodyWaits);
    }
    return this.#controller.signal;
  }

  get socket(): Socket | null {
    return this.unread?.socket ?? this.outgoing.socket;
  }

  /** Where the request comes from. */
  get address(): string {
    return this.socket?.remoteAddress ?? "unknown";
  }

  get traceparent(): string {
    return traceHeader(this.trace);
  }

  /** Tells the work that nobody waits for it any more. */
  abort(): void {
    this.#controller?.abort(nobodyWaits);
  }
}

async function* whole(body: Buffer): AsyncGenerator<Buffer> {
  if (body.length > 0) yield body;
}

/** The path and query of a request's target, also of one that names the whole address as for a proxy. */
function pathOf(target: string): string {
  if (target.startsWith("/")) return target;
  const scheme = /^https?:\/\/[^/?#]*/i.exec(target);
  if (!scheme) return `/${target}`;
  const rest = target.slice(scheme[0].length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}
