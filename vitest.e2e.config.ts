import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/slow-first.test-support.ts";

/** End-to-end tests: the built package, its command line, its pages in a real browser. */
export default defineConfig({
  test: {
    include: ["test/e2e/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // Ends what hangs: many times what any test takes, for a machine may give a test a small part of its time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
