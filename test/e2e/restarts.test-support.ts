import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openStore, promote } from "../../src/project/index.ts";
import { summarizeLog } from "../../src/serve/index.ts";
import { numberedPackage, register } from "../../src/serve/small-packages.test-support.ts";
import { keepConnection, postText } from "./kept-connection.test-support.ts";
import { startService, type StartedService } from "./started-service.test-support.ts";

/** What becomes of a service that is disturbed under requests. */
export interface RestartOptions {
  readonly requests: number;
  /** Swaps and SIGTERMs, in turn. */
  readonly disturbances: number;
  /** How long the greatest load is measured. */
  readonly peakMs: number;
  /** With the prediction log, which goes from one process to the next. */
  readonly isRecorded: boolean;
}

/** What it came to. */
export interface RestartCounts {
  readonly requests: number;
  /** Requests per second: the greatest load, and those that were answered. */
  readonly peak: number;
  readonly rate: number;
  readonly swaps: number;
  readonly ends: number;
  /** What failed or was answered wrong; nothing is sent again, and a refused connection counts as a failure. */
  readonly failed: readonly string[];
  readonly versions: readonly number[];
  /** The longest that a request has taken, in milliseconds. */
  readonly longestMs: number;
  /** Requests and rows of the prediction log, where one is kept. */
  readonly kept?: { readonly requests: number; readonly rows: number };
}

const connections = 16;
const partOfPeak = 0.7;
const effects = { now: Date.now };
const hashes = new Map([1, 2, 3].map((which) => [which, numberedPackage(which).hash]));

interface Tally {
  answers: number;
  readonly failed: string[];
  readonly versions: Set<number>;
  longestMs: number;
}

/** Asks until it is over; with a rate, requests are due at that rate, else each connection asks as soon as it is answered. */
async function askAll(port: number, isOver: () => boolean, tally: Tally, rate?: number): Promise<void> {
  let due = performance.now();
  let x = 0;
  const ask = async (): Promise<void> => {
    const connection = keepConnection(port);
    while (!isOver()) {
      const from = rate === undefined ? performance.now() : (due += 1000 / rate);
      const wait = from - performance.now();
      if (wait > 1) await pause(wait);
      const own = ++x;
      const begin = performance.now();
      const problem = await connection.ask(postText("/predict", `{"rows":[{"x":${own}}]}`)).then(
        ({ status, body }) => (status === 200 ? problemOf(body, own, tally) : `status ${status} ${body}`),
        (error: unknown) => String(error),
      );
      tally.longestMs = Math.max(tally.longestMs, performance.now() - begin);
      tally.answers++;
      if (problem !== undefined) tally.failed.push(problem.slice(0, 200));
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, ask));
}

/** What is wrong with an answer; undefined for a right one. */
function problemOf(text: string, x: number, { versions }: Tally): string | undefined {
  const { predictions, model } = JSON.parse(text) as {
    readonly predictions: readonly { readonly which: number; readonly prediction: number }[];
    readonly model: { readonly hash: string };
  };
  const { which, prediction } = predictions[0]!;
  versions.add(which);
  return model.hash === hashes.get(which) && prediction === x * which ? undefined : text;
}

const newTally = (): Tally => ({ answers: 0, failed: [], versions: new Set(), longestMs: 0 });

/** Requests per second when every connection asks again as soon as it is answered. */
async function peakOf(
  port: number,
  peakMs: number,
): Promise<{ readonly rate: number; readonly tally: Tally }> {
  const tally = newTally();
  const begin = performance.now();
  await askAll(port, () => performance.now() - begin > peakMs, tally);
  return { rate: (tally.answers / (performance.now() - begin)) * 1000, tally };
}

/**
 * Swaps a service and ends it by SIGTERM, in turn, while requests are due at 70 % of its greatest load. Each end hands over: the next
 * service listens at the same port before the one that ends is told to.
 */
export async function restartUnderLoad(options: RestartOptions): Promise<RestartCounts> {
  const { requests, disturbances, peakMs, isRecorded } = options;
  const folder = await mkdtemp(join(tmpdir(), "tandem-restarts-"));
  const store = await openStore(folder, effects);
  let service: StartedService | undefined;
  let isOver = false;
  const start = (at: number): Promise<StartedService> =>
    startService({
      folder,
      options: [
        "--port",
        String(at),
        "--share-port",
        "--log-level",
        "error",
        ...(isRecorded ? ["--record"] : []),
      ],
    });
  try {
    for (const which of [1, 2, 3]) await register(store, numberedPackage(which));
    await promote(store, "numbers", 1, "champion", effects);
    service = await start(0);
    const { port } = service;
    const peak = await peakOf(port, peakMs);
    const tally = newTally();
    const begin = performance.now();
    const asking = askAll(port, () => isOver, tally, peak.rate * partOfPeak);
    let [swaps, ends] = [0, 0];
    for (let at = 1; at <= disturbances; at++) {
      while (tally.answers < (at / (disturbances + 1)) * requests) await pause(10);
      if (at % 2 === 1) {
        await promote(store, "numbers", (++swaps % 3) + 1, "champion", effects);
        continue;
      }
      const next = await start(port);
      const code = await service.end("SIGTERM");
      if (code !== 0) tally.failed.push(`the service ended with ${code}: ${service.said()}`);
      service = next;
      ends++;
    }
    while (tally.answers < requests) await pause(10);
    const rate = (tally.answers / (performance.now() - begin)) * 1000;
    isOver = true;
    await asking;
    await service.end("SIGTERM");
    const all = peak.tally.answers + tally.answers;
    return {
      requests: tally.answers,
      peak: peak.rate,
      rate,
      swaps,
      ends,
      failed: [...peak.tally.failed, ...tally.failed],
      versions: [...tally.versions].toSorted((left, right) => left - right),
      longestMs: tally.longestMs,
      ...(isRecorded
        ? { kept: { requests: all, rows: (await summarizeLog(join(folder, ".tandem/log"))).rows } }
        : {}),
    };
  } finally {
    isOver = true;
    await service?.end("SIGKILL");
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
