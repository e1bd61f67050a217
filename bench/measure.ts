import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a command took. */
export interface Measured {
  readonly seconds: number;
  /** The peak memory of the process and of all its children, each at its own highest (VmHWM), added up. */
  readonly megabytes: number;
  /** Processor time of the process and of all its children in seconds, as of the last look before they ended. */
  readonly processorSeconds: number;
  readonly output: string;
}

const pollMs = 50;

/** Runs a command to its end. Memory is known on Linux only; elsewhere it is NaN. Throws when the command fails. */
export function measureCommand(command: string, args: readonly string[], folder: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const peaks = new Map<number, number>();
    const ticks = new Map<number, number>();
    const poll = (): void => {
      for (const id of processTree(child.pid!)) {
        peaks.set(id, Math.max(peaks.get(id) ?? 0, peakOf(id)));
        ticks.set(id, Math.max(ticks.get(id) ?? 0, ticksOf(id)));
      }
    };
    const timer = setInterval(poll, pollMs);
    let output = "";
    let errors = "";
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      if (code !== 0) return reject(new Error(`${command} ${args.join(" ")} ended with ${code}\n${errors}`));
      const kilobytes = [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
      resolve({
        seconds: (performance.now() - begin) / 1000,
        megabytes: kilobytes > 0 ? kilobytes / 1024 : Number.NaN,
        processorSeconds: [...ticks.values()].reduce((sum, one) => sum + one, 0) / ticksPerSecond,
        output,
      });
    });
  });
}

/** The process and its children, and theirs. */
function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const id of processIds()) {
    const parent = parentOf(id);
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const found = [root];
  for (const id of found) found.push(...(children.get(id) ?? []));
  return found;
}

function processIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** A process may end while it is looked at: then it has no parent and no memory. */
function readStatus(id: number, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, "utf8");
  } catch {
    return "";
  }
}

const parentOf = (id: number): number => Number(/^PPid:\s+(\d+)/m.exec(readStatus(id, "status"))?.[1] ?? -1);
const peakOf = (id: number): number => Number(/^VmHWM:\s+(\d+)/m.exec(readStatus(id, "status"))?.[1] ?? 0);

/** Linux counts processor time in hundredths of a second: the fields 14 and 15 of `stat`, behind a name that may hold spaces. */
const ticksPerSecond = 100;
function ticksOf(id: number): number {
  const fields = readStatus(id, "stat").split(") ").at(-1)!.split(" ");
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
