import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { failInput } from "../base/index.ts";
import { aliases, checkPackageSize, openStore, type RegisteredVersion } from "../project/index.ts";
import { loadPackage, type Predictor } from "../serve/index.ts";
import type { CliContext } from "./context.ts";
import { registeredVersions } from "./registered-versions.ts";

/** A package that was found, and what it is called. */
export interface FoundPackage {
  readonly predictor: Predictor;
  readonly path: string;
  readonly version: RegisteredVersion | null;
}

/**
 * Finds a package: by a file, a version number, an alias; by default the champion, or the newest version when there is
 * none. It is loaded and has proven itself.
 */
export async function findPackage(
  context: CliContext,
  folder: string | undefined,
  wanted: string | undefined,
): Promise<FoundPackage> {
  const file = wanted === undefined ? undefined : resolve(context.folder, wanted);
  if (file && (await stat(file).catch(() => undefined))?.isFile())
    return { predictor: await readPackageFile(file), path: file, version: null };
  const project = resolve(context.folder, folder ?? ".");
  const store = await openStore(project, context.effects);
  try {
    const versions = await registeredVersions(store, project);
    const found = chooseVersion(versions, wanted);
    if (!found)
      return failInput("T2412", `There is no package "${wanted}"`, {
        place: project,
        cure: `Give a file, a version (${versions.map(({ version }) => version).join(", ")}) or an alias (${aliases.join(", ")}).`,
      });
    const path = store.objects.pathOf(found.objectHash);
    return {
      predictor: loadPackage((await store.objects.get(found.objectHash)).toString("utf8"), path),
      path,
      version: found,
    };
  } finally {
    await store.close();
  }
}

function chooseVersion(
  versions: readonly RegisteredVersion[],
  wanted: string | undefined,
): RegisteredVersion | undefined {
  if (wanted === undefined)
    return versions.find((entry) => entry.aliases.includes("champion")) ?? versions[0];
  return versions.find((entry) => String(entry.version) === wanted || entry.aliases.includes(wanted));
}

/** Reads a package file of bounded size and lets it prove itself. */
export async function readPackageFile(path: string): Promise<Predictor> {
  checkPackageSize((await stat(path)).size, path);
  return loadPackage(await readFile(path, "utf8"), path);
}
