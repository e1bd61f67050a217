import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { finishedSteps, integrity, leftovers } from "./store.test-support.ts";
import {
  reusedSteps,
  smallProject,
  startTandem,
  steps,
  tandemJson,
  type RunDocument,
} from "./tandem.test-support.ts";

/** So many runs need a table of which a run learns quickly: 333 rows. */
const manyRuns = (): string => smallProject(30);

let undisturbed: RunDocument;
let durationMs: number;

beforeAll(async () => {
  const folder = manyRuns();
  const started = performance.now();
  undisturbed = await tandemJson<RunDocument>(folder, "run");
  durationMs = performance.now() - started;
  expect(undisturbed.steps.map(({ name, reused }) => [name, reused])).toEqual(
    steps.map((name) => [name, false]),
  );
});

describe("a run that is killed", () => {
  /** Kills a run, looks at what it had finished, and runs again. */
  async function killAndRunAgain(kill: (folder: string) => Promise<unknown>): Promise<string[]> {
    const folder = manyRuns();
    const { child, finished } = startTandem(folder, "run");
    await Promise.race([kill(folder), finished]);
    child.kill("SIGKILL");
    await finished;
    const before = finishedSteps(folder);
    const again = await tandemJson<RunDocument>(folder, "run");
    expect(reusedSteps(again)).toEqual(steps.filter((name) => before.includes(name)));
    expect(again.package.hash).toBe(undisturbed.package.hash);
    expect(again.package.provenRows).toBe(64);
    expect(leftovers(folder)).toEqual([]);
    expect(integrity(folder)).toBe("ok");
    return before;
  }

  it.each(steps.map((_, count) => count + 1))("goes on after step %i", async (count) => {
    const before = await killAndRunAgain(async (folder) => {
      while (finishedSteps(folder).length < count) await setTimeout(5);
    });
    expect(before.length).toBeGreaterThanOrEqual(count);
  });

  it("goes on wherever it was killed", async () => {
    for (let part = 1; part <= 6; part++)
      await killAndRunAgain(() => setTimeout((durationMs * (part - 0.5)) / 7));
  });
});

describe("a run that is stopped with Ctrl-C", () => {
  it("ends with 130 and a plain message, leaves nothing half-written, and goes on the next time", async () => {
    for (const count of [0, 1, 4, 5]) {
      const folder = manyRuns();
      const { child, finished } = startTandem(folder, "run");
      // Not from its first moment: a process that has not begun to listen for the signal dies of it.
      if (count === 0) while (!existsSync(join(folder, ".tandem"))) await setTimeout(5);
      else while (finishedSteps(folder).length < count) await setTimeout(5);
      child.kill("SIGINT");
      const stopped = await finished;
      expect([stopped.code, stopped.stdout]).toEqual([130, ""]);
      expect(stopped.stderr).toBe("Stopped. Finished steps are kept; the next run goes on from there.\n");
      expect(leftovers(folder)).toEqual([]);
      const before = finishedSteps(folder);
      const again = await tandemJson<RunDocument>(folder, "run");
      expect(reusedSteps(again)).toEqual(steps.filter((name) => before.includes(name)));
      expect(again.package.hash).toBe(undisturbed.package.hash);
    }
  });

  it("prints one JSON document that says so", async () => {
    const folder = manyRuns();
    const { child, finished } = startTandem(folder, "run", "--json");
    while (finishedSteps(folder).length < 2) await setTimeout(5);
    child.kill("SIGINT");
    const { code, stdout } = await finished;
    expect([code, JSON.parse(stdout)]).toEqual([130, { error: { kind: "stopped", diagnostics: [] } }]);
  });
});
