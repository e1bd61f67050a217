import { errorDiagnostic, failInput, TandemError, type Diagnostic } from "../base/index.ts";
import type { ModelPackage } from "../project/index.ts";
import { PartReader, type PartMessage } from "./content-parts.ts";
import { createPredictor, type Predictor } from "./predictor.ts";
import { loadPackage } from "./runtime.ts";
import { takeTurns } from "./take-turns.ts";

/** Loads a package from the bytes of its file and has it reproduce its proof rows; fails as `loadPackage` does. */
export type ProvePackage = (bytes: Uint8Array, place: string, signal?: AbortSignal) => Promise<Predictor>;

/** Proves a package in this thread, in one piece: nobody is answered meanwhile. */
export const proveHere: ProvePackage = async (bytes, place) =>
  loadPackage(new TextDecoder().decode(bytes), place);

/** What the thread says. */
type Message =
  | PartMessage
  | { readonly kind: "proven"; readonly provenRows: number }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[]; readonly error: string };

/**
 * What the thread runs: as text, so that it needs no file beside it in sources, packages and bundles. It imports the runtime, which
 * is the same code that answers here.
 */
const threadSource = `
const { parentPort, workerData } = require("node:worker_threads");
const send = (message) => parentPort.postMessage(message);
(async () => {
  const { loadPackage, contentParts } = await import(workerData.runtime);
  const { bytes, place } = workerData;
  const { content, provenRows } = loadPackage(new TextDecoder().decode(bytes), place);
  for (const part of contentParts(content)) send(part);
  send({ kind: "proven", provenRows });
})().catch((error) => send({ kind: "refused", diagnostics: error.diagnostics ?? [], error: String(error) }));
`;

/**
 * Proves packages in a thread of their own, so that those who are answered meanwhile notice nothing: only a copy in parts and the
 * proof rows, one by one, are done here. `runtime` is where the door `tandem-ml/runtime` is. Fails with T2346 when the thread
 * comes to an end without an answer.
 */
export const proveInThread =
  (runtime: string): ProvePackage =>
  async (bytes, place, signal) => {
    const { content, provenRows } = await readProven(runtime, bytes, place, signal);
    const predictor = createPredictor(content, provenRows);
    await reproduce(predictor, place, signal);
    return predictor;
  };

async function readProven(
  runtime: string,
  bytes: Uint8Array,
  place: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly content: ModelPackage; readonly provenRows: number }> {
  const { Worker } = await import("node:worker_threads");
  signal?.throwIfAborted();
  const own = bytes.slice();
  const worker = new Worker(threadSource, {
    eval: true,
    workerData: { runtime, bytes: own, place },
    transferList: [own.buffer],
    execArgv: [],
    stderr: true,
  });
  try {
    const reader = new PartReader();
    const provenRows = await new Promise<number>((done, fail) => {
      const stop = (): void => fail(signal?.reason as Error);
      signal?.addEventListener("abort", stop, { once: true });
      worker.on("message", (message: Message) => {
        if (message.kind === "proven") done(message.provenRows);
        else if (message.kind === "refused") fail(refusalOf(message, place));
        else reader.add(message);
      });
      worker.on("error", (error) => fail(lostThread(String(error), place)));
      worker.on("exit", (code) => fail(lostThread(`exit code ${code}`, place)));
    });
    return { content: reader.content() as ModelPackage, provenRows };
  } finally {
    void worker.terminate();
  }
}

const refusalOf = (
  { diagnostics, error }: { readonly diagnostics: readonly Diagnostic[]; readonly error: string },
  place: string,
): TandemError => (diagnostics.length > 0 ? new TandemError(diagnostics) : lostThread(error, place));

const lostThread = (reason: string, place: string): TandemError =>
  new TandemError(
    [
      errorDiagnostic("T2346", "The thread that proves packages came to an end", {
        place,
        value: reason.slice(0, 200),
        cure: "Give the service more memory, then ask for a reload.",
      }),
    ],
    "work",
  );

/**
 * Answers the proof rows once more, here, some at a time: what the thread has proven was copied, and code that has run is fast
 * when the first request comes. Fails with T2345.
 */
async function reproduce(
  predictor: Predictor,
  place: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await takeTurns(predictor.content.proof, signal, ({ input, output }, index) => {
    let answer: Readonly<Record<string, unknown>>;
    try {
      answer = predictor.predict(input).output;
    } catch (error) {
      // A proof row may have been made with a gap that no request may have.
      if (error instanceof TandemError && error.kind === "input") return;
      throw error;
    }
    const wrong = Object.entries(output).find(([name, value]) => !Object.is(answer[name], value));
    if (wrong)
      failInput(
        "T2345",
        `Proof row ${index + 1} of the package is not reproduced where it would answer: ${wrong[0]}`,
        {
          place,
          cure: "This is a fault of Tandem: keep the package and report it. The version before goes on answering.",
        },
      );
  });
}
