/** What a thread of a crew is started with. */
export interface CrewMember {
  readonly memory: WebAssembly.Memory;
  readonly trees: WebAssembly.Module;
  readonly histogram: WebAssembly.Module;
  readonly thread: number;
}

/**
 * What a thread runs: it starts the modules on the shared memory and serves until it is told to leave. As text, so that it
 * needs no file beside it in sources, packages and bundles.
 */
const memberSource = `
const { parentPort, workerData } = require("node:worker_threads");
const { memory, trees, histogram, thread } = workerData;
const kernels = new WebAssembly.Instance(histogram, { env: { memory } }).exports;
const added = {
  addAll: (width, bins, derivatives, count) => kernels["all" + width](bins, 0, derivatives, 0, count),
  addPicked: (width, ...numbers) => kernels["picked" + width](...numbers),
};
const { serve } = new WebAssembly.Instance(trees, { env: { memory }, histogram: added }).exports;
parentPort.postMessage("ready");
serve(thread, 0);
`;

/** How many threads this machine runs at once; 1 where it cannot start any, as in a browser. */
export const availableThreads = (): number =>
  typeof process === "undefined" || !process.versions?.node
    ? 1
    : Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1);

/**
 * Starts threads that serve commands on a shared memory; settles when all are ready. They do not keep the process alive.
 * Fails where threads cannot be started.
 */
export async function startCrew(members: readonly CrewMember[]): Promise<void> {
  const { Worker } = await import("node:worker_threads");
  await Promise.all(
    members.map(
      (workerData) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(memberSource, { eval: true, workerData, execArgv: [] });
          worker.once("message", () => {
            worker.unref();
            resolve();
          });
          worker.once("error", reject);
        }),
    ),
  );
}
