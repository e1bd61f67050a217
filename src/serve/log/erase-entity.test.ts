import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeredRows, liveVersion, logRows } from "./log.test-support.ts";
import { eraseFromClosedLog } from "./maintain-closed-log.ts";
import { maintainLog } from "./maintain-log.ts";
import { readManifest } from "./manifest.ts";
import { openPredictionLog } from "./prediction-log.ts";
import { readLog } from "./read-log.ts";

let root = "";
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "tandem-erase-"));
});
afterAll(() => rm(root, { recursive: true }));

const newFolder = (): string => join(root, `log-${++folders}`);
const now = (): number => 1_700_000_100_000;
const job = (folder: string) => ({ folder, openFrom: Number.POSITIVE_INFINITY, now: now() });

/** Which files below a folder hold a text, as bytes. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      if (!(await stat(path)).isFile()) return [];
      return (await readFile(path)).includes(text) ? [name] : [];
    }),
  );
  return found.flat();
}

// The first and the last value of a column stand in the statistics of a Parquet file as they are, uncompressed.
const first = "!!first-of-all@example.org";
const last = "~~last-of-all@example.org";

describe("erasing an entity", () => {
  it("takes its rows and labels out of all files, write-ahead ones too, and leaves all others", async () => {
    const folder = newFolder();
    const version = liveVersion();
    const log = await openPredictionLog(folder, now);
    await log.record(answeredRows(version, "a", [{ size: first }, { size: "kept" }, { size: last }]));
    await log.addLabels([{ request: "a", row: 0, label: "secret outcome" }], "one");
    await log.addLabels([{ entity: { size: first }, label: true }], "two");
    await log.addLabels([{ request: "a", row: 1, label: false }], "three");
    await log.close();
    await maintainLog(job(folder));
    expect(await filesWith(folder, first)).toHaveLength(2);
    expect(await filesWith(folder, last)).toHaveLength(1);
    const reopened = await openPredictionLog(folder, now);
    await reopened.record(answeredRows(version, "b", [{ size: first }, { size: "also kept" }]));
    expect(await filesWith(folder, first)).toHaveLength(3);

    expect(await reopened.erase([{ column: "size", value: first }])).toEqual({
      time: now(),
      column: "size",
      predictions: 2,
      labels: 2,
      damagedFiles: 0,
    });
    expect(await filesWith(folder, first)).toEqual([]);
    expect(await filesWith(folder, "secret outcome")).toEqual([]);
    expect(await filesWith(folder, last)).toHaveLength(1);
    const rows = await logRows(folder);
    expect(rows.map((row) => [row["input.size"], row["label"]])).toEqual([
      ["kept", "false"],
      [last, null],
      ["also kept", null],
    ]);
    await reopened.close();
    const { erasures } = await readManifest(folder);
    expect(erasures).toHaveLength(1);
    expect(JSON.stringify(erasures)).not.toContain(first);
  });

  it("takes a number by its digits, and removes segments that hold nothing else", async () => {
    const folder = newFolder();
    const log = await openPredictionLog(folder, now);
    await log.record(answeredRows(liveVersion(), "a", [{ speed: 77_123 }, { speed: 77_123 }]));
    await log.close();
    const { erasure } = await maintainLog({ ...job(folder), erase: [{ column: "speed", value: "077123" }] });
    expect(erasure).toMatchObject({ predictions: 2 });
    expect((await readManifest(folder)).segments).toEqual([]);
    expect(await readdir(join(folder, "segments"))).toEqual([]);
    await expect(maintainLog({ ...job(folder), erase: [{ column: "sped", value: "1" }] })).rejects.toThrow(
      /T2909.*Did you mean "speed"/,
    );
  });

  it("removes damaged files, since nobody can tell what is in them", async () => {
    const folder = newFolder();
    const log = await openPredictionLog(folder, now);
    await log.record(answeredRows(liveVersion(), "a", [{ size: first }]));
    await log.record(answeredRows(liveVersion(), "b"));
    await log.close();
    const path = join(folder, "00000001.wal");
    const bytes = await readFile(path);
    bytes[60]! ^= 1;
    await writeFile(path, bytes);
    await maintainLog(job(folder));
    expect(await filesWith(folder, first)).toEqual([join("damaged", "00000001.wal")]);
    const { erasure } = await maintainLog({ ...job(folder), erase: [{ column: "size", value: first }] });
    expect(erasure).toMatchObject({ predictions: 0, damagedFiles: 1 });
    expect(await filesWith(folder, first)).toEqual([]);
  });
});

describe("private columns", () => {
  it("stand in no file, are joined by their labels and can be erased", async () => {
    const folder = newFolder();
    const privateKeyFile = join(root, "private.key");
    const options = { privateColumns: ["size", "speed"], privateKeyFile };
    const version = liveVersion();
    const log = await openPredictionLog(folder, now, options);
    await log.record(answeredRows(version, "a", [{ size: first, speed: 77_123 }, { size: last }]));
    await log.addLabels([{ entity: { size: first }, label: true }], "one");
    expect(await filesWith(folder, first)).toEqual([]);
    await log.close();
    await maintainLog(job(folder));
    expect(await filesWith(folder, first)).toEqual([]);
    const rows = await logRows(folder);
    expect(rows.map(({ label }) => label)).toEqual(["true", null]);
    expect(rows[0]!["input.size"]).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]!["input.speed"]).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]!["input.day"]).toEqual(expect.any(Number));

    await expect(openPredictionLog(folder, now)).rejects.toThrow(/T2917.*size, speed/);
    await expect(openPredictionLog(folder, now, { privateColumns: options.privateColumns })).rejects.toThrow(
      "T2910",
    );
    const speed = (value: string) => ({ entity: [{ column: "speed", value }] });
    await expect(eraseFromClosedLog(folder, speed("1"), now())).rejects.toThrow("T2910");
    const otherKey = join(root, "other.key");
    // A key that is not there is not made for a log that began with one.
    await expect(openPredictionLog(folder, now, { ...options, privateKeyFile: otherKey })).rejects.toThrow(
      /T2911.*is not there/,
    );
    await writeFile(otherKey, "ab".repeat(32));
    await expect(openPredictionLog(folder, now, { ...options, privateKeyFile: otherKey })).rejects.toThrow(
      /T2911.*another key/,
    );
    const entity = { ...speed("77123"), privateKeyFile };
    expect(await eraseFromClosedLog(folder, entity, now())).toMatchObject({ predictions: 1, labels: 1 });
    expect(await logRows(folder)).toHaveLength(1);
  });

  it("need a key of 64 hexadecimal digits, which only its owner may read", async () => {
    const privateKeyFile = join(root, "made.key");
    const options = { privateColumns: ["size"], privateKeyFile };
    await (await openPredictionLog(newFolder(), now, options)).close();
    expect((await readFile(privateKeyFile, "utf8")).trim()).toMatch(/^[0-9a-f]{64}$/);
    expect((await stat(privateKeyFile)).mode & 0o777).toBe(0o600);
    await writeFile(privateKeyFile, "secret");
    await expect(openPredictionLog(newFolder(), now, options)).rejects.toThrow("T2907");
    const nowhere = join(root, "no", "such", "folder.key");
    await expect(
      openPredictionLog(newFolder(), now, { ...options, privateKeyFile: nowhere }),
    ).rejects.toThrow("T2908");
  });
});

describe("retention", () => {
  it("removes the oldest segments by age and by size", async () => {
    const folder = newFolder();
    const version = liveVersion();
    const hour = 3_600_000;
    for (const at of [1, 2, 3, 4]) {
      const log = await openPredictionLog(folder, now);
      await log.record(answeredRows(version, `r-${at}`, [{}], now() - (10 - at) * hour));
      await log.close();
      await maintainLog(job(folder));
    }
    const byAge = await maintainLog({ ...job(folder), retention: { keepMs: 8.5 * hour } });
    expect(byAge.removed).toMatchObject({ segments: 1, rows: 1 });
    expect(await logRows(folder)).toHaveLength(3);
    const { segments } = await readManifest(folder);
    const keepBytes = segments[1]!.byteCount + segments[2]!.byteCount;
    expect((await maintainLog({ ...job(folder), retention: { keepBytes } })).removed?.segments).toBe(1);
    expect((await logRows(folder)).map(({ request }) => request)).toEqual(["r-3", "r-4"]);
    expect(await readdir(join(folder, "segments"))).toHaveLength(2);
    expect(await readLog(folder, async ({ layouts }) => layouts.length)).toBe(1);
  });
});
