/**
 * Asks a server with one row again and again: `node load.ts ADDRESS PATH BODY-FILE CONNECTIONS SECONDS [RATE]`. Without a rate each of the connections asks
 * again as soon as it is answered; with one, requests are due at that rate whatever the server does, and times count from when a
 * request was due, so that waiting in line is not left out. Prints one JSON document. On Linux it tells apart the answers in whose time, and a tenth
 * of a second before and after it, the host of a virtual machine took no time from it (`undisturbed`).
 */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";

const [address = "", path = "/", bodyFile = "", connectionText, secondsText, rateText] =
  process.argv.slice(2);
const { hostname, port } = new URL(address);
const body = readFileSync(bodyFile, "utf8");
const request = `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const connections = Number(connectionText);
const durationMs = Number(secondsText) * 1000;
const rate = rateText === undefined ? undefined : Number(rateText);

const times: number[] = [];
/** When each of them was answered. */
const ends: number[] = [];
let failed = 0;
const begin = performance.now();
const isOver = (): boolean => performance.now() - begin > durationMs;

/** Sends one request and waits for its whole answer. */
function ask(socket: Socket): Promise<void> {
  return new Promise((done, fail) => {
    let text = "";
    let need = Infinity;
    const end = (error?: Error): void => {
      socket.off("data", read);
      socket.off("error", end);
      socket.off("close", closed);
      if (error) fail(error);
      else done();
    };
    const closed = (): void => end(new Error("closed"));
    const read = (part: string): void => {
      text += part;
      if (need === Infinity) {
        const head = text.indexOf("\r\n\r\n");
        if (head < 0) return;
        need = head + 4 + Number(/content-length: *(\d+)/i.exec(text)?.[1]);
        if (!text.startsWith("HTTP/1.1 200")) failed++;
      }
      if (text.length >= need) end();
    };
    socket.on("data", read);
    socket.on("error", end);
    socket.on("close", closed);
    socket.write(request);
  });
}

let due = begin;
/** When the next request is due; undefined when it is at once. */
function nextDue(): number {
  if (rate === undefined) return performance.now();
  due += 1000 / rate;
  return due;
}

/** Timers are of whole milliseconds and may come early: the rest is waited for turn by turn, so that nothing is asked before it is due. */
async function until(time: number): Promise<void> {
  for (let wait = time - performance.now(); wait > 0; wait = time - performance.now())
    await new Promise((resume) => {
      if (wait > 2) setTimeout(resume, wait - 1);
      else setImmediate(resume);
    });
}

async function client(): Promise<void> {
  const socket = connect(Number(port), hostname).setNoDelay().setEncoding("latin1");
  while (!isOver()) {
    const from = nextDue();
    await until(from);
    await ask(socket);
    const end = performance.now();
    times.push(end - from);
    ends.push(end);
  }
  socket.destroy();
}

const lookMs = 100;
/** Hundredths of a second that the host has taken so far, of all processors; undefined where the system does not tell. */
function takenByHost(): number | undefined {
  try {
    return Number(/^cpu +(?:\d+ +){7}(\d+)/.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

/** When it was looked, and what the host had taken by then. */
const looks: { readonly time: number; readonly taken: number }[] = [];
function look(): void {
  const taken = takenByHost();
  if (taken !== undefined) looks.push({ time: performance.now(), taken });
}

look();
const looking = setInterval(look, lookMs);
await Promise.all(Array.from({ length: connections }, client));
clearInterval(looking);
look();
const seconds = (performance.now() - begin) / 1000;

/** Between which moments the host took time. */
const disturbances = looks
  .slice(1)
  .map(({ time, taken }, at) => ({ from: looks[at]!.time, to: time, isTaken: taken > looks[at]!.taken }))
  .filter(({ isTaken }) => isTaken);
const isUndisturbed = (time: number, at: number): boolean =>
  !disturbances.some(({ from, to }) => from - lookMs < ends[at]! && to + lookMs > ends[at]! - time);

interface Spread {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}
function spreadOf(some: readonly number[]): Spread {
  const sorted = Float64Array.from(some).sort();
  const quantile = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
  return { requests: some.length, p50: quantile(0.5), p99: quantile(0.99), p999: quantile(0.999) };
}
const undisturbed =
  rate !== undefined && looks.length > 0 ? { undisturbed: spreadOf(times.filter(isUndisturbed)) } : {};
console.log(JSON.stringify({ ...spreadOf(times), failed, seconds, ...undisturbed }));
