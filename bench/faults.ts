import { join } from "node:path";
import { build } from "tsdown";
import { killAtRandomPoints } from "../src/serve/log/kill-points.test-support.ts";

const root = join(import.meta.dirname, "..");

/** Kills a process at random moments and counts what was lost, doubled or half there; the bar is none. */
export async function benchFaults(points = 500): Promise<boolean> {
  const seed = process.env["TANDEM_BENCH_SEED"] ?? "faults";
  console.log(`prediction log and labels, seed ${seed}`);
  const tell = (line: string): void => console.log(`  ${line}`);
  const { violations, ...counts } = await killAtRandomPoints(points, seed, tell, await bundledChild());
  console.log(JSON.stringify(counts, undefined, 1));
  for (const violation of violations.slice(0, 50)) console.log(`VIOLATION ${violation}`);
  console.log(`${counts.points} kills, ${violations.length} violations`);
  return violations.length === 0;
}

/** The process in one file, which starts much sooner than hundreds of sources. */
async function bundledChild(): Promise<string> {
  const outDir = join(root, "dist/faults");
  await build({
    config: false,
    entry: { child: join(root, "src/serve/log/fixtures/record-until-killed.ts") },
    format: "esm",
    platform: "node",
    outDir,
    fixedExtension: false,
    dts: false,
    clean: false,
    logLevel: "error",
  });
  return join(outDir, "child.js");
}
