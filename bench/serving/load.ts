/**
 * Asks a server with one row again and again: `node load.ts ADDRESS PATH BODY-FILE CONNECTIONS SECONDS [RATE]`. Without a rate each of the connections asks
 * again as soon as it is answered; with one, requests are due at that rate whatever the server does, and times count from when a
 * request was due, so that waiting in line is not left out. Prints one JSON document.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";

const [address = "", path = "/", bodyFile = "", connectionText, secondsText, rateText] =
  process.argv.slice(2);
const { hostname, port } = new URL(address);
const body = readFileSync(bodyFile, "utf8");
const request = Buffer.from(
  `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
);
const connections = Number(connectionText);
const durationMs = Number(secondsText) * 1000;
const warmUpMs = 500;
const rate = rateText === undefined ? undefined : Number(rateText);

/** How long answers took, in milliseconds; made beforehand where the rate is known, so that what asks does not stop to tidy up. */
let times = new Float64Array(Math.ceil((rate ?? 20_000) * (durationMs / 1000 + 1)));
let answered = 0;
let failed = 0;

function note(from: number): void {
  if (from < begin) return;
  if (answered === times.length) {
    const more = new Float64Array(2 * answered);
    more.set(times);
    times = more;
  }
  times[answered++] = performance.now() - from;
}

/** A connection that asks one thing at a time. */
class Connection {
  readonly #socket: Socket;
  #text = "";
  #end = Infinity;
  #from = 0;
  /** Called when it is answered. */
  whenFree: (connection: Connection) => void = () => {};

  constructor() {
    this.#socket = connect(Number(port), hostname).setNoDelay().setEncoding("latin1");
    this.#socket.on("close", () => {
      throw new Error("The server has closed a connection");
    });
    this.#socket.on("data", (part: string) => {
      this.#text = this.#text === "" ? part : this.#text + part;
      if (this.#end === Infinity) {
        const head = this.#text.indexOf("\r\n\r\n");
        if (head < 0) return;
        this.#end = head + 4 + Number(/content-length: *(\d+)/i.exec(this.#text)?.[1]);
        if (!this.#text.startsWith("HTTP/1.1 200")) failed++;
      }
      if (this.#text.length < this.#end) return;
      note(this.#from);
      this.#text = "";
      this.#end = Infinity;
      this.whenFree(this);
    });
  }

  get opened(): Promise<unknown> {
    return once(this.#socket, "connect");
  }

  /** Asks what was due at a time. */
  ask(from: number): void {
    this.#from = from;
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.removeAllListeners("close").destroy();
  }
}

const pool = Array.from({ length: connections }, () => new Connection());
await Promise.all(pool.map(({ opened }) => opened));
/** What is asked in the first moments is not counted: programs are quick only when they have run for a while. */
const begin = performance.now() + warmUpMs;
const end = begin + durationMs;

/** Each connection asks again as soon as it is answered. */
const askAtOnce = (): Promise<void> =>
  new Promise((done) => {
    let open = connections;
    const ask = (connection: Connection): void => {
      const now = performance.now();
      if (now < end) connection.ask(now);
      else if (--open === 0) done();
    };
    for (const connection of pool) {
      connection.whenFree = ask;
      ask(connection);
    }
  });

/**
 * Asks what is due by the connection that has been free for longest: none is idle so long that it is closed. Timers are of whole
 * milliseconds and may come early: the rest is waited for turn by turn, so that nothing is asked before it is due.
 */
const askWhenDue = (perSecond: number): Promise<void> =>
  new Promise((done) => {
    const free = [...pool];
    for (const connection of pool) connection.whenFree = () => free.push(connection);
    let asked = 0;
    const due = (): number => begin - warmUpMs + ((asked + 1) * 1000) / perSecond;
    const turn = (): void => {
      const now = performance.now();
      if (now < end) for (; due() <= now && free.length > 0; asked++) free.shift()!.ask(due());
      else if (free.length === connections) return done();
      if (due() - performance.now() > 2) setTimeout(turn, 1);
      else setImmediate(turn);
    };
    turn();
  });

await (rate === undefined ? askAtOnce() : askWhenDue(rate));
const seconds = (performance.now() - begin) / 1000;
for (const connection of pool) connection.close();
const sorted = times.subarray(0, answered).sort();
const quantile = (part: number): number => sorted[Math.min(answered - 1, Math.floor(part * answered))] ?? NaN;
console.log(
  JSON.stringify({
    requests: answered,
    failed,
    seconds,
    p50: quantile(0.5),
    p99: quantile(0.99),
    p999: quantile(0.999),
  }),
);
