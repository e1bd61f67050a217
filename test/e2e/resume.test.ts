import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { finishedSteps, integrity, leftovers, objectPaths } from "./store.test-support.ts";
import {
  smallConfig,
  smallProject,
  startTandem,
  tandem,
  tandemJson,
  type RunDocument,
} from "./tandem.test-support.ts";

const steps = [
  "collect",
  "profile",
  "profile training rows",
  "train baseline",
  "train logistic",
  "train boosting",
  "evaluate",
  "explain",
];

let undisturbed: RunDocument;
let durationMs: number;

beforeAll(async () => {
  const folder = smallProject();
  const started = performance.now();
  undisturbed = await tandemJson<RunDocument>(folder, "run");
  durationMs = performance.now() - started;
  expect(undisturbed.steps.map(({ name, reused }) => [name, reused])).toEqual(
    steps.map((name) => [name, false]),
  );
});

const reusedSteps = ({ steps: done }: RunDocument): string[] =>
  done.filter(({ reused }) => reused).map(({ name }) => name);

describe("a run that is killed", () => {
  /** Kills a run, looks at what it had finished, and runs again. */
  async function killAndRunAgain(kill: (folder: string) => Promise<unknown>): Promise<string[]> {
    const folder = smallProject();
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
      const folder = smallProject();
      const { child, finished } = startTandem(folder, "run");
      if (count === 0) await setTimeout(400);
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
    const folder = smallProject();
    const { child, finished } = startTandem(folder, "run", "--json");
    while (finishedSteps(folder).length < 2) await setTimeout(5);
    child.kill("SIGINT");
    const { code, stdout } = await finished;
    expect([code, JSON.parse(stdout)]).toEqual([130, { error: { kind: "stopped", diagnostics: [] } }]);
  });
});

describe("the store", () => {
  it("never uses a changed or a missing object, and makes it again", async () => {
    const folder = smallProject();
    await tandemJson<RunDocument>(folder, "run");
    const objects = objectPaths(folder);
    expect(objects.length).toBeGreaterThanOrEqual(steps.length + 3);
    for (const [at, path] of objects.entries()) {
      const bytes = readFileSync(path);
      const isRecord = bytes.subarray(0, 40).toString().startsWith('{"kind":"run"');
      if (at % 2 === 0) rmSync(path);
      else writeFileSync(path, flipByte(bytes, Math.floor(bytes.length / 2)));
      const again = await tandemJson<RunDocument>(folder, "run");
      expect(again.package.hash, path).toBe(undisturbed.package.hash);
      expect(again.package.provenRows).toBe(64);
      // A record and a package carry the time at which they were made; all else comes out again, byte for byte.
      const isStamped = isRecord || bytes.includes('"kind":"tandem-package"');
      if (!isStamped) expect(sha256(readFileSync(path)), path).toBe(sha256(bytes));
      if (isStamped && !isRecord) expect((await tandem(folder, "predict", "strikes.csv")).code).toBe(0);
      if (isRecord)
        expect(await tandem(folder, "runs")).toMatchObject({
          code: 0,
          stdout: expect.stringContaining("record lost") as string,
        });
    }
  });

  it("reads the rows again each time that they are gone", async () => {
    const folder = smallProject();
    await tandemJson<RunDocument>(folder, "run");
    const rows = objectPaths(folder).find((path) => readFileSync(path).subarray(0, 4).toString() === "PAR1")!;
    for (let time = 0; time < 2; time++) {
      rmSync(rows);
      const again = await tandemJson<RunDocument>(folder, "run");
      expect(reusedSteps(again)).toEqual(steps.slice(1));
      expect(again.package.hash).toBe(undisturbed.package.hash);
    }
  });

  it("does nothing again for a comment, and learns again for another seed", async () => {
    const folder = smallProject();
    await tandemJson<RunDocument>(folder, "run");
    writeFileSync(join(folder, "tandem.config.ts"), smallConfig(1, "// A comment changes nothing."));
    const commented = await tandemJson<RunDocument>(folder, "run");
    expect(reusedSteps(commented)).toEqual(steps);
    expect(commented.package).toMatchObject({ hash: undisturbed.package.hash, version: 1 });
    writeFileSync(join(folder, "tandem.config.ts"), smallConfig(2));
    const reseeded = await tandemJson<RunDocument>(folder, "run");
    expect(reusedSteps(reseeded).filter((name) => name.startsWith("train "))).toEqual([]);
    expect(reusedSteps(reseeded)).toContain("collect");
    expect(reseeded.package.hash).not.toBe(undisturbed.package.hash);
  });

  it("takes two processes at the same time", async () => {
    const folder = smallProject();
    for (let time = 0; time < 2; time++) {
      const both = await Promise.all([
        tandemJson<RunDocument>(folder, "run"),
        tandemJson<RunDocument>(folder, "run"),
      ]);
      expect(both.map((run) => run.package.hash)).toEqual([
        undisturbed.package.hash,
        undisturbed.package.hash,
      ]);
      expect(both.map((run) => run.package.version)).toEqual([1, 1]);
      expect(integrity(folder)).toBe("ok");
      expect(leftovers(folder)).toEqual([]);
    }
    for (const path of objectPaths(folder)) {
      const [first, second] = path.split("/").slice(-2);
      expect(sha256(readFileSync(path))).toBe(`${first}${second}`);
    }
    expect((await tandemJson<RunDocument>(folder, "run")).steps.every(({ reused }) => reused)).toBe(true);
  });

  it("gives the same package in another folder, with one thread and with two", async () => {
    const one = await tandemJson<RunDocument>(smallProject(), "run", "--threads", "1");
    const two = await tandemJson<RunDocument>(smallProject(), "run", "--threads", "2");
    expect([one.package.hash, two.package.hash]).toEqual([
      undisturbed.package.hash,
      undisturbed.package.hash,
    ]);
  });
});

function flipByte(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = changed[at]! ^ 1;
  return changed;
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
