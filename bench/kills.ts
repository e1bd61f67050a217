/**
 * Processes that register packages, promote, roll back and divide the traffic are killed at random points; the next one sends again
 * what was not acknowledged.
 *   npm run bench -- kills [kills]
 * Prints how many changes were acknowledged, and what was lost, doubled or seen half (500 kills unless told). Bar: none.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../src/base/index.ts";
import { killChanges } from "../src/project/store/kill-changes.test-support.ts";
import { bundleProcess } from "../test/faults/bundle.test-support.ts";

const killsByDefault = 500;

/** Runs the benchmark; false where a change was lost, doubled or seen half. */
export async function benchKills(kills = killsByDefault): Promise<boolean> {
  const seed = process.env["TANDEM_BENCH_SEED"] ?? "kills";
  const folder = await mkdtemp(join(tmpdir(), "bench-kills-"));
  const victim = await bundleProcess("src/project/store/fixtures/change-deployment.ts");
  const random = createRandom(seed);
  try {
    console.log(`registry, promotions, rollbacks and traffic, seed ${seed}`);
    const { acknowledged, sentAgain, madeBefore, violations } = await killChanges(folder, {
      kills,
      random: () => random.next(),
      child: victim.path,
      tell: (line) => console.log(`  ${line}`),
    });
    console.log(
      `${kills} kills: ${acknowledged} changes acknowledged; ${sentAgain} sent again, ${madeBefore} of which had been made wholly before their answer; ${violations.length} violations`,
    );
    for (const one of violations.slice(0, 50)) console.log(`VIOLATION ${one}`);
    return violations.length === 0;
  } finally {
    await victim.remove();
    await rm(folder, { recursive: true, force: true });
  }
}
