import type { Engine } from "./engine.ts";

/** How long the engine may go on after a stop that came between two statements, in milliseconds. */
const againMs = 50;

/**
 * Interrupts the engine when the work is stopped, again and again until the returned function is called: an interruption
 * between two statements is lost, and the next one would run to its end.
 */
export function interruptWhenAborted(engine: Engine, signal: AbortSignal): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const interrupt = (): void => {
    engine.interrupt();
    timer ??= setInterval(() => engine.interrupt(), againMs);
  };
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  return () => {
    signal.removeEventListener("abort", interrupt);
    clearInterval(timer);
  };
}
