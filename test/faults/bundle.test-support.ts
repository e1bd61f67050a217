import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "tsdown";

const root = join(import.meta.dirname, "../..");

/**
 * A process in few files, which starts much sooner than hundreds of sources, and beside it others that it starts, by the names that they have in
 * the package; `remove` takes them away.
 */
export async function bundleProcess(
  source: string,
  beside: Readonly<Record<string, string>> = {},
): Promise<{ path: string; remove: () => Promise<void> }> {
  // Within the project, so that packages are found from there.
  const place = join(import.meta.dirname, ".tandem");
  await mkdir(place, { recursive: true });
  const outDir = await mkdtemp(join(place, "bundle-"));
  await build({
    config: false,
    entry: Object.fromEntries(
      Object.entries({ ...beside, process: source }).map(([name, file]) => [name, join(root, file)]),
    ),
    format: "esm",
    platform: "node",
    outDir,
    fixedExtension: false,
    dts: false,
    clean: false,
    logLevel: "error",
  });
  return {
    path: join(outDir, "process.js"),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}

/** A process that writes a prediction log until it is killed, and its maintenance. */
export const bundleLogWriter = (): ReturnType<typeof bundleProcess> =>
  bundleProcess("src/serve/log/fixtures/record-until-killed.ts", {
    "log-maintenance": "src/serve/log/maintenance-process.ts",
  });
