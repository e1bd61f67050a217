import { randomBytes } from "node:crypto";
import { ServerResponse, type IncomingMessage } from "node:http";
import { TandemError } from "../../base/index.ts";
import { Admission } from "./admission.ts";
import { openScopes, type Access, type AccessRefusal, type Authorise } from "../access/index.ts";
import { Call, nobodyWaits } from "./call.ts";
import { optionsAnswer, originHeaders, type AllowedOrigins } from "./cross-origin.ts";
import { HttpMetrics } from "./http-metrics.ts";
import { findRoute, hasBody } from "./find-route.ts";
import { isStalled, isUnread } from "./body-progress.ts";
import { readHeaders } from "./known-headers.ts";
import { Leftovers } from "./leftovers.ts";
import type { Log } from "./log.ts";
import type { PlainConnection } from "./plain-connection.ts";
import type { PlainHead } from "./plain-head.ts";
import { RateLimit, type Rate } from "./rate-limit.ts";
import { readBody, type BodyReader } from "./read-body.ts";
import * as refusals from "./refusals.ts";
import type { Refusal } from "./refusals.ts";
import { RequestLog } from "./request-log.ts";
import { RestingConnections } from "./resting-connections.ts";
import type { ErrorAnswer, HttpAnswer } from "./route.ts";
import { routeFor, type RouteTable } from "./route-table.ts";
import type { HttpSettings } from "./settings.ts";
import { statusOf } from "./status.ts";
import { UnreadAnswers } from "./unread-answers.ts";
import { writeAnswer, writeStream } from "./write-answer.ts";

/** Knows callers. While it is open anyone may ask for what needs no administrator. */
export interface Gatekeeper {
  readonly authorise: Authorise;
  isOpen(): boolean;
}

/** What the machine works with. */
export interface MachineParts {
  readonly table: RouteTable;
  readonly settings: HttpSettings;
  /** How errors are told where no route says otherwise. */
  readonly errors: ErrorAnswer;
  readonly log: Log;
  /** Says who asks; absent where everybody may ask for everything that is there. */
  readonly authority?: Gatekeeper;
  /** How often one caller may ask. */
  readonly rate?: Rate;
  readonly origins: AllowedOrigins;
}

/** How often logins from one address may be refused: ten at once, then one in six seconds. */
const refusedLogins: Rate = { perSecond: 1 / 6, burst: 10 };
/** How long the rest of a refused body may take to run out, so that the client reads the answer and not a broken connection. */
const runOutMs = 3000;
/** Of the bytes of all bodies so many may be parts of bodies that come bit by bit. */
const heldPart = 1 / 4;
/** How often deadlines are looked at. */
export const sweepMs = 25;

/** Takes requests through their steps: find the route, know the caller, read the body, wait for a turn, work, answer. */
export class HttpMachine {
  readonly metrics = new HttpMetrics();
  readonly admission: Admission;
  /** Set when the server is about to end: it says that it is not ready. */
  isDraining = false;
  /** Set when it takes no new connections: those that are there are told to close with their next answer. */
  isClosing = false;
  readonly #parts: MachineParts;
  readonly #log: RequestLog;
  readonly #open = new Set<Call>();
  readonly #resting = new RestingConnections();
  readonly #leftovers: Leftovers;
  readonly #unread: UnreadAnswers;
  readonly #logins = new RateLimit(refusedLogins);
  readonly #rate: RateLimit | undefined;
  readonly #reader: BodyReader;
  readonly #process = `${randomBytes(8).toString("hex")}-`;
  #requests = 0;
  #buffered = 0;
  #held = 0;

  constructor(parts: MachineParts) {
    const { settings } = parts;
    this.#parts = parts;
    this.#unread = new UnreadAnswers(settings.bufferLimit);
    this.#leftovers = new Leftovers(settings.bodyTimeoutMs);
    this.#log = new RequestLog(parts.log);
    this.#rate = parts.rate && new RateLimit(parts.rate);
    this.admission = new Admission(settings.inFlightLimit, settings.queueLimit, this.#work);
    this.#reader = {
      bodyLimit: settings.bodyLimit,
      keep: (call, bytes) => this.#keep(call, bytes),
      done: (call) => this.#ready(call),
      refuse: (call, refusal) => this.#refuse(call, refusal),
      overloaded: (call) => this.#refuse(call, refusals.overloaded),
    };
  }

  /** Requests that are not answered yet. */
  get open(): number {
    return this.#open.size;
  }

  /** Takes a request; with `expects` its client waits to be told that it may send the body. */
  readonly take = (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    expects?: "100-continue" | "other",
  ): void => {
    const call = new Call(
      incoming,
      readHeaders(incoming.rawHeaders),
      incoming,
      outgoing,
      this.#parts.errors,
      performance.now(),
      this.#parts.settings.requestTimeoutMs,
      this.#newId(),
    );
    if (expects) call.waitsToSend = true;
    this.#begin(call, expects);
  };

  /** Takes a request that has come whole. */
  readonly takeWhole = (head: PlainHead, body: Buffer, connection: PlainConnection): void => {
    const call = new Call(
      head,
      head.known,
      undefined,
      connection,
      this.#parts.errors,
      performance.now(),
      this.#parts.settings.requestTimeoutMs,
      this.#newId(),
    );
    call.body = body;
    call.size = body.length;
    this.#begin(call);
  };

  /** Whether a request with this head goes to a route that reads its body whole, so that it may be taken whole. */
  readonly isShort = ({ url, method, known }: PlainHead): boolean => {
    const routes = this.#parts.table.find(url)?.entry.methods.get(method);
    return routes !== undefined && routeFor(routes, known.contentType)?.route.reads === "body";
  };

  #newId(): string {
    return this.#process + (this.#requests++).toString(36);
  }

  #begin(call: Call, expects?: "100-continue" | "other"): void {
    this.#open.add(call);
    this.metrics.inFlight += 1;
    const found = findRoute(call, this.#parts.table, this.#parts.settings);
    if (found.refusal) this.#refuse(call, found.refusal);
    else if (expects === "other") this.#refuse(call, refusals.wrongExpectation);
    else if (call.method === "OPTIONS")
      this.#send(call, optionsAnswer(this.#parts.origins, call, found.entry.allow));
    else if (this.admission.isFull && !call.bound!.route.isProbe) this.#refuse(call, refusals.overloaded);
    else this.#know(call);
  }

  /** Ends what has taken too long; called now and then. */
  sweep(now: number): void {
    if (this.isClosing) this.#resting.wakeAll();
    else if (this.#resting.size > 0) this.#resting.wake(now, this.admission.places);
    this.#leftovers.sweep(now);
    for (const call of this.#open) {
      if (call.outgoing.destroyed || call.outgoing.socket?.destroyed) this.#abandon(call);
      else if (
        call.bound?.route.reads === "stream" &&
        isStalled(call, now, this.#parts.settings.bodyTimeoutMs)
      )
        this.#tooSlow(call);
      else if (call.state === "streaming") continue;
      else if (now > call.bodyDeadline) this.#tooSlow(call);
      else if (now > call.deadline) this.#pass(call);
    }
  }

  /** Finds out who asks, where that is asked for, and goes on. */
  #know(call: Call): void {
    const { authority } = this.#parts;
    const { scope } = call.bound!.route;
    if (authority === undefined || scope === undefined) return this.#limit(call, call.address);
    if (authority.isOpen())
      return openScopes.includes(scope)
        ? this.#limit(call, call.address)
        : this.#refuse(call, refusals.notAllowed(scope));
    let found: ReturnType<Authorise>;
    try {
      found = authority.authorise(call.headers);
    } catch (error) {
      return this.#fail(call, error);
    }
    if (!(found instanceof Promise)) return this.#known(call, found);
    found.then(
      (permission) => this.#known(call, permission),
      (error: unknown) => this.#fail(call, error),
    );
  }

  #known(call: Call, found: Access | AccessRefusal): void {
    if (call.state === "answered") return;
    const { scope } = call.bound!.route;
    if ("diagnostics" in found) {
      // Whoever comes with a right key is let in all the same: behind a proxy everybody has one address.
      const wait = this.#logins.take(call.address, call.started);
      if (wait > 0) return this.#refuse(call, refusals.tooManyRequests(wait));
      return this.#refuse(call, {
        status: 401,
        diagnostics: found.diagnostics,
        headers: { "www-authenticate": "Bearer" },
        reason: "login",
      });
    }
    call.caller = found.caller;
    if (!found.scopes.includes(scope!)) return this.#refuse(call, refusals.notAllowed(scope!));
    this.#limit(call, found.caller);
  }

  #limit(call: Call, name: string): void {
    if (this.#rate && call.bound!.route.scope !== undefined) {
      const wait = this.#rate.take(name, call.started);
      if (wait > 0) return this.#refuse(call, refusals.tooManyRequests(wait));
    }
    if (call.waitsToSend) {
      call.waitsToSend = false;
      if (call.outgoing instanceof ServerResponse) call.outgoing.writeContinue();
    }
    if (call.bound!.route.reads === "stream") {
      call.holder = this.#hold;
      call.openStream();
    }
    if (call.unread && call.bound!.route.reads === "body" && hasBody(call)) {
      call.bodyDeadline = call.started + this.#parts.settings.bodyTimeoutMs;
      readBody(call, call.unread, this.#reader);
    } else if (this.#keep(call, call.size)) this.#ready(call);
    else this.#refuse(call, refusals.overloaded);
  }

  /** All is there that the work needs. */
  #ready(call: Call): void {
    call.bodyDeadline = Infinity;
    this.metrics.receivedBytes += call.size;
    if (call.bound!.route.isProbe) this.#work(call);
    else if (!this.admission.admit(call, performance.now())) this.#refuse(call, refusals.overloaded);
  }

  readonly #work = (call: Call): void => {
    call.state = "working";
    let answer: HttpAnswer | Promise<HttpAnswer>;
    try {
      answer = call.bound!.route.handle(call);
    } catch (error) {
      return this.#fail(call, error);
    }
    if (!(answer instanceof Promise)) return this.#send(call, answer);
    this.admission.begun();
    answer.then(
      (later) => {
        this.admission.ended();
        this.#send(call, later);
      },
      (error: unknown) => {
        this.admission.ended();
        this.#fail(call, error);
      },
    );
  };

  #fail(call: Call, error: unknown): void {
    // Work that ended because its client has gone, or has been told that its time is over, has not failed.
    if (error === nobodyWaits) return this.#abandon(call);
    const status = statusOf(error);
    if (status >= 500) this.#log.failed(call, error);
    if (!(error instanceof TandemError)) return this.#refuse(call, refusals.serviceFailed);
    this.#refuse(call, {
      status,
      diagnostics: error.diagnostics,
      ...(status === 503 || status === 429 ? { headers: { "retry-after": "1" } } : {}),
    });
  }

  #refuse(call: Call, refusal: Refusal): void {
    if (call.state === "answered" || call.state === "streaming") return;
    if (refusal.reason) this.metrics.refused(refusal.reason);
    if (refusal.reason === "overload") this.#resting.rest(call);
    const answer = call.errors(refusal.status, refusal.diagnostics);
    const whole = refusal.headers
      ? { ...answer, headers: { ...answer.headers, ...refusal.headers } }
      : answer;
    const { unread } = call;
    if (call.waitsToSend || !unread || !isUnread(call)) return this.#send(call, whole, call.waitsToSend);
    // The rest of the body runs out first, for a while, so that the client gets to read the answer.
    const send = (): void => this.#send(call, whole, true);
    call.state = "working";
    call.onGivenUp = send;
    call.bodyDeadline = performance.now() + runOutMs;
    call.deadline = Infinity;
    unread.once("end", send);
    unread.resume();
  }

  #send(call: Call, answer: HttpAnswer, isLast = false): void {
    if (call.state === "answered" || call.state === "streaming") return;
    const { outgoing } = call;
    if (outgoing.destroyed) return this.#abandon(call);
    const isClosing = isLast || this.isClosing;
    const ofOrigin = originHeaders(this.#parts.origins, call);
    const extra = isClosing ? [...ofOrigin, "Connection", "close"] : ofOrigin;
    try {
      if (isStream(answer.body)) return this.#stream(call, answer, extra);
      this.#finish(call, answer.status, writeAnswer(call, answer, extra));
    } catch (error) {
      if (outgoing.headersSent) return this.#abandon(call);
      this.#log.failed(call, error);
      const failed = call.errors(500, refusals.serviceFailed.diagnostics);
      this.#finish(call, failed.status, writeAnswer(call, failed, extra));
    }
  }

  #stream(call: Call, answer: HttpAnswer, extra: readonly string[]): void {
    call.state = "streaming";
    void writeStream(call, answer, extra).then(
      (bytes) => this.#finish(call, answer.status, bytes),
      (error: unknown) => {
        if (!call.outgoing.destroyed) this.#log.failed(call, error);
        call.outgoing.destroy();
        this.#abandon(call);
      },
    );
  }

  #finish(call: Call, status: number, bytes: number): void {
    const now = performance.now();
    this.#leave(call);
    this.#unread.add(call.outgoing.socket);
    this.metrics.sentBytes += bytes;
    (call.bound?.figures ?? this.metrics.unrouted).answered(status, (now - call.started) / 1000);
    this.#log.answered(call, status, now);
  }

  /** The client has gone: what is still done for it may stop. */
  #abandon(call: Call): void {
    if (!this.#open.has(call)) return;
    this.metrics.abandoned += 1;
    this.#leave(call);
  }

  #leave(call: Call): void {
    if (call.state === "waiting") this.admission.leave(call);
    call.state = "answered";
    call.abort();
    this.#open.delete(call);
    this.metrics.inFlight -= 1;
    this.#buffered -= call.kept;
    this.#held -= call.held;
    call.kept = 0;
    call.held = 0;
    if (call.unread?.complete === false && hasBody(call)) this.#leftovers.add(call.unread, performance.now());
  }

  /** What routes keep of bodies that come bit by bit: a part of what all bodies may take, so that enough is left for whole ones. */
  readonly #hold = (call: Call, bytes: number): boolean => {
    const held = this.#held - call.held + bytes;
    if (call.state === "answered" || held > this.#parts.settings.bufferLimit * heldPart) return false;
    call.held = bytes;
    this.#held = held;
    return true;
  };

  #keep(call: Call, bytes: number): boolean {
    if (this.#buffered + bytes > this.#parts.settings.bufferLimit) return false;
    call.kept += bytes;
    this.#buffered += bytes;
    return true;
  }

  /** A body that does not come: the client is told, and the connection ends. */
  #tooSlow(call: Call): void {
    if (call.onGivenUp) return call.onGivenUp();
    if (call.state === "streaming") {
      call.outgoing.destroy();
      return this.#abandon(call);
    }
    const { status, diagnostics } = refusals.tooSlow;
    this.#send(call, call.errors(status, diagnostics), true);
  }

  /** A deadline has passed: the client is told, and work that has not begun is not begun. */
  #pass(call: Call): void {
    if (call.state === "waiting") this.admission.leave(call);
    this.metrics.refused("deadline");
    const { status, diagnostics } = refusals.deadlinePassed;
    this.#send(call, call.errors(status, diagnostics), isUnread(call));
  }
}

const isStream = (body: HttpAnswer["body"]): boolean =>
  typeof body === "object" && !(body instanceof Uint8Array);
