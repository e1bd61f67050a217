import { failInput, showValue } from "../../base/index.ts";
import { scopes, type Scope } from "../http/route.ts";
import { createKey, isInForce, type ApiKey } from "./api-key.ts";
import { changeKeys, readKeys } from "./key-file.ts";

/** A new key with its text, which nobody can show again. */
export interface MadeKey {
  readonly text: string;
  readonly key: ApiKey;
}

/** What is asked for a new key. */
export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly string[];
  /** How long it opens the door, in milliseconds; absent for always. */
  readonly lifetimeMs?: number | undefined;
}

const namePattern = /^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$/;

/**
 * Adds a key. Fails with T2353 for a name or scopes that cannot be, and for a name that a key in force has. A key of the
 * scope `admin` has no other: who may change the service and who may ask it are two callers.
 */
export async function addKey(path: string, request: KeyRequest, now: number): Promise<MadeKey> {
  const wanted = readScopes(request);
  return changeKeys(path, (keys) => {
    if (keys.some((key) => key.name === request.name && isInForce(key, now)))
      failName(
        `There is a key ${showValue(request.name)} already`,
        request.name,
        "Choose another name, or rotate it.",
      );
    const expiresAt = request.lifetimeMs === undefined ? null : momentAfter(now, request.lifetimeMs);
    const made = createKey(request.name, wanted, new Date(now).toISOString(), expiresAt);
    return { keys: [...keys, made.key], result: made };
  });
}

function readScopes({ name, scopes: wanted }: KeyRequest): readonly Scope[] {
  if (!namePattern.test(name))
    failName(
      "A key needs a name of 1 to 64 letters, digits, spaces and . _ @ -",
      name,
      "Name the caller: pricing-service.",
    );
  const unknown = wanted.find((scope) => !(scopes as readonly string[]).includes(scope));
  if (wanted.length === 0 || unknown !== undefined)
    failName("A key needs scopes that there are", unknown ?? "", `Give one or more of ${scopes.join(", ")}.`);
  if (wanted.includes("admin") && wanted.length > 1)
    failName(
      "An admin key has no other scope",
      wanted.join(", "),
      "Make two keys, one of them with the scope admin.",
    );
  return scopes.filter((scope) => wanted.includes(scope));
}

/** The last moment that a Date can be, in milliseconds since 1970. */
const lastMoment = 8.64e15;

/** A moment so much later, as ISO 8601. Fails with T2353 beyond what can be written. */
function momentAfter(now: number, spanMs: number): string {
  const moment = now + spanMs;
  return moment <= lastMoment
    ? new Date(moment).toISOString()
    : failName(
        "The time of a key is longer than can be written",
        `${spanMs} ms`,
        "Give a shorter one, or none.",
      );
}

const failName = (message: string, value: string, cure: string): never =>
  failInput("T2353", message, { value: showValue(value), cure });

/** All keys of a file, the oldest first, those that are no more in force too. */
export const listKeys = (path: string): Promise<readonly ApiKey[]> => readKeys(path);

/**
 * Gives a caller a new key. The one before opens the door for a while longer (`overlapMs`), so that the caller can be changed
 * without haste. Fails with T2354 where no key of that name or id is in force.
 */
export const rotateKey = (path: string, wanted: string, overlapMs: number, now: number): Promise<MadeKey> =>
  changeKeys(path, (keys) => {
    const old = keysInForce(keys, wanted, now);
    const newest = old.at(-1)!;
    const lifetimeMs =
      newest.expiresAt === null ? undefined : Date.parse(newest.expiresAt) - Date.parse(newest.createdAt);
    const expiresAt = lifetimeMs === undefined ? null : momentAfter(now, lifetimeMs);
    const made = createKey(newest.name, newest.scopes, new Date(now).toISOString(), expiresAt);
    const until = now + overlapMs;
    const ends = momentAfter(now, overlapMs);
    const ended = keys.map((key) =>
      old.includes(key) && (key.expiresAt === null || Date.parse(key.expiresAt) > until)
        ? { ...key, expiresAt: ends }
        : key,
    );
    return { keys: [...ended, made.key], result: made };
  });

/** Revokes a key by its id, or all keys of a name, at once. Fails with T2354 where none is in force. */
export const revokeKeys = (path: string, wanted: string, now: number): Promise<readonly ApiKey[]> =>
  changeKeys(path, (keys) => {
    const old = keysInForce(keys, wanted, now);
    const revokedAt = new Date(now).toISOString();
    const after = keys.map((key) => (old.includes(key) ? { ...key, revokedAt } : key));
    return { keys: after, result: after.filter(({ id }) => old.some((key) => key.id === id)) };
  });

function keysInForce(keys: readonly ApiKey[], wanted: string, now: number): readonly ApiKey[] {
  const found = keys.filter((key) => (key.id === wanted || key.name === wanted) && isInForce(key, now));
  if (found.length > 0) return found;
  const names = [...new Set(keys.filter((key) => isInForce(key, now)).map(({ name }) => name))];
  return failInput("T2354", `There is no key ${showValue(wanted)} in force`, {
    cure: names.length === 0 ? "Add one: tandem keys add NAME." : `There are ${names.join(", ")}.`,
  });
}
