import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { failWork } from "../../base/index.ts";
import { claimPartialName } from "./partial.ts";

/**
 * Writes a file so that it is either wholly there or not at all: to a temporary name beside it, flushed to the disk, then renamed.
 * A full disk fails with T2020 and leaves nothing behind. `mode` says who may read it (0o600: only the owner).
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  const { name, release } = claimPartialName();
  const temporary = `${path}.${name}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // Where the folder itself is wrong there is nothing to remove, and removing fails as writing did.
    await rm(temporary, { force: true }).catch(() => {});
    throw writeFailure(error, path);
  } finally {
    release();
  }
}

/** Whether the system has said that nothing can be written there, or no more. */
export const isWriteFailure = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  ["ENOSPC", "EDQUOT", "EFBIG", "EROFS"].includes(String(error.code));

/** A failed write as an error that says what to do. */
export function writeFailure(error: unknown, path: string): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const cures: Record<string, string> = {
    ENOSPC: "The disk is full: free some space and run again; finished steps are kept.",
    EDQUOT: "Your disk quota is used up: free some space and run again; finished steps are kept.",
    EFBIG: "The file may not grow that large here: raise the limit (ulimit -f) and run again.",
    EACCES: "You may not write there: change the folder's permissions or run in another folder.",
    EROFS: "The file system is read-only: run in another folder.",
    EEXIST: "A file stands where a folder is needed: remove or rename it.",
    ENOTDIR: "A file stands where a folder is needed: remove or rename it.",
  };
  try {
    return failWork(
      "T2020",
      `Cannot write the file (${code || String(error)})`,
      { place: path, cure: cures[code] ?? "Check the folder and the disk, then run again." },
      { cause: error },
    );
  } catch (failure) {
    return failure as Error;
  }
}
