import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { addKey, listKeys, revokeKeys, rotateKey, type ApiKey, type MadeKey } from "../../server/index.ts";
import { command, type CommandResult } from "../command.ts";
import type { CliContext } from "../context.ts";
import { textTable } from "../text-table.ts";

export interface KeyFlags {
  readonly json: boolean;
  readonly folder?: string;
  readonly keys?: string;
}
export interface AddKeyFlags extends KeyFlags {
  readonly scopes?: readonly string[];
  /** Milliseconds. */
  readonly expires?: number;
}
export interface RotateKeyFlags extends KeyFlags {
  /** Milliseconds. */
  readonly overlap?: number;
}

const overlapByDefaultMs = 86_400_000;

/** The file of the keys, in a folder that is there. */
async function keysPath({ folder: here }: CliContext, { folder, keys }: KeyFlags): Promise<string> {
  if (keys !== undefined) return resolve(here, keys);
  const path = join(resolve(here, folder ?? "."), ".tandem", "keys.json");
  await mkdir(dirname(path), { recursive: true });
  return path;
}

/** `tandem keys add NAME`: a new key. */
export const addKeyCommand = command<AddKeyFlags, [string]>(async (context, flags, name) => {
  const request = { name, scopes: flags.scopes ?? ["predict"], lifetimeMs: flags.expires };
  return madeResult(await addKey(await keysPath(context, flags), request, context.effects.now()));
});

/** `tandem keys list`. */
export const listKeysCommand = command<KeyFlags, []>(async (context, flags) => {
  const keys = await listKeys(await keysPath(context, flags));
  const now = context.effects.now();
  const cells = (key: ApiKey): string[] => [
    key.name,
    key.id,
    key.scopes.join(", "),
    `…${key.lastFour}`,
    key.createdAt.slice(0, 10),
    stateOf(key, now),
  ];
  const text =
    keys.length === 0
      ? "There are no keys: the service answers everybody of this machine. Make one with `tandem keys add NAME`."
      : textTable(["name", "id", "scopes", "ends in", "made", "in force"], keys.map(cells));
  return { text, document: { keys: keys.map(withoutHash) } };
});

/** `tandem keys rotate NAME`: a new key for the same caller. */
export const rotateKeyCommand = command<RotateKeyFlags, [string]>(async (context, flags, name) =>
  madeResult(
    await rotateKey(
      await keysPath(context, flags),
      name,
      flags.overlap ?? overlapByDefaultMs,
      context.effects.now(),
    ),
  ),
);

/** `tandem keys revoke NAME`. */
export const revokeKeyCommand = command<KeyFlags, [string]>(async (context, flags, name) => {
  const keys = await revokeKeys(await keysPath(context, flags), name, context.effects.now());
  return {
    text: keys.map(({ id, name: caller }) => `The key ${id} of ${caller} is revoked.`).join("\n"),
    document: { keys: keys.map(withoutHash) },
  };
});

const madeResult = ({ text, key }: MadeKey): CommandResult => ({
  text: `${text}\n\nThis is the key of ${key.name} (${key.scopes.join(", ")}); it is shown only now. Send it as \`Authorization: Bearer …\`.${key.expiresAt === null ? "" : ` It is in force until ${key.expiresAt}.`}`,
  document: { key: text, ...withoutHash(key) },
});

const withoutHash = (key: ApiKey): Omit<ApiKey, "hash"> => {
  const { hash: _hash, ...rest } = key;
  return rest;
};

function stateOf({ revokedAt, expiresAt }: ApiKey, now: number): string {
  if (revokedAt !== null) return `revoked ${revokedAt.slice(0, 10)}`;
  if (expiresAt === null) return "until revoked";
  return Date.parse(expiresAt) > now ? `until ${expiresAt.slice(0, 16)}Z` : `ended ${expiresAt.slice(0, 10)}`;
}
