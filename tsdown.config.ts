import { defineConfig } from "tsdown";

const common = { format: "esm", platform: "node", target: "node22.18", outDir: "dist", fixedExtension: false, sourcemap: false, logLevel: "warn" } as const;

export default defineConfig([
  { ...common, entry: { index: "src/index.ts", testing: "src/testing/index.ts", "cli/main": "src/cli/main.ts" }, dts: true, clean: true },
  // The runtime has no dependency: what it needs is bundled, and it runs in Node, browsers and at the edge.
  { ...common, platform: "neutral", entry: { runtime: "src/serve/runtime.ts" }, dts: true, clean: false, noExternal: [/^@noble\//], external: [/^node:/, /^@duckdb\//, /^kysely/], treeshake: { moduleSideEffects: false } },
]);
