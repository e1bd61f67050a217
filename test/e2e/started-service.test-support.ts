import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** `tandem serve` in a process of its own. */
export interface StartedService {
  readonly child: ChildProcess;
  readonly address: string;
  readonly port: number;
  /** What it has said so far on both streams. */
  said(): string;
  /** Memory that the process has now, in megabytes, and its processor time so far, in microseconds; Linux only. */
  residentMb(): number;
  processorTime(): number;
  /** Sends a signal, if it still runs, and waits for the end: the exit code. One that has been told before is only waited for by `ended`: in its last milliseconds a process no longer hears signals, and dies of them. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Waits for the end: the exit code. */
  ended(): Promise<number | null>;
}

/** How a service is started. */
export interface StartOptions {
  readonly folder: string;
  /** Options of `tandem serve`. */
  readonly options?: readonly string[];
  /** What goes before the command, such as `taskset -c 0`. */
  readonly before?: readonly string[];
}

/** Processes that have not ended yet: a test that fails leaves none behind. */
const children = new Set<ChildProcess>();
process.once("exit", () => children.forEach((child) => child.kill("SIGKILL")));

const root = join(import.meta.dirname, "../..");

/** Starts the built command without waiting for it. */
export function spawnService({ folder, options = [], before = [] }: StartOptions): ChildProcess & {
  said(): string;
} {
  const main = join(root, "dist/cli/main.js");
  const [command, ...args] = [...before, process.execPath, main, "serve", folder, ...options];
  const { NODE_OPTIONS: _options, NODE_ENV: _mode, VITEST: _vitest, ...env } = process.env;
  const child = spawn(command!, args, { stdio: ["ignore", "pipe", "pipe"], env });
  children.add(child);
  child.once("exit", () => children.delete(child));
  let said = "";
  const hear = (text: string): void => void (said += text);
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  return Object.assign(child, { said: () => said });
}

/** Starts the service of a project's folder; settles when it says where it answers, fails with what it said when it ends before. */
export async function startService(options: StartOptions): Promise<StartedService> {
  const child = spawnService(options);
  const ended = once(child, "close");
  for (;;) {
    const address = /https?:\/\/[0-9.]+:[0-9]+/.exec(child.said())?.[0];
    if (address !== undefined) {
      return {
        child,
        address,
        port: Number(new URL(address).port),
        said: () => child.said(),
        residentMb: () =>
          Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024,
        processorTime: () => {
          // In clock ticks, which are hundredths of a second.
          const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
          return (Number(fields[11]) + Number(fields[12])) * 1e4;
        },
        end: async (signal) => {
          if (child.exitCode === null && child.signalCode === null) child.kill(signal);
          await ended;
          return child.exitCode;
        },
        ended: async () => {
          await ended;
          return child.exitCode;
        },
      };
    }
    if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}: ${child.said()}`);
    // oxlint-disable-next-line no-await-in-loop -- this waits
    await pause(10);
  }
}
