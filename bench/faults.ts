import { killAtRandomPoints } from "../src/serve/log/kill-points.test-support.ts";
import { bundleLogWriter } from "../test/faults/bundle.test-support.ts";

/** Kills a process at random moments and counts what was lost, doubled or half there; the bar is none. */
export async function benchFaults(points = 500): Promise<boolean> {
  const seed = process.env["TANDEM_BENCH_SEED"] ?? "faults";
  console.log(`prediction log and labels, seed ${seed}`);
  const tell = (line: string): void => console.log(`  ${line}`);
  const victim = await bundleLogWriter();
  try {
    const { violations, ...counts } = await killAtRandomPoints(points, seed, tell, victim.path);
    console.log(JSON.stringify(counts, undefined, 1));
    console.log(`${counts.points} kills, ${violations.length} violations`);
    return violations.length === 0;
  } finally {
    await victim.remove();
  }
}
