import { Worker } from "node:worker_threads";
import { errorDiagnostic, TandemError } from "../../base/index.ts";
import { besideFile } from "../beside-file.ts";
import type { PartAnswer, PartOrder } from "./part-worker.ts";
import {
  openPartScorer,
  type PartScorer,
  type PartTask,
  type PartWork,
  type ScoredPart,
} from "./score-part.ts";

/** Opens what scores parts on so many threads: on this one where it is one alone. Whatever the number, the answers are the same. */
export const openScorers = (work: PartWork, threads: number): PartScorer =>
  threads <= 1 ? inTurn(openPartScorer(work)) : openThreads(work, threads);

/** The same scorer, which is asked for the next part when the one before is done. */
function inTurn(scorer: PartScorer): PartScorer {
  let last: Promise<unknown> = Promise.resolve();
  return {
    score: (task) => {
      const scored = last.then(() => scorer.score(task));
      last = scored.catch(() => {});
      return scored;
    },
    close: () => scorer.close(),
  };
}

interface Waiting {
  readonly task: PartTask;
  readonly resolve: (part: ScoredPart) => void;
  readonly reject: (error: unknown) => void;
}

function openThreads(work: PartWork, count: number): PartScorer {
  const queue: Waiting[] = [];
  const busy = new Map<Worker, Waiting>();
  const idle: Worker[] = [];
  const workers = Array.from(
    { length: count },
    () =>
      new Worker(besideFile(import.meta.url, "part-worker.ts", "part-worker.js"), {
        workerData: work,
        execArgv: [],
      }),
  );
  const next = (): void => {
    while (queue.length > 0 && idle.length > 0) {
      const [worker, waiting] = [idle.shift()!, queue.shift()!];
      busy.set(worker, waiting);
      worker.postMessage(waiting.task satisfies PartOrder, []);
    }
  };
  const fail = (worker: Worker, error: unknown): void => {
    busy.get(worker)?.reject(error);
    busy.delete(worker);
    for (const waiting of queue.splice(0)) waiting.reject(error);
  };
  for (const worker of workers) {
    idle.push(worker);
    worker.on("message", (answer: PartAnswer) => {
      const waiting = busy.get(worker);
      busy.delete(worker);
      idle.push(worker);
      if (answer.kind === "scored") waiting?.resolve(answer.part);
      else waiting?.reject(errorOf(answer));
      next();
    });
    worker.on("error", (error) => fail(worker, error));
    worker.on("exit", () => fail(worker, lostThread()));
  }
  return {
    score: (task) =>
      new Promise((resolve, reject) => {
        queue.push({ task, resolve, reject });
        next();
      }),
    close: async () => {
      await Promise.all(
        workers.map(async (worker) => {
          // One that still works is stopped: nobody waits for its part.
          if (busy.has(worker)) return worker.terminate();
          const ended = new Promise((resolve) => worker.once("exit", resolve));
          worker.postMessage(null satisfies PartOrder, []);
          return ended;
        }),
      );
    },
  };
}

function errorOf(answer: Exclude<PartAnswer, { kind: "scored" }>): Error {
  if (answer.kind === "refused") return new TandemError(answer.error.diagnostics, answer.error.kind);
  return Object.assign(new Error(answer.message), { code: answer.code });
}

const lostThread = (): TandemError =>
  new TandemError(
    [
      errorDiagnostic("T2946", "A thread of the scoring has ended before its part was done", {
        place: "threads",
        cure: "Give the same command again: what is done is kept. Where that happens again, look for a limit of memory, or take --threads 1.",
      }),
    ],
    "work",
  );
