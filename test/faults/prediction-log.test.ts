import { afterAll, beforeAll, expect, it } from "vitest";
import { killAtRandomPoints } from "../../src/serve/log/kill-points.test-support.ts";
import { bundleLogWriter } from "./bundle.test-support.ts";

const points = 12;

let victim: Awaited<ReturnType<typeof bundleLogWriter>>;
beforeAll(async () => {
  victim = await bundleLogWriter();
});
afterAll(() => victim.remove());

it(
  `loses, doubles and halves nothing when the log's process is killed at ${points} random moments`,
  {
    timeout: 240_000,
  },
  async () => {
    const counts = await killAtRandomPoints(points, "suite", () => {}, victim.path);
    expect(counts.violations).toEqual([]);
    expect(counts).toMatchObject({ points });
    expect(counts.acknowledgedRows).toBeGreaterThan(100);
    expect(counts.acknowledgedLabels).toBeGreaterThan(5);
  },
);
