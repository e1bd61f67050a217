import { expect, it } from "vitest";
import { killAtRandomPoints } from "./kill-points.test-support.ts";

const points = 6;

it(
  `keeps its word when its process is killed at ${points} random moments, with requests sent again`,
  {
    timeout: 240_000,
  },
  async () => {
    const counts = await killAtRandomPoints(points, "suite");
    expect(counts.violations).toEqual([]);
    expect(counts).toMatchObject({ points });
    expect(counts.acknowledgedRows).toBeGreaterThan(100);
    expect(counts.acknowledgedLabels).toBeGreaterThan(5);
  },
);
