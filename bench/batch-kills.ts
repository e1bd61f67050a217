/**
 * Scorings of files and tables (what `tandem predict` does) are killed at random moments, and the same command is given again until each
 * is done.
 *   npm run bench -- batch-kills [kills]
 * Prints for each kind of input and output how often it was killed, and what of the outputs was not that of an undisturbed scoring (500
 * kills unless told). Tables of PostgreSQL take part where a server is installed. Bar: nothing.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../src/base/index.ts";
import { hasPostgres, startPostgres } from "../src/data/database/postgres/server.test-support.ts";
import { fileCases, tableCases, writeModel } from "../test/faults/batch-cases.test-support.ts";
import { bundleProcess } from "../test/faults/bundle.test-support.ts";
import { killBatches } from "../test/faults/kill-batches.test-support.ts";

const killsByDefault = 500;
const rowCount = 3000;

/** Runs the benchmark; false where an output was not whole, or not the same. */
export async function benchBatchKills(kills = killsByDefault): Promise<boolean> {
  const seed = process.env["TANDEM_BENCH_SEED"] ?? "batch";
  const only = process.env["TANDEM_BENCH_CASES"];
  const folder = await mkdtemp(join(tmpdir(), "bench-batch-kills-"));
  await mkdir(join(folder, "temporary"));
  const victim = await bundleProcess("src/serve/fixtures/score-until-killed.ts", {
    "part-worker": "src/serve/batch/part-worker.ts",
  });
  const server = hasPostgres ? await startPostgres() : undefined;
  if (!server) console.log("PostgreSQL is not installed: its tables are left out");
  try {
    const all = [...(await fileCases(folder, rowCount)), ...(await tableCases(folder, rowCount, server))];
    const model = await writeModel(folder);
    const cases = all.filter(({ name }) => only === undefined || name.includes(only));
    const random = createRandom(seed);
    const violations: string[] = [];
    let count = 0;
    for (const [at, one] of cases.entries()) {
      const found = await killBatches(one, {
        kills: Math.ceil((kills - count) / (cases.length - at)),
        random: () => random.next(),
        child: victim.path,
        folder,
        model,
        ...(server ? { environment: { PGPASSWORD: server.password } } : {}),
      });
      count += found.kills;
      violations.push(...found.violations.map((violation) => `${one.name}: ${violation}`));
      console.log(
        `  ${one.name}: ${found.kills} kills of ${found.finished} scorings of ${found.rows.toLocaleString("en")} rows and ${found.rejected} rejected ones, ${found.resumed} went on from parts; ${found.violations.length} violations`,
      );
    }
    console.log(`${count} kills, seed ${seed}: ${violations.length} violations`);
    for (const violation of violations.slice(0, 50)) console.log(`VIOLATION ${violation}`);
    return violations.length === 0;
  } finally {
    await server?.stop();
    await victim.remove();
    await rm(folder, { recursive: true, force: true });
  }
}
