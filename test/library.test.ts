import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineProject, loadPackage, runProject, table, type FinishedRun } from "../src/index.ts";

/** 400 rows in which `late` follows from `distance` and `weather`, with a bit of noise that is the same on every run. */
const rows = Array.from({ length: 400 }, (_, index) => {
  const distance = (index * 37) % 100;
  const weather = ["sun", "rain", "snow"][(index * 7) % 3]!;
  const noise = ((index * 7919) % 100) / 100;
  const late = distance / 100 + (weather === "snow" ? 0.5 : 0) + noise * 0.5 > 0.9;
  return {
    trip: `trip ${index}`,
    day: new Date(Date.UTC(2024, 0, 1 + (index % 200))).toISOString().slice(0, 10),
    distance: index % 29 === 0 ? null : distance,
    weather,
    late,
  };
});
const project = defineProject({
  name: "trips",
  data: table(rows),
  predict: "late",
  time: "day",
  id: ["trip"],
});

let folder: string;
let first: FinishedRun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-library-"));
  first = await runProject(project, { folder: join(folder, "first"), engine: { threads: 1 } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a project as a library", () => {
  it("learns something that is better than the baseline beyond noise", () => {
    const { differences, winner, metric } = first.record;
    expect(metric.name).toBe("auc");
    expect(
      differences.find(({ first, second }) => first === winner.model && second === "baseline")?.better,
    ).toBe("first");
  });

  it("gives the same package, bit for bit, in another folder, with other threads", async () => {
    const second = await runProject(project, { folder: join(folder, "second"), engine: { threads: 2 } });
    expect(second.content.hash).toBe(first.content.hash);
    expect(second.record.steps.every(({ reused }) => !reused)).toBe(true);
  });

  it("takes every step from the store when nothing has changed, and none of the training when the seed has", async () => {
    const again = await runProject(project, { folder: join(folder, "first") });
    expect(again.record.steps.filter(({ reused }) => !reused)).toEqual([]);
    expect(again.content.hash).toBe(first.content.hash);
    expect(again.registeredVersion).toBe(1);
    const other = await runProject({ ...project, seed: 2 }, { folder: join(folder, "first") });
    expect(other.record.steps.filter(({ name, reused }) => name.startsWith("train ") && reused)).toEqual([]);
  });

  it("makes a package that loads, proves itself and answers", async () => {
    const predictor = loadPackage(await readFile(first.packagePath, "utf8"));
    expect(predictor.provenRows).toBe(64);
    const { output, warnings } = predictor.predict({ day: "2024-05-01", distance: 95, weather: "snow" });
    expect(output).toMatchObject({ prediction: true });
    expect(output["probability"]).toBeGreaterThan(0.5);
    expect(warnings).toEqual([]);
  });

  it("warns about what the model has never seen, and answers", async () => {
    const predictor = loadPackage(await readFile(first.packagePath, "utf8"));
    const { warnings } = predictor.predict({ day: "2024-05-01", distance: 4000, weather: "hail" });
    expect(warnings.map(({ code }) => code).toSorted()).toEqual(["T2210", "T2211"]);
  });

  it("refuses a package with one changed byte, wherever it is", async () => {
    const text = await readFile(first.packagePath, "utf8");
    for (let at = 5; at < text.length; at += Math.floor(text.length / 40)) {
      const changed = `${text.slice(0, at)}${text[at] === "7" ? "8" : "7"}${text.slice(at + 1)}`;
      expect(() => loadPackage(changed), `byte ${at}`).toThrow(/T20(11|12|13|14)|T12\d\d/);
    }
  });
});
