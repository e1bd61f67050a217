/**
 * Our side of `bench/batch.ts` in a process that is up: scores a file for each line `parquet|csv THREADS` with the built library, and answers
 * with the processor and wall seconds.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const library = new URL("../dist/index.js", import.meta.url).href;
const { loadPackage, scoreFile } = (await import(library)) as typeof import("../src/index.ts");
const folder = process.argv[2]!;
const model = loadPackage(readFileSync(join(folder, "trees.tandem.json"), "utf8"));
const effects = { now: Date.now, progress: () => {}, signal: new AbortController().signal };

process.stdout.write("ready\n");
for await (const line of createInterface(process.stdin)) {
  const [kind, threads] = line.split(" ");
  const [before, begin] = [process.cpuUsage(), performance.now()];
  await scoreFile(
    model,
    join(folder, `rows.${kind}`),
    join(folder, `ours.${kind}`),
    effects,
    {},
    { threads: Number(threads) },
  );
  const { user, system } = process.cpuUsage(before);
  const told = { processor: (user + system) / 1e6, wall: (performance.now() - begin) / 1000 };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
