import { stat } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { errorDiagnostic, TandemError, type Diagnostic } from "../../base/index.ts";
import { openScopes, type Access, type AccessRefusal, type Authorise } from "./access.ts";
import { idOfKey, isInForce, isKey, type ApiKey } from "./api-key.ts";
import { readKeys } from "./key-file.ts";
import { createTokenReader } from "./token-reader.ts";
import type { TokenSettings } from "./token-settings.ts";

/** Where a service learns who may ask it. */
export interface AuthorityOptions {
  /** The file of the API keys; it need not be there. */
  readonly keysPath?: string | undefined;
  /** How tokens (JWT) are checked; absent where none are taken. */
  readonly tokens?: TokenSettings | undefined;
  readonly now: () => number;
  /** Milliseconds between two looks at the file; 500 unless told. */
  readonly pollMs?: number | undefined;
  /** Hears why a changed file could not be taken; the keys before stay in force. */
  readonly onProblem?: ((diagnostics: readonly Diagnostic[]) => void) | undefined;
}

/** Decides who may ask. */
export interface Authority {
  readonly authorise: Authorise;
  /** True while neither keys nor tokens were ever configured: then anyone may ask, but nobody is an admin. */
  isOpen(): boolean;
  /** Reads the keys anew, now. */
  reload(): Promise<void>;
  close(): void;
}

interface KnownKey {
  readonly key: ApiKey;
  readonly digest: Buffer;
}

const pollMsByDefault = 500;

/** Opens the keys of a service and follows their file. Fails with T2350 or T2351 where it cannot be taken at the start. */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const { keysPath, tokens, now } = options;
  const readToken = tokens && (await createTokenReader(tokens, now));
  let known: ReadonlyMap<string, KnownKey> = new Map();
  let seen = "";
  // Who has once had keys and lost their file is not open to everybody.
  let isOpen = !tokens;
  const reload = async (): Promise<void> => {
    if (keysPath === undefined) return;
    const mark = await markOf(keysPath);
    if (mark === seen) return;
    const keys = await readKeys(keysPath);
    known = new Map(keys.map((key) => [key.id, { key, digest: Buffer.from(key.hash, "hex") }]));
    seen = mark;
    if (keys.length > 0) isOpen = false;
  };
  await reload();
  const timer = setInterval(() => {
    reload().catch((error: unknown) =>
      options.onProblem?.(error instanceof TandemError ? error.diagnostics : []),
    );
  }, options.pollMs ?? pollMsByDefault);
  timer.unref();
  return {
    authorise: (headers) => {
      if (isOpen) return anyone;
      const given = credentialOf(headers);
      if (given === undefined) return noCredential;
      // A token has three parts with points between them, a key has none.
      if (given.includes(".")) return readToken ? readToken(given) : unknownCredential;
      return readKey(given, known, now());
    },
    isOpen: () => isOpen,
    reload,
    close: () => clearInterval(timer),
  };
}

const anyone: Access = { caller: "anyone", scopes: openScopes };

const refusal = (code: string, message: string, cure: string): AccessRefusal => ({
  diagnostics: [errorDiagnostic(code, message, { cure })],
});

const noCredential = refusal(
  "T2355",
  "The request does not say who asks",
  "Send a key as `Authorization: Bearer KEY`; the service's owner makes one with `tandem keys add`.",
);

// Which of these it is helps only who tries keys.
const unknownCredential = refusal(
  "T2356",
  "The key is not known here, is no more in force or was revoked",
  "Ask the service's owner for another.",
);

/** The key or token of a request: `Authorization: Bearer …`, else `X-API-Key`. */
function credentialOf(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return /^bearer +([^ ]+) *$/i.exec(authorization)?.[1] ?? "";
  const key = headers["x-api-key"];
  return Array.isArray(key) ? key[0] : key;
}

/** Compared with where no key has the id, so that this takes as long. */
const noDigest = Buffer.alloc(32);

function readKey(text: string, known: ReadonlyMap<string, KnownKey>, now: number): Access | AccessRefusal {
  const found = known.get(idOfKey(text) ?? "");
  const isRight = isKey(text, found?.digest ?? noDigest);
  if (!found || !isRight || !isInForce(found.key, now)) return unknownCredential;
  return { caller: found.key.name, scopes: found.key.scopes };
}

/** Another text when the file is another one, or was written. */
async function markOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found ? `${found.ino} ${found.mtimeNs} ${found.size} ${found.mode}` : "absent";
}
