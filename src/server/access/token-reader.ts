import { readFile, stat } from "node:fs/promises";
import type { JSONWebKeySet, JWTPayload, JWTVerifyGetKey } from "jose";
import { errorDiagnostic, failInput } from "../../base/index.ts";
import { scopes, type Scope } from "../http/route.ts";
import type { Access, AccessRefusal } from "./access.ts";
import type { TokenSettings } from "./token-settings.ts";

/** Clocks of two machines may differ by so many seconds. */
const toleranceSeconds = 5;
/** A token is not longer. */
const longestToken = 8192;

/**
 * Makes what checks tokens: signed by an algorithm of the list with a key of its kind, from the issuer, for the audience, not over, and
 * with a subject. Which of these fails is not told to the caller. Fails with T2358 where the keys cannot be read.
 */
export async function createTokenReader(
  settings: TokenSettings,
  now: () => number,
): Promise<(token: string) => Promise<Access | AccessRefusal>> {
  const { jwtVerify } = await import("jose");
  const { issuer, audience, scopesClaim } = settings;
  const algorithms = [...settings.algorithms];
  const getKey = await openKeys(settings);
  return async (token) => {
    if (token.length > longestToken) return badToken;
    try {
      const { payload } = await jwtVerify(token, getKey, {
        issuer,
        audience,
        algorithms,
        requiredClaims: ["exp", "sub"],
        clockTolerance: toleranceSeconds,
        currentDate: new Date(now()),
      });
      if (!isSubject(payload.sub)) return badToken;
      return { caller: payload.sub, scopes: scopesOf(payload, scopesClaim) };
    } catch {
      return badToken;
    }
  };
}

/** A subject names the caller in logs: a text of at most 255 characters, as OpenID Connect has it, and none of them a control character. */
const isSubject = (subject: unknown): subject is string =>
  typeof subject === "string" && /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(subject);

const badToken: AccessRefusal = {
  diagnostics: [
    errorDiagnostic("T2359", "The token is not signed for this service, or is no more in force", {
      cure: "Get a new one from the issuer.",
    }),
  ],
};

/** The scopes that a token grants: those of its claim that are known here. */
function scopesOf(payload: JWTPayload, claim: string): readonly Scope[] {
  const given = payload[claim];
  const words = Array.isArray(given) ? given.map(String) : typeof given === "string" ? given.split(" ") : [];
  return scopes.filter((scope) => words.includes(scope));
}

async function openKeys({ secret, keySet }: TokenSettings): Promise<JWTVerifyGetKey> {
  if (secret) return async () => secret;
  const { createRemoteJWKSet } = await import("jose");
  if (keySet?.kind === "url") return createRemoteJWKSet(new URL(keySet.place));
  return openKeyFile(keySet?.place ?? "");
}

/** The keys of a file, read anew when it has changed. */
async function openKeyFile(path: string): Promise<JWTVerifyGetKey> {
  const { createLocalJWKSet } = await import("jose");
  const read = async (): Promise<JWTVerifyGetKey> => {
    try {
      return createLocalJWKSet(JSON.parse(await readFile(path, "utf8")) as JSONWebKeySet);
    } catch (error) {
      return failInput(
        "T2358",
        "The public keys of the tokens cannot be read",
        { place: path, value: String(error).slice(0, 200), cure: 'Give a JSON Web Key Set: {"keys": […]}.' },
        { cause: error },
      );
    }
  };
  const timeOf = async (): Promise<number> => (await stat(path)).mtimeMs;
  let keys = await read();
  let readAt = await timeOf();
  return async (header, token) => {
    const changedAt = await timeOf().catch(() => readAt);
    if (changedAt !== readAt) {
      // A file that is just being written is read again by the next one.
      keys = await read().catch(() => keys);
      readAt = changedAt;
    }
    return keys(header, token);
  };
}
