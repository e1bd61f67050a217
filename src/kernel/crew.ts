import type { WorkerOptions } from "node:worker_threads";
import { failInput, failWork } from "../base/index.ts";

/** What one thread of a crew is given for growing trees. */
interface TreeModules {
  readonly trees: WebAssembly.Module;
  readonly histogram: WebAssembly.Module;
}

/** A column for a thread to learn, all in bytes from the beginning of memory: where its work is, and where its bins go. */
interface LearntColumn {
  readonly work: number;
  readonly rowCount: number;
  readonly maxBin: number;
  readonly target: number;
}

/** A thread beside the calling one, on the same memory. It learns columns first, and then serves commands on trees. */
export interface CrewMember {
  /** Whether it is up and has nothing to do. */
  isFree(): boolean;
  learn(column: LearntColumn): void;
  /** How many edges the column has that it was given; waits for it. Fails with T2665 where it does not answer in a long time. */
  edgeCount(): number;
  /** Makes it serve commands as the thread of that number from now on; settles when it is ready. */
  serve(thread: number, modules: TreeModules): Promise<void>;
  /** Lets it go, unless it serves. */
  dismiss(): void;
}

/** Where members are told what to do, 64 bytes for each, in the reserved part of a table's memory. */
const toldAt = 65_536;
const toldBytes = 64;
/** Where a crew that serves has its signs, in words of 32 bits from the beginning of memory, as `assembly/trees-plan.ts` has them. */
const signs = { generation: 48, gone: 192, patience: 193 } as const;
const state = { starting: 0, free: 1, learns: 2, leaves: 3 } as const;
/** After so long a member is taken for dead, in milliseconds: a column takes some hundredths of a second. */
const patience = 60_000;

/**
 * What a member runs. As text, so that it needs no file beside it in sources, packages and bundles. While it learns it waits by its
 * words in memory, for the calling thread does not leave its own work; then it waits for a message.
 */
const memberSource = `
const { parentPort, workerData } = require("node:worker_threads");
const { memory, bins, at, state, signs } = workerData;
const serveTrees = ({ thread, trees, histogram }) => {
  const kernels = new WebAssembly.Instance(histogram, { env: { memory } }).exports;
  const added = {
    addAll: (width, bins, derivatives, count) => kernels["all" + width](bins, 0, derivatives, 0, count),
    addPicked: (width, ...numbers) => kernels["picked" + width](...numbers),
  };
  const { serve } = new WebAssembly.Instance(trees, { env: { memory }, histogram: added }).exports;
  parentPort.postMessage("ready");
  serve(thread, 0);
};
parentPort.once("message", (message) => {
  try {
    serveTrees(message);
  } catch (error) {
    const words = new Int32Array(memory.buffer, 0, 256);
    Atomics.store(words, signs.gone, 1);
    Atomics.notify(words, signs.generation);
    throw error;
  }
});
const told = new Int32Array(memory.buffer, at, 16);
const { learn, fill } = new WebAssembly.Instance(bins, { env: { memory } }).exports;
Atomics.compareExchange(told, 0, state.starting, state.free);
for (;;) {
  const now = Atomics.load(told, 0);
  if (now === state.leaves) break;
  if (now === state.learns) {
    const [, work, rowCount, maxBin, target] = told;
    const edgeCount = learn(work, rowCount, maxBin);
    fill(work, rowCount, edgeCount, edgeCount + 1, target);
    told[5] = edgeCount;
    Atomics.store(told, 0, state.free);
    Atomics.notify(told, 0);
  } else Atomics.wait(told, 0, now);
}
`;

/** How many threads this machine runs at once; 1 where it cannot start any, as in a browser. */
export const availableThreads = (): number =>
  typeof process === "undefined" || !process.versions?.node
    ? 1
    : Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1);

/**
 * Starts threads on a shared memory, which do not keep the process alive; none where threads cannot be started. They may be used at
 * once: whoever is not ready yet is not free.
 */
export function startCrew(
  memory: WebAssembly.Memory,
  bins: WebAssembly.Module,
  count: number,
): readonly CrewMember[] {
  const threads =
    typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:worker_threads");
  if (!threads) return [];
  return Array.from({ length: count }, (_, number): CrewMember => {
    const at = toldAt + number * toldBytes;
    const options: WorkerOptions = {
      eval: true,
      workerData: { memory, bins, at, state, signs },
      execArgv: [],
    };
    return openMember(
      new threads.Worker(memberSource, options),
      memory,
      new Int32Array(memory.buffer, at, 16),
    );
  });
}

type Thread = InstanceType<typeof import("node:worker_threads").Worker>;

/** Says how many seconds of silence a crew that will serve takes for the end of a thread. */
export function beginService({ buffer }: WebAssembly.Memory, silentSeconds: number): void {
  const words = new Int32Array(buffer);
  words[signs.gone] = 0;
  words[signs.patience] = silentSeconds;
}

/** Tells all who wait for each other that one of the crew has gone. */
function endService({ buffer }: WebAssembly.Memory): void {
  const words = new Int32Array(buffer);
  Atomics.store(words, signs.gone, 1);
  Atomics.notify(words, signs.generation);
}

/**
 * What a failure of a command comes to that several threads had a share in: the crew is told, so that nobody waits any more. Fails
 * with T2675 where a thread has gone, and with the failure itself else.
 */
export function failService(memory: WebAssembly.Memory, error: unknown): never {
  const isGone = Atomics.load(new Int32Array(memory.buffer), signs.gone) !== 0;
  endService(memory);
  if (!isGone) throw error;
  return failWork(
    "T2675",
    "A thread of the training has ended before its work was done",
    {
      place: "threads",
      cure: "Train again. Where that happens again, look for what ends threads (a limit of memory?), or train with threads: 1.",
    },
    { cause: error },
  );
}

function openMember(worker: Thread, memory: WebAssembly.Memory, told: Int32Array): CrewMember {
  let failed: Error | undefined;
  let serves = false;
  worker.on("exit", (code) => {
    if (serves && code !== 0) endService(memory);
  });
  worker.on("error", (error) => (failed = error instanceof Error ? error : new Error(String(error))));
  worker.unref();
  const tell = (next: number): void => {
    Atomics.store(told, 0, next);
    Atomics.notify(told, 0);
  };
  return {
    isFree: () => Atomics.load(told, 0) === state.free,
    learn: ({ work, rowCount, maxBin, target }) => {
      told.set([work, rowCount, maxBin, target], 1);
      tell(state.learns);
    },
    edgeCount: () => {
      while (Atomics.load(told, 0) === state.learns)
        if (Atomics.wait(told, 0, state.learns, patience) === "timed-out")
          failInput("T2665", "A thread of the training does not answer", {
            place: "threads",
            value: "no answer for a minute",
            cure: "Train again. Where that happens again, look for what ends or stops threads (a limit of memory?), or train with threads: 1.",
          });
      return told[5]!;
    },
    serve: (thread, modules) =>
      new Promise((resolve, reject) => {
        if (failed) throw failed;
        serves = true;
        worker.once("message", () => {
          worker.unref();
          resolve();
        });
        worker.once("error", reject);
        worker.ref();
        tell(state.leaves);
        worker.postMessage({ thread, ...modules }, []);
      }),
    dismiss: () => {
      serves = false;
      void worker.terminate();
    },
  };
}
