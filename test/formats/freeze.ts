import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quietEffects } from "../../src/base/index.ts";
import { csv, runProject } from "../../src/project/index.ts";
import { importLabels, openPredictionLog } from "../../src/serve/index.ts";
import { answeredRows, liveVersion, logRows } from "../../src/serve/log/log.test-support.ts";
import { maintainLog } from "../../src/serve/log/maintain-log.ts";

/** Projects that together use every kind of expression and task. */
const projects = {
  "boosting-binary": {
    predict: "hit",
    time: "day",
    models: [{ trainer: "boosting", params: { numLeaves: 3, numIterations: 4 } }],
  },
  "logistic-multiclass": { predict: "size", ignore: ["day"], models: ["logistic"] },
  "ridge-regression": { predict: "speed", models: ["ridge"] },
  "private-binary": { predict: "hit", time: "day", models: ["logistic"], private: ["size", "speed"] },
};

/**
 * Keeps what this release stores, for later releases to read: `npm run freeze -- 0.1.0` writes the folder of that
 * release. Do it once per release, and never change what an earlier one wrote.
 */
async function freeze(version: string): Promise<void> {
  const target = join(import.meta.dirname, version);
  await mkdir(target, { recursive: true });
  for (const [name, spec] of Object.entries(projects)) {
    const folder = await mkdtemp(join(tmpdir(), "tandem-freeze-"));
    try {
      await cp(join(import.meta.dirname, "strikes.csv"), join(folder, "strikes.csv"));
      const { record, packagePath } = await runProject(
        { name, data: csv("strikes.csv"), ...spec },
        {
          folder,
          place: "freeze.ts",
          effects: {
            now: () => Date.UTC(2026, 0, 31),
            progress: () => {},
            signal: new AbortController().signal,
          },
          versions: { tandem: version, node: process.versions.node },
          user: "release",
        },
      );
      await writeFile(join(target, `${name}.tandem.json`), await readFile(packagePath));
      await writeFile(join(target, `${name}.run.json`), `${JSON.stringify(record, null, 1)}\n`);
      await writeFile(join(target, `${name}.snapshot.json`), `${JSON.stringify(record.snapshot, null, 1)}\n`);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}

/**
 * A prediction log as a killed process leaves it: a segment of rows and one of labels, rows and labels in a write-ahead file, and
 * labels that were handed over; beside it what is to be read from it.
 */
async function freezePredictionLog(release: string): Promise<void> {
  const folder = join(import.meta.dirname, release, "prediction-log");
  let time = Date.UTC(2026, 0, 31);
  const now = (): number => (time += 1000);
  const champion = liveVersion("boosting-binary", "1", "champion");
  const challenger = liveVersion("ridge-regression", "2", "challenger");
  const first = await openPredictionLog(folder, now);
  await first.record(answeredRows(champion, "first", [{}, { speed: null }, { size: "größer" }], time));
  await first.addLabels([{ request: "first", row: 1, label: true, knownAt: "2026-01-30" }], "one");
  await first.close();
  await maintainLog({ folder, openFrom: Number.POSITIVE_INFINITY, now: now() });
  const second = await openPredictionLog(folder, now, { maintenance: "here" });
  await second.record(answeredRows(challenger, "second", [{}, {}], time));
  await second.record(answeredRows(champion, "first", [{}], time));
  await second.addLabels([{ entity: { size: "größer" }, label: 2.5 }], "two");
  await second.close();
  const labels = join(folder, "../labels.csv");
  await writeFile(labels, "request,row,label\nsecond,1,late\nnobody,0,late\n");
  await importLabels(folder, labels, {}, quietEffects(now));
  await rm(labels);
  for (const lock of ["owner.lock", "maintenance.lock"]) await rm(join(folder, lock));
  await writeFile(`${folder}.rows.json`, `${JSON.stringify(await logRows(folder), null, 1)}\n`);
}

const version = process.argv[2];
if (!version) throw new Error("Give the release: npm run freeze -- 0.1.0");
await freeze(version);
await freezePredictionLog(version);
