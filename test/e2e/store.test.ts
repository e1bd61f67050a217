import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { integrity, leftovers, objectPaths } from "./store.test-support.ts";
import {
  reusedSteps,
  smallConfig,
  smallProject,
  steps,
  tandem,
  tandemJson,
  type RunDocument,
} from "./tandem.test-support.ts";

/** So many runs need a table of which a run learns quickly: 333 rows. */
const manyRuns = (): string => smallProject(30);

let undisturbed: RunDocument;
beforeAll(async () => {
  undisturbed = await tandemJson<RunDocument>(manyRuns(), "run");
});

describe("the store", () => {
  it("never uses a changed or a missing object, and makes it again", async () => {
    const folder = manyRuns();
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
    const folder = manyRuns();
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
    const folder = manyRuns();
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
    const folder = manyRuns();
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
    const one = await tandemJson<RunDocument>(manyRuns(), "run", "--threads", "1");
    const two = await tandemJson<RunDocument>(manyRuns(), "run", "--threads", "2");
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
