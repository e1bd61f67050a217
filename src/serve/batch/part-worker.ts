import { parentPort, workerData } from "node:worker_threads";
import { TandemError } from "../../base/index.ts";
import { openPartScorer, type PartTask, type PartWork, type ScoredPart } from "./score-part.ts";

/** What a thread answers to a task: what became of the part, or why it failed. */
export type PartAnswer =
  | { readonly kind: "scored"; readonly part: ScoredPart }
  | { readonly kind: "refused"; readonly error: Pick<TandemError, "kind" | "diagnostics"> }
  | { readonly kind: "failed"; readonly message: string; readonly code: string };

/** What a thread is told: a part to score, or null to close what it has opened and to end. */
export type PartOrder = PartTask | null;

const port = parentPort;
if (port) {
  const scorer = openPartScorer(workerData as PartWork);
  const answer = async (task: PartTask): Promise<PartAnswer> => {
    try {
      return { kind: "scored", part: await scorer.score(task) };
    } catch (error) {
      if (error instanceof TandemError)
        return { kind: "refused", error: { kind: error.kind, diagnostics: error.diagnostics } };
      return {
        kind: "failed",
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        code: error instanceof Error && "code" in error ? String(error.code) : "",
      };
    }
  };
  port.on("message", (order: PartOrder) => {
    if (order) void answer(order).then((told) => port.postMessage(told));
    else void scorer.close().then(() => port.close());
  });
}
