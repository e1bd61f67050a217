import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeredRows, liveVersion, logRows } from "./log.test-support.ts";
import { maintainLog } from "./maintain-log.ts";
import { openPredictionLog, type PredictionLog } from "./prediction-log.ts";
import { summarizeLog } from "./summarize-log.ts";

let root = "";
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "tandem-labels-"));
});
afterAll(() => rm(root, { recursive: true }));

const day = 86_400_000;
const begin = Date.UTC(2026, 0, 1);
const at = (days: number): string => new Date(begin + days * day).toISOString();

async function withLog(work: (log: PredictionLog) => Promise<void>): Promise<string> {
  const folder = join(root, `log-${++folders}`);
  let clock = begin + 100 * day;
  const log = await openPredictionLog(folder, () => clock++);
  await work(log);
  await log.close();
  return folder;
}

/** What each row was labelled, and how many labels it has. */
const labelled = async (folder: string): Promise<unknown[]> =>
  (await logRows(folder)).map(({ request, row, label, labels }) => [`${request}/${row}`, label, labels]);

describe("labels", () => {
  it("join exactly once: late, early, out of order, repeated, corrected, taken back", async () => {
    const version = liveVersion();
    const folder = await withLog(async (log) => {
      await log.addLabels([{ request: "a", row: 1, label: "early" }], "before the prediction");
      await log.record(answeredRows(version, "a", [{}, {}, {}, {}], begin));
      await log.record(answeredRows(version, "b", [{}], begin));
      await log.addLabels([{ request: "a", label: true, knownAt: at(3) }], "1");
      await log.addLabels([{ request: "a", label: true, knownAt: at(3) }], "1");
      await log.addLabels([{ request: "a", label: false, knownAt: at(2) }], "an older one, later");
      await log.addLabels(
        [
          { request: "a", row: 2, label: 1.5, knownAt: at(1) },
          { request: "a", row: 2, label: -0, knownAt: at(4) },
          { request: "a", row: 3, label: "x", knownAt: at(1) },
          { request: "a", row: 3, label: null, knownAt: at(4) },
          { request: "nobody", label: true },
        ],
        "3",
      );
    });
    const expected = [
      ["a/0", "true", 2],
      ["a/1", "early", 1],
      ["a/2", "0", 2],
      ["a/3", null, 2],
      ["b/0", null, 0],
    ];
    expect(await labelled(folder)).toEqual(expected);
    await maintainLog({ folder, openFrom: Number.POSITIVE_INFINITY, now: begin });
    expect(await labelled(folder)).toEqual(expected);
    expect((await summarizeLog(folder)).labels).toEqual({
      labels: 8,
      matched: 7,
      unmatched: 1,
      labelledPredictions: 3,
      conflicts: 3,
    });
  });

  it("find the last prediction of an entity at or before their time, whichever model answered", async () => {
    const first = liveVersion();
    const second = liveVersion("logistic-multiclass", "2");
    const folder = await withLog(async (log) => {
      await log.record(answeredRows(first, "monday", [{ speed: 7 }, { speed: 8 }], begin));
      await log.record(answeredRows(second, "tuesday", [{ speed: 7 }], begin + day));
      await log.record(answeredRows(first, "friday", [{ speed: 7 }], begin + 4 * day));
      await log.addLabels(
        [
          { entity: { speed: 7 }, time: at(0.5), label: "of monday" },
          { entity: { speed: "7" }, time: at(1), label: "of tuesday" },
          { entity: { speed: 7 }, label: "of friday", knownAt: at(30) },
          { entity: { speed: 8 }, label: "too early", time: at(-1) },
          { entity: { size: "unheard of" }, label: "nobody" },
          { entity: { nothing: true }, label: "no such column" },
        ],
        "entities",
      );
    });
    expect(await labelled(folder)).toEqual([
      ["monday/0", "of monday", 1],
      ["monday/1", null, 0],
      ["tuesday/0", "of tuesday", 1],
      ["friday/0", "of friday", 1],
    ]);
    expect((await summarizeLog(folder)).labels).toMatchObject({ labels: 6, matched: 3, unmatched: 3 });
  });

  it("find an entity though models have its column in different types", async () => {
    const base = liveVersion();
    const typed = (type: "Text" | "Float") => ({
      ...base,
      version: type,
      schema: { fields: [{ name: "speed", type, nullable: true }] },
    });
    const [answered] = answeredRows(base, "-", [{}], begin);
    const folder = await withLog(async (log) => {
      await log.record([{ ...answered!, request: "text", version: typed("Text"), row: { speed: "7" } }]);
      await log.record([
        { ...answered!, request: "number", time: begin + day, version: typed("Float"), row: { speed: 7 } },
      ]);
      await log.addLabels(
        [
          { entity: { speed: 7 }, time: at(0), label: "of the text" },
          { entity: { speed: 7 }, time: at(1), label: "of the number" },
        ],
        "one",
      );
    });
    expect(await labelled(folder)).toEqual([
      ["text/0", "of the text", 1],
      ["number/0", "of the number", 1],
    ]);
  });

  it("are refused all together when one of them is wrong, and every mistake is told", async () => {
    await withLog(async (log) => {
      const wrong = [
        { request: "a", label: true },
        { row: 0, label: true },
        { request: "a", row: -1, label: true },
        { request: "a" },
        { request: "a", label: { is: "late" } },
        { request: "a", label: true, knownAt: "yesterday" },
        { request: "a", label: true, knownAt: at(365) },
        { request: "a", label: true, known: at(1) },
        { request: "a", entity: { size: "x" }, label: true },
        { entity: { size: "x", speed: 1 }, label: true },
        "late",
      ];
      const error = await log.addLabels(wrong, "wrong").catch((reason: unknown) => reason);
      expect(error).toMatchObject({ kind: "input" });
      const { diagnostics } = error as { diagnostics: { code: string; place: string }[] };
      expect(diagnostics.map(({ code, place }) => [code, place])).toEqual(
        wrong.slice(1).map((_, index) => ["T2920", `labels[${index + 1}]`]),
      );
      expect(log.status().labels).toBe(0);
      expect(await log.addLabels([], "none")).toEqual({ accepted: 0 });
    });
  });
});
