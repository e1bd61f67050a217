import { failInput, type Effects } from "../../base/index.ts";
import { changeOnce, type StoreTransaction } from "./change-once.ts";
import type { Store } from "./store.ts";

/** What an alias may be. */
export const aliases = ["champion", "challenger"] as const;
export type Alias = (typeof aliases)[number];

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
        : "It is where its first promotion put it: promote the version that you want.",
  });
}
