import { constants, fdatasync, ftruncate, writev } from "node:fs";
import { open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { flushLater } from "./flush-later.ts";
import { createFileHead, createFrameHead } from "./frame.ts";
import { fileNumber, numberedFile, syncFolder } from "./log-folder.ts";
import { createZerosAhead, type ZerosAhead } from "./zeros-ahead.ts";

const writeParts = promisify(writev);
const truncate = promisify(ftruncate);
const flushFile = promisify(fdatasync);

/**
 * On Linux a file can be opened so that a write returns when its bytes are on the disk: one way into the thread pool and back in
 * place of two. Elsewhere the same flag promises less, and each write is followed by a flush.
 */
const syncedWrites = process.platform === "linux" ? constants.O_DSYNC : 0;

/**
 * When what is written is flushed to the disk: with each write, so that it outlives a loss of power, or once a second. Written to the
 * system it is in both cases, so that it outlives the process.
 */
export type Flush = "each" | "second";

/** The append-only files of the process that owns the log. One call at a time. */
export interface WriteAheadLog {
  /**
   * Appends a body as one frame; it is written, and flushed where each write is, when the promise is fulfilled. When it fails, nothing of it
   * is kept; it fails too where an earlier write could not be flushed.
   */
  append(parts: readonly Uint8Array[]): Promise<void>;
  /** The lowest number of a file that may still be written: of the current one, or of the next. */
  readonly openFrom: number;
  /** Bytes of the file that is written now that are on the disk. */
  readonly byteCount: number;
  /** Ends the file; the next frame begins another one. */
  endFile(): Promise<void>;
}

interface OpenFile {
  readonly name: string;
  readonly handle: FileHandle;
  readonly head: Buffer;
  readonly salt: number;
  /** Where each write is flushed. */
  readonly ahead: ZerosAhead | undefined;
  /** Where the acknowledged bytes end. */
  length: number;
}

/** Opens the files of a log for appending, beginning with a number that was never used. */
export function createWriteAheadLog(
  folder: string,
  firstNumber: number,
  flush: Flush = "each",
): WriteAheadLog {
  let number = firstNumber;
  let file: OpenFile | undefined;
  const later = flushLater();

  const begin = async (): Promise<OpenFile> => {
    const name = numberedFile(number);
    const path = join(folder, name);
    const handle = await open(
      path,
      constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (flush === "each" ? syncedWrites : 0),
      0o600,
    );
    try {
      await syncFolder(folder);
    } catch (error) {
      await handle.close();
      await rm(path, { force: true }).catch(() => {});
      throw error;
    }
    const { bytes, salt } = createFileHead();
    const ahead = flush === "each" ? createZerosAhead(path) : undefined;
    return { name, handle, head: bytes, salt, ahead, length: 0 };
  };
  /** After a failed write: takes back what may have been written, or leaves the file as it is for good. */
  const takeBack = async (failed: OpenFile): Promise<void> => {
    await failed.ahead?.stop();
    try {
      if (failed.length === 0) throw new Error("Nothing of this file was acknowledged");
      await truncate(failed.handle.fd, failed.length);
      await flushFile(failed.handle.fd);
    } catch {
      file = undefined;
      later.cancel();
      await failed.handle.close().catch(() => {});
      if (failed.length === 0) await rm(join(folder, failed.name), { force: true }).catch(() => {});
    }
  };

  return {
    append: async (body) => {
      later.failIfLost();
      if (!file) {
        const begun = await begin().catch((error: unknown) => {
          // A file that could not be removed after an earlier failure stands there.
          if (error instanceof Error && "code" in error && error.code === "EEXIST") number++;
          throw error;
        });
        // Both at once: in between, the file would be taken for one that is no longer written.
        file = begun;
        number++;
      }
      const target = file;
      const parts = [createFrameHead(body, target.salt), ...body];
      if (target.length === 0) parts.unshift(target.head);
      try {
        const byteCount = parts.reduce((sum, { length }) => sum + length, 0);
        await target.ahead?.until(target.length + byteCount);
        const end = await writeAll(target.handle.fd, parts, target.length);
        if (flush === "second") later.soon(target.handle);
        else if (syncedWrites === 0) await flushFile(target.handle.fd);
        target.length = end;
        target.ahead?.follow(end);
      } catch (error) {
        await takeBack(target);
        throw error;
      }
    },
    get openFrom() {
      return fileNumber(file?.name ?? "") ?? number;
    },
    get byteCount() {
      return file?.length ?? 0;
    },
    endFile: async () => {
      const ended = file;
      file = undefined;
      if (!ended) return;
      await ended.ahead?.stop();
      if (flush === "second") await later.now(ended.handle);
      // What was written is on the disk now, whatever the system says of the end.
      await truncate(ended.handle.fd, ended.length).catch(() => {});
      await ended.handle.close().catch(() => {});
    },
  };
}

/** Writes all parts from a position on, in as many calls as it takes; returns where they end. */
async function writeAll(descriptor: number, parts: readonly Uint8Array[], position: number): Promise<number> {
  let at = position;
  let rest = parts;
  while (rest.length > 0) {
    const { bytesWritten } = await writeParts(descriptor, rest, at);
    at += bytesWritten;
    rest = without(rest, bytesWritten);
  }
  return at;
}

function without(parts: readonly Uint8Array[], byteCount: number): readonly Uint8Array[] {
  let left = byteCount;
  return parts.flatMap((part) => {
    const taken = Math.min(left, part.length);
    left -= taken;
    return taken === part.length ? [] : [part.subarray(taken)];
  });
}
