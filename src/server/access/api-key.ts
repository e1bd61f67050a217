import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Scope } from "../http/route.ts";

/** What is kept of an API key: never the key itself. */
export interface ApiKey {
  /** Names the key; part of its text. */
  readonly id: string;
  /** Who uses it; two keys have one name while one takes the other's place. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the key's text, in hexadecimal. */
  readonly hash: string;
  /** The last four characters of the key, by which a person finds it again. */
  readonly lastFour: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** From when on it is refused; null for never. */
  readonly expiresAt: string | null;
  /** When it was revoked; null while it was not. */
  readonly revokedAt: string | null;
}

const idBytes = 6;
/** 256 bits. */
const secretBytes = 32;
const keyPattern = /^tandem_(?:key|admin)_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** A new key: its text, which is shown once, and what is kept of it. The prefix lets scanners of leaked secrets know it. */
export function createKey(
  name: string,
  scopes: readonly Scope[],
  createdAt: string,
  expiresAt: string | null,
): { readonly text: string; readonly key: ApiKey } {
  const id = randomBytes(idBytes).toString("hex");
  const kind = scopes.includes("admin") ? "admin" : "key";
  const text = `tandem_${kind}_${id}_${randomBytes(secretBytes).toString("base64url")}`;
  const key = {
    id,
    name,
    scopes,
    hash: hash("sha256", text, "hex"),
    lastFour: text.slice(-4),
    createdAt,
    expiresAt,
    revokedAt: null,
  };
  return { text, key };
}

/** The id in a key's text; undefined for what does not look like a key. */
export const idOfKey = (text: string): string | undefined => keyPattern.exec(text)?.[1];

/** True when a text is that key. Takes the same time however much of it is right. */
export const isKey = (text: string, digest: Buffer): boolean =>
  timingSafeEqual(hash("sha256", text, "buffer"), digest);

/** True while a key opens the door. */
export const isInForce = ({ revokedAt, expiresAt }: ApiKey, now: number): boolean =>
  revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now);
