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
  return findRegistered(context, folder, (versions) => chooseVersion(versions, wanted), wanted);
}

/**
 * Finds a package by a file, or by `name`, `name@version` or `name@alias` in the project's registry; a name alone is the
 * champion, or the newest version when there is none. It is loaded and has proven itself.
 */
export async function findNamedPackage(
  context: CliContext,
  folder: string | undefined,
  wanted: string,
): Promise<FoundPackage> {
  const file = resolve(context.folder, wanted);
  if ((await stat(file).catch(() => undefined))?.isFile())
    return { predictor: await readPackageFile(file), path: file, version: null };
  // A name may have an @ itself; a version or an alias has none.
  const at = wanted.lastIndexOf("@");
  const parts = at > 0 ? [wanted.slice(0, at), wanted.slice(at + 1)] : [];
  const choose = (versions: readonly RegisteredVersion[]): RegisteredVersion | undefined =>
    chooseVersion(
      versions.filter(({ name }) => name === wanted),
      undefined,
    ) ??
    chooseVersion(
      versions.filter(({ name }) => name === parts[0]),
      parts[1],
    );
  return findRegistered(context, folder, choose, wanted);
}

async function findRegistered(
  context: CliContext,
  folder: string | undefined,
  choose: (versions: readonly RegisteredVersion[]) => RegisteredVersion | undefined,
  wanted: string | undefined,
): Promise<FoundPackage> {
  const project = resolve(context.folder, folder ?? ".");
  const store = await openStore(project, context.effects);
  try {
    const versions = await registeredVersions(store, project);
    const found = choose(versions);
    if (!found)
      return failInput("T2412", `There is no package "${wanted}"`, {
        place: project,
        cure: `Give a file, a version (${versions.map(({ version }) => version).join(", ")}) or an alias (${aliases.join(", ")}) of ${versions[0].name}.`,
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
