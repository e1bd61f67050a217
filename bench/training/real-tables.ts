import { join } from "node:path";
import { createRandom, shuffledIndexes } from "../../src/base/index.ts";
import { sql, textLiteral, type Sql } from "../../src/compile/index.ts";
import type { Engine } from "../../src/data/index.ts";
import type { Vector } from "../../src/schema/index.ts";
import { writeTable, type TableMeta } from "./table.ts";

/** A table that people collected. */
export interface RealTable {
  readonly name: string;
  readonly task: TableMeta["task"];
  readonly target: string;
  /** Columns that would give the answer away, or only number the rows. */
  readonly without?: readonly string[];
  query(folder: string): Sql;
}

const csv = (folder: string, path: string, options: Sql = sql``): Sql =>
  sql`SELECT * FROM read_csv(${textLiteral(join(folder, path))}, nullstr => ['', 'NA', '?']${options})`;
/** LightGBM's own examples: no header, the target first. */
const example = (folder: string, name: string): Sql =>
  sql`${csv(folder, `lightgbm-examples/${name}.train`, sql`, header => false`)} UNION ALL ${csv(folder, `lightgbm-examples/${name}.test`, sql`, header => false`)}`;
const flights = join(import.meta.dirname, "../../node_modules/vega-datasets/data/flights-3m.parquet");

/** The tables on which quality is compared. Columns of text are categories. */
export const realTables: readonly RealTable[] = [
  {
    name: "adult",
    task: "binary",
    target: "target",
    query: (folder) => {
      const half = (name: string): Sql =>
        sql`SELECT * EXCLUDE (column14), CAST(starts_with(column14, '>50K') AS INTEGER) AS target
          FROM (${csv(folder, `adult-income/adult-${name}.csv`, sql`, header => false, delim => ', '`)})`;
      return sql`${half("train")} UNION ALL ${half("test")}`;
    },
  },
  {
    name: "california-housing",
    task: "regression",
    target: "median_house_value",
    query: (folder) => csv(folder, "california-housing/housing.csv"),
  },
  {
    name: "diamonds",
    task: "regression",
    target: "price",
    query: (folder) => csv(folder, "diamonds/diamonds.csv"),
  },
  {
    name: "online-shoppers",
    task: "binary",
    target: "target",
    without: ["Revenue"],
    query: (folder) =>
      sql`SELECT *, 2 - "Revenue" AS target FROM (${csv(folder, "online-shoppers/online_shoppers_intention.csv")})`,
  },
  {
    name: "hotel-rates",
    task: "regression",
    target: "avg_price_per_room",
    without: ["rownames"],
    query: (folder) => csv(folder, "hotel-rates/hotel_rates.csv"),
  },
  {
    name: "nyc-flights13",
    task: "regression",
    target: "arr_delay",
    without: ["dep_time", "arr_time", "dep_delay", "air_time", "tailnum", "time_hour"],
    query: (folder) =>
      sql`SELECT * FROM read_parquet(${textLiteral(join(folder, "nyc-flights13/flights.parquet"))}) WHERE arr_delay IS NOT NULL`,
  },
  {
    name: "lightgbm binary",
    task: "binary",
    target: "column00",
    query: (folder) => example(folder, "binary"),
  },
  {
    name: "lightgbm regression",
    task: "regression",
    target: "column00",
    query: (folder) => example(folder, "regression"),
  },
  {
    name: "lightgbm multiclass",
    task: "multiclass",
    target: "column00",
    query: (folder) => example(folder, "multiclass"),
  },
  {
    name: "flights-3m",
    task: "binary",
    target: "target",
    query: () =>
      sql`SELECT hour(date) AS hour, dayofweek(date) AS weekday, dayofyear(date) AS day, distance, origin, destination,
        CAST(delay > 15 AS INTEGER) AS target FROM read_parquet(${textLiteral(flights)})`,
  },
];

interface ReadColumn {
  readonly meta: TableMeta["columns"][number];
  readonly values: Float64Array;
}

/** Reads a table once; `write` puts it in an order by the seed, the last fifth held out. */
export async function readTable(
  engine: Engine,
  table: RealTable,
  folder: string,
): Promise<{ readonly rowCount: number; readonly write: (into: string, seed: number) => void }> {
  const skipped = [table.target, ...(table.without ?? [])];
  await engine.run(sql`CREATE OR REPLACE TABLE real AS ${table.query(folder)}`);
  const { columns } = await engine.table(sql`SELECT * FROM real`);
  const read: ReadColumn[] = [];
  for (const [name, vector] of columns) if (!skipped.includes(name)) read.push(readColumn(name, vector));
  const answer = columns.get(table.target);
  if (answer?.kind !== "numbers") throw new Error(`The target of ${table.name} is no number.`);
  const target = answer.values;
  const classCount = table.task === "regression" ? 0 : Math.max(...new Set(target)) + 1;
  const rowCount = target.length;
  const write = (into: string, seed: number): void => {
    const order = shuffledIndexes(rowCount, createRandom(`${table.name} ${seed}`));
    const shuffled = (values: Float64Array): Float64Array => Float64Array.from(order, (row) => values[row]!);
    const meta = {
      name: table.name,
      task: table.task,
      classCount,
      rowCount,
      trainCount: Math.round(rowCount * 0.8),
      columns: read.map((one) => one.meta),
    };
    writeTable(
      into,
      meta,
      read.map(({ values }) => shuffled(values)),
      shuffled(target),
    );
  };
  return { rowCount, write };
}

function readColumn(name: string, vector: Vector): ReadColumn {
  if (vector.kind === "numbers")
    return { meta: { name, kind: "number", levelCount: 0 }, values: vector.values };
  const { codes, dictionary } = vector;
  return {
    meta: { name, kind: "category", levelCount: dictionary.length },
    values: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : code)),
  };
}
