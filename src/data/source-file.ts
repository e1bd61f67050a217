import { access, constants, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { failInput } from "../base/index.ts";
import { similarNames } from "../schema/index.ts";

/** A file that was found to be there, readable and not empty. */
export interface SourceFile {
  /** As it stands in the source. */
  readonly path: string;
  readonly fullPath: string;
  readonly byteCount: number;
  /** The first bytes, at most 256 KiB. */
  readonly head: Uint8Array;
}

const headBytes = 262_144;

/** Looks at a source's file before it is read. Errors: T1420 missing, T1421 a folder, T1422 unreadable, T1423 empty. */
export async function openSourceFile(path: string, folder: string): Promise<SourceFile> {
  const fullPath = isAbsolute(path) ? path : join(folder, path);
  const found = await stat(fullPath).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : failUnreadable(path, error);
  });
  if (!found) return failMissing(path, fullPath);
  if (!found.isFile())
    return failInput("T1421", `"${path}" is ${found.isDirectory() ? "a folder" : "no regular file"}`, {
      place: path,
      value: path,
      cure: found.isDirectory() ? "Name one file in it." : "Save what it gives as a file, and name that.",
    });
  try {
    await access(fullPath, constants.R_OK);
    const handle = await open(fullPath, "r");
    try {
      const buffer = new Uint8Array(Math.min(headBytes, found.size));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      if (found.size === 0 || bytesRead === 0)
        return failInput("T1423", `The file "${path}" is empty`, {
          place: path,
          cure: "Check how the file was written.",
        });
      return { path, fullPath, byteCount: found.size, head: buffer.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return failUnreadable(path, error);
  }
}

/** Throws T1422 for an error of the file system; passes on what is a TandemError already. */
export function failUnreadable(path: string, error: unknown): never {
  if (!(error instanceof Error) || !("code" in error)) throw error;
  return failInput(
    "T1422",
    `The file "${path}" could not be read`,
    {
      place: path,
      value: String(error.code),
      cure: error.code === "ELOOP" ? "Its links lead in a circle: mend them." : "Check that you may read it.",
    },
    { cause: error },
  );
}

async function failMissing(path: string, fullPath: string): Promise<never> {
  const names = await readdir(dirname(fullPath)).catch(() => undefined);
  const similar = similarNames(basename(path), names ?? []);
  return failInput("T1420", names ? `There is no file "${path}"` : `There is no folder for "${path}"`, {
    place: path,
    cure:
      similar.length > 0
        ? `Did you mean ${similar.map((name) => `"${name}"`).join(" or ")}?`
        : "Paths are relative to the project's folder; check the spelling.",
  });
}
