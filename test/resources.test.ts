import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { csv, defineProject, runProject } from "tandem-ml";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-resources-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const project = (numLeaves: number) =>
  defineProject({
    name: "prices",
    data: csv("rows.csv"),
    predict: "price",
    models: [{ trainer: "boosting", params: { numLeaves, numIterations: 5 } }],
  });

it("gives training the threads and the memory that the run was given, and the same package whatever they are", async () => {
  const one = await runProject(project(7), {
    folder: await fresh(),
    engine: { threads: 1, memoryLimitMb: 256 },
  });
  const free = await runProject(project(7), { folder: await fresh() });
  expect(free.content.hash).toBe(one.content.hash);
});

it("refuses a training that needs more memory than the run was given, before it begins", async () => {
  await expect(
    runProject(project(100_000), { folder: await fresh(), engine: { memoryLimitMb: 64 } }),
  ).rejects.toThrow(/T2611.*Boosting needs .* and 68 MB may be used.*tandem run --memory/s);
});

/** The rows in a folder that has no store of an earlier run. */
async function fresh(): Promise<string> {
  const other = await mkdtemp(join(folder, "fresh-"));
  const rows = Array.from({ length: 400 }, (_, row) => `${row},${(row * 7) % 31},${(row % 13) + (row % 3)}`);
  await writeFile(join(other, "rows.csv"), `day,size,price\n${rows.join("\n")}\n`);
  return other;
}
