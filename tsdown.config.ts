import { defineConfig, type UserConfig } from "tsdown";

const common: UserConfig = {
  format: "esm",
  platform: "node",
  target: "node22.18",
  outDir: "dist",
  fixedExtension: false,
  sourcemap: false,
  dts: false,
  clean: false,
  // Warnings would be that TypeScript 7 is new and that types take most of the time; mistakes are errors.
  logLevel: "error",
  inputOptions: { checks: { bundlerTimings: false } },
};
const index = "src/index.ts";
const testing = "src/testing/index.ts";
const runtime = "src/serve/runtime.ts";
const stats = "src/stats/public.ts";
// What a thread runs that scores parts of a file.
const partWorker = "src/serve/batch/part-worker.ts";
// What a process runs that writes segments of the prediction log.
const logMaintenance = "src/serve/log/maintenance-process.ts";

export default defineConfig([
  {
    ...common,
    entry: {
      index,
      testing,
      "cli/main": "src/cli/main.ts",
      "part-worker": partWorker,
      "log-maintenance": logMaintenance,
    },
    clean: true,
  },
  // The runtime and the statistics have no dependency: what they need is bundled, each into one file, and they run in Node, browsers
  // and at the edge.
  ...[{ runtime }, { stats }].map((entry) => ({
    ...common,
    platform: "neutral" as const,
    entry,
    noExternal: [/^@noble\//],
    external: [/^node:/, /^@duckdb\//, /^kysely/],
    treeshake: { moduleSideEffects: false },
  })),
  // The types of the four doors, in one go.
  { ...common, entry: { index, testing, runtime, stats }, dts: { emitDtsOnly: true } },
]);
