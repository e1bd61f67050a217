/**
 * Memory of a service that is swapped again and again under the same traffic.
 *   npm run build && npm run bench -- reloads [reloads]
 * `tandem serve` in a process of its own, versions of a forest of 100 trees over 28 columns, requests on four connections all the time. Prints
 * the resident memory after the first 20 reloads and after as many more as told (200 unless told), each the middle of ten looks with a
 * reload between them; and what of it is on the heap. Bar: at most 5 % more. Linux only.
 * The service is started as a user starts it; MALLOC_ARENA_MAX=8, say, leaves the young generation and the pools of memory to V8 and glibc.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openStore, promote } from "../src/project/index.ts";
import { register } from "../src/serve/small-packages.test-support.ts";
import { median } from "./measure.ts";
import { forestPackage, forestRow } from "./serving/forest-package.ts";
import { keepConnection, postText } from "../test/e2e/kept-connection.test-support.ts";
import { startService, type StartedService } from "../test/e2e/started-service.test-support.ts";

const reloadsByDefault = 200;
const connections = 4;
const warmReloads = 20;
const looks = 10;
const threadEndMs = 1000;
const isLookedAt = (at: number, end: number): boolean => at > end - looks && at <= end;
const trees = 100;
const bar = 1.05;
const effects = { now: Date.now };

interface Traffic {
  /** The version that answered last. */
  which(): number;
  stop(): Promise<{ readonly answers: number; readonly failed: number }>;
}

/** Asks on some connections, with a short pause between two requests. */
function ask(port: number): Traffic {
  const request = postText("/predict", JSON.stringify({ rows: [forestRow(1000)] }));
  const over = new AbortController();
  let [answers, failed, which] = [0, 0, 0];
  const askOn = async (): Promise<void> => {
    const connection = keepConnection(port);
    while (!over.signal.aborted) {
      const { status, body } = await connection.ask(request);
      answers++;
      if (status === 200) which = Number(/"which":(\d+)/.exec(body)?.[1]);
      else failed++;
      await pause(4);
    }
    connection.close();
  };
  const asking = Promise.all(Array.from({ length: connections }, askOn));
  return {
    which: () => which,
    stop: async () => {
      over.abort();
      await asking;
      return { answers, failed };
    },
  };
}

/** What of the memory is JavaScript's, in megabytes, by the service's own metrics. */
async function ownFigures(port: number): Promise<string> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const metric = (name: string): string => {
    const value = new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1];
    return (Number(value) / 2 ** 20).toFixed(0);
  };
  return `heap ${metric("tandem_heap_used_bytes")} MB, beside it ${metric("tandem_external_memory_bytes")} MB`;
}

/** Runs the benchmark; false where the memory has grown by more than the bar. */
export async function benchReloads(reloads = reloadsByDefault): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "bench-reloads-"));
  const store = await openStore(folder, effects);
  let service: StartedService | undefined;
  try {
    for (const seed of [1, 2, 3]) await register(store, forestPackage(trees, seed));
    await promote(store, "forest", 1, "champion", effects);
    const started = await startService({ folder, options: ["--port", "0", "--log-level", "error"] });
    service = started;
    const traffic = ask(started.port);
    const memory: number[] = [];
    const look = async (at: number): Promise<number> => {
      const found = median(memory.slice(-looks));
      console.log(
        `  after ${at} reloads ${found.toFixed(0)} MB (${await ownFigures(started.port)}; least ${Math.min(...memory.slice(-looks)).toFixed(0)}, most ${Math.max(...memory.slice(-looks)).toFixed(0)} MB of ${looks} looks)`,
      );
      return found;
    };
    let settled = 0;
    for (let at = 1; at <= warmReloads + reloads; at++) {
      const next = (at % 3) + 1;
      await promote(store, "forest", next, "champion", effects);
      while (traffic.which() !== next) await pause(5);
      // The thread that proves packages takes a moment to end.
      if (isLookedAt(at, warmReloads) || isLookedAt(at, warmReloads + reloads)) await pause(threadEndMs);
      memory.push(started.residentMb());
      if (at === warmReloads) settled = await look(at);
      else if (at > warmReloads && (at - warmReloads) % 50 === 0 && at < warmReloads + reloads)
        await look(at);
    }
    const after = await look(warmReloads + reloads);
    const { answers, failed } = await traffic.stop();
    console.log(
      `${reloads} reloads after the first ${warmReloads}: ${settled.toFixed(0)} MB, then ${after.toFixed(0)} MB (${((after / settled - 1) * 100).toFixed(1)} %); ${answers.toLocaleString("en")} answers, ${failed} failed`,
    );
    return after <= settled * bar && failed === 0;
  } finally {
    await service?.end("SIGKILL");
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
