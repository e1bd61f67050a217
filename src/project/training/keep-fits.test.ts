import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepFits } from "./keep-fits.ts";
import { fitKept } from "./kept-fit.test-support.ts";

const script = pathToFileURL(join(import.meta.dirname, "kept-fit.test-support.ts")).href;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-fits-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a fit in a process of its own, and kills it as soon as it has left its state so many times. */
async function fitAndKill(path: string, states: number): Promise<void> {
  const code = `import(${JSON.stringify(script)}).then(({ fitKept }) => fitKept(${JSON.stringify(folder)}))`;
  const given = ["--conditions=tandem-development", "--input-type=module", "--eval", code];
  const child = spawn(process.execPath, given, { stdio: "ignore" });
  const closed = new Promise<NodeJS.Signals | null>((done) => child.on("close", (_, signal) => done(signal)));
  const seen = new Set<string>();
  while (seen.size < states && child.exitCode === null) {
    seen.add(await readFile(path, "utf8").catch(() => ""));
    seen.delete("");
    await setTimeout(5);
  }
  child.kill("SIGKILL");
  expect(await closed).toBe("SIGKILL");
}

describe("keepFits", () => {
  it("lets a fit go on after its process was killed, to the same bytes", async () => {
    const whole = await fitKept(null);
    const path = join(folder, "step", "all.json");
    await fitAndKill(path, 2);
    const first = JSON.parse(await readFile(path, "utf8")) as { iterations: unknown[] };
    expect(first.iterations.length).toBeGreaterThan(10);
    expect(first.iterations.length).toBeLessThan(160);
    await fitAndKill(path, 3);
    const second = JSON.parse(await readFile(path, "utf8")) as { iterations: unknown[] };
    expect(second.iterations.length).toBeGreaterThan(first.iterations.length);
    expect(await fitKept(folder)).toBe(whole);
  });

  it("takes a broken file as none, writes no more often than it is told, and forgets everything at the end", async () => {
    let now = 0;
    const keeper = keepFits(folder, "other", { now: () => now }, 1000);
    await writeFile(join(folder, "step", "broken.json"), "{");
    expect(await keepFits(folder, "step", { now: () => now }).open("broken")).not.toHaveProperty("resume");
    const { onCheckpoint } = await keeper.open("all");
    await onCheckpoint!({ at: 1 });
    expect(await readdir(folder)).not.toContain("other");
    now = 1500;
    await onCheckpoint!({ at: 2 });
    expect((await keeper.open("all")).resume).toEqual({ at: 2 });
    await keeper.clear();
    expect(await readdir(folder).catch(() => [])).toEqual([]);
  });
});
