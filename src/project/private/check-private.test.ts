import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../base/index.ts";
import type { Schema } from "../../schema/index.ts";
import { bindSpec } from "../bind-spec.ts";
import { csv } from "../index.ts";
import { readSpec } from "../read-spec.ts";
import { privateColumns } from "./private-columns.ts";

const schema: Schema = {
  fields: [
    { name: "email", type: "Text", nullable: false },
    { name: "note", type: "Text", nullable: true },
    { name: "born", type: "Day", nullable: true },
    { name: "salary", type: "Float", nullable: true },
    { name: "vip", type: "Boolean", nullable: false },
    { name: "day", type: "Day", nullable: false },
    { name: "bought", type: "Boolean", nullable: false },
  ],
};

const orders: Schema = {
  fields: [
    { name: "email", type: "Text", nullable: false },
    { name: "created", type: "Instant", nullable: false },
    { name: "item", type: "Text", nullable: false },
    { name: "price", type: "Float", nullable: false },
  ],
};

function bind(changes: object) {
  const diagnostics: Diagnostic[] = [];
  const spec = { data: csv("customers.csv"), predict: "bought", ...changes };
  const definition = bindSpec(
    readSpec(spec, "config", diagnostics, "shop")!,
    schema,
    "config",
    diagnostics,
    "events" in changes ? { orders } : {},
  );
  return {
    definition,
    told: diagnostics.map(({ code, message, place, cure }) => `${code} ${place} ${message} ${cure}`),
  };
}

describe("private columns of a project", () => {
  it("may be features, ids, groups and weights, and stand in the definition once and sorted", () => {
    const { definition, told } = bind({
      private: ["salary", "email", "salary"],
      id: ["email"],
      group: "email",
      weight: "salary",
    });
    expect(told).toEqual([]);
    expect(definition?.private).toEqual(["email", "salary"]);
    expect(bind({}).definition).not.toHaveProperty("private");
    expect(bind({ private: [] }).definition).not.toHaveProperty("private");
  });

  it("are columns of the data: others are told with similar names, or with what to mark", () => {
    const made = bind({
      columns: ({ column }: { column: (name: string) => { textAfter(at: string): unknown } }) => ({
        domain: column("email").textAfter("@"),
      }),
      private: ["domain", "emial"],
    });
    expect(made.definition).toBeUndefined();
    expect(made.told).toEqual([
      expect.stringMatching(/^T2060 config\.private There is no column "emial" Did you mean "email"\?/),
      expect.stringMatching(/^T2951 config\.private The column "domain" is made by the project .*made of/),
    ]);
  });

  it("are not told as target, label or time, nor is what is made of them, but for true and false", () => {
    const columns = ({
      column,
    }: {
      column: (name: string) => Record<string, (given?: unknown) => unknown>;
    }) => ({
      rich: column("salary")["greater"]!(60_000),
      month: column("born")["monthStart"]!(),
    });
    const spec = { columns, private: ["salary", "born", "vip"] };
    expect(bind({ ...spec, predict: "rich" }).told).toEqual([]);
    expect(bind({ ...spec, predict: "salary" }).told).toEqual([
      expect.stringMatching(/^T2950 config\.predict The column "salary" cannot be private/),
    ]);
    expect(bind({ ...spec, predict: "vip", time: "month" }).told).toEqual([
      expect.stringMatching(/^T2950 config\.predict The column "vip"/),
      expect.stringMatching(/^T2950 config\.time The column "month".*training ends/),
    ]);
    expect(bind({ ...spec, split: { kind: "time", column: "born" } }).told).toEqual([
      expect.stringMatching(/^T2950 config\.split\.column/),
    ]);
    expect(bind({ ...spec, task: "outliers", predict: undefined, label: "vip" }).told).toEqual([
      expect.stringMatching(/^T2950 config\.label/),
    ]);
  });

  it("are read by no step that looks into a text", () => {
    const recipe = [
      { transform: "text-vocabulary", columns: ["note"] },
      { transform: "one-hot", columns: ["email"] },
    ];
    const { told } = bind({
      private: ["note", "email"],
      clean: [{ transform: "merge-categories", columns: ["email"] }],
      models: [{ trainer: "logistic", recipe }],
    });
    expect(told).toEqual([
      expect.stringMatching(/^T2952 config\.clean\[0\] The step merge-categories cannot read "email"/),
      expect.stringMatching(
        /^T2952 config\.models\[0\]\.recipe\[0\] The step text-vocabulary cannot read "note"/,
      ),
    ]);
  });

  it("may be columns of events alone, and what tells their values or moments is private with them", () => {
    type Orders = Record<string, (given?: unknown) => unknown>;
    const events = {
      events: { orders: csv("orders.csv") },
      time: "day",
      features: ({ events: of }: { events: (name: string, options: object) => Orders }) => {
        const made = of("orders", { by: "email", at: "created", known: "created" });
        const [count, last, mean, since] = ["count", "last", "mean", "timeSince"].map((name) => made[name]!);
        return { orders: count!(), item: last!("item"), spent: mean!("price"), since: since!() };
      },
    };
    const { definition, told } = bind({ ...events, private: ["item", "price", "created"] });
    expect(told).toEqual([]);
    const columns = privateColumns(definition!, schema.fields);
    expect([...columns!.digested]).toEqual(["item"]);
    expect([...columns!.amounts].toSorted()).toEqual(["since", "spent"]);
    expect(bind({ ...events, private: ["spent", "prize"] }).told).toEqual([
      expect.stringMatching(/^T2060 config\.private There is no column "prize"/),
      expect.stringMatching(/^T2951 config\.private The column "spent" is made by the project .*events/),
    ]);
  });
});
