import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { readDeployment } from "./deployment.ts";
import { promote } from "./move-alias.ts";
import { listVersions, registerPackage } from "./registry.ts";
import { openStore, type Store } from "./store.ts";

/** What the kills came to. */
export interface KilledChanges {
  readonly kills: number;
  /** Changes that were acknowledged. */
  readonly acknowledged: number;
  /** Changes that were killed before their answer and sent again by the next process. */
  readonly sentAgain: number;
  /** Of these, how many had been made wholly before; the others were wholly absent. */
  readonly madeBefore: number;
  /** Every way in which something was lost, doubled or half there; none is the only good number. */
  readonly violations: readonly string[];
}

/** How processes that change what is served are killed. */
export interface KillingOptions {
  readonly kills: number;
  readonly random: () => number;
  /** The bundle of `fixtures/change-deployment.ts`. */
  readonly child: string;
  readonly tell?: (line: string) => void;
}

/** Changes are counted from here; earlier numbers are those of the first versions and promotions. */
const firstChange = 12;

/**
 * Kills processes that register packages, promote, roll back and divide the traffic, at random points, and looks after each kill at
 * what is there. Each process begins with the change that the one before has not acknowledged, as a client that sends again.
 */
export async function killChanges(folder: string, options: KillingOptions): Promise<KilledChanges> {
  const { kills, random, child, tell = () => {} } = options;
  const store = await openFirst(folder);
  const violations: string[] = [];
  const acknowledged = new Set<number>();
  let [sentAgain, madeBefore, begin, isOpen] = [0, 0, firstChange, false];
  try {
    for (let kill = 0; kill < kills; kill++) {
      // oxlint-disable-next-line no-await-in-loop -- one process after the other
      const said = await runAndKill(child, folder, begin, random);
      const numbers = (what: string): number[] =>
        said.filter((line) => line.startsWith(`${what} `)).map((line) => Number(line.split(" ")[1]));
      const ended = new Set([...numbers("done"), ...numbers("refused")]);
      const last = numbers("begin").at(-1);
      if (isOpen && last !== undefined) sentAgain++;
      for (const at of numbers("done")) acknowledged.add(at);
      // oxlint-disable-next-line no-await-in-loop -- what is there now
      const found = await look(store, acknowledged);
      violations.push(...found.violations.map((violation) => `kill ${kill}: ${violation}`));
      if (last !== undefined) {
        isOpen = !ended.has(last);
        begin = isOpen ? last : last + 1;
        if (isOpen && found.made.has(last)) madeBefore++;
      }
      if ((kill + 1) % 50 === 0)
        tell(`${kill + 1} kills, ${acknowledged.size} acknowledged changes, ${violations.length} violations`);
    }
  } finally {
    await store.close();
  }
  return { kills, acknowledged: acknowledged.size, sentAgain, madeBefore, violations };
}

/** A registry of five versions, of which two have been champions. */
async function openFirst(folder: string): Promise<Store> {
  const effects = { now: () => 1 };
  const store = await openStore(folder, effects);
  for (const packageHash of ["a", "b", "c", "d", "e"])
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await registerPackage(
      store,
      { name: "numbers", packageHash, objectHash: packageHash, runId: "r" },
      effects,
    );
  for (const version of [1, 2])
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await promote(store, "numbers", version, "champion", effects);
  return store;
}

/** Starts a process, ends it some moments after some changes or while it opens the store, and gives the whole lines that it said. */
async function runAndKill(
  script: string,
  folder: string,
  begin: number,
  random: () => number,
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [script, folder, String(begin)], {
    stdio: ["ignore", "pipe", "inherit"],
    // Compiled once for all of them.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "cache") },
  });
  let said = "";
  const isEarly = random() < 0.05;
  const changes = 1 + Math.floor(random() * 8);
  const delayMs = isEarly ? 50 + random() * 200 : random() * 4;
  const ended = once(child, "close");
  await Promise.race([
    ended,
    new Promise<void>((resume) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (said.split("done ").length > changes) resume();
      });
      if (isEarly) resume();
    }),
  ]);
  await new Promise((resume) => setTimeout(resume, delayMs));
  child.kill("SIGKILL");
  const [, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  if (signal !== "SIGKILL") throw new Error(`The process ended by itself: ${said.slice(-200)}`);
  return said.split("\n").slice(0, -1);
}

/** What is there, held against what was acknowledged. */
async function look(
  store: Store,
  acknowledged: ReadonlySet<number>,
): Promise<{ readonly made: ReadonlySet<number>; readonly violations: readonly string[] }> {
  const [requests, moves, versions] = await Promise.all([
    store.database.selectFrom("changeRequest").select("request").execute(),
    store.database.selectFrom("aliasMove").select(["toVersion", "movedAt"]).orderBy("id").execute(),
    listVersions(store),
  ]);
  const kept = requests.map(({ request }) => numberOf(request));
  const registered = versions.map(({ createdAt }) => createdAt).filter((at) => at >= firstChange);
  const made = new Set([...kept, ...registered]);
  const moved = moves.map(({ movedAt }) => movedAt).filter((at) => at >= firstChange);
  const numbers = versions.map(({ version }) => version).toSorted((left, right) => left - right);
  const files = await Promise.all(
    versions
      .filter(({ packageHash, createdAt }) => createdAt >= firstChange && packageHash.startsWith("change "))
      .slice(0, 3)
      .map(async ({ packageHash, objectHash }) =>
        (await store.objects.get(objectHash).catch(String)).toString() === `the package of ${packageHash}`
          ? undefined
          : `the file of ${packageHash} is not there`,
      ),
  );
  return {
    made,
    violations: [
      ...[...acknowledged].filter((at) => !made.has(at)).map((at) => `change ${at} is lost`),
      ...twice([...kept, ...registered]).map((at) => `change ${at} is kept twice`),
      ...twice(moved).map((at) => `change ${at} has moved the alias twice`),
      ...kept
        .filter((at) => at % 4 < 2 && !moved.includes(at))
        .map((at) => `change ${at} is kept without its move`),
      ...moved.filter((at) => !kept.includes(at)).map((at) => `the move of change ${at} is there without it`),
      ...(numbers.every((version, at) => version === at + 1) ? [] : ["the versions are not counted through"]),
      ...files.filter((text) => text !== undefined),
      ...(await wrongDeployment(store, moves.at(-1)?.toVersion)),
    ],
  };
}

const numberOf = (request: string): number => Number(request.split(" ")[1]);
const twice = (numbers: readonly number[]): readonly number[] => {
  const seen = new Set<number>();
  return numbers.filter((one) => seen.size === seen.add(one).size);
};

/** What of a deployment cannot be the outcome of whole changes. */
async function wrongDeployment(store: Store, lastMove: number | undefined): Promise<readonly string[]> {
  const deployment = await readDeployment(store, "numbers");
  const champion = deployment.versions.find(({ aliases }) => aliases.includes("champion"))?.version;
  const wrong =
    lastMove === champion ? [] : [`the champion is ${champion}, its last move was to ${lastMove}`];
  if (!deployment.isDivided) return wrong;
  const { seed, shares } = deployment.traffic;
  const share = shares.find(({ arm }) => arm === "1")?.share;
  return share === (seed % 50) / 100 && shares.length === 2
    ? wrong
    : [...wrong, `the seed ${seed} has the share ${share}`];
}
