import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql, textLiteral } from "../../compile/index.ts";
import { openEngine } from "../../data/index.ts";
import type { DataType } from "../../schema/index.ts";
import { scanFrames } from "./frame.ts";
import { answeredRows, liveVersion, logRows } from "./log.test-support.ts";
import { numberedFile, writeAheadFiles } from "./log-folder.ts";
import { maintainLog } from "./maintain-log.ts";
import { readManifest } from "./manifest.ts";
import { lockMaintenance } from "./owner-lock.ts";
import { openPredictionLog } from "./prediction-log.ts";
import { readLog } from "./read-log.ts";

let root = "";
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "tandem-log-"));
});
afterAll(() => rm(root, { recursive: true }));

const newFolder = (): string => join(root, `log-${++folders}`);
const now = (): number => 1_700_000_100_000;
const seal = (folder: string) => maintainLog({ folder, openFrom: Number.POSITIVE_INFINITY, now: now() });
const requests = async (folder: string): Promise<unknown[]> =>
  (await logRows(folder)).map(({ request }) => request);

describe("the prediction log", () => {
  it("keeps each row with inputs, answer, version, arm, model, time and latency, before sealing and after", async () => {
    const folder = newFolder();
    const version = liveVersion("boosting-binary", "3", "challenger");
    const log = await openPredictionLog(folder, now);
    const rows = answeredRows(version, "r-1", [{}, { size: "grün\0\"'" }, { speed: null }]);
    await log.record(rows);
    const before = await logRows(folder);
    expect(before).toHaveLength(3);
    for (const [at, row] of before.entries())
      expect(row).toMatchObject({
        request: "r-1",
        row: at,
        time: 1_700_000_000_000,
        latency: 0.25,
        model: version.predictor.hash,
        name: "boosting-binary",
        version: "3",
        arm: "challenger",
        "input.size": rows[at]!.row["size"],
        "input.speed": rows[at]!.row["speed"],
        "output.probability": rows[at]!.output["probability"],
        "output.prediction": rows[at]!.output["prediction"],
      });
    await log.maintain();
    expect(await writeAheadFiles(folder)).toEqual([]);
    expect(await logRows(folder)).toEqual(before);
    await log.close();
  });

  it("has the same rows in its file when they are flushed once a second", async () => {
    const folder = newFolder();
    const log = await openPredictionLog(folder, now, { flush: "second", maintenance: "here" });
    for (let at = 0; at < 30; at++) await log.record(answeredRows(liveVersion(), `r-${at}`));
    const names = Array.from({ length: 30 }, (_, at) => `r-${at}`);
    expect(await requests(folder)).toEqual(names);
    const [file] = await writeAheadFiles(folder);
    expect(scanFrames(await readFile(join(folder, file!)))).toMatchObject({ tornBytes: 0, damaged: [] });
    await log.maintain();
    expect(await writeAheadFiles(folder)).toEqual([]);
    await log.close();
    expect(await requests(folder)).toEqual(names);
  });

  it("has zeros ahead of its file while it is written, which are neither rows nor damage, and none at its end", async () => {
    const folder = newFolder();
    const log = await openPredictionLog(folder, now, { maintenance: "here" });
    const names = Array.from({ length: 40 }, (_, at) => `${at} ${"x".repeat(at * 1000)}`);
    for (const name of names) await log.record(answeredRows(liveVersion(), name));
    const [file] = await writeAheadFiles(folder);
    const written = await readFile(join(folder, file!));
    const { tornBytes, damaged, bodies } = scanFrames(written);
    expect(tornBytes).toBeGreaterThan(100_000);
    expect([damaged, bodies.length]).toEqual([[], names.length]);
    expect(await requests(folder)).toEqual(names);
    expect(await readLog(folder, ({ damagedBytes }) => Promise.resolve(damagedBytes))).toBe(0);
    await log.close();
    const ended = await readFile(join(folder, file!));
    expect(ended).toEqual(written.subarray(0, written.length - tornBytes));
  });

  it("keeps a request that is sent again once: in one file, after sealing, after a restart, by another version", async () => {
    const folder = newFolder();
    const version = liveVersion();
    const rows = answeredRows(version, "again", [{}, {}]);
    const log = await openPredictionLog(folder, now);
    await Promise.all([log.record(rows), log.record(rows)]);
    await log.record(rows);
    await log.close();
    await seal(folder);
    const reopened = await openPredictionLog(folder, now);
    await reopened.record(answeredRows(liveVersion("boosting-binary", "2"), "again", [{}, {}]));
    await reopened.record(answeredRows(liveVersion("ridge-regression", "9"), "again", [{}, {}]));
    await reopened.record(answeredRows(version, "another"));
    await reopened.close();
    const found = await logRows(folder);
    expect(found.map(({ request, row, version }) => [request, row, version])).toEqual([
      ["again", 0, "1"],
      ["again", 1, "1"],
      ["another", 0, "1"],
    ]);
  });

  it("flushes the requests of a turn in one write", async () => {
    const log = await openPredictionLog(newFolder(), now);
    const version = liveVersion();
    await Promise.all(Array.from({ length: 500 }, (_, at) => log.record(answeredRows(version, `r-${at}`))));
    expect(log.status()).toMatchObject({ recorded: 500, commits: 1, dropped: 0, refused: 0, unfit: 0 });
    await log.close();
  });

  it("keeps days, instants, booleans and whole numbers as such, models side by side", async () => {
    const folder = newFolder();
    const types: Record<string, DataType> = {
      day: "Day",
      at: "Instant",
      yes: "Boolean",
      count: "Int",
      text: "Text",
    };
    const base = liveVersion();
    const version = {
      ...base,
      schema: { fields: Object.entries(types).map(([name, type]) => ({ name, type, nullable: true })) },
    };
    const row = {
      day: "2024-02-29",
      at: "2024-02-29T12:30:00.250Z",
      yes: false,
      count: -(2 ** 53 - 1),
      text: "x".repeat(100_000),
    };
    const empty = { day: null, at: null, yes: null, count: null };
    const log = await openPredictionLog(folder, now);
    const [first] = answeredRows(base, "types");
    await log.record([
      { ...first!, version, row },
      { ...first!, version, row: empty, index: 1 },
    ]);
    await log.record(answeredRows(liveVersion("logistic-multiclass"), "other"));
    await log.close();
    const before = await logRows(folder);
    expect(before[0]).toMatchObject({
      "input.day": 19_782,
      "input.at": Date.UTC(2024, 1, 29, 12, 30, 0, 250),
      "input.yes": false,
      "input.count": -(2 ** 53 - 1),
      "input.text": row.text,
    });
    expect(before[1]).toMatchObject({ "input.day": null, "input.yes": null, "input.text": null });
    expect(before).toHaveLength(3);
    await seal(folder);
    expect(await logRows(folder)).toEqual(before);
    const { segments, layouts } = await readManifest(folder);
    expect(segments).toHaveLength(2);
    expect(Object.values(layouts).map(({ name }) => name)).toEqual([
      "boosting-binary",
      "logistic-multiclass",
    ]);
  });

  it("writes segments that DuckDB reads on its own", async () => {
    const folder = newFolder();
    const log = await openPredictionLog(folder, now);
    await log.record(answeredRows(liveVersion(), "r", [{}, {}]));
    await log.close();
    await seal(folder);
    const engine = await openEngine();
    const files = textLiteral(join(folder, "segments", "*.parquet"));
    expect(
      await engine.rows(sql`SELECT count(*) AS n, min("time") AS "from" FROM read_parquet(${files})`),
    ).toEqual([{ n: 2, from: 1_700_000_000_000 }]);
    await engine.close();
  });

  it("counts values that do not fit their column, and keeps them as missing", async () => {
    const folder = newFolder();
    const log = await openPredictionLog(folder, now);
    const [row] = answeredRows(liveVersion(), "odd");
    await log.record([{ ...row!, row: { ...row!.row, speed: "fast", size: 3 } }]);
    expect(log.status().unfit).toBe(2);
    await log.close();
    expect(await logRows(folder)).toMatchObject([{ "input.speed": null, "input.size": null }]);
  });

  it("lets one process write at a time, and takes nothing after its end", async () => {
    const folder = newFolder();
    const log = await openPredictionLog(folder, now);
    await expect(openPredictionLog(folder, now)).rejects.toThrow("T2906");
    await log.close();
    await expect(log.record(answeredRows(liveVersion(), "late"))).rejects.toThrow("T2912");
    await (await openPredictionLog(folder, now)).close();
  });

  it("waits for maintenance of a service that is gone, and says so when that does not end", async () => {
    const folder = newFolder();
    await (await openPredictionLog(folder, now)).close();
    const left = await lockMaintenance(folder);
    const ownerWait = { ms: 0, signal: AbortSignal.abort() };
    await expect(openPredictionLog(folder, now, { ownerWait })).rejects.toThrow(
      /T2906.*service that is gone/,
    );
    const opening = openPredictionLog(folder, now);
    left.release();
    await (await opening).close();
  });

  it("refuses more than may wait for the disk", async () => {
    const log = await openPredictionLog(newFolder(), now, { pendingBytes: 1000 });
    const version = liveVersion();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, at) => log.record(answeredRows(version, `request ${at}`))),
    );
    const kept = outcomes.filter(({ status }) => status === "fulfilled").length;
    expect(kept).toBeGreaterThan(5);
    expect(kept).toBeLessThan(40);
    expect(log.status()).toMatchObject({ recorded: kept, refused: 100 - kept });
    await log.record(answeredRows(version, "afterwards"));
    await log.close();
  });
});

describe("a write-ahead file that was cut off or changed", () => {
  /** Five acknowledged writes, and where each of them ends. */
  async function fiveWrites(folder: string): Promise<{ bytes: Buffer; ends: number[] }> {
    const log = await openPredictionLog(folder, now);
    const version = liveVersion();
    for (let at = 0; at < 5; at++) await log.record(answeredRows(version, `r-${at}`));
    await log.close();
    const bytes = await readFile(join(folder, numberedFile(1)));
    const ends: number[] = [];
    for (let at = 16; at < bytes.length; at = ends.at(-1)!) ends.push(at + 12 + bytes.readUInt32LE(at + 4));
    expect([ends.length, ends.at(-1)]).toEqual([5, bytes.length]);
    return { bytes, ends };
  }

  it("keeps all whole writes, wherever it was cut, and goes on behind them", async () => {
    const folder = newFolder();
    const { bytes, ends } = await fiveWrites(folder);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const { bodies, damaged, tornBytes } = scanFrames(bytes.subarray(0, cut));
      const whole = ends.filter((end) => end <= cut);
      expect([cut, bodies.length, damaged]).toEqual([cut, whole.length, []]);
      expect(tornBytes).toBe(cut - (whole.at(-1) ?? (cut < 16 ? 0 : 16)));
    }
    await writeFile(join(folder, numberedFile(1)), bytes.subarray(0, ends[4]! - 3));
    const log = await openPredictionLog(folder, now);
    await log.record(answeredRows(liveVersion(), "next"));
    await log.close();
    await seal(folder);
    expect(await requests(folder)).toEqual(["r-0", "r-1", "r-2", "r-3", "next"]);
    expect((await readManifest(folder)).damaged).toEqual([]);
  });

  it("tells of a byte that was changed before the end, keeps the rest and the file", async () => {
    const folder = newFolder();
    const { bytes, ends } = await fiveWrites(folder);
    const changed = Buffer.from(bytes);
    changed[ends[1]! + 30]! ^= 1;
    await writeFile(join(folder, numberedFile(1)), changed);
    expect(await requests(folder)).toEqual(["r-0", "r-1", "r-3", "r-4"]);
    const lost = ends[2]! - ends[1]!;
    expect(await readLog(folder, async ({ damagedBytes }) => damagedBytes)).toBe(lost);
    await seal(folder);
    expect(await requests(folder)).toEqual(["r-0", "r-1", "r-3", "r-4"]);
    expect((await readManifest(folder)).damaged).toEqual([
      { file: numberedFile(1), byteCount: lost, places: 1 },
    ]);
    expect(await readFile(join(folder, "damaged", numberedFile(1)))).toEqual(changed);
  });

  it("keeps the rows behind a damaged first write, which defined their columns", async () => {
    const folder = newFolder();
    const { bytes } = await fiveWrites(folder);
    bytes[40]! ^= 1;
    await writeFile(join(folder, numberedFile(1)), bytes);
    expect(await requests(folder)).toEqual(["r-1", "r-2", "r-3", "r-4"]);
  });

  it("is refused when it is another file or of another version, and so is a changed manifest", async () => {
    const folder = newFolder();
    const { bytes } = await fiveWrites(folder);
    await writeFile(join(folder, numberedFile(1)), "this is something else altogether");
    await expect(logRows(folder)).rejects.toThrow("T2904");
    bytes.writeUInt32LE(2, 8);
    await writeFile(join(folder, numberedFile(1)), bytes);
    await expect(logRows(folder)).rejects.toThrow("T2904");
    await expect(logRows(join(folder, "nowhere"))).rejects.toThrow("T2913");
    await writeFile(join(folder, "manifest.json"), '{"kind":"predictionLog","version":1}');
    await expect(logRows(folder)).rejects.toThrow("T2903");
    await expect(openPredictionLog(folder, now)).rejects.toThrow("T2903");
  });
});
