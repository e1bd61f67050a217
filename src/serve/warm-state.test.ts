import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { tableReader } from "../data/index.ts";
import {
  begin,
  eventTypes,
  everyFeature,
  schemaOf,
  tableOf,
  type Row,
} from "../feature/event-stream.test-support.ts";
import { createMemoryState } from "../feature/index.ts";
import { warmState } from "./warm-state.ts";

const set = everyFeature();
/** More events than go in at once; every hundredth has no key, every thousandth was known before it happened. */
const events = Array.from({ length: 20_500 }, (_, at): Row => ({
  order: `o${at}`,
  customer: at % 100 === 7 ? null : at % 9,
  created: begin + at * 60_000,
  loaded: begin + at * 60_000 + (at % 1000 === 3 ? -1 : 1000),
  amount: at,
  pieces: 1,
  status: "paid",
  gift: null,
  day: null,
}));
const source = { source: "orders", hash: "h", reader: tableReader(tableOf(eventTypes, events)) };

describe("warming a state", () => {
  it("tells once of all events what is remarkable, and nothing when they were there before", async () => {
    const state = createMemoryState(set);
    const features = {
      set,
      row: { fields: [] },
      tables: [{ source: "orders", schema: schemaOf(eventTypes) }],
    };
    const first = await warmState(features, state, [source], quietEffects());
    expect(first.sources).toMatchObject([{ accepted: 20_295, duplicates: 0, leftOut: 205 }]);
    expect(first.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["T2522", "205 events were left out: 205 without a key (customer)"],
      ["T2523", "21 events were known before they happened"],
    ]);
    const again = await warmState(features, state, [source], quietEffects());
    expect(again).toMatchObject({
      sources: [{ accepted: 0, duplicates: 20_500, leftOut: 0 }],
      diagnostics: [],
    });
  });

  it("refuses a moment before a compaction in words, not in milliseconds", async () => {
    const state = createMemoryState(set);
    await state.append("orders", events.slice(0, 5));
    await state.compact(begin + 1000);
    await expect(state.read({ customer: 1, when: begin })).rejects.toMatchObject({
      diagnostics: [{ code: "T2529", value: new Date(begin).toISOString() }],
    });
  });
});
