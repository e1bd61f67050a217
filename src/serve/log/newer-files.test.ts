import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeredRows, liveVersion, logRows } from "./log.test-support.ts";
import { eraseFromClosedLog, retainInClosedLog } from "./maintain-closed-log.ts";
import { maintainLog } from "./maintain-log.ts";
import { openPredictionLog, type PredictionLog } from "./prediction-log.ts";

let root = "";
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "tandem-lost-"));
});
afterAll(() => rm(root, { recursive: true }));

const newFolder = (): string => join(root, `log-${++folders}`);
const now = (): number => 1_700_000_100_000;
const open = (folder: string): Promise<PredictionLog> =>
  openPredictionLog(folder, now, { maintenance: "here" });

/** A log with two requests in a segment each. */
async function sealedLog(): Promise<{ folder: string; firstManifest: string }> {
  const folder = newFolder();
  const firstManifest = `${folder}.json`;
  const log = await open(folder);
  for (const request of ["first", "second"]) {
    await log.record(answeredRows(liveVersion(), request));
    await log.maintain();
    if (request === "first") await copyFile(join(folder, "manifest.json"), firstManifest);
  }
  await log.close();
  return { folder, firstManifest };
}

const segmentsOf = async (folder: string): Promise<string[]> =>
  (await readdir(join(folder, "segments"))).toSorted();

describe("a log without its manifest, or with an older one", () => {
  it.each([
    ["lost", /T2918 The prediction log has lost its manifest.*manifest\.json.*2 files/],
    ["older", /T2918 The manifest of the prediction log is older than its files.*1 files, such as 00000002-/],
  ])("is refused when it is %s, and loses nothing", async (how, told) => {
    const { folder, firstManifest } = await sealedLog();
    const manifest = await readFile(join(folder, "manifest.json"));
    const segments = await segmentsOf(folder);
    expect(segments).toHaveLength(2);
    if (how === "lost") await rm(join(folder, "manifest.json"));
    else await copyFile(firstManifest, join(folder, "manifest.json"));
    await expect(open(folder)).rejects.toThrow(told);
    await expect(logRows(folder)).rejects.toThrow("T2918");
    await expect(retainInClosedLog(folder, { keepMs: 0 }, now())).rejects.toThrow("T2918");
    const job = { folder, openFrom: Number.POSITIVE_INFINITY, now: now() };
    await expect(maintainLog(job)).rejects.toThrow("T2918");
    expect(await segmentsOf(folder)).toEqual(segments);
    await writeFile(join(folder, "manifest.json"), manifest);
    await (await open(folder)).close();
    expect((await logRows(folder)).map(({ request }) => request)).toEqual(["first", "second"]);
  });

  it("is opened where a process was killed while it wrote the first segment: its rows stand ahead", async () => {
    const folder = newFolder();
    const log = await open(folder);
    await log.record(answeredRows(liveVersion(), "only"));
    await log.close();
    await rm(join(folder, "manifest.json"), { force: true });
    await writeFile(join(folder, "segments", "00000001-73e0c775a4c0.parquet"), "half");
    await writeFile(join(folder, "segments", "00000002-73e0c775a4c0.parquet.0a1b2c3d4e5f.part"), "half");
    expect(await logRows(folder)).toHaveLength(1);
    await (await open(folder)).close();
    expect(await logRows(folder)).toHaveLength(1);
  });
});

describe("a folder that is no log yet", () => {
  it("keeps the files that somebody has in folders of the same names", async () => {
    const folder = newFolder();
    for (const part of ["segments", "damaged"]) {
      await mkdir(join(folder, part), { recursive: true });
      await writeFile(join(folder, part, "customers.csv"), "mine");
    }
    const log = await open(folder);
    await log.record(answeredRows(liveVersion(), "first"));
    await log.maintain();
    await log.close();
    await (await open(folder)).close();
    expect(await segmentsOf(folder)).toContain("customers.csv");
    expect(await readdir(join(folder, "damaged"))).toEqual(["customers.csv"]);
    expect(await logRows(folder)).toHaveLength(1);
  });
});

describe("a copy of a log", () => {
  it("is erased from without the empty folders and the lock, which copies leave behind", async () => {
    const { folder } = await sealedLog();
    const copy = newFolder();
    await cp(folder, copy, { recursive: true });
    await rm(join(copy, "damaged"), { recursive: true });
    await rm(join(copy, "owner.lock"));
    const entity = [{ column: "size", value: String((await logRows(copy))[0]!["input.size"]) }];
    expect((await eraseFromClosedLog(copy, { entity }, now())).predictions).toBe(2);
    expect(await logRows(copy)).toEqual([]);
  });
});
