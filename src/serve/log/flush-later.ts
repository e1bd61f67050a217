import type { FileHandle } from "node:fs/promises";

/** Flushes a file some time after it was written to. */
interface LaterFlush {
  /** Has the file flushed in a while, if that is not to come already. */
  soon(handle: FileHandle): void;
  /** Flushes the file; fulfilled also where that fails, which `failIfLost` tells. */
  now(handle: FileHandle): Promise<void>;
  /** Has nothing flushed that has not begun. */
  cancel(): void;
  /** Fails once with why a flush failed: what was acknowledged before it may be lost with the power. */
  failIfLost(): void;
}

/** A flush of what was written since the last one, a second after the first of it. One file at a time. */
export function flushLater(flushMs = 1000): LaterFlush {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let lost: { readonly error: unknown } | undefined;
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const begin = (handle: FileHandle): Promise<void> => {
    cancel();
    underWay = underWay.then(() => handle.datasync()).catch((error: unknown) => void (lost = { error }));
    return underWay;
  };
  return {
    soon: (handle) => {
      timer ??= setTimeout(() => void begin(handle), flushMs).unref();
    },
    now: begin,
    cancel,
    failIfLost: () => {
      if (!lost) return;
      const { error } = lost;
      lost = undefined;
      throw error;
    },
  };
}
