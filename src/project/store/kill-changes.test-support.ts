import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { readDeployment, type Deployment } from "./deployment.ts";
import type { Store } from "./store.ts";

/** What the kills came to. */
export interface KilledChanges {
  readonly kills: number;
  /** Changes that were acknowledged, and how many of these are not there. */
  readonly acknowledged: number;
  readonly lost: number;
  /** Changes that were begun and killed, and are wholly there; the others are wholly absent. */
  readonly unacknowledged: number;
  /** Changes that can be seen half. */
  readonly half: readonly string[];
}

/** Kills processes that change what is served, at random points, and looks after each kill at what is there. */
export async function killChanges(
  store: Store,
  folder: string,
  kills: number,
  random: () => number,
): Promise<KilledChanges> {
  const half: string[] = [];
  let [acknowledged, lost, unacknowledged, begin] = [0, 0, 0, 0];
  for (let kill = 0; kill < kills; kill++) {
    // oxlint-disable-next-line no-await-in-loop -- one process after the other
    const said = await runAndKill(folder, begin, random);
    const done = said.flatMap((line) => (line.startsWith("done ") ? Number(line.slice(5)) : []));
    const last = Number(said.findLast((line) => line.startsWith("begin "))?.slice(6) ?? begin);
    // oxlint-disable-next-line no-await-in-loop -- what is there now
    const kept = await keptRequests(store);
    acknowledged += done.length;
    lost += done.filter((at) => !kept.has(`change ${at}`)).length;
    if (!done.includes(last) && kept.has(`change ${last}`)) unacknowledged++;
    // oxlint-disable-next-line no-await-in-loop -- what is there now
    const wrong = await wrongIn(store);
    if (wrong !== undefined) half.push(`kill ${kill}: ${wrong}`);
    begin = last + 1;
  }
  return { kills, acknowledged, lost, unacknowledged, half };
}

/** Starts a process, ends it some moments after some changes, and gives the whole lines that it said. */
async function runAndKill(folder: string, begin: number, random: () => number): Promise<readonly string[]> {
  const script = join(import.meta.dirname, "fixtures/change-deployment.ts");
  const child = spawn(process.execPath, [script, folder, String(begin)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  const changes = 1 + Math.floor(random() * 8);
  await new Promise<void>((resume) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.split("done ").length > changes) resume();
    });
  });
  await new Promise((resume) => setTimeout(resume, random() * 4));
  child.kill("SIGKILL");
  await once(child, "close");
  return said.split("\n").slice(0, -1);
}

async function keptRequests(store: Store): Promise<ReadonlySet<string>> {
  const rows = await store.database.selectFrom("changeRequest").select("request").execute();
  return new Set(rows.map(({ request }) => request));
}

/** What of a deployment cannot be the outcome of whole changes; undefined where all of it can. */
async function wrongIn(store: Store): Promise<string | undefined> {
  const deployment: Deployment = await readDeployment(store, "numbers");
  const champion = deployment.versions.find(({ aliases }) => aliases.includes("champion"))?.version;
  const move = await store.database
    .selectFrom("aliasMove")
    .select("toVersion")
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (move && move.toVersion !== champion)
    return `the champion is ${champion}, its last move was to ${move.toVersion}`;
  if (!deployment.isDivided) return undefined;
  const { seed, shares } = deployment.traffic;
  const part = (seed % 50) / 100;
  const share = shares.find(({ arm }) => arm === "1")?.share;
  return share === part && shares.length === 2 ? undefined : `the seed ${seed} has the share ${share}`;
}
