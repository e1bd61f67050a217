import {
  csv,
  days,
  defineProject,
  table,
  type AnyColumn,
  type DayColumn,
  type Nullable,
  type NumberColumn,
  type TextColumn,
} from "tandem-ml";
import { describe, expect, expectTypeOf, it } from "vitest";

// What `tandem init` would write for a file of this name.
declare module "tandem-ml" {
  interface SourceColumns {
    "types-test.csv": {
      "Flight Date": Nullable<"Day">;
      "Wildlife Size": "Text";
      Speed: Nullable<"Float">;
      Struck: "Boolean";
    };
    "types-orders.csv": {
      customer: "Int";
      created: "Instant";
      loaded: Nullable<"Instant">;
      amount: Nullable<"Float">;
      status: "Text";
    };
  }
}

const data = csv("types-test.csv");

/** Checked by `tsc -p .`; nothing here runs. */
const typesOnly =
  (check: () => void): (() => void) =>
  () =>
    void check;

describe("defineProject", () => {
  it("gives the spec back, frozen, with columns as a function", () => {
    const spec = defineProject({
      data,
      predict: "Struck",
      columns: ({ column }) => ({ again: column("Struck") }),
    });
    expect({ ...spec, columns: null }).toEqual({ data, predict: "Struck", columns: null });
    expect(spec.columns).toBeTypeOf("function");
    expect(Object.isFrozen(spec) && Object.isFrozen(spec.data.options)).toBe(true);
  });

  it("knows the types of the source's columns and of derived ones", () => {
    defineProject({
      data,
      columns: ({ column, choose, constant }) => {
        expectTypeOf(column("Flight Date")).toEqualTypeOf<DayColumn>();
        expectTypeOf(column("Wildlife Size")).toEqualTypeOf<TextColumn>();
        expectTypeOf(column("Speed")).toEqualTypeOf<NumberColumn<"Float">>();
        return {
          large: column("Wildlife Size").equals("Large"),
          monthStart: column("Flight Date").monthStart(),
          pace: constant(1).divide(column("Speed")),
          band: choose([[column("Speed").greater(100), "fast"]], "slow"),
        };
      },
      predict: "large",
      positive: true,
      time: "monthStart",
      weight: "pace",
      group: "band",
      id: ["Wildlife Size"],
      knownLater: ["Speed", "pace"],
      ignore: ["band"],
      private: ["Speed", "Wildlife Size"],
      split: { kind: "group", column: "band" },
      checks: [{ name: "speed", kind: "range", column: "Speed", min: 0 }],
      models: ["boosting", { trainer: "linear", params: { penalty: 1 } }],
      metric: "auc",
      seed: 7,
      accept: ["constant", "missing:Speed"],
    });
  });

  it(
    "refuses misspelt names and wrong types",
    typesOnly(() => {
      // @ts-expect-error a misspelt target
      defineProject({ data, predict: "Strukc" });
      // @ts-expect-error a time column that is no time
      defineProject({ data, predict: "Struck", time: "Speed" });
      // @ts-expect-error a weight that is no number
      defineProject({ data, predict: "Struck", weight: "Wildlife Size" });
      // @ts-expect-error a misspelt column in a list
      defineProject({ data, predict: "Struck", knownLater: ["Speed", "Sped"] });
      // @ts-expect-error a misspelt private column
      defineProject({ data, predict: "Struck", private: ["Speed", "Sped"] });
      defineProject({
        data,
        predict: "Struck",
        columns: ({ column }) => ({ pace: column("Speed").divide(2) }),
        // @ts-expect-error a derived column, which is private by what it is made of
        private: ["pace"],
      });
      // @ts-expect-error a misspelt column of a check
      defineProject({
        data,
        predict: "Struck",
        checks: [{ name: "a", kind: "unique", column: "Sped" }],
      });
      // @ts-expect-error an option that is not there
      defineProject({ data, predict: "Struck", target: "Struck" });
      // @ts-expect-error nothing to predict
      defineProject({ data });
      // @ts-expect-error clusters predict nothing
      defineProject({ data, task: "clusters", predict: "Struck" });
      // @ts-expect-error a ranking has a target
      defineProject({ data, task: "ranking", group: "Wildlife Size" });
      // @ts-expect-error a misspelt column of a label
      defineProject({ data, task: "outliers", label: "Stuck" });
      defineProject({ data, task: "outliers", label: "Struck", outlierShare: 0.02 });
      defineProject({
        data,
        task: "clusters",
        columns: ({ column }) => ({ month: column("Flight Date").month() }),
      });
      defineProject({ data, task: "ranking", predict: "Speed", group: "Wildlife Size" });
      defineProject({
        data,
        // @ts-expect-error a misspelt column
        columns: ({ column }) => ({ month: column("Flihgt Date").month() }),
        predict: "Struck",
      });
      defineProject({
        data,
        // @ts-expect-error text has no month
        columns: ({ column }) => ({ month: column("Wildlife Size").month() }),
        predict: "Struck",
      });
      defineProject({
        data,
        columns: ({ column }) => ({ month: column("Flight Date").month() }),
        // @ts-expect-error a derived column that is not there
        predict: "mnth",
      });
      defineProject({
        data,
        columns: ({ column }) => ({ month: column("Flight Date").month() }),
        predict: "Struck",
        // @ts-expect-error a derived column that is no time
        time: "month",
      });
    }),
  );

  it(
    "accepts any name and operation while the columns are unknown",
    typesOnly(() => {
      defineProject({
        data: csv("nobody-knows.csv"),
        columns: ({ column }) => {
          expectTypeOf(column("anything")).toEqualTypeOf<AnyColumn>();
          return { month: column("when").month(), fast: column("speed").greater(column("limit")) };
        },
        predict: "fast",
        time: "when",
        knownLater: ["cost"],
      });
      defineProject({ data: table([{ a: 1 }]), predict: "a" });
    }),
  );
});

describe("defineProject with event features", () => {
  const sources = { orders: csv("types-orders.csv"), visits: csv("nobody-knows.csv") };

  it(
    "knows the columns of the events and the names of the features",
    typesOnly(() => {
      defineProject({
        data,
        events: sources,
        features: ({ events, history }) => {
          const orders = events("orders", { by: "customer", at: "created", known: "loaded" });
          const visits = events("visits", { by: "whoever", at: "when" });
          return {
            spent: orders.last(days(30)).sum("amount"),
            paid: orders.share(({ column }) => column("status").equals("paid")),
            visits: visits.count(),
            before: history({ by: "Wildlife Size" }).lag(1, "Speed"),
          };
        },
        predict: "Struck",
        time: "Flight Date",
        knownLater: ["spent"],
      });
      defineProject({
        data,
        events: sources,
        features: ({ events }) => ({
          n: events("orders", { by: "customer", at: "created", known: "loaded" }).count(),
        }),
        columns: ({ column }) => ({ many: column("n").greater(3), month: column("Flight Date").month() }),
        predict: "many",
        time: "Flight Date",
        ignore: ["n", "month"],
      });
    }),
  );

  it(
    "lets columns of the data and of the events be private, and no others",
    typesOnly(() => {
      const events = { orders: csv("types-orders.csv") };
      defineProject({
        data,
        events,
        features: ({ events: of }) => ({ n: of("orders", { by: "customer", at: "created" }).count() }),
        predict: "Struck",
        private: ["Wildlife Size", "amount"],
      });
      defineProject({
        data,
        // @ts-expect-error what the project makes is private by what it is made of: told here
        events,
        // @ts-expect-error and here
        features: ({ events: of }) => ({ n: of("orders", { by: "customer", at: "created" }).count() }),
        predict: "Struck",
        // @ts-expect-error and here
        private: ["amount", "n"],
      });
    }),
  );

  it(
    "refuses misspelt names",
    typesOnly(() => {
      defineProject({
        data,
        events: sources,
        // @ts-expect-error a source of events that is not there
        features: ({ events }) => ({ n: events("order", { by: "customer", at: "created" }).count() }),
        predict: "Struck",
      });
      defineProject({
        data,
        events: sources,
        features: ({ events }) => ({
          // @ts-expect-error a clock that is no moment
          n: events("orders", { by: "customer", at: "amount" }).count(),
        }),
        predict: "Struck",
      });
      defineProject({
        data,
        events: sources,
        features: ({ events }) => ({
          // @ts-expect-error text has no sum
          n: events("orders", { by: "customer", at: "created" }).sum("status"),
        }),
        predict: "Struck",
      });
      defineProject({
        data,
        // @ts-expect-error a feature that is not there is told here
        events: sources,
        // @ts-expect-error and here
        features: ({ events }) => ({ n: events("orders", { by: "customer", at: "created" }).count() }),
        predict: "Struck",
        knownLater: ["m"],
      });
    }),
  );
});

describe("table", () => {
  it("copies and freezes its rows", () => {
    const row = { a: 1 };
    const source = table([row]);
    row.a = 2;
    expect(source).toEqual({ kind: "table", rows: [{ a: 1 }] });
    expect(Object.isFrozen(source.rows[0])).toBe(true);
  });
});
