/**
 * A service under requests is swapped and ended by SIGTERM, in turn; a supervisor starts it again when it has ended. Clients ask
 * over kept connections and send again only what was refused a connection.
 *   npm run bench -- restarts [requests]
 * Prints how many requests were answered and failed, and whether each answer's version is the one that computed it (1,000,000
 * requests, 10 swaps and 10 SIGTERMs unless told). Bar: none failed, none wrong.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openStore, promote } from "../src/project/index.ts";
import { numberedPackage, register } from "../src/serve/small-packages.test-support.ts";

const requestsByDefault = 1_000_000;
/** Swaps and SIGTERMs in turn: ten of each for a million requests, one of each for a few. */
const disturbancesFor = (requests: number): number =>
  Math.max(2, Math.min(20, 2 * Math.round(requests / 100_000)));
const connections = 8;
const effects = { now: Date.now };
const hashes = new Map([1, 2, 3].map((which) => [which, numberedPackage(which).hash]));

interface Tally {
  answers: number;
  refused: number;
  readonly failed: string[];
  readonly versions: Set<number>;
}

/** Starts the service; settles when it says where it answers. */
async function start(folder: string, port: number): Promise<ChildProcess & { readonly port: number }> {
  const main = join(import.meta.dirname, "../src/cli/main.ts");
  const args = [
    "--conditions=tandem-development",
    main,
    "serve",
    folder,
    "--port",
    String(port),
    "--log-level",
    "error",
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  for (;;) {
    const found = /answers at http:\/\/[0-9.]+:([0-9]+)/.exec(said)?.[1];
    if (found !== undefined) return Object.assign(child, { port: Number(found) });
    if (child.exitCode !== null) throw new Error(said);
    await pause(20);
  }
}

/** Sends one request: the text of its answer, or why there is none. */
const send = (agent: Agent, port: number, x: number): Promise<string> =>
  new Promise((done) => {
    const headers = { "content-type": "application/json" };
    const asked = httpRequest(
      { port, host: "127.0.0.1", path: "/predict", method: "POST", agent, headers },
      (response) => {
        let body = "";
        response
          .setEncoding("utf8")
          .on("data", (part: string) => (body += part))
          .on("end", () => done(response.statusCode === 200 ? body : `status ${response.statusCode} ${body}`))
          .on("error", (error: Error) => done(`error ${error.message}`));
      },
    );
    asked.on("error", (error: NodeJS.ErrnoException) => done(`error ${error.code ?? error.message}`));
    asked.end(JSON.stringify({ rows: [{ x }] }));
  });

async function ask(port: number, over: AbortSignal, tally: Tally): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let x = 1; !over.aborted; x++) {
    let text = await send(agent, port, x);
    while (text === "error ECONNREFUSED") {
      tally.refused++;
      await pause(20);
      text = await send(agent, port, x);
    }
    tally.answers++;
    const problem = problemOf(text, x, tally);
    if (problem !== undefined) tally.failed.push(problem);
  }
  agent.destroy();
}

/** What is wrong with an answer; undefined for a right one. */
function problemOf(text: string, x: number, { versions }: Tally): string | undefined {
  if (!text.startsWith("{")) return text.slice(0, 200);
  const { predictions, model } = JSON.parse(text) as {
    readonly predictions: readonly { readonly which: number; readonly prediction: number }[];
    readonly model: { readonly hash: string };
  };
  const { which, prediction } = predictions[0]!;
  versions.add(which);
  return model.hash === hashes.get(which) && prediction === x * which ? undefined : text.slice(0, 200);
}

/** Runs the benchmark; false where a request failed or an answer was wrong. */
export async function benchRestarts(requests = requestsByDefault): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "bench-restarts-"));
  const store = await openStore(folder, effects);
  const over = new AbortController();
  let service: Awaited<ReturnType<typeof start>> | undefined;
  try {
    for (const which of [1, 2, 3]) await register(store, numberedPackage(which));
    await promote(store, "numbers", 1, "champion", effects);
    service = await start(folder, 0);
    const { port } = service;
    const tally: Tally = { answers: 0, refused: 0, failed: [], versions: new Set() };
    const asking = Array.from({ length: connections }, () => ask(port, over.signal, tally));
    let [swaps, ends] = [0, 0];
    const disturbances = disturbancesFor(requests);
    for (let at = 1; at <= disturbances; at++) {
      while (tally.answers < (at / (disturbances + 1)) * requests) await pause(10);
      if (at % 2 === 1) {
        await promote(store, "numbers", (++swaps % 3) + 1, "champion", effects);
        continue;
      }
      service.kill("SIGTERM");
      await once(service, "exit");
      service = await start(folder, port);
      ends++;
    }
    while (tally.answers < requests) await pause(10);
    over.abort();
    await Promise.all(asking);
    console.log(
      `${tally.answers.toLocaleString("en")} requests, ${swaps} promotions, ${ends} SIGTERMs: ${tally.failed.length} failed or wrong; ${tally.refused.toLocaleString("en")} connections refused and asked again; answered by versions ${[...tally.versions].toSorted((left, right) => left - right).join(", ")}`,
    );
    for (const one of tally.failed.slice(0, 5)) console.log(`  ${one}`);
    return tally.failed.length === 0;
  } finally {
    over.abort();
    service?.kill("SIGKILL");
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
