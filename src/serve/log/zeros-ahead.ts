import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";

/**
 * Zeros on the disk ahead of where a file goes on. What is written over them needs no more place and changes no length, so that a
 * flush writes the bytes alone: where the file grows with each write, the file system's journal is written as well, and with it
 * whatever others have changed on that disk.
 */
export interface ZerosAhead {
  /** Waits until no zeros are on their way to bytes before `end`; to be called before such bytes are written. */
  until(end: number): Promise<void> | undefined;
  /** Bytes before `end` are written: has zeros follow where few are left behind them. */
  follow(end: number): void;
  /** Waits for what is under way, and has nothing follow any more. */
  stop(): Promise<void>;
}

/**
 * The first zeros of a file, and the most at once. Each step is twice the one before: a small file takes little place, and a large
 * one is seldom disturbed, for a flush takes longer while zeros are on their way. No step is so large that one request in a hundred waits for
 * it: of 7,000 flushed writes a second 99 in 100 took less than 2 to 4 ms with steps of 1 MiB, as with no zeros at all, and 7 to 9 ms with 4 MiB.
 */
const firstBytes = 256 * 1024;
const mostBytes = 1024 * 1024;
const zeros = Buffer.alloc(mostBytes);

/** Keeps zeros ahead of the end of a file that is there. Where that fails, as on a full disk, the file grows as it is written. */
export function createZerosAhead(path: string): ZerosAhead {
  let file: FileHandle | undefined;
  let isOver = false;
  let stepBytes = firstBytes;
  /** Where the zeros end, and where those begin that are on their way. */
  let zeroed = 0;
  let onItsWayFrom = Number.POSITIVE_INFINITY;
  let underWay: Promise<void> | undefined;

  const add = async (): Promise<void> => {
    try {
      file ??= await open(path, constants.O_WRONLY);
      const { bytesWritten } = await file.write(zeros, 0, stepBytes, onItsWayFrom);
      await file.datasync();
      zeroed = onItsWayFrom + bytesWritten;
      if (bytesWritten < stepBytes) isOver = true;
      stepBytes = Math.min(2 * stepBytes, mostBytes);
    } catch {
      isOver = true;
    } finally {
      onItsWayFrom = Number.POSITIVE_INFINITY;
      underWay = undefined;
    }
  };
  return {
    until: (end) => (end > onItsWayFrom ? underWay : undefined),
    follow: (end) => {
      const enoughBytes = stepBytes / 4;
      if (isOver || underWay || zeroed - end > enoughBytes) return;
      // Nothing that is written may be written over: zeros begin behind it, and it waits for them from there on.
      zeroed = Math.max(zeroed, end);
      onItsWayFrom = zeroed;
      underWay = add();
    },
    stop: async () => {
      isOver = true;
      await underWay;
      await file?.close().catch(() => {});
      file = undefined;
    },
  };
}
