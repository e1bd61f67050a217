/**
 * Requests per second over HTTP, one row of 28 numbers through 100 trees: Tandem beside bare `node:http` with JSON.parse and a constant answer, beside
 * FastAPI with scikit-learn, and beside MLflow's scoring server. Each server on one processor, what asks on another.
 *   TANDEM_PEERS_PYTHON=python npm run bench -- serving [rounds]
 * Prints requests per second, processor time for each request, and the ratios of both, medians of rounds in turn; then the times of answers at half
 * the load with the prediction log on. wrk asks where it is installed, our own client otherwise.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  closeSync,
  constants,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { median } from "./measure.ts";
import { forestRow } from "./serving/forest-package.ts";

const connections = 16;
/** So many that a request which is due finds a free one: who asks at a rate does not wait for others. */
const connectionsOfHalfLoad = 64;
const secondsOfWarmUp = 10;
const secondsOfRound = 3;
const secondsOfHalfLoad = 2;
const roundsOfHalfLoad = 21;
const flushes = 500;
const flushedBytes = 4096;
const barBesideBare = 0.85;
const barBesideFastApi = 10;
const barBesideMlflow = 20;
const barP99Ms = 5;

interface Contestant {
  readonly name: string;
  readonly path: string;
  readonly body: unknown;
  readonly command: readonly string[];
}

interface Running extends Contestant {
  readonly child: ChildProcess;
  readonly address: string;
  readonly bodyFile: string;
}

/** How long answers took, in milliseconds. */
interface Spread {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** What an asking client counted. */
interface Answered extends Spread {
  readonly seconds: number;
  readonly failed: number;
}

interface Load {
  readonly rate: number;
  /** Microseconds of the server's processor time for each request. */
  readonly cost: number;
}

const has = (program: string): boolean => {
  try {
    execFileSync("which", [program], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const pinned = (core: number, command: readonly string[]): readonly string[] =>
  has("taskset") ? ["taskset", "-c", String(core), ...command] : command;

const nodeCommand = (file: string, ...args: readonly string[]): readonly string[] => [
  process.execPath,
  "--conditions=tandem-development",
  join(import.meta.dirname, "serving", file),
  ...args,
];

function contestants(): readonly Contestant[] {
  const row = forestRow(17);
  const names = Object.keys(row);
  const ours = { path: "/predict", body: { rows: [row] } };
  const python = process.env["TANDEM_PEERS_PYTHON"];
  const peers = join(import.meta.dirname, "peers/serving.py");
  const others: readonly Contestant[] = python
    ? [
        { name: "FastAPI + scikit-learn", ...ours, command: [python, peers, "fastapi"] },
        {
          name: "MLflow's scoring server",
          path: "/invocations",
          body: { dataframe_split: { columns: names, data: [Object.values(row)] } },
          command: [python, peers, "mlflow"],
        },
      ]
    : [];
  return [
    { name: "Tandem", ...ours, command: nodeCommand("server.ts", "tandem") },
    { name: "node:http, constant answer", ...ours, command: nodeCommand("server.ts", "bare") },
    { name: "node:http with the model", ...ours, command: nodeCommand("server.ts", "bare-model") },
    ...others,
  ];
}

/** Starts a server and waits for the address that it prints; undefined where it says that it cannot. */
async function start(contestant: Contestant, folder: string): Promise<Running | undefined> {
  const [command, ...args] = pinned(0, contestant.command);
  const child = spawn(command!, args, { stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface(child.stdout)) {
    const [, address] = /(http:\/\/[0-9.]+:[0-9]+)/.exec(line) ?? [];
    if (address === undefined) continue;
    child.stdout.resume();
    const bodyFile = join(folder, `${contestant.name.replace(/\W+/g, "-")}.json`);
    writeFileSync(bodyFile, JSON.stringify(contestant.body));
    return { ...contestant, child, address, bodyFile };
  }
  console.log(`${contestant.name} is left out: it could not be started`);
  return undefined;
}

/** Processor time of a process so far, in microseconds; of Linux' clock ticks, which are hundredths of a second. */
function processorTime(id: number): number {
  const fields = readFileSync(`/proc/${id}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 1e4;
}

const ownClient = (server: Running, seconds: number, rate?: number): Answered => {
  const atOnce = rate === undefined ? connections : connectionsOfHalfLoad;
  const args = [server.address, server.path, server.bodyFile, String(atOnce), String(seconds)];
  const [command, ...rest] = pinned(1, nodeCommand("load.ts", ...args, ...(rate ? [String(rate)] : [])));
  return JSON.parse(execFileSync(command!, rest, { encoding: "utf8" })) as Answered;
};

/** Hundredths of a second of all processors since the system began: those that the host of a virtual machine took, and all of them. Linux only. */
function processorTicks(): { readonly taken: number; readonly all: number } {
  const ticks = readFileSync("/proc/stat", "utf8")
    .split("\n", 1)[0]!
    .trim()
    .split(/ +/)
    .slice(1, 9)
    .map(Number);
  return { taken: ticks[7]!, all: ticks.reduce((sum, some) => sum + some, 0) };
}

/** Requests that wrk had answered. */
function wrkClient(server: Running, seconds: number, folder: string): { requests: number; seconds: number } {
  const script = join(folder, "post.lua");
  const body = readFileSync(server.bodyFile, "utf8");
  writeFileSync(
    script,
    `wrk.method = "POST"\nwrk.body = [==[${body}]==]\nwrk.headers["Content-Type"] = "application/json"\n`,
  );
  const [command, ...rest] = pinned(1, [
    ..."wrk -t 1 -d".split(" "),
    `${seconds}s`,
    "-c",
    String(connections),
    "-s",
    script,
    server.address + server.path,
  ]);
  const text = execFileSync(command!, rest, { encoding: "utf8" });
  if (/Non-2xx/.test(text)) throw new Error(`${server.name} refused requests:\n${text}`);
  const [, requests, time] = /(\d+) requests in ([0-9.]+)s/.exec(text) ?? [];
  return { requests: Number(requests), seconds: Number(time) };
}

function load(server: Running, seconds: number, folder: string): Load {
  const before = processorTime(server.child.pid!);
  const found = has("wrk") ? wrkClient(server, seconds, folder) : ownClient(server, seconds);
  if ("failed" in found && found.failed > 0) throw new Error(`${server.name} refused requests`);
  const cost = (processorTime(server.child.pid!) - before) / found.requests;
  return { rate: found.requests / found.seconds, cost };
}

/** What one flushed write over zeros, as the log makes them, costs on the disk by itself; in milliseconds. */
function flushTimes(): { readonly p50: number; readonly p99: number } {
  const folder = mkdtempSync(join(tmpdir(), "bench-flush-"));
  const flushed = process.platform === "linux" ? constants.O_DSYNC : 0;
  const file = openSync(join(folder, "flushed"), constants.O_CREAT | constants.O_WRONLY | flushed);
  try {
    const bytes = new Uint8Array(flushedBytes).fill(1);
    writeSync(file, new Uint8Array(flushes * flushedBytes));
    const times = Array.from({ length: flushes }, (_, at) => {
      const begin = performance.now();
      writeSync(file, bytes, 0, bytes.length, at * bytes.length);
      if (flushed === 0) fdatasyncSync(file);
      return performance.now() - begin;
    }).toSorted((left, right) => left - right);
    return { p50: times[Math.floor(flushes / 2)]!, p99: times[Math.floor(flushes * 0.99)]! };
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

/**
 * Has the servers' processor never idle, by work of the lowest kind that gives way at once: one that falls asleep between two requests is woken
 * by the host of a virtual machine when that gets round to it, which is a matter of the host. Gives what ends it; without `chrt` nothing is done.
 */
function keepAwake(): () => void {
  if (!has("chrt")) return () => {};
  const [command, ...args] = pinned(0, ["chrt", "--idle", "0", process.execPath, "-e", "for (;;);"]);
  const child = spawn(command!, args, { stdio: "ignore" });
  return () => void child.kill("SIGKILL");
}

/** A service that is asked at half of what it can do. */
interface AtHalfLoad {
  readonly server: Running;
  readonly rate: number;
  /** Whether the bar is for it. */
  readonly isOurs: boolean;
  readonly answered: Answered[];
}

/** A service with its prediction log, and how much of its load without it it can do. */
async function startLogged(
  folder: string,
  fullRate: number,
  flush: "each" | "second",
): Promise<AtHalfLoad | undefined> {
  const when = flush === "each" ? "flushed before each answer" : "flushed once a second";
  const contestant: Contestant = {
    name: `Tandem with its prediction log, ${when}`,
    path: "/predict",
    body: { rows: [forestRow(17)] },
    command: nodeCommand("server.ts", "tandem-log", flush),
  };
  const server = await start(contestant, folder);
  if (!server) return undefined;
  load(server, secondsOfWarmUp, folder);
  const { rate, cost } = load(server, secondsOfRound, folder);
  console.log(
    `${server.name}: ${Math.round(rate)} requests/s, ${(rate / fullRate).toFixed(2)} of that without, ${cost.toFixed(1)} µs each`,
  );
  return { server, rate: Math.round(rate / 2), isOurs: true, answered: [] };
}

/**
 * The times of answers at half of what a service can do, its prediction log on, beside bare `node:http` asked as often: in rounds, in turn. What
 * the host of a virtual machine does to one round it does not do to all: the median of the rounds counts.
 */
async function halfLoad(folder: string, fullRate: number, bare: Running | undefined): Promise<boolean> {
  const asked: AtHalfLoad[] = [];
  let sleep = (): void => {};
  try {
    for (const flush of ["each", "second"] as const) {
      const logged = await startLogged(folder, fullRate, flush);
      if (!logged) return false;
      asked.push(logged);
      if (bare) asked.push({ server: bare, rate: logged.rate, isOurs: false, answered: [] });
    }
    const alone = flushTimes();
    sleep = keepAwake();
    const before = processorTicks();
    for (let round = 0; round < roundsOfHalfLoad; round++)
      for (const { server, rate, answered } of asked)
        answered.push(ownClient(server, secondsOfHalfLoad, rate));
    const after = processorTicks();
    const taken = (after.taken - before.taken) / (after.all - before.all);
    console.log(
      `asked at half of that, ${roundsOfHalfLoad} rounds of ${secondsOfHalfLoad} s in turn, medians; of the processors the host took ${(100 * taken).toFixed(0)} %`,
    );
    const isQuick = asked.map(tellHalfLoad);
    console.log(
      `  the disk alone, ${flushes} writes of ${flushedBytes} bytes one after the other, each flushed: p50 ${alone.p50.toFixed(2)} ms, p99 ${alone.p99.toFixed(2)} ms`,
    );
    return !isQuick.includes(false);
  } finally {
    sleep();
    for (const { server, isOurs } of asked) if (isOurs) server.child.kill();
  }
}

/** One line of the answer; false where the bar is missed. */
function tellHalfLoad({ server, rate, isOurs, answered }: AtHalfLoad): boolean {
  const middle = (of: (one: Answered) => number): string => median(answered.map(of)).toFixed(2);
  const p99s = answered.map(({ p99 }) => p99);
  const failed = answered.reduce((sum, one) => sum + one.failed, 0);
  const isMissed = isOurs && (median(p99s) > barP99Ms || failed > 0);
  const range = `${Math.min(...p99s).toFixed(2)} to ${Math.max(...p99s).toFixed(2)}`;
  console.log(
    `  ${server.name}: ${rate}/s due, p50 ${middle(({ p50 }) => p50)} ms, p99 ${middle(({ p99 }) => p99)} ms (${range}), p99.9 ${middle(({ p999 }) => p999)} ms, ${failed} failed${isMissed ? `: the bar of ${barP99Ms} ms for p99 is missed` : ""}`,
  );
  return !isMissed;
}

/** Runs the benchmark; false where a bar is missed. Bars are those of processor time, which other work on the machine disturbs least. */
export async function benchServing(rounds = 5): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "bench-serving-"));
  const servers: Running[] = [];
  try {
    for (const contestant of contestants()) {
      const server = await start(contestant, folder);
      if (server) servers.push(server);
    }
    const found = servers.map((): Load[] => []);
    for (const server of servers) load(server, secondsOfWarmUp, folder);
    for (let round = 0; round < rounds; round++)
      for (const [at, server] of servers.entries()) found[at]!.push(load(server, secondsOfRound, folder));
    console.log(
      `one row of 28 numbers, 100 trees, ${connections} connections, asked by ${has("wrk") ? "wrk" : "our own client"}, ${rounds} rounds`,
    );
    const bars: Readonly<Record<string, number>> = {
      "node:http, constant answer": barBesideBare,
      "FastAPI + scikit-learn": barBesideFastApi,
      "MLflow's scoring server": barBesideMlflow,
    };
    let isMet = true;
    for (const [at, { name }] of servers.entries()) {
      const rate = median(found[at]!.map((one) => one.rate));
      const cost = median(found[at]!.map((one) => one.cost));
      const ratio = median(found[at]!.map((one, round) => one.cost / found[0]![round]!.cost));
      const rateRatio = median(found[at]!.map((one, round) => found[0]![round]!.rate / one.rate));
      const bar = bars[name];
      const isMissed = bar !== undefined && ratio < bar;
      if (isMissed) isMet = false;
      console.log(
        `  ${name.padEnd(28)} ${Math.round(rate).toLocaleString("en").padStart(8)} requests/s  ${cost.toFixed(1).padStart(8)} µs each${
          at === 0
            ? ""
            : `   Tandem ${ratio.toFixed(2)} times by processor time, ${rateRatio.toFixed(2)} by requests/s${isMissed ? `: the bar of ${bar} is missed` : ""}`
        }`,
      );
    }
    const fullRate = median(found[0]!.map((one) => one.rate));
    const bare = servers.find(({ name }) => name.startsWith("node:http, constant"));
    return (await halfLoad(folder, fullRate, bare)) && isMet;
  } finally {
    for (const { child } of servers) child.kill();
    rmSync(folder, { recursive: true });
  }
}
