import { identifier, sql, type Sql } from "../compile/index.ts";
import type { Engine } from "../data/index.ts";
import { exactQuotient, wholeTimesPower } from "../stats/index.ts";
import type { Value } from "../schema/index.ts";

/*
 * What docs/semantics.md says, written down once more, as simply as it can be: a join of all rows with all events in SQL for
 * what a database can say, and whole numbers without end for the sums.
 */

/** All versions with the moment when the next one of the same event was known. */
const versions = (hasId: boolean): Sql =>
  hasId
    ? sql`SELECT *, lead(loaded) OVER (PARTITION BY "order" ORDER BY loaded, created, customer, amount NULLS FIRST, day NULLS FIRST, paid NULLS FIRST, pieces NULLS FIRST, status NULLS FIRST) AS next FROM (SELECT DISTINCT * FROM orders)`
    : sql`SELECT *, CAST(NULL AS TIMESTAMP) AS next FROM orders`;

/** Each row with each version that is visible to it, numbered from the last. */
const visible = (hasId: boolean, window: Sql, condition: Sql): Sql => sql`
  SELECT place, "when", v.*, row_number() OVER (PARTITION BY place
    ORDER BY created DESC, loaded DESC, amount DESC NULLS LAST, day DESC NULLS LAST, paid DESC NULLS LAST, pieces DESC NULLS LAST, status DESC NULLS LAST) AS back
  FROM main JOIN (${versions(hasId)}) v ON v.customer = main.customer AND v.loaded <= main."when"
    AND (v.next IS NULL OR main."when" < v.next) AND v.created < main."when" AND ${window} AND ${condition}`;

const all = sql`TRUE`;
const sevenDays = sql`v.created >= main."when" - INTERVAL 7 DAY`;
const sixHours = sql`v.created >= main."when" - INTERVAL 6 HOUR`;

interface Question {
  readonly window?: Sql;
  readonly condition?: Sql;
  /** An aggregate in SQL, over the visible events. */
  readonly ask: Sql;
  readonly none?: Value;
}

const milliseconds = (moment: Sql): Sql => sql`epoch_ms(${moment})`;
const sinceSql = (extreme: Sql): Sql =>
  sql`CAST(${milliseconds(sql`any_value("when")`)} - ${milliseconds(extreme)} AS DOUBLE) / 86400000`;

const questions: Readonly<Record<string, Question>> = {
  n: { ask: sql`count(*)`, none: 0 },
  n7: { window: sevenDays, ask: sql`count(*)`, none: 0 },
  n6h: { window: sixHours, ask: sql`count(*)`, none: 0 },
  there: { window: sevenDays, ask: sql`count(amount)`, none: 0 },
  pieces7: { window: sevenDays, ask: sql`CAST(coalesce(sum(pieces), 0) AS BIGINT)`, none: 0 },
  min7: { window: sevenDays, ask: sql`min(amount)` },
  max7: { window: sevenDays, ask: sql`max(pieces)` },
  latestDay: { ask: sql`max(day)` },
  first7: { window: sevenDays, ask: sql`max_by(status, back) FILTER (WHERE status IS NOT NULL)` },
  last7: { window: sevenDays, ask: sql`min_by(status, back) FILTER (WHERE status IS NOT NULL)` },
  lastPaid: { ask: sql`min_by(paid, back) FILTER (WHERE paid IS NOT NULL)` },
  lag1: { ask: sql`any_value(amount) FILTER (WHERE back = 1)` },
  lag3: { ask: sql`any_value(status) FILTER (WHERE back = 3)` },
  kinds7: { window: sevenDays, ask: sql`count(DISTINCT status)`, none: 0 },
  sizes: { ask: sql`count(DISTINCT amount)`, none: 0 },
  paidShare: { window: sevenDays, ask: sql`CAST(count(*) FILTER (WHERE paid) AS DOUBLE) / count(*)` },
  since: { ask: sinceSql(sql`max(created)`) },
  sinceFirst7: { window: sevenDays, ask: sinceSql(sql`min(created)`) },
  min3: { ask: sql`min(amount) FILTER (WHERE back <= 3)` },
};

type Pair = readonly [at: number, value: number];

interface Calculation {
  readonly window?: Sql;
  readonly condition?: Sql;
  readonly value: Sql;
  readonly last?: number;
  readonly compute: (pairs: readonly Pair[]) => Value;
}

/** The whole numbers of the values in units of 2^exponent. */
function wholeValues(pairs: readonly Pair[]): {
  readonly numbers: readonly bigint[];
  readonly exponent: number;
} {
  const parts = pairs.map(([, value]) => wholeTimesPower(value));
  const exponent = Math.min(0, ...parts.map((part) => part.exponent));
  return { numbers: parts.map((part) => part.whole << BigInt(part.exponent - exponent)), exponent };
}

const sumOf = (numbers: readonly bigint[]): bigint => numbers.reduce((sum, one) => sum + one, 0n);

function exactTotal(pairs: readonly Pair[]): number {
  const { numbers, exponent } = wholeValues(pairs);
  return exactQuotient(sumOf(numbers), 1n, exponent);
}

const meanOf = (pairs: readonly Pair[]): Value =>
  pairs.length === 0 ? null : exactTotal(pairs) / pairs.length;

function slopeOf(pairs: readonly Pair[]): Value {
  const { numbers, exponent } = wholeValues(pairs);
  const count = BigInt(pairs.length);
  const times = pairs.map(([at]) => BigInt(at));
  const [ofTime, ofValue] = [sumOf(times), sumOf(numbers)];
  // Σ (t - mean t)(v - mean v) / Σ (t - mean t)², both times count².
  const above = sumOf(times.map((time, at) => (count * time - ofTime) * (count * numbers[at]! - ofValue)));
  const below = sumOf(times.map((time) => (count * time - ofTime) ** 2n));
  return below === 0n ? null : exactQuotient(above * 86_400_000n, below, exponent);
}

function deviationOf(pairs: readonly Pair[]): Value {
  const { numbers, exponent } = wholeValues(pairs);
  const count = BigInt(pairs.length);
  if (count < 2n) return null;
  const squares = sumOf(numbers.map((one) => (count * one - sumOf(numbers)) ** 2n));
  return Math.sqrt(exactQuotient(squares, count * count * (count - 1n), exponent * 2));
}

const calculations: Readonly<Record<string, Calculation>> = {
  spent: { value: sql`amount`, compute: exactTotal },
  spent7: { window: sevenDays, value: sql`amount`, compute: exactTotal },
  mean7: { window: sevenDays, value: sql`amount`, compute: meanOf },
  paid7: {
    window: sevenDays,
    condition: sql`v.status = 'paid'`,
    value: sql`amount * 2e0`,
    compute: exactTotal,
  },
  sum5: { value: sql`amount`, last: 5, compute: exactTotal },
  paidMean2: { condition: sql`v.paid`, value: sql`pieces`, last: 2, compute: meanOf },
  trend7: { window: sevenDays, value: sql`amount`, compute: slopeOf },
  trend4: { value: sql`pieces`, last: 4, compute: slopeOf },
  spread7: { window: sevenDays, value: sql`amount`, compute: deviationOf },
};

/** The features of `everyFeature` for the tables `main` (with the column `place`) and `orders` of the engine, by name. */
export async function naiveFeatures(
  engine: Engine,
  rowCount: number,
  hasId: boolean,
): Promise<Map<string, Value[]>> {
  const placed = new Set(
    (await engine.rows(sql`SELECT place FROM main WHERE customer IS NOT NULL AND "when" IS NOT NULL`)).map(
      ({ place }) => Number(place),
    ),
  );
  const results = new Map<string, Value[]>();
  const start = (none: Value): Value[] =>
    Array.from({ length: rowCount }, (_, row) => (placed.has(row) ? none : null));
  for (const [name, { window = all, condition = all, ask, none = null }] of Object.entries(questions)) {
    const values = start(none);
    const query = sql`SELECT place, ${ask} AS ${identifier("answer")} FROM (${visible(hasId, window, condition)}) GROUP BY place`;
    for (const row of await engine.rows(query)) values[Number(row["place"])] = row["answer"]!;
    results.set(name, values);
  }
  for (const [name, { window = all, condition = all, value, last, compute }] of Object.entries(
    calculations,
  )) {
    const pairs = new Map<number, Pair[]>();
    const within = last === undefined ? all : sql`back <= ${last}`;
    const query = sql`SELECT place, created, ${value} AS answer FROM (${visible(hasId, window, condition)}) WHERE ${within} AND ${value} IS NOT NULL`;
    for (const row of await engine.rows(query)) {
      const place = Number(row["place"]);
      pairs.set(place, [...(pairs.get(place) ?? []), [Number(row["created"]), Number(row["answer"])]]);
    }
    const values = start(null);
    for (const place of placed) values[place] = compute(pairs.get(place) ?? []);
    results.set(name, values);
  }
  return results;
}
