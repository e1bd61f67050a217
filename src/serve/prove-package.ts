import type { Worker } from "node:worker_threads";
import { errorDiagnostic, failInput, TandemError, type Diagnostic } from "../base/index.ts";
import { takeForests, type ForestImages } from "../compile/index.ts";
import type { ModelPackage } from "../project/index.ts";
import { PartReader, type PartMessage } from "./content-parts.ts";
import { createPredictor, type Predictor } from "./predictor.ts";
import { loadPackage } from "./runtime.ts";
import { nextTurn, takeTurns } from "./take-turns.ts";

/** Loads a package from the bytes of its file and has it reproduce its proof rows; fails as `loadPackage` does. */
export type ProvePackage = (bytes: Uint8Array, place: string, signal?: AbortSignal) => Promise<Predictor>;

/** Proves a package in this thread, in one piece: nobody is answered meanwhile. */
export const proveHere: ProvePackage = async (bytes, place) =>
  loadPackage(new TextDecoder().decode(bytes), place);

/** What the thread says. */
type Message =
  | PartMessage
  | { readonly kind: "proven"; readonly provenRows: number; readonly images: ForestImages }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[]; readonly error: string };

/**
 * What the thread runs: as text, so that it needs no file beside it in sources, packages and bundles. It imports the runtime, which
 * is the same code that answers here.
 */
const threadSource = `
const { parentPort, workerData } = require("node:worker_threads");
const { once } = require("node:events");
const send = (message) => parentPort.postMessage(message);
const prove = async ({ bytes, place }) => {
  const { loadPackage, contentParts, layOutForests } = await import(workerData);
  const { content, provenRows } = loadPackage(new TextDecoder().decode(bytes), place);
  // One part for each turn of the other thread.
  for (const part of contentParts(content)) {
    send(part);
    await once(parentPort, "message");
  }
  const images = layOutForests(content.program);
  const buffers = images.flatMap((image) => (image ? [image.bytes.buffer] : []));
  parentPort.postMessage({ kind: "proven", provenRows, images }, buffers);
};
parentPort.on("message", (asked) => {
  if (asked === "next") return;
  prove(asked).catch((error) => send({ kind: "refused", diagnostics: error.diagnostics ?? [], error: String(error) }));
});
`;

/** A thread that proves packages, so that those who are answered meanwhile notice nothing. */
export interface Prover {
  readonly prove: ProvePackage;
  /** Lets the thread go. */
  close(): void;
}

/**
 * Proves packages in a thread of their own: only a copy in parts and the proof rows, one by one, are done in this one. `runtime` is
 * where the door `tandem-ml/runtime` is. The thread ends when nothing more is to be proven, and its memory goes with it: a heap that is
 * kept for the next package grows by what was once on it, for nobody collects its garbage meanwhile. Where the runtime takes long to
 * start, `keepMs` keeps the thread for so long. Fails with T2346 when the thread comes to an end without an answer.
 */
export function openProver(runtime: string, keepMs = 0): Prover {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let asked = 0;
  const close = (): void => {
    clearTimeout(idle);
    void worker?.terminate();
    worker = undefined;
  };
  const readProven = async (bytes: Uint8Array, place: string, signal: AbortSignal | undefined) => {
    const { Worker } = await import("node:worker_threads");
    signal?.throwIfAborted();
    clearTimeout(idle);
    worker ??= new Worker(threadSource, { eval: true, workerData: runtime, execArgv: [], stderr: true });
    // What is proven is waited for by its promise; an idle thread keeps no process alive.
    worker.ref();
    try {
      const proven = await askThread(worker, bytes, place, signal);
      worker.unref();
      if (asked === 0 && keepMs === 0) close();
      else idle = setTimeout(close, keepMs).unref();
      return proven;
    } catch (error) {
      close();
      throw error;
    }
  };
  return {
    prove: async (bytes, place, signal) => {
      // One package at a time: two would take the memory of two.
      asked++;
      const next = running
        .catch(() => {})
        .then(() => {
          asked--;
          return readProven(bytes, place, signal);
        });
      running = next;
      const { content, provenRows, images } = await next;
      // Each step begins with a turn of its own, so that none is as long as two.
      await nextTurn(signal);
      await takeTurns(takeForests(content.program, images), signal, () => {});
      await nextTurn(signal);
      const predictor = createPredictor(content, provenRows);
      await nextTurn(signal);
      await reproduce(predictor, place, signal);
      await nextTurn(signal);
      return predictor;
    },
    close,
  };
}

interface Proven {
  readonly content: ModelPackage;
  readonly provenRows: number;
  readonly images: ForestImages;
}

function askThread(
  worker: Worker,
  bytes: Uint8Array,
  place: string,
  signal: AbortSignal | undefined,
): Promise<Proven> {
  const reader = new PartReader();
  const ended = new AbortController();
  return new Promise<Proven>((done, fail) => {
    const listen = (name: string, hear: (value: unknown) => void): void => {
      worker.on(name, hear);
      ended.signal.addEventListener("abort", () => worker.off(name, hear));
    };
    signal?.addEventListener("abort", () => fail(signal.reason as Error), { signal: ended.signal });
    listen("message", (said) => {
      const message = said as Message;
      if (message.kind === "proven") done({ ...message, content: reader.content() as ModelPackage });
      else if (message.kind === "refused") fail(refusalOf(message, place));
      else {
        reader.add(message);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
        setImmediate(() => worker.postMessage("next"));
      }
    });
    listen("error", (error) => fail(lostThread(String(error), place)));
    listen("exit", (code) => fail(lostThread(`exit code ${String(code)}`, place)));
    // A copy that may be given away: the slice of a Buffer would be the same memory, maybe of others too.
    const own = new Uint8Array(bytes);
    worker.postMessage({ bytes: own, place }, [own.buffer]);
  }).finally(() => ended.abort());
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
