import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openStore } from "../../src/project/index.ts";
import { register } from "../../src/serve/small-packages.test-support.ts";
import { forestPackage, forestRow } from "../../bench/serving/forest-package.ts";
import { startService, type StartedService } from "./started-service.test-support.ts";

/** How a service is asked for more than it can do. */
export interface OverloadOptions {
  readonly seconds: number;
  readonly peakSeconds: number;
  /** How many times the greatest load is due. */
  readonly times: number;
  /** Rows of each request. */
  readonly rows: number;
  /** Processes that ask, and connections of each. */
  readonly clients: number;
  readonly connections: number;
  /** Further options of `tandem serve`. */
  readonly options?: readonly string[];
}

/** What a client counted; times in milliseconds. */
interface Counted {
  readonly seconds: number;
  readonly due: number;
  readonly unsent: number;
  readonly lost: number;
  readonly others: Readonly<Record<string, number>>;
  readonly accepted: number;
  readonly acceptedP50: number;
  readonly acceptedP99: number;
  readonly acceptedMost: number;
  readonly refused: number;
  readonly refusedP99: number;
}

/** Answers of status 200 per second, and microseconds of the server's processor time for each of them, with all else that it did. */
interface Load {
  readonly rate: number;
  readonly cost: number;
}

/** What it came to. Rates are per second, times in milliseconds, the worst of all clients. */
export interface OverloadCounts {
  readonly peak: Load;
  readonly goodput: Load;
  readonly due: number;
  readonly sent: number;
  readonly refused: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly refusedP99: number;
  /** Connections that ended without an answer, and answers that are neither 200 nor 503 with Retry-After. */
  readonly lost: number;
  readonly others: number;
}

const run = promisify(execFile);
const peakConnections = 64;

const has = (program: string): boolean => {
  try {
    execFileSync("which", [program], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** A processor for the server and another for those who ask, where the system can do that. */
const onProcessor = (core: number): readonly string[] =>
  has("taskset") ? ["taskset", "-c", String(core)] : [];

async function ask(
  { port }: StartedService,
  bodyFile: string,
  connections: number,
  seconds: number,
  rate: number,
): Promise<Counted> {
  const [command, ...args] = [
    ...onProcessor(1),
    process.execPath,
    join(import.meta.dirname, "fixtures/overload-client.ts"),
    ...[port, "/predict", bodyFile, connections, seconds, rate].map(String),
  ];
  const { stdout } = await run(command!, args);
  return JSON.parse(stdout) as Counted;
}

const sum = (counted: readonly Counted[], of: (one: Counted) => number): number =>
  counted.reduce((total, one) => total + of(one), 0);
const most = (counted: readonly Counted[], of: (one: Counted) => number): number =>
  Math.max(...counted.map(of));

async function measure(
  service: StartedService,
  work: () => Promise<readonly Counted[]>,
): Promise<Load & { readonly counted: readonly Counted[] }> {
  const before = service.processorTime();
  const counted = await work();
  const accepted = sum(counted, (one) => one.accepted);
  return {
    counted,
    rate: accepted / counted[0]!.seconds,
    cost: (service.processorTime() - before) / accepted,
  };
}

/** Measures the greatest load of a service, then asks for so many times as much, whatever it does. */
export async function overload(options: OverloadOptions): Promise<OverloadCounts> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-overload-"));
  const bodyFile = join(folder, "body.json");
  const rows = Array.from({ length: options.rows }, (_, at) => forestRow(17 + at));
  await writeFile(bodyFile, JSON.stringify({ rows }));
  const store = await openStore(folder, { now: Date.now });
  await register(store, forestPackage(100, 1));
  await store.close();
  const service = await startService({
    folder,
    options: ["--port", "0", ...(options.options ?? [])],
    before: onProcessor(0),
  });
  try {
    await ask(service, bodyFile, peakConnections, 1, 0);
    const peak = await measure(service, async () => [
      await ask(service, bodyFile, peakConnections, options.peakSeconds, 0),
    ]);
    const { clients, connections, times, seconds } = options;
    const rate = (peak.rate * times) / clients;
    const goodput = await measure(service, () =>
      Promise.all(Array.from({ length: clients }, () => ask(service, bodyFile, connections, seconds, rate))),
    );
    const { counted } = goodput;
    const perSecond = (of: (one: Counted) => number): number => sum(counted, of) / counted[0]!.seconds;
    return {
      peak,
      goodput,
      due: perSecond((one) => one.due),
      sent: perSecond((one) => one.due - one.unsent),
      refused: perSecond((one) => one.refused),
      p50: most(counted, (one) => one.acceptedP50),
      p99: most(counted, (one) => one.acceptedP99),
      longest: most(counted, (one) => one.acceptedMost),
      refusedP99: most(counted, (one) => one.refusedP99),
      lost: sum(counted, (one) => one.lost),
      others: sum(counted, ({ others }) => Object.values(others).reduce((total, count) => total + count, 0)),
    };
  } finally {
    await service.end("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  }
}
