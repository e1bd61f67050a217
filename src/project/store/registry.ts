import { failInput, type Effects } from "../../base/index.ts";
import { parsePackage } from "../package-file.ts";
import type { ModelPackage } from "../model-package.ts";
import { changeOnce, type StoreTransaction } from "./change-once.ts";
import type { Store } from "./store.ts";

/** What an alias may be. */
export const aliases = ["champion", "challenger"] as const;
export type Alias = (typeof aliases)[number];

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

/** An alias was moved. */
export interface AliasMove {
  readonly from: number | null;
  readonly to: number;
}

/**
 * Points an alias at a version, in one transaction, and remembers where it pointed before. Asked again with the same `request`
 * it answers as the first time and changes nothing. Fails with T2023 where there is no such version.
 */
export const promote = (
  store: Store,
  name: string,
  version: number,
  alias: Alias,
  effects: Pick<Effects, "now">,
  request?: string,
): Promise<AliasMove> =>
  changeOnce(store, { name, request, asked: { kind: "promote", alias, version } }, effects, (transaction) =>
    moveAlias(transaction, name, version, alias, effects),
  );

async function moveAlias(
  transaction: StoreTransaction,
  name: string,
  version: number,
  alias: Alias,
  effects: Pick<Effects, "now">,
): Promise<AliasMove> {
  const known = await transaction
    .selectFrom("version")
    .select("version")
    .where("name", "=", name)
    .orderBy("version", "desc")
    .execute();
  if (!known.some((entry) => entry.version === version))
    failInput("T2023", `There is no version ${version} of "${name}"`, {
      cure:
        known.length === 0
          ? "Run `tandem run` first."
          : `Versions: ${known.map((entry) => entry.version).join(", ")}.`,
    });
  const before = await transaction
    .selectFrom("alias")
    .select("version")
    .where("name", "=", name)
    .where("alias", "=", alias)
    .executeTakeFirst();
  await transaction
    .insertInto("alias")
    .values({ name, alias, version })
    .onConflict((conflict) => conflict.columns(["name", "alias"]).doUpdateSet({ version }))
    .execute();
  await transaction
    .insertInto("aliasMove")
    .values({
      name,
      alias,
      fromVersion: before?.version ?? null,
      toVersion: version,
      movedAt: effects.now(),
    })
    .execute();
  return { from: before?.version ?? null, to: version };
}

/**
 * Points an alias back at where it pointed before its last move forward, in one transaction; the same `request` again changes
 * nothing. Fails with T2024 when there is no such place.
 */
export const rollback = (
  store: Store,
  name: string,
  alias: Alias,
  effects: Pick<Effects, "now">,
  request?: string,
): Promise<{ readonly from: number; readonly to: number }> =>
  changeOnce(store, { name, request, asked: { kind: "rollback", alias } }, effects, async (transaction) => {
    const { from, to } = await lastMove(transaction, name, alias);
    await moveAlias(transaction, name, to, alias, effects);
    return { from, to };
  });

async function lastMove(
  transaction: StoreTransaction,
  name: string,
  alias: Alias,
): Promise<{ readonly from: number; readonly to: number }> {
  const moves = await transaction
    .selectFrom("aliasMove")
    .select(["fromVersion", "toVersion"])
    .where("name", "=", name)
    .where("alias", "=", alias)
    .orderBy("id")
    .execute();
  const trail: number[] = [];
  for (const move of moves) {
    if (trail.at(-2) === move.toVersion) trail.pop();
    else trail.push(move.toVersion);
  }
  const [to, from] = trail.slice(-2);
  if (to !== undefined && from !== undefined) return { from, to };
  return failInput("T2024", `The ${alias} of "${name}" has nothing to go back to`, {
    cure:
      moves.length === 0
        ? `Promote a version first: \`tandem promote 1 --alias ${alias}\`.`
        : "It was promoted only once.",
  });
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
