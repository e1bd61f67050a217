import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Access, AccessRefusal } from "./access.ts";
import { addKey, listKeys, revokeKeys, rotateKey } from "./manage-keys.ts";
import { openAuthority, type Authority, type AuthorityOptions } from "./open-authority.ts";

const start = Date.UTC(2024, 0, 31);
const hourMs = 3_600_000;
const folders: string[] = [];
let path: string;
let now = start;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "tandem-keys-"));
  folders.push(folder);
  path = join(folder, "keys.json");
  now = start;
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function withAuthority(
  work: (authority: Authority) => unknown,
  more: Partial<AuthorityOptions> = {},
): Promise<void> {
  const authority = await openAuthority({ keysPath: path, now: () => now, pollMs: 10, ...more });
  try {
    await work(authority);
  } finally {
    authority.close();
  }
}

const ask = (authority: Authority, headers: Readonly<Record<string, string>>) =>
  authority.authorise(headers) as Access | AccessRefusal;
const answerTo = (authority: Authority, key: string): string => {
  const found = ask(authority, { authorization: `Bearer ${key}` });
  return "diagnostics" in found ? found.diagnostics[0]!.code : found.caller;
};

describe("API keys", () => {
  it("have 256 random bits behind a prefix and an id, and only their hash is kept, for the owner alone", async () => {
    const { text, key } = await addKey(path, { name: "pricing", scopes: ["predict"] }, now);
    expect(text).toMatch(/^tandem_key_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    const kept = await readFile(path, "utf8");
    expect(kept).not.toContain(text.slice(23));
    expect(key.hash).toBe(createHash("sha256").update(text).digest("hex"));
    expect(key.lastFour).toBe(text.slice(-4));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const texts = await Promise.all(
      [1, 2, 3].map((n) => addKey(path, { name: `k${n}`, scopes: ["predict"] }, now)),
    );
    expect(new Set(texts.map((made) => made.text)).size).toBe(3);
    expect((await listKeys(path)).map(({ name }) => name).toSorted()).toEqual(["k1", "k2", "k3", "pricing"]);
  });

  it("open the door by either header, with their scopes and their caller", async () => {
    const { text } = await addKey(path, { name: "pricing", scopes: ["labels", "predict"] }, now);
    await withAuthority((authority) => {
      const access = { caller: "pricing", scopes: ["predict", "labels"] };
      expect(ask(authority, { authorization: `Bearer ${text}` })).toEqual(access);
      expect(ask(authority, { authorization: `bearer  ${text} ` })).toEqual(access);
      expect(ask(authority, { "x-api-key": text })).toEqual(access);
      expect(authority.isOpen()).toBe(false);
    });
  });

  it("keep everybody else out: no key, changed keys, keys of another file, other schemes", async () => {
    const { text } = await addKey(path, { name: "pricing", scopes: ["predict"] }, now);
    const other = await addKey(`${path}.other`, { name: "pricing", scopes: ["predict"] }, now);
    await withAuthority((authority) => {
      expect(ask(authority, {})).toMatchObject({ diagnostics: [{ code: "T2355" }] });
      for (let at = 0; at < text.length; at++) {
        const changed = `${text.slice(0, at)}${text[at] === "a" ? "b" : "a"}${text.slice(at + 1)}`;
        expect(answerTo(authority, changed)).toBe("T2356");
      }
      for (const key of [other.text, "", `${text}a`, text.slice(1), "a.b.c", "tandem_key_", "\u0000", "é"])
        expect(answerTo(authority, key)).toBe("T2356");
      expect(ask(authority, { authorization: `Basic ${text}` })).toMatchObject({
        diagnostics: [{ code: "T2356" }],
      });
      expect(answerTo(authority, text)).toBe("pricing");
    });
  });

  it("are over at their time, and at once when they are revoked, also for a service that runs", async () => {
    const short = await addKey(path, { name: "short", scopes: ["predict"], lifetimeMs: hourMs }, now);
    const long = await addKey(path, { name: "long", scopes: ["predict"] }, now);
    await withAuthority(async (authority) => {
      now = start + hourMs - 1;
      expect(answerTo(authority, short.text)).toBe("short");
      now = start + hourMs;
      expect(answerTo(authority, short.text)).toBe("T2356");
      await revokeKeys(path, long.key.id, now);
      await authority.reload();
      expect(answerTo(authority, long.text)).toBe("T2356");
    });
  });

  it("overlap when they are rotated, so that a caller can be changed without haste", async () => {
    const old = await addKey(path, { name: "pricing", scopes: ["predict"], lifetimeMs: 10 * hourMs }, now);
    now += hourMs;
    const next = await rotateKey(path, "pricing", 2 * hourMs, now);
    expect(next.key).toMatchObject({
      name: "pricing",
      scopes: ["predict"],
      expiresAt: new Date(now + 10 * hourMs).toISOString(),
    });
    await withAuthority((authority) => {
      now += 2 * hourMs - 1;
      expect([old, next].map(({ text }) => answerTo(authority, text))).toEqual(["pricing", "pricing"]);
      now += 1;
      expect([old, next].map(({ text }) => answerTo(authority, text))).toEqual(["T2356", "pricing"]);
    });
    await expect(rotateKey(path, "nobody", 0, now)).rejects.toThrow("T2354");
  });

  it("are read anew when their file changes; a file that cannot be taken changes nothing and is told", async () => {
    const first = await addKey(path, { name: "first", scopes: ["predict"] }, now);
    const told: string[] = [];
    const onProblem: AuthorityOptions["onProblem"] = (diagnostics) =>
      void told.push(...diagnostics.map(({ code }) => code));
    await withAuthority(
      async (authority) => {
        const until = async (holds: () => boolean): Promise<void> => {
          // oxlint-disable-next-line no-await-in-loop -- this waits
          while (!holds()) await new Promise((resume) => setTimeout(resume, 5));
        };
        const second = await addKey(path, { name: "second", scopes: ["predict"] }, now);
        await until(() => answerTo(authority, second.text) === "second");
        await writeFile(path, "{", { mode: 0o600 });
        await until(() => told.includes("T2351"));
        expect(answerTo(authority, first.text)).toBe("first");
        await rm(path);
        await until(() => answerTo(authority, first.text) === "T2356");
        // Keys that are gone do not let everybody in.
        expect(authority.isOpen()).toBe(false);
      },
      { onProblem },
    );
  });

  it("are asked for from the first one on; before, everybody may ask, and nobody is an admin", async () => {
    await withAuthority(async (authority) => {
      expect(authority.isOpen()).toBe(true);
      expect(ask(authority, {})).toEqual({ caller: "anyone", scopes: ["predict", "labels", "metrics"] });
      await addKey(path, { name: "admin", scopes: ["admin"] }, now);
      await authority.reload();
      expect([authority.isOpen(), answerTo(authority, "x")]).toEqual([false, "T2356"]);
    });
  });

  it("are refused where others may read them", async () => {
    await addKey(path, { name: "pricing", scopes: ["predict"] }, now);
    await chmod(path, 0o640);
    await expect(listKeys(path)).rejects.toThrow(/T2350.*chmod 600/);
    await expect(openAuthority({ keysPath: path, now: () => now })).rejects.toThrow("T2350");
  });

  it.each([
    ["no scope", { name: "a", scopes: [] }],
    ["an unknown scope", { name: "a", scopes: ["predict", "root"] }],
    ["admin beside another scope", { name: "a", scopes: ["admin", "predict"] }],
    ["no name", { name: "", scopes: ["predict"] }],
    ["a name over several lines", { name: "a\nb", scopes: ["predict"] }],
    ["a name that is taken", { name: "taken", scopes: ["predict"] }],
  ])("are not made with %s", async (_, request) => {
    await addKey(path, { name: "taken", scopes: ["predict"] }, now);
    await expect(addKey(path, request, now)).rejects.toThrow("T2353");
    expect(await listKeys(path)).toHaveLength(1);
  });

  it("are all kept when several processes make them at the same time", async () => {
    const script = `
      import { addKey } from ${JSON.stringify(new URL("./manage-keys.ts", import.meta.url).href)};
      for (let at = 0; at < 8; at++)
        await addKey(${JSON.stringify(path)}, { name: process.argv[1] + at, scopes: ["predict"] }, 1);`;
    const run = (name: string) =>
      promisify(execFile)(process.execPath, ["--input-type=module", "-e", script, name]);
    await Promise.all([run("a"), run("b")]);
    expect((await listKeys(path)).map(({ name }) => name).toSorted()).toEqual(
      ["a", "b"].flatMap((name) => Array.from({ length: 8 }, (_, at) => `${name}${at}`)),
    );
  });
});
