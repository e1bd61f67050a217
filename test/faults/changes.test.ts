import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createRandom } from "../../src/base/index.ts";
import { killChanges } from "../../src/project/store/kill-changes.test-support.ts";
import { bundleProcess } from "./bundle.test-support.ts";

const kills = 25;

let folder: string;
let victim: Awaited<ReturnType<typeof bundleProcess>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-changes-"));
  victim = await bundleProcess("src/project/store/fixtures/change-deployment.ts");
});
afterAll(async () => {
  await victim.remove();
  await rm(folder, { recursive: true, force: true });
});

it(
  `loses, doubles and halves no change of what is served when its process is killed at ${kills} random moments`,
  { timeout: 240_000 },
  async () => {
    const random = createRandom(11);
    const killed = await killChanges(folder, { kills, random: () => random.next(), child: victim.path });
    expect(killed.violations).toEqual([]);
    expect(killed).toMatchObject({ kills });
    expect(killed.acknowledged).toBeGreaterThan(2 * kills);
    expect(killed.sentAgain).toBeGreaterThan(0);
  },
);
