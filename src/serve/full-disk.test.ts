import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { csvOf, mixedModel, mixedRows } from "./batch/mixed-model.test-support.ts";
import { scoreFile } from "./score-file.ts";

/** Only the system's administrator can make a small disk; elsewhere the test is left out, but not in CI. */
const isInCi = process.env["CI"] !== undefined;
const isAdministrator = isInCi || (process.platform === "linux" && process.getuid?.() === 0);

it.skipIf(!isAdministrator)(
  "says that the disk is full, and goes on where there is space",
  async ({ skip }) => {
    const folder = await mkdtemp(join(tmpdir(), "tandem-full-"));
    const disk = join(folder, "disk");
    try {
      execFileSync("mkdir", [disk]);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=60k", "tmpfs", disk], { stdio: "ignore" });
    } catch (error) {
      await rm(folder, { recursive: true });
      // A container may forbid it.
      if (isInCi) throw error;
      return skip();
    }
    try {
      const input = join(folder, "rows.csv");
      await writeFile(input, csvOf(mixedRows(2000, "full disk")));
      const score = (output: string, threads: number): Promise<unknown> =>
        scoreFile(
          mixedModel(),
          input,
          output,
          quietEffects(() => 0),
          {},
          { threads, partBytes: 30_000 },
        );
      for (const threads of [1, 2]) {
        await expect(score(join(disk, "out.csv"), threads)).rejects.toThrow(/T2020 .*ENOSPC.*disk is full/);
        expect(existsSync(join(disk, "out.csv"))).toBe(false);
      }
      execFileSync("mount", ["-o", "remount,size=30m", disk]);
      await score(join(disk, "out.csv"), 2);
      await score(join(folder, "elsewhere.csv"), 2);
      const [here, elsewhere] = await Promise.all(
        [join(disk, "out.csv"), join(folder, "elsewhere.csv")].map((path) => readFile(path)),
      );
      expect(here!.equals(elsewhere!)).toBe(true);
    } finally {
      execFileSync("umount", ["-l", disk]);
      await rm(folder, { recursive: true });
    }
  },
);
