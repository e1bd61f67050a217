import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";

/** The checkout, whose built package is tested. */
export const root = resolve(import.meta.dirname, "../..");
export const node = join(root, "node_modules/.bin/node");
export const main = join(root, "dist/cli/main.js");
const strikes = join(root, "node_modules/vega-datasets/data/birdstrikes.csv");

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** What standard error has said so far. */
  readonly said: () => string;
}

/** The processes of a file's tests compile each module once for all of them. */
let compiled: string | undefined;

const environment = (): NodeJS.ProcessEnv => {
  const { NODE_OPTIONS: _options, NODE_ENV: _mode, VITEST: _vitest, ...rest } = process.env;
  return { ...rest, NODE_COMPILE_CACHE: (compiled ??= temporaryFolder()) };
};

/** Processes that have not ended yet: a test that fails leaves none behind. */
const children = new Set<ChildProcess>();
const endAll = (): void => children.forEach((child) => child.kill("SIGKILL"));
process.once("exit", endAll);
afterAll(endAll);

/** Starts the built command in a folder, in a fresh process of the pinned Node, which is ended after the file's tests at the latest. */
export function startTandem(folder: string, ...args: readonly string[]): Running {
  const started = performance.now();
  const child = spawn(node, [main, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: environment(),
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const finished = new Promise<Finished>((done, fail) => {
    child.on("error", fail);
    child.on("close", (code, signal) =>
      done({ code, signal, stdout, stderr, durationMs: performance.now() - started }),
    );
  });
  return { child, finished, said: () => stderr };
}

/** Runs the built command in a folder until it ends. */
export const tandem = (folder: string, ...args: readonly string[]): Promise<Finished> =>
  startTandem(folder, ...args).finished;

/** Runs a command with `--json` and reads its one document. */
export async function tandemJson<Document>(folder: string, ...args: readonly string[]): Promise<Document> {
  const { code, stdout, stderr } = await tandem(folder, ...args, "--json");
  if (code !== 0) throw new Error(`tandem ${args.join(" ")} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Document;
}

/** What `tandem run --json` says, as far as the tests read it. */
export interface RunDocument {
  readonly run: string;
  readonly winner: { readonly model: string };
  readonly alerts: readonly {
    readonly kind: string;
    readonly severity: string;
    readonly text: string;
    readonly cure: string;
    readonly columns: readonly string[];
  }[];
  readonly package: {
    readonly hash: string;
    readonly version: number;
    readonly path: string;
    readonly provenRows: number;
  };
  readonly report: string;
  readonly steps: readonly { readonly name: string; readonly reused: boolean }[];
}

/** The steps of a run of the small project, in their order. */
export const steps = [
  "collect",
  "profile",
  "profile training rows",
  "train baseline",
  "train logistic",
  "train boosting",
  "evaluate",
  "explain",
  "summarize",
];

/** The steps that a run took from the store. */
export const reusedSteps = ({ steps: done }: RunDocument): string[] =>
  done.filter(({ reused }) => reused).map(({ name }) => name);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder that is removed after the file's tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tandem-e2e-"));
  folders.push(folder);
  return folder;
}

/** Processor time of the processes that this one has started and that have ended, and of theirs, in milliseconds; Linux only. */
export function endedProcessorMs(): number {
  const [, fields = ""] = readFileSync("/proc/self/stat", "utf8").split(") ");
  // In clock ticks, which are hundredths of a second.
  const [user, system] = fields.split(" ").slice(13, 15).map(Number) as [number, number];
  return (user + system) * 10;
}

/** A copy of the example as it stands in the checkout: `examples/birdstrikes` beside `node_modules`. */
export function copyOfExample(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "examples"));
  cpSync(join(root, "examples/birdstrikes"), join(folder, "examples/birdstrikes"), {
    recursive: true,
    filter: (path) => !path.includes(".tandem"),
  });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** The example's config without its line of columns that are known later. */
export function forgetKnownLater(folder: string): void {
  const path = join(folder, "examples/birdstrikes/tandem.config.ts");
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n").filter((line) => !line.includes("knownLater:"));
  writeFileSync(path, lines.join("\n"));
}

/** One bird strike of so many: of ten, 1,000 rows that a run does in a few seconds. */
export function fewStrikes(every = 10): string {
  const [header, ...rows] = readFileSync(strikes, "utf8").trimEnd().split(/\r?\n/);
  return `${[header, ...rows.filter((_, at) => at % every === 8)].join("\n")}\n`;
}

export const smallConfig = (
  seed = 1,
  comment = "",
): string => `import { csv, defineProject } from "tandem-ml";
${comment}
export default defineProject({
  name: "strikes",
  data: csv("strikes.csv"),
  columns: ({ column }) => ({ damaged: column("Effect Amount of damage").notEquals("None") }),
  predict: "damaged",
  time: "Flight Date",
  knownLater: ["Cost Other", "Cost Repair", "Cost Total $"],
  seed: ${seed},
});
`;

/** A small project in a folder of its own: one bird strike of so many. */
export function smallProject(every?: number): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "strikes.csv"), fewStrikes(every));
  writeFileSync(join(folder, "tandem.config.ts"), smallConfig());
  return folder;
}
