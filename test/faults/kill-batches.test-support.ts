import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { BatchCase } from "./batch-cases.test-support.ts";

/** What the kills of one case came to. */
export interface KilledBatches {
  readonly name: string;
  readonly kills: number;
  /** Scorings that were killed at least once and came to their end. */
  readonly finished: number;
  /** How many of them found parts that were done. */
  readonly resumed: number;
  /** Operations on files and databases of an undisturbed scoring, between which it was killed. */
  readonly operations: number;
  readonly rows: number;
  readonly rejected: number;
  /** Every way in which an output was not that of an undisturbed scoring; none is the only good number. */
  readonly violations: readonly string[];
}

/** How scorings are killed. */
export interface BatchKilling {
  readonly kills: number;
  readonly random: () => number;
  /** The bundle of `src/serve/fixtures/score-until-killed.ts`. */
  readonly child: string;
  /** Where the outputs and whatever else it needs stand. */
  readonly folder: string;
  /** The file of the package. */
  readonly model: string;
  /** Variables of the process beside our own: a password. */
  readonly environment?: Readonly<Record<string, string>>;
}

interface Ended {
  readonly isKilled: boolean;
  /** What it said at its end. */
  readonly done?: {
    readonly operations: number;
    readonly rowCount: number;
    readonly rejected: number;
    readonly resumedRows: number;
  };
  readonly errors: string;
  /** From its beginning to its end, without the start of the process. */
  readonly workMs: number;
}

interface Moment {
  readonly killAt?: number;
  readonly isHalf?: boolean;
  /** Milliseconds after the beginning at which it is killed from outside. */
  readonly afterMs?: number;
}

/**
 * Kills scorings of one case at random moments, most of them several times, and gives the same command again until each is done. After each
 * kill nothing that is not whole may stand where the output belongs; in the end the output and the list of rejected rows must be
 * those of an undisturbed scoring, and nothing else may be left beside them.
 */
export async function killBatches(one: BatchCase, killing: BatchKilling): Promise<KilledBatches> {
  const { random } = killing;
  const whole = await score(one, "whole", {}, killing);
  if (!whole.done) throw new Error(`${one.name}: ${whole.errors}`);
  const wanted = await one.content("whole");
  const rejects = textOf(one.rejects("whole"));
  const { operations } = whole.done;
  const known = new Set(await readdir(killing.folder));
  const violations: string[] = [];
  let [kills, finished, resumed] = [0, 0, 0];
  /** Looks at what stands where the output belongs after a kill. */
  const look = async (name: string, moment: Moment): Promise<void> => {
    const found = await one.content(name);
    const told = `${name}, killed ${JSON.stringify(moment)}`;
    if (found !== undefined && found !== wanted)
      violations.push(`${told}: the output is there and not whole`);
    const listed = textOf(one.rejects(name));
    if (listed !== undefined && listed !== rejects)
      violations.push(`${told}: the rejected rows are not whole`);
  };
  for (let round = 0; kills < killing.kills; round++) {
    const name = `killed ${round}`;
    let ended: Ended;
    const before = kills;
    do {
      const moment = momentOf(random, operations, whole.workMs, kills - before);
      ended = await score(one, name, moment, killing);
      if (!ended.isKilled) break;
      kills++;
      // To look into a database is to have it mended: every other time that is left to the one who goes on.
      if (one.file || random() < 0.5) await look(name, moment);
    } while (kills < killing.kills && random() < 0.6);
    if (ended.isKilled) ended = await score(one, name, {}, killing);
    if (kills > before) finished++;
    if (ended.done && ended.done.resumedRows > 0) resumed++;
    // A process that has made its table and removed the journal has nothing more to do: who asks again is told that the table is there.
    const isRefused =
      !ended.done && !one.file && ended.errors.includes("T2996") && !existsSync(one.journal(name));
    if (!ended.done && !isRefused) violations.push(`${name}: ${ended.errors.slice(0, 400)}`);
    const { rowCount, rejected } = ended.done ?? whole.done;
    if (rowCount !== whole.done.rowCount || rejected !== whole.done.rejected)
      violations.push(`${name}: ${rowCount} rows and ${rejected} rejected`);
    if ((await one.content(name)) !== wanted) violations.push(`${name}: the output differs`);
    if (textOf(one.rejects(name)) !== rejects) violations.push(`${name}: the rejected rows differ`);
    const left = await leftBy(name, one, killing.folder, known);
    if (ended.done) violations.push(...left);
  }
  const { rowCount, rejected } = whole.done;
  return { name: one.name, kills, finished, resumed, operations, rows: rowCount, rejected, violations };
}

/** Between two operations, in the middle of one that writes, or at some moment; soon after the beginning where it was killed before. */
function momentOf(random: () => number, operations: number, workMs: number, before: number): Moment {
  const kind = random();
  const place = random() / (before + 1);
  if (kind < 0.4) return { killAt: 1 + Math.floor(place * operations) };
  // The end of the work is short, and full of moments.
  if (kind < 0.6) return { killAt: Math.max(1, operations - Math.floor(random() * 15)) };
  if (kind < 0.7) return { killAt: 1 + Math.floor(place * operations), isHalf: true };
  return { afterMs: place * workMs };
}

/** What beside the output is left of a scoring that is done. */
async function leftBy(name: string, one: BatchCase, folder: string, known: Set<string>): Promise<string[]> {
  const found = (await readdir(folder)).filter((file) => !known.has(file));
  for (const file of found) known.add(file);
  const kept = [one.file?.(name), one.database?.(name), one.rejects(name)];
  return found.filter((file) => !kept.includes(join(folder, file))).map((file) => `${name}: ${file} is left`);
}

const textOf = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, "utf8") : undefined;

async function score(one: BatchCase, name: string, moment: Moment, killing: BatchKilling): Promise<Ended> {
  const { child: script, folder, environment = {}, random } = killing;
  const { killAt, isHalf, afterMs } = moment;
  const order = {
    model: killing.model,
    from: one.from,
    to: one.to(name),
    threads: random() < 0.5 ? 1 : 2,
    folder,
    ...(one.partBytes === undefined ? {} : { partBytes: one.partBytes }),
    ...(one.order === undefined ? {} : { order: one.order }),
    ...(killAt === undefined ? {} : { killAt, isHalf }),
  };
  const child = spawn(process.execPath, [script, JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "pipe"],
    // Compiled once for all of them.
    env: {
      ...process.env,
      ...environment,
      NODE_COMPILE_CACHE: join(folder, "cache"),
      TMPDIR: join(folder, "temporary"),
    },
  });
  let said = "";
  let errors = "";
  let begin = 0;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (said === "") {
      begin = performance.now();
      if (afterMs !== undefined) void pause(afterMs).then(() => child.kill("SIGKILL"));
    }
    said += text;
  });
  return new Promise((settle) => {
    child.on("close", (_code, signal) => {
      const done = /^done (.*)$/m.exec(said)?.[1];
      settle({
        isKilled: signal === "SIGKILL",
        errors,
        workMs: performance.now() - begin,
        ...(done === undefined || signal === "SIGKILL"
          ? {}
          : { done: JSON.parse(done) as Ended["done"] & {} }),
      });
    });
  });
}
