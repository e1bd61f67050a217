import { failInput, type Effects } from "../../base/index.ts";
import { changeOnce, type StoreTransaction } from "./change-once.ts";
import type { RegisteredVersion } from "./registry.ts";
import type { Store } from "./store.ts";
import { championTraffic, inOrder, type Traffic } from "./traffic.ts";

/** What the registry says that a server should answer with, all of one moment. */
export interface Deployment {
  readonly name: string;
  readonly versions: readonly RegisteredVersion[];
  readonly traffic: Traffic;
  /** True where somebody has divided the traffic; otherwise it is all the champion's, or the newest version's where there is none. */
  readonly isDivided: boolean;
}

/** Reads a name's versions, aliases and traffic in one transaction, so that no change is seen half. */
export const readDeployment = (store: Store, name: string): Promise<Deployment> =>
  store.database.transaction().execute(async (transaction) => {
    const versions = await transaction
      .selectFrom("version")
      .selectAll()
      .where("name", "=", name)
      .orderBy("version", "desc")
      .execute();
    const pointers = await transaction
      .selectFrom("alias")
      .selectAll()
      .where("name", "=", name)
      .orderBy("alias")
      .execute();
    const divided = await readTraffic(transaction, name);
    const aliasesOf = (version: number): string[] =>
      pointers.filter((pointer) => pointer.version === version).map(({ alias }) => alias);
    const [newest] = versions;
    const hasChampion = pointers.some(({ alias }) => alias === "champion");
    const undivided: Traffic =
      hasChampion || !newest
        ? championTraffic
        : { seed: 0, shares: [{ arm: String(newest.version), share: 1 }] };
    return {
      name,
      versions: versions.map((entry) => ({ ...entry, aliases: aliasesOf(entry.version) })),
      traffic: divided ?? undivided,
      isDivided: divided !== undefined,
    };
  });

async function readTraffic(transaction: StoreTransaction, name: string): Promise<Traffic | undefined> {
  const traffic = await transaction
    .selectFrom("traffic")
    .select("seed")
    .where("name", "=", name)
    .executeTakeFirst();
  if (!traffic) return undefined;
  const shares = await transaction
    .selectFrom("trafficShare")
    .select(["arm", "share"])
    .where("name", "=", name)
    .execute();
  return { seed: traffic.seed, shares: inOrder(shares) };
}

/** The registered version that an arm stands for, or undefined. */
export const versionOfArm = (
  versions: readonly RegisteredVersion[],
  arm: string,
): RegisteredVersion | undefined =>
  versions.find((entry) => entry.aliases.includes(arm) || String(entry.version) === arm);

/**
 * Divides the traffic of a name anew, in one transaction; the same `request` again changes nothing. Fails with T2343 where an
 * arm stands for no version.
 */
export const divideTraffic = (
  store: Store,
  name: string,
  traffic: Traffic,
  effects: Pick<Effects, "now">,
  request?: string,
): Promise<{ readonly from: Traffic | null; readonly to: Traffic }> =>
  changeOnce(
    store,
    { name, request, asked: { kind: "traffic", ...traffic } },
    effects,
    async (transaction) => {
      await checkArms(transaction, name, traffic);
      const from = (await readTraffic(transaction, name)) ?? null;
      const { seed, shares } = traffic;
      const changedAt = effects.now();
      await transaction
        .insertInto("traffic")
        .values({ name, seed, changedAt })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ seed, changedAt }))
        .execute();
      await transaction.deleteFrom("trafficShare").where("name", "=", name).execute();
      await transaction
        .insertInto("trafficShare")
        .values(shares.map(({ arm, share }) => ({ name, arm, share })))
        .execute();
      return { from, to: traffic };
    },
  );

async function checkArms(transaction: StoreTransaction, name: string, { shares }: Traffic): Promise<void> {
  const versions = await transaction
    .selectFrom("version")
    .select("version")
    .where("name", "=", name)
    .execute();
  const pointers = await transaction.selectFrom("alias").select("alias").where("name", "=", name).execute();
  const known = [...pointers.map(({ alias }) => alias), ...versions.map(({ version }) => String(version))];
  const absent = shares.find(({ arm }) => !known.includes(arm));
  if (absent)
    failInput("T2343", `The arm ${absent.arm} stands for no version of "${name}"`, {
      place: `shares[${JSON.stringify(absent.arm)}]`,
      cure:
        known.length === 0
          ? "Run `tandem run` first."
          : `Known are ${known.join(", ")}; \`tandem promote\` points an alias at a version.`,
    });
}
