import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csv, runProject } from "../../src/project/index.ts";

/** Projects that together use every kind of expression and task. */
const projects = {
  "boosting-binary": {
    predict: "hit",
    time: "day",
    models: [{ trainer: "boosting", params: { numLeaves: 3, numIterations: 4 } }],
  },
  "logistic-multiclass": { predict: "size", ignore: ["day"], models: ["logistic"] },
  "ridge-regression": { predict: "speed", models: ["ridge"] },
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

const version = process.argv[2];
if (!version) throw new Error("Give the release: npm run freeze -- 0.1.0");
await freeze(version);
