import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { killChanges } from "./kill-changes.test-support.ts";
import { promote } from "./move-alias.ts";
import { registerPackage } from "./registry.ts";
import { openStore, type Store } from "./store.ts";

const effects = { now: () => 1 };
let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-deployment-"));
  store = await openStore(folder, effects);
  for (const packageHash of ["a", "b", "c", "d", "e"])
    await registerPackage(
      store,
      { name: "numbers", packageHash, objectHash: packageHash, runId: "r" },
      effects,
    );
  for (const version of [1, 2]) await promote(store, "numbers", version, "champion", effects);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe("changes of what is served", () => {
  it("are wholly there or not at all when their process is killed, and never lost once acknowledged", async () => {
    const random = createRandom(11);
    const killed = await killChanges(store, folder, 20, () => random.next());
    expect(killed).toMatchObject({ kills: 20, lost: 0, half: [] });
    expect(killed.acknowledged).toBeGreaterThanOrEqual(20);
  }, 240_000);
});
