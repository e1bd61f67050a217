import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["tandem-development"] },
  ssr: { resolve: { conditions: ["tandem-development"] } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/e2e/**"],
    pool: "forks",
    maxWorkers: 2,
    // Ends what hangs: many times what any test takes, for a machine may give a test a small part of its time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
