import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/slow-first.test-support.ts";

export default defineConfig({
  resolve: { conditions: ["tandem-development"] },
  ssr: { resolve: { conditions: ["tandem-development"] } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/e2e/**"],
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // Ends what hangs: many times what any test takes, for a machine may give a test a small part of its time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
