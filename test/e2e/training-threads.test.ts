import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createRandom } from "../../src/base/index.ts";
import { tandemJson, temporaryFolder, type RunDocument } from "./tandem.test-support.ts";

/** Rows enough for sums in whole numbers (32,768) and, times their columns, for the work of two threads or more. */
const rowCount = 60_000;
const columnCount = 45;

function madeCsv(): string {
  const random = createRandom("threads");
  const names = Array.from({ length: columnCount }, (_, at) => `x${at}`);
  const lines = [[...names, "y"].join(",")];
  for (let row = 0; row < rowCount; row++) {
    const values = names.map(() => random.integer(9));
    const score = values[0]! + values[1]! * 0.5 - values[2]! + random.integer(6);
    lines.push([...values, score > 5 ? "yes" : "no"].join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** A project that trains on so many processors, and leaves word of the threads that its process started. */
const config = (processors: number): string => `import { appendFileSync } from "node:fs";
import { csv, defineProject } from "tandem-ml";
Object.defineProperty(globalThis.navigator, "hardwareConcurrency", { value: ${processors} });
process.on("worker", () => appendFileSync("threads.txt", "${processors} "));
export default defineProject({
  name: "threads",
  data: csv("rows.csv"),
  predict: "y",
  models: [{ trainer: "boosting", params: { numIterations: 5 } }],
});
`;

it("trains on several threads of a built package the model that one thread trains", async () => {
  const csv = madeCsv();
  const hashes: string[] = [];
  for (const processors of [1, 2]) {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "rows.csv"), csv);
    writeFileSync(join(folder, "threads.txt"), "");
    writeFileSync(join(folder, "tandem.config.ts"), config(processors));
    hashes.push((await tandemJson<RunDocument>(folder, "run")).package.hash);
    const started = readFileSync(join(folder, "threads.txt"), "utf8");
    if (processors === 1) expect(started).toBe("");
    else expect(started).toMatch(/^2 (2 )*$/);
  }
  expect(hashes[1]).toBe(hashes[0]);
});
