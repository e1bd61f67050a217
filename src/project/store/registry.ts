import type { Effects } from "../../base/index.ts";
import { parsePackage } from "../package-file.ts";
import type { ModelPackage } from "../model-package.ts";
import type { Alias } from "./move-alias.ts";
import type { Store } from "./store.ts";

/** A version of a registered package. */
export interface RegisteredVersion {
  readonly name: string;
  readonly version: number;
  /** The package's own hash: what the model is. */
  readonly packageHash: string;
  /** Where its file is in the object store. */
  readonly objectHash: string;
  readonly runId: string;
  readonly createdAt: number;
  readonly aliases: readonly string[];
}

/**
 * Registers a package under the next version of its name. The same package again gives the version it has, which then
 * points at the file that is given.
 */
export async function registerPackage(
  store: Store,
  entry: {
    readonly name: string;
    readonly packageHash: string;
    readonly objectHash: string;
    readonly runId: string;
  },
  effects: Pick<Effects, "now">,
): Promise<number> {
  return store.database.transaction().execute(async (transaction) => {
    const known = await transaction
      .selectFrom("version")
      .select("version")
      .where("name", "=", entry.name)
      .where("packageHash", "=", entry.packageHash)
      .executeTakeFirst();
    if (known) {
      await transaction
        .updateTable("version")
        .set({ objectHash: entry.objectHash })
        .where("name", "=", entry.name)
        .where("version", "=", known.version)
        .execute();
      return known.version;
    }
    const last = await transaction
      .selectFrom("version")
      .select((select) => select.fn.max("version").as("version"))
      .where("name", "=", entry.name)
      .executeTakeFirst();
    const version = (last?.version ?? 0) + 1;
    await transaction
      .insertInto("version")
      .values({ ...entry, version, createdAt: effects.now() })
      .execute();
    return version;
  });
}

/** The file of a package that is registered already and whose bytes are still there, or undefined. */
export async function findRegisteredObject(
  store: Store,
  name: string,
  packageHash: string,
): Promise<string | undefined> {
  const known = (await listVersions(store)).find(
    (entry) => entry.name === name && entry.packageHash === packageHash,
  );
  return known && (await store.objects.holds(known.objectHash)) ? known.objectHash : undefined;
}

/** All versions of all names, the newest first. */
export async function listVersions(store: Store): Promise<RegisteredVersion[]> {
  const [versions, pointers] = await Promise.all([
    store.database.selectFrom("version").selectAll().orderBy("name").orderBy("version", "desc").execute(),
    store.database.selectFrom("alias").selectAll().orderBy("alias").execute(),
  ]);
  return versions.map((entry) => ({
    ...entry,
    aliases: pointers
      .filter((pointer) => pointer.name === entry.name && pointer.version === entry.version)
      .map(({ alias }) => alias),
  }));
}

/** The version an alias points at, or undefined. */
export async function findAlias(
  store: Store,
  name: string,
  alias: Alias,
): Promise<RegisteredVersion | undefined> {
  return (await listVersions(store)).find((entry) => entry.name === name && entry.aliases.includes(alias));
}

/** Loads a registered package and checks its bytes and its hash. */
export async function loadRegistered(store: Store, objectHash: string): Promise<ModelPackage> {
  const bytes = await store.objects.get(objectHash);
  return parsePackage(bytes.toString("utf8"), store.objects.pathOf(objectHash));
}
