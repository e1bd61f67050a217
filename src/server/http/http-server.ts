import { createServer as createPlainServer, type Server, type ServerOptions } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import { Server as PlainSocketServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { answerBrokenRequest, endWith } from "./broken-request.ts";
import { HeldMessage } from "./body-stream.ts";
import { HttpMachine, sweepMs, type MachineParts } from "./http-machine.ts";
import type { MetricFamily } from "./metrics.ts";
import { ProcessMetrics } from "./process-metrics.ts";
import type { Route } from "./route.ts";
import { ShortWay } from "./short-way.ts";
import type { HttpSettings } from "./settings.ts";
import * as refusals from "./refusals.ts";

/** A certificate with its key, both as PEM text. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** How a server ends, in milliseconds. */
export interface DrainTimes {
  /** How long it goes on as before but for saying that it is not ready, so that whoever sends requests stops. */
  readonly delayMs: number;
  /** How long requests that came may take to end. */
  readonly graceMs: number;
}

/** As many connections may wait at the door; the system may allow fewer. */
const backlog = 4096;
/** Connections on which nothing is asked are told to close by the next answer; after this time they are closed. */
const lingerMs = 250;

/** The machine behind a listening socket. */
export class HttpServer {
  readonly machine: HttpMachine;
  readonly #parts: MachineParts;
  readonly #server: Server | SecureServer;
  readonly #shortWay: ShortWay | undefined;
  readonly #process = new ProcessMetrics();
  readonly #sweeper: NodeJS.Timeout;
  #connections = 0;
  #closed: Promise<void> | undefined;

  constructor(parts: MachineParts, certificate?: Certificate) {
    this.#parts = parts;
    this.machine = new HttpMachine(parts);
    const { settings } = parts;
    const options: ServerOptions = {
      headersTimeout: settings.headersTimeoutMs,
      // Bodies are timed by the machine: one that is streamed may take long.
      requestTimeout: 0,
      keepAliveTimeout: settings.keepAliveTimeoutMs,
      connectionsCheckingInterval: Math.min(1000, settings.headersTimeoutMs),
      requireHostHeader: false,
      noDelay: true,
      IncomingMessage: HeldMessage,
    };
    this.#server = certificate
      ? createSecureServer({
          ...options,
          ...certificate,
          minVersion: "TLSv1.2",
          handshakeTimeout: settings.headersTimeoutMs,
        })
      : createPlainServer(options);
    const server: Server = this.#server;
    // Nothing can be said to a client whose handshake fails or does not end, and Node leaves it to us to let it go.
    server.removeAllListeners("tlsClientError");
    server.on("tlsClientError", (_error: Error, socket: Socket) => socket.destroy());
    server.maxConnections = settings.connectionLimit;
    server.maxHeadersCount = 200;
    // A client that neither sends nor reads; longer than any request may take.
    server.timeout = 2 * Math.max(settings.requestTimeoutMs, settings.bodyTimeoutMs);
    server.on("request", this.machine.take);
    server.on("checkContinue", (incoming, outgoing) => this.machine.take(incoming, outgoing, "100-continue"));
    server.on("checkExpectation", (incoming, outgoing) => this.machine.take(incoming, outgoing, "other"));
    server.on("clientError", (error, socket) => {
      answerBrokenRequest(error, socket, parts.errors, (status) =>
        this.machine.metrics.unrouted.answered(status, 0),
      );
    });
    server.on("connect", (incoming, socket) => {
      this.machine.metrics.unrouted.answered(405, 0);
      endWith(refusals.wrongMethod("CONNECT", incoming.url ?? "", "GET, POST"), socket, parts.errors);
    });
    // What is encrypted goes to Node alone.
    this.#shortWay = certificate ? undefined : shortWay(server, this.machine, settings);
    server.on("connection", (socket) => {
      this.#connections += 1;
      this.machine.admission.newcomer();
      socket.once("close", () => (this.#connections -= 1));
    });
    this.#sweeper = setInterval(() => {
      const now = performance.now();
      this.machine.sweep(now);
      this.#shortWay?.sweep(now);
    }, sweepMs).unref();
  }

  /**
   * Listens, and gives the address: `http://127.0.0.1:8080`. With `isShared` another process may listen there too, which takes part of
   * the new connections. Fails with what the system says, such as EADDRINUSE, or ENOTSUP where ports cannot be shared.
   */
  async listen(port: number, host: string, isShared = false): Promise<string> {
    await new Promise<void>((listening, fail) => {
      this.#server.once("error", fail);
      this.#server.listen({ port, host, backlog, reusePort: isShared }, () => {
        this.#server.off("error", fail);
        listening();
      });
    });
    const { address, family, port: taken } = this.#server.address() as AddressInfo;
    const scheme = "setSecureContext" in this.#server ? "https" : "http";
    return `${scheme}://${family === "IPv6" ? `[${address}]` : address}:${taken}`;
  }

  /** Takes another certificate for the connections from now on. */
  renew(certificate: Certificate): void {
    if ("setSecureContext" in this.#server)
      this.#server.setSecureContext({ ...certificate, minVersion: "TLSv1.2" });
  }

  get routes(): readonly Route[] {
    return this.#parts.table.routes.map(({ route }) => route);
  }

  collect(): readonly MetricFamily[] {
    return [
      ...this.machine.metrics.collect(this.#parts.table.routes, this.machine.admission, this.#connections),
      ...this.#process.collect(),
    ];
  }

  /**
   * Ends without losing a request: says that it is not ready, closes the door, lets requests end within the grace time, tells
   * connections to close. `atOnce` ends the wait.
   */
  async drain({ delayMs, graceMs }: DrainTimes, atOnce?: AbortSignal): Promise<void> {
    this.machine.isDraining = true;
    const end = performance.now() + delayMs + graceMs;
    const isHurried = (): boolean => atOnce?.aborted === true;
    const wait = async (until: number, isOver: () => boolean): Promise<void> => {
      while (!isHurried() && !isOver() && performance.now() < until)
        await pause(10, undefined, atOnce ? { signal: atOnce } : {}).catch(() => {});
    };
    await wait(performance.now() + delayMs, () => false);
    // The door closes first: a client that is told to close its connection comes again, and must not be cut off on the doorstep.
    await new Promise((next) => setImmediate(next));
    const closed = this.#stopListening();
    this.machine.isClosing = true;
    await wait(performance.now() + lingerMs, () => this.#connections === 0);
    this.#server.closeIdleConnections();
    this.#shortWay?.closeIdle();
    // Node has begun with the requests of which a part had come.
    await new Promise((next) => setImmediate(next));
    await wait(end, () => this.machine.open === 0);
    // What was handed to the sockets is still on its way to the clients.
    await wait(Math.min(end, performance.now() + lingerMs), () => this.#connections === 0);
    await this.close();
    await closed;
  }

  /** Ends now: open connections are cut off. */
  async close(): Promise<void> {
    const closed = this.#stopListening();
    this.#server.close(() => {});
    this.#server.closeAllConnections();
    this.#shortWay?.closeAll();
    clearInterval(this.#sweeper);
    this.#process.close();
    await closed;
  }

  /** Node's own `close` of an HTTP server cuts idle connections off at once, and with them requests that are on their way. */
  #stopListening(): Promise<void> {
    this.#closed ??= new Promise((closed) => {
      PlainSocketServer.prototype.close.call(this.#server, () => closed());
    });
    return this.#closed;
  }
}

/** Puts the short way before Node's own, which goes on to take every connection that is left to it. */
function shortWay(server: Server, machine: HttpMachine, settings: HttpSettings): ShortWay {
  const ofNode = server.listeners("connection") as ((socket: Socket) => void)[];
  server.removeAllListeners("connection");
  const way = new ShortWay({
    take: machine.takeWhole,
    isShort: machine.isShort,
    toNode: (socket) => {
      for (const take of ofNode) take.call(server, socket);
    },
    broken: (error, socket) => server.emit("clientError", error, socket),
    firstMs: settings.headersTimeoutMs,
    idleMs: settings.keepAliveTimeoutMs,
    unreadMs: server.timeout,
  });
  server.on("connection", way.accept);
  return way;
}
