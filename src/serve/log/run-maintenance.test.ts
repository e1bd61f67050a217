import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeredRows, liveVersion, logRows } from "./log.test-support.ts";
import { openPredictionLog, type PredictionLog } from "./prediction-log.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "tandem-log-"));
});
afterAll(() => rm(root, { recursive: true }));

const now = (): number => 1_700_000_100_000;

/** What Linux tells; nothing where the thread or the process has ended meanwhile. */
function unlessGone<Told>(ask: () => readonly Told[]): readonly Told[] {
  try {
    return ask();
  } catch {
    return [];
  }
}

/** The processes that this one has started. */
const childProcesses = (): readonly number[] =>
  readdirSync("/proc/self/task").flatMap((thread) =>
    unlessGone(() =>
      readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    ),
  );

const threadPriorities = (child: number): readonly number[] =>
  unlessGone(() => readdirSync(`/proc/${child}/task`).map((thread) => getPriority(Number(thread))));

async function logWithRows(folder: string): Promise<PredictionLog> {
  const log = await openPredictionLog(folder, now);
  const names = Array.from({ length: 400 }, (_, at) => `${at} ${"x".repeat(2000)}`);
  await Promise.all(names.map((name) => log.record(answeredRows(liveVersion(), name))));
  return log;
}

describe.runIf(process.platform === "linux")("the process that maintains a log", () => {
  it.each([
    ["", 19, (log: PredictionLog): Promise<unknown> => log.maintain()],
    [
      ", but not by far where somebody waits for it",
      5,
      (log: PredictionLog): Promise<unknown> => log.erase([{ column: "size", value: "nobody" }]),
    ],
  ])("lets answers go first with all its threads%s", async (_, priority, work) => {
    const log = await logWithRows(join(root, `priority ${priority}`));
    const own = getPriority();
    let last: readonly number[] = [];
    const look = setInterval(() => {
      const found = childProcesses().flatMap(threadPriorities);
      // With fewer threads it is just ending.
      if (found.length > 2) last = found;
    }, 1);
    await work(log);
    clearInterval(look);
    await log.close();
    expect([[...new Set(last)], getPriority()]).toEqual([[priority], own]);
  });

  it("may be killed: the log says so, has all rows, and maintains itself the next time", async () => {
    const folder = join(root, "killed");
    const log = await logWithRows(folder);
    const refused = expect(log.maintain()).rejects.toMatchObject({
      diagnostics: [{ code: "T2905", message: expect.stringContaining("SIGKILL") }],
    });
    while (childProcesses().length === 0) await new Promise(setImmediate);
    for (const child of childProcesses()) process.kill(child, "SIGKILL");
    await refused;
    expect(await logRows(folder)).toHaveLength(400);
    await log.maintain();
    await log.close();
    expect(await logRows(folder)).toHaveLength(400);
  });

  it("is ended when the log is closed and it does not go on, so that a service ends when it is told to", async () => {
    const folder = join(root, "stopped");
    const log = await openPredictionLog(folder, now, { closingMs: 200 });
    await log.record(answeredRows(liveVersion(), "kept"));
    const erased = expect(log.erase([{ column: "size", value: "nobody" }])).rejects.toThrow("T2905");
    const second = expect(log.maintain()).rejects.toThrow("T2905");
    while (childProcesses().length === 0) await new Promise(setImmediate);
    const children = childProcesses();
    for (const child of children) process.kill(child, "SIGSTOP");
    await log.close();
    await Promise.all([erased, second]);
    expect(childProcesses()).toEqual([]);
    expect(await logRows(folder)).toHaveLength(1);
    const next = await openPredictionLog(folder, now);
    await next.maintain();
    await next.close();
    expect(await logRows(folder)).toHaveLength(1);
  });
});
