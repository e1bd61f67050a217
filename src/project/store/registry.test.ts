import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { promote, rollback } from "./move-alias.ts";
import { findAlias, listVersions, registerPackage } from "./registry.ts";
import { openStore, type Store } from "./store.ts";

const effects = { now: () => 1_700_000_000_000 };
let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-registry-"));
  store = await openStore(folder, effects);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const entry = (packageHash: string) => ({
  name: "strikes",
  packageHash,
  objectHash: `object-${packageHash}`,
  runId: "run",
});

describe("the registry", () => {
  it("counts versions from 1 and gives a known package the version it has", async () => {
    expect(await registerPackage(store, entry("a"), effects)).toBe(1);
    expect(await registerPackage(store, entry("b"), effects)).toBe(2);
    expect(await registerPackage(store, entry("a"), effects)).toBe(1);
    expect((await listVersions(store)).map(({ version }) => version)).toEqual([2, 1]);
  });

  it("moves an alias, and back", async () => {
    expect(await promote(store, "strikes", 1, "champion", effects)).toEqual({ from: null, to: 1 });
    expect(await promote(store, "strikes", 2, "champion", effects)).toEqual({ from: 1, to: 2 });
    expect(await rollback(store, "strikes", "champion", effects)).toEqual({ from: 2, to: 1 });
    expect((await findAlias(store, "strikes", "champion"))?.version).toBe(1);
    await expect(rollback(store, "strikes", "champion", effects)).rejects.toThrow(
      /T2024.*nothing to go back to/,
    );
  });

  it("names the versions that there are", async () => {
    await expect(promote(store, "strikes", 7, "challenger", effects)).rejects.toThrow(
      /T2023 There is no version 7 of "strikes".*Versions: 2, 1/,
    );
  });

  it("loses nothing when two processes register at the same time", async () => {
    const script = (from: number): string => `
      import { openStore } from ${JSON.stringify(new URL("./store.ts", import.meta.url).href)};
      import { registerPackage } from ${JSON.stringify(new URL("./registry.ts", import.meta.url).href)};
      const store = await openStore(${JSON.stringify(folder)}, { now: () => 1 });
      const versions = [];
      for (let at = 0; at < 25; at++) versions.push(await registerPackage(store, { name: "strikes", packageHash: \`p\${${from} + at}\`, objectHash: "o", runId: "r" }, { now: () => 1 }));
      await store.close();
      console.log(JSON.stringify(versions));`;
    const run = (from: number) =>
      promisify(execFile)(process.execPath, ["--input-type=module", "-e", script(from)]);
    const answers = await Promise.all([run(0), run(100)]);
    const versions = answers.flatMap(({ stdout }) => JSON.parse(stdout) as number[]);
    expect(versions.toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 3),
    );
  });
});
