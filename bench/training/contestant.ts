/**
 * Tandem as a contestant: `contestant.ts FOLDER,… THREADS SEED TREES` learns from the table in each folder and writes what it predicts
 * for the held-out rows to `tandem.f64` there. Prints the seconds for bins and trees, and the peak of memory over the loaded data. The second folder
 * has the next seed, and so on.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quietEffects } from "../../src/base/index.ts";
import { compileTable } from "../../src/compile/index.ts";
import { createProgram } from "../../src/ir/index.ts";
import { boosting, type Fitted } from "../../src/model/index.ts";
import { readMeta, readNumbers, readTrainingSet } from "./table.ts";

const [folders, threads, firstSeed, trees] = process.argv.slice(2);
if (!folders) throw new Error("Give the folder of a table.");

const kilobytes = (name: string): number =>
  Number(
    new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? Number.NaN,
  );

/** Learns from the table in a folder, and predicts. */
async function take(from: string, seed: number): Promise<void> {
  const set = readTrainingSet(from);
  globalThis.gc?.();
  writeFileSync("/proc/self/clear_refs", "5");
  const before = kilobytes("VmRSS");
  const begin = performance.now();
  const params = boosting.normalize({ numIterations: Number(trees ?? 100) }, "bench", []);
  const fitted = await boosting.train(set, undefined, params, {
    seed,
    effects: quietEffects(),
    threads: Number(threads ?? 2),
  });
  const seconds = (performance.now() - begin) / 1000;
  const megabytes = (kilobytes("VmHWM") - before) / 1024;
  writeFileSync(join(from, "tandem.f64"), predict(fitted, from));
  console.log(JSON.stringify({ seconds, megabytes }));
}

/** The predictions for the held-out rows, row after row. */
function predict({ outputs }: Fitted, from: string): Float64Array {
  const meta = readMeta(from);
  const rowCount = meta.rowCount - meta.trainCount;
  const fields = meta.columns.map(({ name, kind }) => ({
    name,
    type: kind === "number" ? ("Float" as const) : ("Int" as const),
    nullable: true,
  }));
  const columns = new Map(
    fields.map(({ name, type }, at) => {
      const values = readNumbers(join(from, `column-${at}.f64`)).slice(meta.trainCount);
      return [name, { kind: "numbers" as const, type, values }];
    }),
  );
  const named = Object.fromEntries(outputs.map((output, at) => [`p${at}`, output]));
  const answer = compileTable(createProgram({ input: { fields }, outputs: named }))({
    schema: { fields },
    rowCount,
    columns,
  });
  const predicted = new Float64Array(rowCount * outputs.length);
  for (const at of outputs.keys()) {
    const vector = answer.columns.get(`p${at}`);
    if (vector?.kind !== "numbers") throw new Error("The model does not answer with numbers.");
    for (let row = 0; row < rowCount; row++) predicted[row * outputs.length + at] = vector.values[row]!;
  }
  return predicted;
}

for (const [at, folder] of folders.split(",").entries()) await take(folder, Number(firstSeed ?? 1) + at);
