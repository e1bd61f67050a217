/**
 * Event features as of each row's own time: 1,000,000 events, 200,000 rows, 12 features over 7, 30 and 90 days. The join of Tandem
 * beside the same answers in hand-written DuckDB SQL and in pandas (`bench/peers/events.py`), in turn, each in a fresh process
 * that reads Parquet files and writes one.
 *   npm run bench -- events [runs]
 * The Python is `TANDEM_PEERS_PYTHON`; TANDEM_BENCH_SCALE=0.1 takes a tenth of the rows. Prints the medians, the ratio (theirs / ours)
 * and the peak memory, and fails where an answer differs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifier, integerLiteral, sql, textLiteral, type Sql } from "../src/compile/index.ts";
import { openEngine, type Engine } from "../src/data/index.ts";
import { measureCommand, median, type Measured } from "./measure.ts";

const scale = Number(process.env["TANDEM_BENCH_SCALE"] ?? 1);
const eventCount = Math.round(1_000_000 * scale);
const rowCount = Math.round(200_000 * scale);
const customerCount = Math.round(10_000 * scale);
const root = join(import.meta.dirname, "..");

const part = (place: string, seed: number, bound: number): Sql =>
  sql`CAST(hash(${identifier(place)}, ${seed}) % ${integerLiteral(bound)} AS BIGINT)`;
const yearMs = 365 * 86_400_000;
const moment = (seed: number): Sql =>
  sql`TIMESTAMP '2024-01-01' + to_milliseconds(${part("i", seed, yearMs)})`;

/** One year of orders. With `known` one in ten arrives three days late, and one in fifty is corrected after ten days. */
async function writeData(engine: Engine, folder: string, known: boolean): Promise<void> {
  const write = (query: Sql, name: string): Promise<void> =>
    engine.run(sql`COPY (${query}) TO ${textLiteral(join(folder, `${name}.parquet`))} (FORMAT parquet)`);
  const orders = sql`SELECT i AS "order", ${part("i", 1, customerCount)} AS customer, ${moment(2)} AS created,
    round(${part("i", 3, 10_000_000)} / 1e3, 2) AS amount, ['paid', 'open', 'returned', 'new'][1 + ${part("i", 4, 4)}] AS status
    FROM range(${integerLiteral(eventCount)}) r(i)`;
  const first = sql`SELECT "order", customer, created, created + CASE WHEN "order" % 10 = 3 THEN INTERVAL 3 DAY ELSE INTERVAL 5 MINUTE END AS loaded, amount, status FROM (${orders})`;
  const corrected = sql`SELECT "order", customer, created, created + INTERVAL 10 DAY AS loaded, amount + 1 AS amount, 'returned' AS status FROM (${orders}) WHERE "order" % 50 = 0`;
  const plain = sql`SELECT "order", customer, created, created AS loaded, amount, status FROM (${orders})`;
  await write(known ? sql`${first} UNION ALL ${corrected}` : plain, "events");
  await write(
    sql`SELECT i AS place, ${part("i", 11, customerCount)} AS customer, ${moment(12)} AS moment FROM range(${integerLiteral(rowCount)}) r(i)`,
    "rows",
  );
}

const features = [
  "n7",
  "n30",
  "n90",
  "sum7",
  "sum30",
  "mean30",
  "min30",
  "max30",
  "last90",
  "kinds30",
  "since90",
  "paid30",
];

/** The largest relative difference of a feature between two answers; infinity where a value is missing on one side. */
async function difference(engine: Engine, folder: string, other: string): Promise<number> {
  const file = (name: string): Sql => sql`read_parquet(${textLiteral(join(folder, `${name}.parquet`))})`;
  let largest = 0;
  for (const name of features) {
    const [one, two] = [sql`a.${identifier(name)}`, sql`b.${identifier(name)}`];
    const [row] =
      await engine.rows(sql`SELECT count(*) AS n, max(CASE WHEN (${one} IS NULL) <> (${two} IS NULL) THEN 1e300
      ELSE abs(CAST(${one} AS DOUBLE) - CAST(${two} AS DOUBLE)) / greatest(1e0, abs(CAST(${one} AS DOUBLE))) END) AS largest
      FROM ${file("tandem")} a JOIN ${file(other)} b USING (place)`);
    if (Number(row!["n"]) !== rowCount) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Number(row!["largest"] ?? 0));
  }
  return largest;
}

interface Contestant {
  readonly name: string;
  readonly title: string;
  readonly run: (folder: string) => Promise<Measured>;
}

const script = join(root, "bench/events-contestant.ts");
const inNode = (name: string, title: string): Contestant => ({
  name,
  title,
  run: (folder) =>
    measureCommand(process.execPath, ["--conditions=tandem-development", script, name, folder], root),
});

/** Sums of the others are rounded at each step. */
const tolerance = 1e-9;

async function race(
  title: string,
  known: boolean,
  others: readonly Contestant[],
  runs: number,
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "bench-events-"));
  const engine = await openEngine({ memoryLimitMb: 1024 });
  try {
    await writeData(engine, folder, known);
    const contestants = [inNode("tandem", "tandem"), ...others];
    const measured = contestants.map((): Measured[] => []);
    for (let run = 0; run < runs; run++)
      for (const [at, one] of contestants.entries()) measured[at]!.push(await one.run(folder));
    console.log(title);
    const ours = median(measured[0]!.map(({ seconds }) => seconds));
    let isFaster = true;
    for (const [at, one] of contestants.entries()) {
      const seconds = median(measured[at]!.map((each) => each.seconds));
      const memory = Math.max(...measured[at]!.map(({ megabytes }) => megabytes));
      const apart = at === 0 ? 0 : await difference(engine, folder, one.name);
      const ratio =
        at === 0
          ? ""
          : `   ratio ${(seconds / ours).toFixed(2)}   apart by at most ${apart.toExponential(1)}`;
      console.log(
        `  ${one.title.padEnd(22)} ${seconds.toFixed(2).padStart(7)} s   ${memory.toFixed(0).padStart(5)} MB${ratio}`,
      );
      if (apart > tolerance || (at > 0 && seconds < ours)) isFaster = false;
    }
    return isFaster;
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true });
  }
}

/** Runs the benchmark; false where a peer is faster or an answer differs. */
export async function benchEvents(runs = 3): Promise<boolean> {
  const python = process.env["TANDEM_PEERS_PYTHON"];
  const pandas: Contestant = {
    name: "pandas",
    title: "pandas",
    run: (folder) => measureCommand(python!, [join(root, "bench/peers/events.py"), folder], root),
  };
  const size = `${eventCount.toLocaleString("en")} events, ${rowCount.toLocaleString("en")} rows, 12 features`;
  if (!python) console.log("pandas is left out: set TANDEM_PEERS_PYTHON, see bench/README.md.");
  const one = await race(
    `${size}; every event known at once`,
    false,
    [inNode("sql", "DuckDB SQL"), ...(python ? [pandas] : [])],
    runs,
  );
  const two = await race(
    `${size}; late and corrected events`,
    true,
    [inNode("sql-known", "DuckDB SQL")],
    runs,
  );
  return one && two;
}
