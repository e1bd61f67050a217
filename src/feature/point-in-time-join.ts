import { randomBytes } from "node:crypto";
import { failInput, type Diagnostic, type Effects } from "../base/index.ts";
import { identifier, integerLiteral, joinSql, sql, type Sql } from "../compile/index.ts";
import type { ColumnReader, Engine } from "../data/index.ts";
import { tableFromVectors, type Table, type Vector } from "../schema/index.ts";
import type { FeatureSet } from "./definition.ts";
import { createBlock } from "./event-block.ts";
import { eventDiagnostics, rowDiagnostics, type EventCounts } from "./event-diagnostics.ts";
import { FeatureColumn } from "./feature-column.ts";
import { orderRows } from "./ordered-rows.ts";
import { sweepFeatures } from "./sweep-features.ts";
import { compileValues, momentUnit, numbersOf, planTables, type TablePlan } from "./table-plan.ts";
import { countEvents, selectVersions, versionColumns } from "./version-sql.ts";

/** Where the rows and the events stand. */
export interface JoinInput {
  /** The main table: its columns `set.rowFields`, and for `history` those that its features read. */
  readonly rows: ColumnReader;
  /** What stands after FROM for each source: a name, or `read_parquet(…)`. */
  readonly tables: Readonly<Record<string, Sql>>;
}

/** How the join may use the machine; nothing of it changes a result. */
export interface JoinOptions {
  readonly effects?: Effects;
  /** How many events are held in memory at once, unless one key alone has more. Default 4,000,000. */
  readonly eventsInMemory?: number;
}

/** The features of all rows, in the order of the rows. */
export interface JoinedFeatures {
  readonly columns: ReadonlyMap<string, Vector>;
  readonly rowCount: number;
  /** What was left out of the events and the rows, and why. */
  readonly diagnostics: readonly Diagnostic[];
}

const eventsInMemoryByDefault = 4_000_000;

/**
 * The event features of every row as of its own prediction time, as docs/semantics.md says ("Event features"): what had happened
 * and was known by then. The engine settles the versions of the events and pairs them with the keys of the rows (it spills
 * to disk); then each feature goes once through the events and the rows of each key. Fails with T2525 where a
 * table is not given. Diagnostics: T2522-T2524.
 * @example
 * const { columns } = await pointInTimeJoin(engine, set, { rows: reader, tables: { orders: sql`read_parquet('orders.parquet')` } });
 */
export async function pointInTimeJoin(
  engine: Engine,
  set: FeatureSet,
  input: JoinInput,
  options: JoinOptions = {},
): Promise<JoinedFeatures> {
  const { effects } = options;
  const interrupt = (): void => engine.interrupt();
  effects?.signal.addEventListener("abort", interrupt);
  const places = createPlaces(engine);
  try {
    const rows = await input.rows.load(set.rowFields.map(({ name }) => name));
    const features = set.features.map((feature) => new FeatureColumn(feature.type, rows.rowCount));
    const diagnostics: Diagnostic[] = [];
    for (const plan of planTables(set)) {
      effects?.progress({ task: "event features", note: plan.table.name });
      const relation = await relationOf(plan, input, places);
      diagnostics.push(
        ...(await joinTable(engine, plan, { set, rows, relation, places, options, features })),
      );
    }
    const columns = set.features.map(({ name }, at) => [name, features[at]!.finish()] as const);
    return { columns: new Map(columns), rowCount: rows.rowCount, diagnostics };
  } finally {
    effects?.signal.removeEventListener("abort", interrupt);
    await places.drop();
  }
}

/** Tables of the engine for the time of one join. */
interface Places {
  /** A name that nothing else has, dropped at the end. */
  name(): string;
  put(table: Table): Promise<Sql>;
  drop(): Promise<void>;
}

function createPlaces(engine: Engine): Places {
  const names: string[] = [];
  const name = (): string => {
    names.push(`features_${randomBytes(8).toString("hex")}`);
    return names.at(-1)!;
  };
  return {
    name,
    put: async (table) => {
      const own = name();
      await engine.register(own, table);
      return identifier(own);
    },
    drop: async () => {
      for (const one of names) await engine.run(sql`DROP TABLE IF EXISTS ${identifier(one)}`);
    },
  };
}

async function relationOf({ table }: TablePlan, { rows, tables }: JoinInput, places: Places): Promise<Sql> {
  if (table.source === null) return places.put(await rows.load(table.fields.map(({ name }) => name)));
  if (Object.hasOwn(tables, table.source)) return tables[table.source]!;
  return failInput("T2525", `The events of "${table.source}" are not given`, {
    place: `event table "${table.name}"`,
    cure: "Give what to read for each table that the features read.",
  });
}

interface JoinWork {
  readonly set: FeatureSet;
  readonly rows: Table;
  readonly relation: Sql;
  readonly places: Places;
  readonly options: JoinOptions;
  readonly features: readonly FeatureColumn[];
}

async function joinTable(engine: Engine, plan: TablePlan, work: JoinWork): Promise<Diagnostic[]> {
  const counts = await readCounts(engine, plan, work.relation);
  const keyed = await keyRows(engine, plan, work);
  const values = compileValues(plan);
  const ordered = orderRows(keyed.keys, keyed.times, keyed.keyCount);
  const targets = plan.features.map(({ place }) => ({
    values: new Float64Array(ordered.rows.length),
    column: work.features[place]!,
  }));
  for await (const { versions, firstKey, endKey } of readVersions(
    engine,
    plan,
    work,
    keyed.relation,
    counts,
  )) {
    const renamed = tableFromVectors(
      plan.table.reads.map((name, at) => [name, versions.columns.get(`r${at}`)!] as const),
    );
    const block = createBlock(plan, versions, values({ ...renamed, rowCount: versions.rowCount }));
    sweepFeatures(plan, block, ordered, [firstKey, endKey], targets);
  }
  for (const { values: found, column } of targets) column.place(ordered.rows, found);
  const lacking = work.rows.rowCount - ordered.rows.length;
  return [...eventDiagnostics(plan.table, counts), ...rowDiagnostics(plan.table, work.set.time, lacking)];
}

async function readCounts(engine: Engine, plan: TablePlan, relation: Sql): Promise<EventCounts> {
  const [row] = await engine.rows(countEvents(plan, relation));
  const count = (name: string): number => Number(row![name]);
  return {
    total: count("total"),
    leftOut: count("left_out"),
    withoutClock: count("without_clock"),
    withoutKey: count("without_key"),
    withoutId: count("without_id"),
    knownBefore: count("known_before"),
  };
}

interface KeyedRows {
  /** The number of the key of each row, NaN where it is missing. */
  readonly keys: Float64Array;
  /** The prediction time of each row in milliseconds. */
  readonly times: Float64Array;
  readonly keyCount: number;
  /** The table of the keys with their numbers. */
  readonly relation: Sql;
}

/** Numbers the keys of the rows from 0. */
async function keyRows(engine: Engine, plan: TablePlan, { set, rows, places }: JoinWork): Promise<KeyedRows> {
  const { keys: names } = versionColumns(plan);
  const unit = momentUnit(set.rowFields.find(({ name }) => name === set.time)!.type);
  const times = numbersOf(rows.columns.get(set.time)!).map((moment) => moment * unit);
  const relation = identifier(places.name());
  if (names.length === 0) {
    await engine.run(sql`CREATE TABLE ${relation} AS SELECT 0 AS key`);
    return { keys: new Float64Array(rows.rowCount), times, keyCount: 1, relation };
  }
  const place = Float64Array.from({ length: rows.rowCount }, (_, row) => row);
  const given = await places.put(
    tableFromVectors([
      ["place", { kind: "numbers", type: "Int", values: place }],
      ...plan.table.rowBy.map((name, at) => [`k${at}`, rows.columns.get(name)!] as const),
    ]),
  );
  const list = joinSql(names);
  const there = joinSql(
    names.map((name) => sql`${name} IS NOT NULL`),
    sql` AND `,
  );
  await engine.run(
    sql`CREATE TABLE ${relation} AS SELECT row_number() OVER () - 1 AS key, ${list} FROM (SELECT DISTINCT ${list} FROM ${given} WHERE ${there})`,
  );
  const found = await engine.table(sql`SELECT place, key FROM ${given} JOIN ${relation} USING (${list})`);
  const keys = new Float64Array(rows.rowCount).fill(Number.NaN);
  const [rowPlaces, numbers] = ["place", "key"].map((name) => numbersOf(found.columns.get(name)!));
  for (let at = 0; at < found.rowCount; at++) keys[rowPlaces![at]!] = numbers![at]!;
  const [count] = await engine.rows(sql`SELECT count(*) AS n FROM ${relation}`);
  return { keys, times, keyCount: Number(count!["n"]), relation };
}

interface VersionPart {
  readonly versions: Table;
  readonly firstKey: number;
  readonly endKey: number;
}

/** The versions of the keys of the rows, so many keys at a time that the events fit into memory. */
async function* readVersions(
  engine: Engine,
  plan: TablePlan,
  { relation, places, options }: JoinWork,
  keys: Sql,
  { total }: EventCounts,
): AsyncGenerator<VersionPart> {
  const { keys: names, reads } = versionColumns(plan);
  const paired = names.length === 0 ? sql`CROSS JOIN ${keys}` : sql`JOIN ${keys} USING (${joinSql(names)})`;
  const columns = joinSql([sql`key`, sql`happened`, sql`known`, sql`next`, ...reads]);
  const query = sql`SELECT ${columns} FROM (${selectVersions(plan, relation)}) ${paired}`;
  const limit = options.eventsInMemory ?? eventsInMemoryByDefault;
  if (total <= limit) {
    yield { versions: await engine.table(query), firstKey: 0, endKey: Number.POSITIVE_INFINITY };
    return;
  }
  const stored = identifier(places.name());
  await engine.run(sql`CREATE TABLE ${stored} AS ${query}`);
  const sizes = await engine.table(
    sql`SELECT key, count(*) AS n FROM ${keys} LEFT JOIN ${stored} USING (key) GROUP BY key ORDER BY key`,
  );
  const counts = numbersOf(sizes.columns.get("n")!);
  let firstKey = 0;
  while (firstKey < counts.length) {
    let endKey = firstKey + 1;
    let size = counts[firstKey]!;
    while (endKey < counts.length && size + counts[endKey]! <= limit) size += counts[endKey++]!;
    const part = sql`SELECT * FROM ${stored} WHERE key >= ${integerLiteral(firstKey)} AND key < ${integerLiteral(endKey)}`;
    yield { versions: await engine.table(part, size), firstKey, endKey };
    firstKey = endKey;
  }
}
