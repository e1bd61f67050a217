/**
 * Hot swaps: versions of a forest of 28 columns are promoted one after the other while requests are answered.
 *   npm run build && npm run bench -- swaps [reloads]
 * Prints how long a swap takes, the longest that a turn of the event loop has worked (beside the same without swaps, and without
 * collections of garbage), wrong and failed answers, and memory before and after (200 reloads unless told). Bars: no wrong and no failed
 * answer, memory at most 5 % above what it was after the first tenth.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PerformanceObserver } from "node:perf_hooks";
import { openStore, promote } from "../src/project/index.ts";
import { openProver, serveRegistry } from "../src/serve/index.ts";
import { register } from "../src/serve/small-packages.test-support.ts";
import { median } from "./measure.ts";
import { forestPackage, forestRow } from "./serving/forest-package.ts";

const reloadsByDefault = 200;
const treeCounts = [100, 500];
/** Shorter turns are of no interest. */
const shortMs = 2;
const effects = { now: Date.now };

/** The longest that a turn of the event loop has worked, in milliseconds of this thread's processor time. */
interface LongestTurns {
  readonly all: number;
  /** Without the collections of garbage in them, by the wall clock, which V8 does when it will. */
  readonly own: number;
}

interface Asking {
  /** The longest turns of the event loop since the last look. */
  takeLongest(): LongestTurns;
  stop(): Promise<{ readonly answers: number; readonly wrong: number }>;
}

/** Asks again and again, one row in each turn of the event loop. */
function ask(registry: Awaited<ReturnType<typeof serveRegistry>>): Asking {
  const over = new AbortController();
  let turns: (readonly [from: number, to: number, ms: number])[] = [];
  const collections: (readonly [from: number, to: number])[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      collections.push([startTime, startTime + duration]);
  });
  observer.observe({ entryTypes: ["gc"] });
  let answers = 0;
  let wrong = 0;
  const row = forestRow(1000);
  const asking = (async () => {
    let last = threadMs();
    let from = performance.now();
    while (!over.signal.aborted) {
      for (let at = 0; at < 20; at++) {
        const { version, predictions } = await registry.service.predict({ id: String(answers), rows: [row] });
        if (predictions[0]!.output["which"] !== seedOf(version.version)) wrong++;
        answers++;
      }
      await new Promise((resume) => setImmediate(resume));
      const now = threadMs();
      const to = performance.now();
      if (now - last > shortMs) turns.push([from, to, now - last]);
      last = now;
      from = to;
    }
  })();
  return {
    takeLongest: () => {
      const own = turns.map(
        ([from, to, ms]) =>
          ms -
          collections.reduce(
            (sum, [begin, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(begin, from)),
            0,
          ),
      );
      const longest = { all: Math.max(0, ...turns.map(([, , ms]) => ms)), own: Math.max(0, ...own) };
      turns = [];
      collections.length = 0;
      return longest;
    },
    stop: async () => {
      over.abort();
      await asking;
      observer.disconnect();
      return { answers, wrong };
    },
  };
}

/** Processor time of this thread: what else the machine does is not in it. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The seed of the forest that a version is. */
const seedOf = (version: string): number => Number(version);

const megabytes = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
};

async function raceSwaps(trees: number, reloads: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "bench-swaps-"));
  const store = await openStore(folder, effects);
  const prover = openProver(new URL("../dist/runtime.js", import.meta.url).href);
  try {
    for (const seed of [1, 2, 3]) await register(store, forestPackage(trees, seed));
    await promote(store, "forest", 1, "champion", effects);
    const clock = { now: Date.now, timer: () => performance.now() };
    const registry = await serveRegistry({ store, name: "forest", prove: prover.prove, clock, pollMs: 0 });
    const asking = ask(registry);
    await new Promise((resume) => setTimeout(resume, 2000));
    asking.takeLongest();
    await new Promise((resume) => setTimeout(resume, 1000));
    const quiet = asking.takeLongest();
    const durations: number[] = [];
    const stalls: LongestTurns[] = [];
    let settled = 0;
    for (let at = 1; at <= reloads; at++) {
      await promote(store, "forest", (at % 3) + 1, "champion", effects);
      const begin = performance.now();
      await registry.reload();
      durations.push(performance.now() - begin);
      // What is observed is told a turn later.
      await new Promise((resume) => setTimeout(resume, 20));
      stalls.push(asking.takeLongest());
      if (at === Math.ceil(reloads / 10)) settled = megabytes();
    }
    const { answers, wrong } = await asking.stop();
    const { swaps } = registry.status();
    await registry.close();
    prover.close();
    // The thread's own memory goes with it.
    await new Promise((resume) => setTimeout(resume, 1000));
    const after = megabytes();
    const told = (of: (turns: LongestTurns) => number): string => {
      const sorted = stalls.map(of).toSorted((left, right) => left - right);
      return `${median(sorted).toFixed(1)} ms (median of swaps), ${sorted.at(-2)?.toFixed(1)} ms, ${sorted.at(-1)!.toFixed(1)} ms (worst); without swaps ${of(quiet).toFixed(1)} ms`;
    };
    console.log(
      [
        `${trees} trees: ${swaps - 1} swaps, ${answers.toLocaleString("en")} answers, ${wrong} wrong`,
        `  a swap takes ${median(durations).toFixed(0)} ms; the first ${durations[0]!.toFixed(0)} ms`,
        `  longest turn of the event loop: ${told(({ all }) => all)}`,
        `  the same without collections of garbage: ${told(({ own }) => own)}`,
        `  memory after ${Math.ceil(reloads / 10)} reloads ${settled.toFixed(0)} MB, after ${reloads} ${after.toFixed(0)} MB (${((after / settled - 1) * 100).toFixed(1)} %)`,
      ].join("\n"),
    );
    return wrong === 0 && swaps - 1 === reloads && after <= settled * 1.05;
  } finally {
    prover.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the benchmark; false where a bar is missed. */
export async function benchSwaps(reloads = reloadsByDefault): Promise<boolean> {
  let holds = true;
  for (const trees of treeCounts) holds = (await raceSwaps(trees, reloads)) && holds;
  return holds;
}
