import { createRandom, type Diagnostic, type Random } from "../base/index.ts";
import {
  tableFromVectors,
  vectorFromValues,
  type DataType,
  type Schema,
  type Table,
  type Value,
} from "../schema/index.ts";
import { days, events, hours, normalizeFeatures, rows, type FeatureSet } from "./index.ts";

/** The columns of the events that the tests make. */
export const eventTypes = {
  customer: "Int",
  created: "Instant",
  loaded: "Instant",
  order: "Text",
  amount: "Float",
  pieces: "Int",
  status: "Text",
  paid: "Boolean",
  day: "Day",
} as const satisfies Readonly<Record<string, DataType>>;

export const rowTypes = { customer: "Int", when: "Instant" } as const satisfies Readonly<
  Record<string, DataType>
>;

export type Row = Readonly<Record<string, Value>>;

export const schemaOf = (types: Readonly<Record<string, DataType>>): Schema => ({
  fields: Object.entries(types).map(([name, type]) => ({ name, type, nullable: true })),
});

export const tableOf = (types: Readonly<Record<string, DataType>>, given: readonly Row[]): Table =>
  tableFromVectors(
    Object.entries(types).map(([name, type]) => [
      name,
      vectorFromValues(
        type,
        given.map((row) => row[name] ?? null),
      ),
    ]),
  );

const hourMs = 3_600_000;
export const begin = Date.UTC(2024, 0, 1);

/** Events on a coarse grid of hours, so that moments coincide: late ones, corrected ones, some sent twice, some without values. */
export function makeEvents(random: Random, count: number, keys: number): Row[] {
  const made: Row[] = [];
  const moment = (): number => begin + random.integer(24 * 40) * hourMs;
  for (let at = 0; at < count; at++) {
    const created = moment();
    const known = created + (random.integer(3) === 0 ? random.integer(24 * 5) - 12 : 0) * hourMs;
    const event: Row = {
      customer: random.integer(keys),
      created,
      loaded: known,
      order: `o${at}`,
      ...makeValues(random),
    };
    made.push(event);
    let [last, corrections] = [event, random.integer(5) === 0 ? 1 + random.integer(3) : 0];
    for (; corrections > 0; corrections--) {
      last = {
        ...last,
        loaded: Number(last["loaded"]) + random.integer(24 * 4) * hourMs,
        ...(random.integer(2) === 0 ? makeValues(random) : {}),
        ...(random.integer(3) === 0 ? { customer: random.integer(keys) } : {}),
        ...(random.integer(3) === 0 ? { created: moment() } : {}),
      };
      made.push(last);
    }
    if (random.integer(8) === 0) made.push(last);
  }
  return made;
}

const makeValues = (random: Random): Row => ({
  amount:
    random.integer(8) === 0
      ? null
      : Math.round((random.next() - 0.3) * 100_000) / 100 + random.integer(2) * 1e9,
  pieces: random.integer(10) === 0 ? null : random.integer(9),
  status:
    random.integer(8) === 0 ? null : ["paid", "open", "returned", "\u{1F600}", "\uFFFD"][random.integer(5)]!,
  paid: random.integer(6) === 0 ? null : random.integer(2) === 0,
  day: random.integer(9) === 0 ? null : 19_700 + random.integer(60),
});

/** Rows to predict, at the moments of the grid and between them. */
export const makeRows = (random: Random, count: number, keys: number): Row[] =>
  Array.from({ length: count }, () => ({
    customer: random.integer(40) === 0 ? null : random.integer(keys + 1),
    when:
      random.integer(40) === 0
        ? null
        : begin + random.integer(24 * 50) * hourMs + (random.integer(3) === 0 ? random.integer(3) - 1 : 0),
  }));

/** One feature of each aggregate and kind of window. */
export function everyFeature(id: "order" | null = "order"): FeatureSet {
  const orders = events("orders", {
    by: "customer",
    at: "created",
    known: "loaded",
    ...(id ? { id } : {}),
  });
  const week = orders.last(days(7));
  return featureSet({
    n: orders.count(),
    n7: week.count(),
    n6h: orders.last(hours(6)).count(),
    there: week.countOf("amount"),
    spent: orders.sum("amount"),
    spent7: week.sum("amount"),
    pieces7: week.sum("pieces"),
    mean7: week.mean("amount"),
    min7: week.min("amount"),
    max7: week.max("pieces"),
    latestDay: orders.max("day"),
    first7: week.first("status"),
    last7: week.last("status"),
    lastPaid: orders.last("paid"),
    lag1: orders.lag(1, "amount"),
    lag3: orders.lag(3, "status"),
    kinds7: week.distinct("status"),
    sizes: orders.distinct("amount"),
    paidShare: week.share(({ column }) => column("paid").equals(true)),
    since: orders.timeSince(),
    sinceFirst7: week.timeSinceFirst(),
    paid7: week
      .where(({ column }) => column("status").equals("paid"))
      .sum(({ column }) => column("amount").multiply(2)),
    sum5: orders.last(rows(5)).sum("amount"),
    min3: orders.last(rows(3)).min("amount"),
    paidMean2: orders
      .where(({ column }) => column("paid").equals(true))
      .last(rows(2))
      .mean("pieces"),
    trend7: week.trend("amount"),
    trend4: orders.last(rows(4)).trend("pieces"),
    spread7: week.deviation("amount"),
  });
}

export function featureSet(spec: object): FeatureSet {
  const diagnostics: Diagnostic[] = [];
  const set = normalizeFeatures(
    spec,
    { rows: schemaOf(rowTypes), time: "when", tables: { orders: schemaOf(eventTypes) } },
    "features",
    diagnostics,
  );
  if (!set) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return set;
}

export const randomOf = (seed: number): Random => createRandom(`event stream ${seed}`);
