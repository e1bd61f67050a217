import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { failInput } from "../base/index.ts";

/** Names a project's config may have, in the order they are looked for. */
const configNames = ["tandem.config.ts", "tandem.config.js", "tandem.config.mjs"] as const;

/** A loaded config: the untrusted spec, the file it came from, the project's folder. */
export interface LoadedConfig {
  readonly spec: unknown;
  readonly path: string;
  readonly folder: string;
}

/**
 * Loads a project's config from a folder or a file. The config is the user's own code and is run.
 * `resolveLibrary` says where the library itself is, for folders that have not installed it.
 */
export async function loadConfig(
  place: string,
  resolveLibrary: (specifier: string) => string | undefined,
): Promise<LoadedConfig> {
  const path = await findConfig(resolve(place));
  await resolveLibraryFor(resolveLibrary);
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
  } catch (error) {
    return failInput(
      "T2030",
      `The config cannot be run: ${error instanceof Error ? error.message : String(error)}`,
      { place: path, cure: "Mend the file; `npx tsc --noEmit` shows mistakes with their lines." },
      { cause: error },
    );
  }
  const exported = module.default;
  if (exported instanceof Promise) {
    // What it rejects with has no one else to go to.
    exported.catch(() => {});
    failInput("T2035", "The config exports a promise, not a project", {
      place: path,
      value: "default",
      cure: "Write `export default await …`.",
    });
  }
  return { spec: exported, path, folder: dirname(path) };
}

async function findConfig(place: string): Promise<string> {
  const kind = await stat(place).catch(() => undefined);
  if (!kind)
    return failInput("T2031", "There is no such file or folder", {
      place,
      cure: "Give the folder of a project, or make one with `tandem init data.csv`.",
    });
  if (kind.isFile()) {
    if (/\.(ts|mts|js|mjs)$/.test(place)) return place;
    return failInput("T2033", `"${basename(place)}" is no project`, {
      place,
      cure: `To start a project from it: \`tandem init ${basename(place)}\`.`,
    });
  }
  const names = await readdir(place);
  const name = configNames.find((known) => names.includes(known));
  return name
    ? join(place, name)
    : failInput("T2032", "The folder has no tandem.config.ts", {
        place,
        cure: "Make one with `tandem init data.csv`, or give another folder.",
      });
}

let isHooked = false;

/** Lets `import … from "tandem-ml"` in a config find the running library where the folder has none installed. */
async function resolveLibraryFor(resolveLibrary: (specifier: string) => string | undefined): Promise<void> {
  if (isHooked) return;
  isHooked = true;
  const { registerHooks } = await import("node:module");
  registerHooks({
    resolve: (specifier, context, next) => {
      const own = resolveLibrary(specifier);
      return own ? { url: own, shortCircuit: true } : next(specifier, context);
    },
  });
}
