import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../../base/index.ts";
import { joinSql, sql } from "../../compile/index.ts";
import { openPredictionLog } from "./prediction-log.ts";
import { readLog, type ReadLog } from "./read-log.ts";

/** What a number of kills came to. */
export interface KillCounts {
  readonly points: number;
  readonly acknowledgedRequests: number;
  readonly acknowledgedRows: number;
  readonly acknowledgedLabels: number;
  readonly erasures: number;
  /** Requests that were sent again since their answer had not come. */
  readonly sentAgain: number;
  /** How often the process died while it opened the log, sealed, erased, removed what is old. */
  readonly killedWhile: Readonly<Record<"opening" | "sealing" | "erasing" | "removing", number>>;
  /** Every way in which something was wrong; none is the only good number. */
  readonly violations: readonly string[];
}

/** A log is begun anew after so many kills, so that each check stays quick. */
const killsPerLog = 10;

/** What is known from outside: what was sent, and what was acknowledged. */
interface Outside {
  readonly sent: Set<string>;
  /** When each request and batch was sent last. */
  readonly times: Map<string, number>;
  readonly acknowledged: Set<string>;
  readonly labelsSent: Set<string>;
  readonly labelsAcknowledged: Set<string>;
  readonly sentTwice: Set<string>;
  readonly erasureBegun: Set<string>;
  readonly erased: Set<string>;
  /** Rows before it may be gone. */
  horizon: number;
}

const newOutside = (): Outside => ({
  sent: new Set(),
  times: new Map(),
  acknowledged: new Set(),
  labelsSent: new Set(),
  labelsAcknowledged: new Set(),
  sentTwice: new Set(),
  erasureBegun: new Set(),
  erased: new Set(),
  horizon: 0,
});

/** Kills a process that writes a log at random moments, and looks after each whether the log has kept its word. */
export async function killAtRandomPoints(
  points: number,
  seed: string,
  tell: (line: string) => void,
  /** The bundle of `fixtures/record-until-killed.ts`. */
  child: string,
): Promise<KillCounts> {
  const root = await mkdtemp(join(tmpdir(), "tandem-kill-"));
  const random = createRandom(seed);
  const violations: string[] = [];
  const totals = { requests: 0, rows: 0, labels: 0, erasures: 0, sentAgain: 0 };
  const killedWhile = { opening: 0, sealing: 0, erasing: 0, removing: 0 };
  let outside = newOutside();
  try {
    for (let point = 0; point < points; point++) {
      if (point % killsPerLog === 0) outside = newOutside();
      const folder = join(root, `log-${Math.floor(point / killsPerLog)}`);
      await mkdir(folder, { recursive: true });
      const again = unanswered(outside);
      totals.sentAgain += again.length;
      const lines = await runUntilKilled({
        child,
        args: [folder, String(point), seed, JSON.stringify(again)],
        moment: random.next(),
        cache: join(root, "cache"),
      });
      for (const line of lines) if (line.startsWith("problem")) violations.push(`point ${point}: ${line}`);
      hear(outside, lines);
      const found = await check(folder, outside);
      violations.push(...found.map((violation) => `point ${point}: ${violation}`));
      for (const violation of found) tell(`VIOLATION at point ${point}: ${violation}`);
      const doing = underWay(lines);
      if (doing) killedWhile[doing]++;
      if (point % killsPerLog === killsPerLog - 1 || point === points - 1) {
        totals.requests += outside.acknowledged.size;
        totals.rows += [...outside.acknowledged].reduce((sum, name) => sum + rowsOf(name), 0);
        totals.labels += [...outside.labelsAcknowledged].reduce((sum, name) => sum + rowsOf(name), 0);
        totals.erasures += outside.erased.size;
        tell(`${point + 1} kills, ${totals.rows} acknowledged rows, ${violations.length} violations`);
        // A process that found itself alone may be just about to see that.
        await rm(folder, { recursive: true, maxRetries: 5 });
      }
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  return {
    points,
    acknowledgedRequests: totals.requests,
    acknowledgedRows: totals.rows,
    acknowledgedLabels: totals.labels,
    erasures: totals.erasures,
    sentAgain: totals.sentAgain,
    killedWhile,
    violations,
  };
}

const rowsOf = (name: string): number => Number(name.split(":")[2]);
const entityOf = (name: string): string => name.split(":")[3]!;

function unanswered({ sent, acknowledged, labelsSent, labelsAcknowledged }: Outside): string[] {
  return [
    ...[...sent].filter((name) => !acknowledged.has(name)).map((name) => `s ${name}`),
    ...[...labelsSent].filter((name) => !labelsAcknowledged.has(name)).map((name) => `L ${name}`),
  ];
}

/** Long enough for a piece of maintenance in a process of its own, from its start to its end. */
const longestLifeMs = 2500;

interface Killed {
  readonly child: string;
  readonly args: readonly string[];
  /** From 0 to 1: when it is killed. */
  readonly moment: number;
  readonly cache: string;
}

/** Starts the process and kills it: mostly some time after it is ready, sometimes while it starts. */
function runUntilKilled({ child, args, moment, cache }: Killed): Promise<string[]> {
  return new Promise((done, fail) => {
    const victim = spawn(process.execPath, ["--conditions=tandem-development", child, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: cache,
        TANDEM_TEST_PACKAGES: join(import.meta.dirname, "../../../test/formats/0.1.0"),
      },
    });
    const heard: Buffer[] = [];
    let isReady = false;
    const kill = (): void => void victim.kill("SIGKILL");
    if (moment < 0.1) setTimeout(kill, moment * 8000);
    victim.stdout.on("data", (bytes: Buffer) => {
      heard.push(bytes);
      if (isReady || moment < 0.1) return;
      isReady = true;
      setTimeout(kill, (moment - 0.1) * longestLifeMs);
    });
    victim.on("error", fail);
    victim.on("close", (_, signal) => {
      const lines = Buffer.concat(heard).toString().split("\n");
      // A last line without its end was not said.
      lines.pop();
      if (signal === "SIGKILL") done(lines);
      else fail(new Error(`The process ended by itself: ${lines.slice(-3).join(" | ")}`));
    });
  });
}

function hear(outside: Outside, lines: readonly string[]): void {
  for (const line of lines) {
    const [what, name = "", time] = line.split(" ");
    const sent = what === "s" ? outside.sent : what === "L" ? outside.labelsSent : undefined;
    if (sent?.has(name)) outside.sentTwice.add(name);
    sent?.add(name);
    if (sent) outside.times.set(name, Number(time));
    if (what === "a") outside.acknowledged.add(name);
    if (what === "l") outside.labelsAcknowledged.add(name);
    if (what === "E") outside.erasureBegun.add(name);
    if (what === "e") outside.erased.add(name);
    // What is removed is counted from when that begins, which may be some time after it was asked for, and is before now.
    if (what === "K") outside.horizon = Math.max(outside.horizon, Date.now() - Number(name));
  }
}

function underWay(lines: readonly string[]): keyof KillCounts["killedWhile"] | undefined {
  if (lines.length === 0) return "opening";
  const last = lines.findLast((line) => /^[EKMekm]/.test(line))?.[0];
  return last === "E" ? "erasing" : last === "K" ? "removing" : last === "M" ? "sealing" : undefined;
}

/** Opens the log as a service would after the kill, and reads it. */
async function check(folder: string, outside: Outside): Promise<string[]> {
  await (await openPredictionLog(folder, Date.now, { maintenance: "here" })).close();
  if (outside.sent.size === 0) return [];
  return readLog(folder, async (log) => [
    ...(await checkRows(log, outside)),
    ...(await checkLabels(log, outside)),
    ...(log.damagedBytes > 0 || log.manifest.damaged.length > 0 ? ["damaged bytes"] : []),
  ]);
}

async function checkRows(log: ReadLog, outside: Outside): Promise<string[]> {
  if (!log.predictions) return outside.acknowledged.size > 0 ? ["no rows at all"] : [];
  const violations: string[] = [];
  const stored = joinSql(
    log.layouts.map(({ relation }) => sql`SELECT sequence, request, "row", time FROM ${relation}`),
    sql` UNION ALL `,
  );
  const [places] = await log.engine.rows(
    sql`SELECT count(*) AS n, count(DISTINCT sequence) AS places FROM (${stored})`,
  );
  if (places!["n"] !== places!["places"]) violations.push("a row stands in a file and in a segment");
  const copies = new Map(
    (
      await log.engine.rows(
        sql`SELECT request, max(copies) AS copies, max(time) AS time FROM (SELECT request, "row", count(*) AS copies, max(time) AS time FROM (${stored}) GROUP BY ALL) GROUP BY request`,
      )
    ).map((row) => [String(row["request"]), row]),
  );
  const seen = new Map(
    (
      await log.engine.rows(
        sql`SELECT request, count(*) AS n, count(DISTINCT "row") AS "rows" FROM ${log.predictions} GROUP BY request`,
      )
    ).map((row) => [String(row["request"]), row]),
  );
  for (const [name, row] of seen) {
    if (!outside.sent.has(name)) violations.push(`nobody sent ${name}`);
    if (row["n"] !== rowsOf(name) || row["rows"] !== rowsOf(name))
      violations.push(`${name} has ${String(row["n"])} rows`);
    if (Number(copies.get(name)?.["copies"]) > 1 && !outside.sentTwice.has(name))
      violations.push(`${name} is stored twice`);
  }
  const mustBeThere = [...outside.acknowledged].filter((name) => outside.times.get(name)! >= outside.horizon);
  const byEntity = Map.groupBy(mustBeThere, entityOf);
  for (const [entity, names] of byEntity) {
    const missing = names.filter((name) => !seen.has(name));
    if (!outside.erasureBegun.has(entity)) violations.push(...missing.map((name) => `${name} is lost`));
    // What was sent again after the erasure is there by right.
    const first = names.filter((name) => !outside.sentTwice.has(name));
    const gone = first.filter((name) => !seen.has(name)).length;
    if (outside.erased.has(entity) && gone < first.length)
      violations.push(`${entity} was erased and is there`);
    if (outside.erasureBegun.has(entity) && gone > 0 && gone < first.length)
      violations.push(`half of ${entity} is gone`);
  }
  return violations;
}

async function checkLabels(log: ReadLog, outside: Outside): Promise<string[]> {
  const rows = await log.engine.rows(
    sql`SELECT batch, count(*) AS n, count(DISTINCT position) AS places FROM ${log.labels} GROUP BY batch`,
  );
  const seen = new Map(rows.map((row) => [String(row["batch"]), row]));
  return [
    ...[...seen]
      .filter(([batch, { n, places }]) => n !== rowsOf(batch) || places !== rowsOf(batch))
      .map(([batch]) => `half of the labels ${batch}`),
    ...[...outside.labelsAcknowledged]
      .filter((batch) => !seen.has(batch) && outside.times.get(batch)! >= outside.horizon)
      .map((batch) => `the labels ${batch} are lost`),
  ];
}
