import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { failWork, TandemError } from "../../base/index.ts";
import { writeFailure, writeFileAtomically } from "./files.ts";

/** Artifacts by the SHA-256 of their bytes. The same bytes are stored once; a name can never point at other bytes. */
export interface ObjectStore {
  /** Where an object's file is (or would be). */
  pathOf(hash: string): string;
  /** Stores bytes and returns their hash. */
  put(content: string | Uint8Array): Promise<string>;
  /** Takes over a finished file by moving it, and returns its hash. */
  putFile(path: string): Promise<string>;
  /** The bytes of an object; fails with T2021 when they are missing or do not match the hash. */
  get(hash: string): Promise<Buffer>;
  /** True when the bytes are there and match. A changed file is removed, so that it is made anew. */
  holds(hash: string): Promise<boolean>;
}

/** Opens the objects below a folder. */
export function openObjectStore(folder: string): ObjectStore {
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash.slice(2));
  const store: ObjectStore = {
    pathOf,
    put: async (content) => {
      const hash = createHash("sha256").update(content).digest("hex");
      if (!(await store.holds(hash))) await writeFileAtomically(pathOf(hash), content);
      return hash;
    },
    putFile: async (path) => {
      const hash = await hashFile(path);
      if (await store.holds(hash)) {
        await rm(path, { force: true });
        return hash;
      }
      try {
        await mkdir(dirname(pathOf(hash)), { recursive: true });
        await rename(path, pathOf(hash));
      } catch (error) {
        throw writeFailure(error, pathOf(hash));
      }
      return hash;
    },
    get: async (hash) => {
      if (!(await store.holds(hash)))
        failWork("T2021", "A stored artifact is missing or was changed", {
          place: pathOf(hash),
          cure: "Run `tandem run` again: it makes the artifact anew.",
        });
      return readFile(pathOf(hash));
    },
    holds: async (hash) => {
      const path = pathOf(hash);
      if (!(await exists(path))) return false;
      if ((await hashFile(path)) === hash) return true;
      await unlink(path);
      return false;
    },
  };
  return store;
}

/** True for the refusal to read an artifact that is missing or was changed. */
export const isLostArtifact = (error: unknown): boolean =>
  error instanceof TandemError && error.diagnostics[0]?.code === "T2021";

/** SHA-256 of a file's bytes, streamed. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
