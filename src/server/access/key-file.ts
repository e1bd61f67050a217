import { readFile, stat } from "node:fs/promises";
import {
  errorDiagnostic,
  failInput,
  failWork,
  isRecord,
  showValue,
  throwIfErrors,
  type Diagnostic,
} from "../../base/index.ts";
import { writeFileAtomically } from "../../project/index.ts";
import { scopes } from "../http/route.ts";
import type { ApiKey } from "./api-key.ts";

/** Only the owner may read and write. */
const ownerOnly = 0o600;
const mostBytes = 4 * 1024 * 1024;

/**
 * Reads the keys of a file; none when it is not there. Fails with T2350 for a file that others may read, with T2351 for one
 * that is no list of keys.
 */
export async function readKeys(path: string): Promise<readonly ApiKey[]> {
  const found = await stat(path).catch((error: unknown) => absent(error, path));
  if (!found) return [];
  if (process.platform !== "win32" && (found.mode & 0o077) !== 0)
    failInput("T2350", "The file of the keys may be read or written by others than its owner", {
      place: path,
      value: (found.mode & 0o777).toString(8),
      cure: `Take their rights away: chmod 600 ${path}`,
    });
  if (found.size > mostBytes) failForm(path, `${found.size} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch {
    return failForm(path, "no JSON");
  }
  if (
    !isRecord(value) ||
    value["kind"] !== "tandem-keys" ||
    value["version"] !== 1 ||
    !Array.isArray(value["keys"])
  )
    return failForm(path, showValue(value, 40));
  const diagnostics: Diagnostic[] = [];
  for (const [at, key] of value["keys"].entries())
    if (!isApiKey(key))
      diagnostics.push(
        errorDiagnostic("T2351", "An entry of the keys is no key", {
          place: `${path} keys[${at}]`,
          cure: formCure,
        }),
      );
  throwIfErrors(diagnostics);
  return value["keys"] as ApiKey[];
}

const formCure = "Put a copy of the file back, or make it anew with `tandem keys add`.";

const failForm = (path: string, value: string): never =>
  failInput("T2351", "The file of the keys is not one", { place: path, value, cure: formCure });

function absent(error: unknown, path: string): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  return failWork(
    "T2351",
    "The file of the keys cannot be read",
    { place: path, value: String(error), cure: "Let the service's user read it." },
    { cause: error },
  );
}

function isApiKey(value: unknown): value is ApiKey {
  if (!isRecord(value)) return false;
  const isText = (name: string): boolean => typeof value[name] === "string";
  const isMoment = (name: string): boolean => isText(name) && !Number.isNaN(Date.parse(String(value[name])));
  const known: readonly unknown[] = scopes;
  return (
    isText("name") &&
    isText("lastFour") &&
    /^[0-9a-f]{12}$/.test(String(value["id"])) &&
    /^[0-9a-f]{64}$/.test(String(value["hash"])) &&
    Array.isArray(value["scopes"]) &&
    value["scopes"].every((scope) => known.includes(scope)) &&
    isMoment("createdAt") &&
    (value["expiresAt"] === null || isMoment("expiresAt")) &&
    (value["revokedAt"] === null || isMoment("revokedAt"))
  );
}

/**
 * Changes the keys of a file: reads them, and writes what `change` makes of them, so that they are wholly there or as before and
 * only the owner may read them. Changes of several processes come one after the other.
 */
export async function changeKeys<Result>(
  path: string,
  change: (keys: readonly ApiKey[]) => { readonly keys: readonly ApiKey[]; readonly result: Result },
): Promise<Result> {
  const release = await lock(`${path}.lock`);
  try {
    const { keys, result } = change(await readKeys(path));
    await writeFileAtomically(
      path,
      `${JSON.stringify({ kind: "tandem-keys", version: 1, keys }, null, 2)}\n`,
      ownerOnly,
    );
    return result;
  } finally {
    release();
  }
}

const lockTimeoutMs = 10_000;
const betweenTriesMs = 20;

/** A lock that the system lets go when its process dies: the one of a database file. Waiting for it stops nobody else of this process. */
async function lock(path: string): Promise<() => void> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path, { timeout: 0 });
  for (let waitedMs = 0; ; waitedMs += betweenTriesMs) {
    try {
      database.exec("BEGIN EXCLUSIVE");
      return () => database.close();
    } catch (error) {
      if (isHeld(error) && waitedMs < lockTimeoutMs) {
        // oxlint-disable-next-line no-await-in-loop -- this waits
        await new Promise((resume) => setTimeout(resume, betweenTriesMs));
        continue;
      }
      database.close();
      return failWork(
        "T2352",
        "Another process has held the keys for too long",
        { place: path, cure: "Wait until it is done, then try again." },
        { cause: error },
      );
    }
  }
}

/** SQLite's result codes for a file that somebody else holds: BUSY and LOCKED. */
const isHeld = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && [5, 6].includes(Number(error.errcode) & 0xff);
