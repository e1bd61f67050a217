import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../base/index.ts";
import type { DataType, Schema } from "../schema/index.ts";
import { days, events, history, hours, normalizeFeatures, rows, type FeatureContext } from "./index.ts";

const schemaOf = (types: Readonly<Record<string, DataType>>): Schema => ({
  fields: Object.entries(types).map(([name, type]) => ({ name, type, nullable: true })),
});

const context: FeatureContext = {
  rows: schemaOf({ customer: "Int", shop: "Text", when: "Instant", sold: "Float", weight: "Float" }),
  time: "when",
  tables: {
    orders: schemaOf({
      customer: "Int",
      client: "Int",
      created: "Instant",
      loaded: "Instant",
      order: "Text",
      amount: "Float",
      pieces: "Int",
      status: "Text",
      paid: "Boolean",
      day: "Day",
    }),
  },
};

const orders = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });

function normalize(spec: unknown, given: FeatureContext = context) {
  const diagnostics: Diagnostic[] = [];
  return { set: normalizeFeatures(spec, given, "config.features", diagnostics), diagnostics };
}

const codes = (spec: unknown, given?: FeatureContext): string[] =>
  normalize(spec, given).diagnostics.map(({ code }) => code);

describe("the features of a project", () => {
  it("become definitions with the type of each feature", () => {
    const { set, diagnostics } = normalize({
      spent: orders.last(days(30)).sum("amount"),
      pieces: orders.sum("pieces"),
      n: orders.last(hours(6)).count(),
      since: orders.timeSince(),
      status: orders.lag(1, "status"),
      latest: orders.max("day"),
      paid: orders.last(rows(5)).share(({ column }) => column("paid").equals(true)),
    });
    expect(diagnostics).toEqual([]);
    expect(set!.features.map(({ name, type }) => [name, type])).toEqual([
      ["spent", "Float"],
      ["pieces", "Int"],
      ["n", "Int"],
      ["since", "Float"],
      ["status", "Text"],
      ["latest", "Day"],
      ["paid", "Float"],
    ]);
    expect(set!.tables).toMatchObject([
      {
        name: "orders",
        by: ["customer"],
        rowBy: ["customer"],
        reads: ["amount", "day", "paid", "pieces", "status"],
      },
    ]);
    expect(set!.rowFields.map(({ name }) => name)).toEqual(["customer", "when"]);
    expect(JSON.parse(JSON.stringify(set))).toEqual(set);
  });

  it("share one table where it is read in the same way, and number those that are not", () => {
    const again = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });
    const other = events("orders", { by: "client", rowBy: "customer", at: "created", known: "created" });
    const { set } = normalize({ a: orders.count(), b: again.count(), c: other.count() });
    expect(set!.tables.map(({ name }) => name)).toEqual(["orders", "orders#2"]);
    expect(set!.features.map(({ table }) => table)).toEqual(["orders", "orders", "orders#2"]);
  });

  it("are told to have no known clock, once for a table", () => {
    const blind = events("orders", { by: "customer", at: "created" });
    const { set, diagnostics } = normalize({ a: blind.count(), b: blind.timeSince() });
    expect(set!.tables[0]!.known).toBe("created");
    expect(diagnostics).toMatchObject([{ code: "T2515", severity: "warning" }]);
    expect(codes({ a: history({ by: "shop" }).lag(1, "sold") })).toEqual(["T2515"]);
  });

  it("are told that a clock of days beside instants sees the rest of the day", () => {
    expect(codes({ a: events("orders", { by: "customer", at: "day", known: "loaded" }).count() })).toEqual([
      "T2516",
    ]);
  });

  it("are refused with every mistake at once, each with its cure", () => {
    const { set, diagnostics } = normalize({
      text: orders.sum("status"),
      misspelt: orders.sum("amuont"),
      condition: orders.where(({ column }) => column("amount")).count(),
      throws: orders
        .where(() => {
          throw new Error("no");
        })
        .count(),
      nothing: orders.sum(() => 3 as never),
      weight: orders.count(),
      plain: 3,
      windows: orders.last(days(3)).last(rows(3)).count(),
      lag: orders.lag(0, "amount"),
    });
    expect(set).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual([
      "T2505",
      "T1209",
      "T2504",
      "T2503",
      "T2502",
      "T2520",
      "T2519",
      "T2521",
      "T2521",
    ]);
    expect(diagnostics[1]!.cure).toContain('"amount"');
    expect(diagnostics.every(({ place, cure }) => place?.startsWith("config.features") && cure)).toBe(true);
  });

  it("are refused where the table, its key or its clocks are wrong", () => {
    const of = (name: string, options: object): string[] =>
      codes({ a: events(name, options as never).count() });
    expect(of("order", { by: "customer", at: "created", known: "loaded" })).toEqual(["T2507"]);
    expect(of("orders", { at: "created", known: "loaded" })).toEqual(["T2506"]);
    expect(of("orders", { by: "custmer", at: "created", known: "loaded" })).toEqual(["T2510"]);
    expect(of("orders", { by: "amount", at: "created", known: "loaded" })).toContain("T2509");
    expect(of("orders", { by: "customer", known: "loaded" })).toEqual(["T2511"]);
    expect(of("orders", { by: "customer", at: "amount", known: "loaded" })).toEqual(["T2512"]);
    expect(of("orders", { by: "customer", at: "created", known: "loaded", ids: "order" })).toEqual(["T2508"]);
    expect(of("orders", { by: "order", rowBy: "customer", at: "created", known: "loaded" })).toEqual([
      "T2514",
    ]);
    expect(
      of("orders", { by: ["customer", "client"], rowBy: "customer", at: "created", known: "loaded" }),
    ).toEqual(["T2513"]);
    expect(codes({ a: orders.count() }, { ...context, time: null })).toEqual(["T2518"]);
    expect(codes(3)).toEqual(["T2517"]);
  });

  it("take no window that is none", () => {
    expect(() => days(0)).toThrow("T2500");
    expect(() => hours(Number.NaN)).toThrow("T2500");
    expect(() => rows(1.5)).toThrow("T2501");
    expect(codes({ a: orders.last({ kind: "time", milliseconds: -1 }).count() })).toEqual(["T2521"]);
  });

  it("have names and types that TypeScript checks where the columns are given", () => {
    const typed = events<{ customer: "Int"; created: "Instant"; amount: "Float"; status: "Text" }>("orders", {
      by: "customer",
      at: "created",
      known: "created",
    });
    expect(codes({ a: typed.where(({ column }) => column("status").equals("paid")).sum("amount") })).toEqual(
      [],
    );
    // @ts-expect-error A text has no sum.
    expect(codes({ a: typed.sum("status") })).toEqual(["T2505"]);
    // @ts-expect-error There is no such column.
    expect(codes({ a: typed.max("amuont") })).toEqual(["T1209"]);
  });
});
