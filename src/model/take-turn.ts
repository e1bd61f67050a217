import type { Effects, ProgressEvent } from "../base/index.ts";

/** What lets other work run. A timer takes a millisecond at least, which a training of a hundred turns would notice. */
const nextTurn: (then: (value: unknown) => void) => unknown =
  typeof setImmediate === "function" ? setImmediate : setTimeout;

/** Tells the progress, lets other work run, and stops with the reason of the signal when the user wants it. */
export async function takeTurn(effects: Effects, event: ProgressEvent): Promise<void> {
  effects.progress(event);
  effects.signal.throwIfAborted();
  await new Promise(nextTurn);
  effects.signal.throwIfAborted();
}
