import { defineConfig } from "vitest/config";

/** End-to-end tests: the built package, its command line, its pages in a real browser. */
export default defineConfig({
  test: { include: ["test/e2e/**/*.test.ts"], pool: "forks", testTimeout: 180_000, hookTimeout: 180_000, maxWorkers: 2 },
});
