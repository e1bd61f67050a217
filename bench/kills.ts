/**
 * Processes that promote, roll back and divide the traffic are killed at random points.
 *   npm run bench -- kills [kills]
 * Prints how many changes were acknowledged, lost or seen half. Bar: none lost, none half (100 kills unless told).
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../src/base/index.ts";
import { openStore, promote, registerPackage } from "../src/project/index.ts";
import { killChanges } from "../src/project/store/kill-changes.test-support.ts";

const killsByDefault = 100;
const effects = { now: () => 1 };

/** Runs the benchmark; false where a change was lost or seen half. */
export async function benchKills(kills = killsByDefault): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "bench-kills-"));
  const store = await openStore(folder, effects);
  try {
    for (const packageHash of ["a", "b", "c", "d", "e"])
      await registerPackage(
        store,
        { name: "numbers", packageHash, objectHash: packageHash, runId: "r" },
        effects,
      );
    for (const version of [1, 2]) await promote(store, "numbers", version, "champion", effects);
    const random = createRandom("kills");
    const { acknowledged, lost, unacknowledged, half } = await killChanges(store, folder, kills, () =>
      random.next(),
    );
    console.log(
      `${kills} kills: ${acknowledged} changes acknowledged, ${lost} of them lost, ${unacknowledged} wholly there without an acknowledgement, ${half.length} seen half`,
    );
    for (const one of half) console.log(`  ${one}`);
    return lost === 0 && half.length === 0;
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
