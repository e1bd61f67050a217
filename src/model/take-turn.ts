import type { Effects, ProgressEvent } from "../base/index.ts";

/** Tells the progress, lets other work run, and stops with the reason of the signal when the user wants it. */
export async function takeTurn(effects: Effects, event: ProgressEvent): Promise<void> {
  effects.progress(event);
  effects.signal.throwIfAborted();
  await new Promise((resolve) => setTimeout(resolve));
  effects.signal.throwIfAborted();
}
