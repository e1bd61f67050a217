import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeredRows, liveVersion, logRows } from "./log.test-support.ts";
import { openPredictionLog } from "./prediction-log.ts";
import { readManifest } from "./manifest.ts";

/** A disk of two megabytes, which only the system's administrator can make; elsewhere the test is left out, but not in CI. */
const isAdministrator =
  process.env["CI"] !== undefined || (process.platform === "linux" && process.getuid?.() === 0);
let disk = "";
let isMounted = false;
beforeAll(async () => {
  disk = await mkdtemp(join(tmpdir(), "tandem-small-disk-"));
  if (!isAdministrator) return;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]);
    isMounted = true;
  } catch (error) {
    // A container may forbid it.
    if (process.env["CI"] !== undefined) throw error;
  }
});
afterAll(async () => {
  if (isMounted) execFileSync("umount", ["-l", disk]);
  await rm(disk, { recursive: true });
});

const version = liveVersion();
const fill = (): Promise<void> => writeFile(join(disk, "filler"), Buffer.alloc(4 << 20)).catch(() => {});
const free = (): Promise<void> => rm(join(disk, "filler"));

describe("a full disk", () => {
  it.skipIf(!isAdministrator)(
    "refuses answers, loses nothing that was acknowledged, and goes on when there is space",
    async ({ skip }) => {
      if (!isMounted) return skip();
      const folder = join(disk, "refusing");
      const log = await openPredictionLog(folder, Date.now, { maintenance: "here" });
      const acknowledged: string[] = [];
      const send = async (name: string): Promise<unknown> => {
        try {
          await log.record(answeredRows(version, name, [{}, { size: "x".repeat(300) }]));
          acknowledged.push(name);
          return undefined;
        } catch (error) {
          return error;
        }
      };
      await Promise.all(Array.from({ length: 50 }, (_, at) => send(`before ${at}`)));
      // Some place is kept ahead of the file: a few requests still find it.
      await fill();
      const failures: unknown[] = [];
      for (let at = 0; at < 60; at++) failures.push(await send(`full ${at} ${"y".repeat(50_000)}`));
      const refused = failures.filter((error) => error !== undefined);
      expect(refused.length).toBeGreaterThan(50);
      for (const error of refused)
        expect(error).toMatchObject({ kind: "work", diagnostics: [{ code: "T2901" }] });
      expect(refused[0]).toMatchObject({ message: expect.stringContaining("ENOSPC") });
      await expect(
        log.addLabels([{ request: "before 1", label: true, time: null }], "z".repeat(400_000)),
      ).rejects.toThrow("T2901");
      expect(log.status()).toMatchObject({
        refused: 2 * refused.length,
        dropped: 0,
        failure: { code: "T2901" },
      });
      // Neither can a segment be written, and that changes nothing. (What was kept ahead of the file has come free.)
      await fill();
      await expect(log.maintain()).rejects.toThrow();
      await free();
      expect(await send("afterwards")).toBeUndefined();
      expect(log.status().failure).toBeUndefined();
      await log.addLabels([{ request: "before 1", label: true }], "batch");
      const expected = acknowledged.flatMap((name) => [`${name}/0`, `${name}/1`]).toSorted();
      const kept = async (): Promise<string[]> =>
        (await logRows(folder)).map((row) => `${String(row["request"])}/${String(row["row"])}`).toSorted();
      expect(await kept()).toEqual(expected);
      await log.maintain();
      await log.close();
      expect(await kept()).toEqual(expected);
      const { damaged, segments } = await readManifest(folder);
      expect(damaged).toEqual([]);
      expect(await readdir(join(folder, "segments"))).toHaveLength(segments.length);
      await rm(folder, { recursive: true });
    },
  );

  it.skipIf(!isAdministrator)("lets answers go out and counts them, when it is set so", async ({ skip }) => {
    if (!isMounted) return skip();
    const folder = join(disk, "dropping");
    const log = await openPredictionLog(folder, Date.now, { whenUnwritable: "drop", maintenance: "here" });
    await log.record(answeredRows(version, "before"));
    await fill();
    for (let at = 0; at < 20; at++)
      await log.record(answeredRows(version, `full ${at} ${"y".repeat(200_000)}`));
    const { dropped, recorded, refused } = log.status();
    expect(dropped).toBeGreaterThan(15);
    expect([recorded + dropped, refused]).toEqual([21, 0]);
    // A label was sent to be kept: it is refused all the same.
    await expect(log.addLabels([{ request: "before", label: true }], "z".repeat(400_000))).rejects.toThrow(
      "T2901",
    );
    await free();
    await log.record(answeredRows(version, "afterwards"));
    await log.close();
    expect(await logRows(folder)).toHaveLength(recorded + 1);
  });
});
