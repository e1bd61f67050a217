import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identifier, sql } from "../compile/index.ts";
import { openEngine, tableReader, type Engine } from "../data/index.ts";
import { tableFromVectors, valueAt, vectorFromValues, type Value } from "../schema/index.ts";
import {
  begin,
  eventTypes,
  everyFeature,
  featureSet,
  makeEvents,
  makeRows,
  randomOf,
  rowTypes,
  schemaOf,
  tableOf,
  type Row,
} from "./event-stream.test-support.ts";
import {
  days,
  events,
  history,
  normalizeFeatures,
  pointInTimeJoin,
  rows,
  type FeatureSet,
  type JoinOptions,
} from "./index.ts";
import { naiveFeatures } from "./naive-features.test-support.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 512 });
});
afterAll(() => engine.close());

async function join(
  set: FeatureSet,
  orders: readonly Row[],
  main: readonly Row[],
  options: JoinOptions = {},
) {
  await engine.register("orders", tableOf(eventTypes, orders));
  const joined = await pointInTimeJoin(
    engine,
    set,
    { rows: tableReader(tableOf(rowTypes, main)), tables: { orders: identifier("orders") } },
    options,
  );
  const columns = new Map<string, Value[]>();
  for (const [name, vector] of joined.columns)
    columns.set(
      name,
      main.map((_, row) => valueAt(vector, row)),
    );
  return { columns, diagnostics: joined.diagnostics };
}

async function registerMain(main: readonly Row[]): Promise<void> {
  const { columns } = tableOf(rowTypes, main);
  const place = vectorFromValues(
    "Int",
    main.map((_, row) => row),
  );
  await engine.register("main", tableFromVectors([...columns, ["place", place]]));
}

describe("the point-in-time join", () => {
  it.each([
    ["with corrections", "order", 1],
    ["with corrections", "order", 2],
    ["where each row is an event", null, 3],
  ] as const)("gives what plain SQL and whole numbers give, %s (%s, %i)", async (_, id, seed) => {
    const random = randomOf(seed);
    const orders = makeEvents(random, 400, 7);
    const main = makeRows(random, 300, 7);
    const { columns } = await join(everyFeature(id), orders, main);
    await registerMain(main);
    const expected = await naiveFeatures(engine, main.length, id !== null);
    expect([...columns.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
    for (const [name, values] of columns) expect(values, name).toEqual(expected.get(name));
  });

  it("does not depend on the order of events and rows, nor on how many events are in memory", async () => {
    const random = randomOf(4);
    const orders = makeEvents(random, 300, 9);
    const main = makeRows(random, 200, 9);
    const set = everyFeature();
    const { columns } = await join(set, orders, main);
    const backwards = await join(set, orders.toReversed(), main.toReversed(), { eventsInMemory: 40 });
    for (const [name, values] of columns)
      expect(backwards.columns.get(name)!.toReversed(), name).toEqual(values);
  });

  it("gives the same table for the same moment after late and corrected rows; the happened clock does not", async () => {
    const random = randomOf(5);
    const asOf = begin + 20 * 86_400_000;
    const orders = makeEvents(random, 500, 8);
    const known = orders.filter(({ loaded }) => Number(loaded) <= asOf);
    expect(orders.length - known.length).toBeGreaterThan(100);
    const main = makeRows(random, 300, 8).filter(({ when }) => Number(when) <= asOf);
    const early = await join(everyFeature(), known, main);
    const late = await join(everyFeature(), orders, main);
    expect(JSON.stringify([...late.columns])).toBe(JSON.stringify([...early.columns]));
    const happened = events("orders", { by: "customer", at: "created", known: "created", id: "order" });
    const naive = featureSet({ n: happened.count(), spent: happened.sum("amount") });
    const before = await join(naive, known, main);
    const after = await join(naive, orders, main);
    expect(JSON.stringify([...after.columns])).not.toBe(JSON.stringify([...before.columns]));
  });

  it("lets no event at the very moment in, keeps the first moment of a window, and counts to the millisecond", async () => {
    const orders = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });
    const day = 86_400_000;
    const event: Row = { customer: 1, created: begin, loaded: begin, order: "a", amount: 1 };
    const set = featureSet({ n: orders.last(days(1)).count(), since: orders.timeSince() });
    const main = [0, 1, day, day + 1].map((after) => ({ customer: 1, when: begin + after }));
    const { columns } = await join(set, [event], main);
    expect(columns.get("n")).toEqual([0, 1, 1, 0]);
    expect(columns.get("since")).toEqual([null, 1 / day, 1, (day + 1) / day]);
  });

  it("moves a corrected event to its new key from the moment the correction was known", async () => {
    const orders = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });
    const event: Row = { customer: 1, created: begin, loaded: begin + 10, order: "a", amount: 5 };
    const corrected: Row = { ...event, customer: 2, loaded: begin + 20, amount: 7 };
    const main = [1, 2].flatMap((customer) => [15, 20].map((after) => ({ customer, when: begin + after })));
    const { columns } = await join(featureSet({ spent: orders.sum("amount") }), [event, corrected], main);
    expect(columns.get("spent")).toEqual([5, 0, 0, 7]);
  });

  it("leaves out what it cannot place and tells how many", async () => {
    const event: Row = { customer: 1, created: begin, loaded: begin, order: "a", amount: 1 };
    const broken: Row[] = [
      { ...event, order: "b", created: null },
      { ...event, order: "c", loaded: null },
      { ...event, order: "d", customer: null },
      { ...event, order: null },
      { ...event, order: "e", loaded: begin - 5 },
    ];
    const { columns, diagnostics } = await join(
      everyFeature(),
      [event, ...broken],
      [
        { customer: 1, when: begin + 1 },
        { customer: null, when: begin + 1 },
        { customer: 1, when: null },
      ],
    );
    expect(columns.get("n")).toEqual([2, null, null]);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        "T2522",
        '4 events were left out: 2 without a value in "created" or "loaded", 1 without a key (customer), 1 without an id (order)',
      ],
      ["T2523", "1 event was known before it happened"],
      ["T2524", '2 rows have no value in "when" or "customer", so their features of "orders" are missing'],
    ]);
  });

  it("reads keys of several columns, keys of text, and no key at all", async () => {
    const shop = { shop: "Text", item: "Text", day: "Day", sold: "Int" } as const;
    const sold = [
      ["a", "x", 1, 5],
      ["a", "y", 2, 7],
      ["b", "x", 3, 11],
    ].map(([shop, item, day, sold]) => ({ shop: shop!, item: item!, day: day!, sold: sold! }));
    const main = [
      { place: "a", item: "x", when: 9 },
      { place: "b", item: "x", when: 3 },
      { place: "b", item: "y", when: 9 },
    ];
    const types = { place: "Text", item: "Text", when: "Day" } as const;
    const by = (columns: readonly string[], rowBy: readonly string[]) =>
      events("sales", { by: columns, rowBy, at: "day", known: "day" }).sum("sold");
    const set = normalizeFeatures(
      {
        both: by(["shop", "item"], ["place", "item"]),
        ofItem: by(["item"], ["item"]),
        every: by([], []),
      },
      { rows: schemaOf(types), time: "when", tables: { sales: schemaOf(shop) } },
      "features",
      [],
    );
    await engine.register("sales", tableOf(shop, sold));
    const input = { rows: tableReader(tableOf(types, main)), tables: { sales: identifier("sales") } };
    const { columns } = await pointInTimeJoin(engine, set!, input);
    const valuesOf = (name: string): Value[] => main.map((_, row) => valueAt(columns.get(name)!, row));
    expect(valuesOf("both")).toEqual([5, 0, 0]);
    expect(valuesOf("ofItem")).toEqual([16, 5, 7]);
    expect(valuesOf("every")).toEqual([23, 12, 23]);
  });

  it("gives series their own earlier rows, as far as they were known", async () => {
    const types = { store: "Text", when: "Day", closed: "Day", sold: "Float" } as const;
    const main = [
      { store: "a", when: 1, closed: 2, sold: 10 },
      { store: "a", when: 2, closed: 5, sold: 20 },
      { store: "b", when: 2, closed: 3, sold: 1 },
      { store: "a", when: 3, closed: 4, sold: 30 },
      { store: "a", when: 6, closed: 7, sold: 40 },
    ];
    const sales = history({ by: "store", known: "closed" });
    const set = normalizeFeatures(
      {
        last: sales.lag(1, "sold"),
        before: sales.lag(2, "sold"),
        mean: sales.last(rows(2)).mean("sold"),
        n: sales.count(),
      },
      { rows: schemaOf(types), time: "when", tables: {} },
      "features",
      [],
    );
    const { columns } = await pointInTimeJoin(engine, set!, {
      rows: tableReader(tableOf(types, main)),
      tables: {},
    });
    const valuesOf = (name: string): Value[] => main.map((_, row) => valueAt(columns.get(name)!, row));
    expect(valuesOf("last")).toEqual([null, 10, null, 10, 30]);
    expect(valuesOf("before")).toEqual([null, null, null, null, 20]);
    expect(valuesOf("mean")).toEqual([null, 10, null, 10, 25]);
    expect(valuesOf("n")).toEqual([0, 1, 0, 1, 3]);
  });

  it("leaves no table behind in the engine, and refuses events that are not given", async () => {
    const main = tableReader(tableOf(rowTypes, makeRows(randomOf(6), 5, 2)));
    const tables = async (): Promise<unknown> =>
      engine.rows(sql`SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'features%'`);
    await expect(pointInTimeJoin(engine, everyFeature(), { rows: main, tables: {} })).rejects.toThrow(
      "T2525",
    );
    expect(await tables()).toEqual([]);
  });
});
