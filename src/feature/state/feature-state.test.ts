import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shuffledIndexes } from "../../base/index.ts";
import { identifier } from "../../compile/index.ts";
import { openEngine, tableReader, type Engine } from "../../data/index.ts";
import { valueAt, type Value } from "../../schema/index.ts";
import {
  begin,
  eventTypes,
  everyFeature,
  featureSet,
  makeEvents,
  makeRows,
  randomOf,
  rowTypes,
  tableOf,
  type Row,
} from "../event-stream.test-support.ts";
import {
  createMemoryState,
  days,
  events,
  pointInTimeJoin,
  type FeatureSet,
  type FeatureStateStore,
} from "../index.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 512 });
});
afterAll(() => engine.close());

async function joined(set: FeatureSet, orders: readonly Row[], main: readonly Row[]) {
  await engine.register("orders", tableOf(eventTypes, orders));
  const { columns } = await pointInTimeJoin(engine, set, {
    rows: tableReader(tableOf(rowTypes, main)),
    tables: { orders: identifier("orders") },
  });
  return main.map((_, row) =>
    Object.fromEntries([...columns].map(([name, vector]) => [name, valueAt(vector, row)])),
  );
}

async function answers(state: FeatureStateStore, main: readonly Row[]): Promise<Record<string, Value>[]> {
  const read: Record<string, Value>[] = [];
  for (const row of main) read.push(await state.read(row));
  return read;
}

describe("the feature state", () => {
  it.each(["order", null] as const)(
    "answers as the join does, in whatever order the events came (id: %s)",
    async (id) => {
      const set = everyFeature(id);
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 40 }), async (seed, batchSize) => {
          const random = randomOf(seed);
          const orders = makeEvents(random, 60, 3);
          const arriving = [...shuffledIndexes(orders.length, random)].map((at) => orders[at]!);
          const main = makeRows(random, 30, 3);
          const state = createMemoryState(set, { keysInMemory: 2 });
          const half = Math.ceil(arriving.length / 2 / batchSize) * batchSize;
          for (let start = 0; start < arriving.length; start += batchSize) {
            await state.append("orders", arriving.slice(start, start + batchSize));
            // Reading in between leaves the keys ready at some moment, which later events come late for.
            await answers(state, main.slice(0, 3));
            if (start + batchSize === half)
              expect(await answers(state, main)).toEqual(await joined(set, arriving.slice(0, half), main));
          }
          expect(await answers(state, main)).toEqual(await joined(set, orders, main));
        }),
        { numRuns: 12 },
      );
    },
  );

  it("takes events that were sent twice once: by their id, or by the key of their batch", async () => {
    const random = randomOf(1);
    const orders = makeEvents(random, 30, 2);
    const byId = createMemoryState(everyFeature());
    const first = await byId.append("orders", orders);
    expect(first.accepted + first.duplicates).toBe(orders.length);
    expect(await byId.append("orders", orders)).toMatchObject({ accepted: 0, duplicates: orders.length });
    const byBatch = createMemoryState(everyFeature(null));
    await byBatch.append("orders", orders, "batch 1");
    const row = { customer: 1, when: begin + 40 * 86_400_000 };
    const before = await byBatch.read(row);
    expect(await byBatch.append("orders", orders, "batch 1")).toMatchObject({ accepted: 0 });
    expect(await byBatch.read(row)).toEqual(before);
    expect(await byBatch.append("orders", orders, "batch 2")).toMatchObject({ accepted: orders.length });
    expect(Number((await byBatch.read(row))["n"])).toBe(2 * Number(before["n"]));
  });

  it("counts what it cannot place, and refuses a batch with a value of another type as a whole", async () => {
    const event: Row = { customer: 1, created: begin, loaded: begin, order: "a", amount: 1 };
    const state = createMemoryState(everyFeature());
    const receipt = await state.append("orders", [event, { ...event, order: null }, { order: "b" }]);
    expect(receipt).toMatchObject({ accepted: 1, duplicates: 0, leftOut: 2 });
    expect(receipt.diagnostics.map(({ code }) => code)).toEqual(["T2522"]);
    const row = { customer: 1, when: begin + 1 };
    await expect(
      state.append("orders", [
        { ...event, order: "c" },
        { ...event, amount: "7" },
      ]),
    ).rejects.toThrow("T2526");
    expect(await state.read(row)).toMatchObject({ n: 1, spent: 1 });
    await expect(state.read({ customer: "1", when: begin })).rejects.toThrow("T2526");
    expect(await state.read({ customer: null, when: begin })).toMatchObject({ n: null });
  });

  it("takes events and answers in a fraction of the time that beginning anew would take", async () => {
    const orders = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });
    const month = orders.last(days(30));
    const state = createMemoryState(
      featureSet({
        n: month.count(),
        spent: month.sum("amount"),
        most: month.max("amount"),
        since: orders.timeSince(),
      }),
    );
    const minute = 60_000;
    const make = (at: number): Row => ({
      customer: 1,
      created: begin + at * minute,
      loaded: begin + at * minute + (at % 7) * 90_000,
      order: `o${at}`,
      amount: at / 7,
    });
    const made = Array.from({ length: 6000 }, (_, at) => make(at));
    await state.append("orders", made.slice(0, 5000));
    const read = (at: number) => state.read({ customer: 1, when: begin + at * minute });
    await read(5000);
    let start = performance.now();
    for (let at = 5000; at < 6000; at++) {
      await state.append("orders", [made[at]!]);
      await read(at);
    }
    const perEvent = (performance.now() - start) / 1000;
    // Each read of an earlier moment begins anew with thousands of events.
    start = performance.now();
    for (let at = 0; at < 30; at++) await read(5900 - at);
    const perBeginning = (performance.now() - start) / 30;
    expect(perEvent).toBeLessThan(perBeginning / 4);
  });
});
