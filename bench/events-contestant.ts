/**
 * One contestant of `bench/events.ts` in a process of its own: reads events.parquet and rows.parquet of a folder and writes
 * the features of each row to a Parquet file.
 *   node --conditions=tandem-development bench/events-contestant.ts tandem|sql|sql-known FOLDER
 */
import { join } from "node:path";
import { throwIfErrors, type Diagnostic } from "../src/base/index.ts";
import { sql, textLiteral, type Sql } from "../src/compile/index.ts";
import { openEngine, tableReader, writeTable, type Engine } from "../src/data/index.ts";
import { days, events, normalizeFeatures, pointInTimeJoin } from "../src/feature/index.ts";
import { tableFromVectors, type DataType, type Schema } from "../src/schema/index.ts";

const [contestant, folder] = process.argv.slice(2);
if (!contestant || !folder) throw new Error("Give a contestant and a folder.");

const file = (name: string): Sql => textLiteral(join(folder, `${name}.parquet`));
const output = join(folder, `${contestant}.parquet`);

const schemaOf = (types: Readonly<Record<string, DataType>>): Schema => ({
  fields: Object.entries(types).map(([name, type]) => ({ name, type, nullable: true })),
});

const eventSchema = schemaOf({
  order: "Int",
  customer: "Int",
  created: "Instant",
  loaded: "Instant",
  amount: "Float",
  status: "Text",
});

async function runTandem(engine: Engine): Promise<void> {
  const orders = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });
  const [week, month, quarter] = [7, 30, 90].map((count) => orders.last(days(count)));
  const features = {
    n7: week!.count(),
    n30: month!.count(),
    n90: quarter!.count(),
    sum7: week!.sum("amount"),
    sum30: month!.sum("amount"),
    mean30: month!.mean("amount"),
    min30: month!.min("amount"),
    max30: month!.max("amount"),
    last90: quarter!.last("amount"),
    kinds30: month!.distinct("status"),
    since90: quarter!.timeSince(),
    paid30: month!.where(({ column }) => column("status").equals("paid")).sum("amount"),
  };
  const diagnostics: Diagnostic[] = [];
  const context = {
    rows: schemaOf({ customer: "Int", moment: "Instant" }),
    time: "moment",
    tables: { orders: eventSchema },
  };
  const set = normalizeFeatures(features, context, "bench", diagnostics);
  throwIfErrors(diagnostics);
  const rows = await engine.table(sql`SELECT * FROM read_parquet(${file("rows")})`);
  const tables = { orders: sql`read_parquet(${file("events")})` };
  const { columns } = await pointInTimeJoin(engine, set!, { rows: tableReader(rows), tables });
  await writeTable(engine, tableFromVectors([["place", rows.columns.get("place")!], ...columns]), output);
}

/** The events with the moment when the next version was known; with one clock each row is an event and known at once. */
const versions: Readonly<Record<string, Sql>> = {
  sql: sql`SELECT *, created AS known, NULL AS next FROM read_parquet(${file("events")})`,
  "sql-known": sql`SELECT *, loaded AS known, lead(loaded) OVER (PARTITION BY "order" ORDER BY loaded) AS next FROM read_parquet(${file("events")})`,
};

/** The same features as a practitioner writes them: one join over the longest window, and an aggregate with a filter for each. */
const handWritten = (source: Sql): Sql => sql`
  WITH version AS (${source}), pair AS (
    SELECT place, moment, created, amount, status,
      created >= moment - INTERVAL 7 DAY AS in7, created >= moment - INTERVAL 30 DAY AS in30
    FROM read_parquet(${file("rows")}) r LEFT JOIN version v ON v.customer = r.customer
      AND created < moment AND created >= moment - INTERVAL 90 DAY AND known <= moment AND (next IS NULL OR moment < next))
  SELECT place, count(*) FILTER (in7) AS n7, count(*) FILTER (in30) AS n30, count(created) AS n90,
    coalesce(sum(amount) FILTER (in7), 0) AS sum7, coalesce(sum(amount) FILTER (in30), 0) AS sum30,
    avg(amount) FILTER (in30) AS mean30, min(amount) FILTER (in30) AS min30, max(amount) FILTER (in30) AS max30,
    max_by(amount, created) AS last90, count(DISTINCT status) FILTER (in30) AS kinds30,
    epoch_ms(any_value(moment) - max(created)) / 86400000 AS since90,
    coalesce(sum(amount) FILTER (in30 AND status = 'paid'), 0) AS paid30
  FROM pair GROUP BY place`;

const engine = await openEngine({ memoryLimitMb: 2048 });
try {
  if (contestant === "tandem") await runTandem(engine);
  else
    await engine.run(
      sql`COPY (${handWritten(versions[contestant]!)}) TO ${textLiteral(output)} (FORMAT parquet)`,
    );
} finally {
  await engine.close();
}
