import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "tsdown";

const root = join(import.meta.dirname, "../..");

/** A process in one file, which starts much sooner than hundreds of sources; `remove` takes the file away. */
export async function bundleProcess(source: string): Promise<{ path: string; remove: () => Promise<void> }> {
  // Within the project, so that packages are found from there.
  const place = join(import.meta.dirname, ".tandem");
  await mkdir(place, { recursive: true });
  const outDir = await mkdtemp(join(place, "bundle-"));
  await build({
    config: false,
    entry: { process: join(root, source) },
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
