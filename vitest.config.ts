import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["tandem-development"] },
  ssr: { resolve: { conditions: ["tandem-development"] } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/e2e/**"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
