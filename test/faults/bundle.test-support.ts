import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "tsdown";

const root = join(import.meta.dirname, "../..");

/**
 * A process in one file, which starts much sooner than hundreds of sources; `remove` takes the file away. `threads` are what its threads run,
 * by the name of their file.
 */
export async function bundleProcess(
  source: string,
  threads: Readonly<Record<string, string>> = {},
): Promise<{ path: string; remove: () => Promise<void> }> {
  // Within the project, so that packages are found from there.
  const place = join(import.meta.dirname, ".tandem");
  await mkdir(place, { recursive: true });
  const outDir = await mkdtemp(join(place, "bundle-"));
  await build({
    config: false,
    entry: {
      process: join(root, source),
      ...Object.fromEntries(Object.entries(threads).map(([name, path]) => [name, join(root, path)])),
    },
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
