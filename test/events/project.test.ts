import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects, TandemError, type Diagnostic } from "../../src/base/index.ts";
import { csv, days, defineProject, runProject, scoreFile, loadPackage, rows } from "../../src/index.ts";
import type { FinishedRun } from "../../src/project/index.ts";
import { writeShop } from "./shop.test-support.ts";

const sources = { orders: csv("orders.csv") };
const project = defineProject({
  name: "churn",
  data: csv("customers.csv"),
  events: sources,
  features: ({ events }) => {
    const orders = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });
    return {
      orders30: orders.last(days(30)).count(),
      spent30: orders.last(days(30)).sum("amount"),
      last3: orders.last(rows(3)).mean("amount"),
      returned: orders.share(({ column }) => column("status").equals("returned")),
      unused: orders.min("amount"),
    };
  },
  columns: ({ column }) => ({ perOrder: column("spent30").divide(column("orders30")) }),
  predict: "churned",
  time: "asOf",
  id: ["customer"],
  ignore: ["unused"],
  models: ["logistic"],
});

let folder: string;
let first: FinishedRun;
const stepNames = ({ record }: FinishedRun, reused: boolean): string[] =>
  record.steps.filter((step) => step.reused === reused).map(({ name }) => name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-events-"));
  await writeShop(folder);
  first = await runProject(project, { folder, engine: { threads: 1 } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function refusal(spec: object): Promise<readonly Diagnostic[]> {
  try {
    await runProject(spec, { folder, place: "config" });
  } catch (error) {
    if (error instanceof TandemError) return error.diagnostics;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("a project with event features", () => {
  it("learns from them as from columns, and says in words what they are", () => {
    expect(first.record.roles).toMatchObject({ spent30: "feature", perOrder: "feature", unused: "ignored" });
    expect(first.record.models[0]!.features.some(({ from }) => from === "spent30")).toBe(true);
    expect(first.record.events!.features.slice(0, 4)).toEqual([
      { name: "orders30", text: 'number of events, of the last 30 days, in "orders" of the same customer' },
      { name: "spent30", text: 'sum of amount, of the last 30 days, in "orders" of the same customer' },
      { name: "last3", text: 'mean of amount, of the last 3 events, in "orders" of the same customer' },
      {
        name: "returned",
        text: 'share of the events where equals(@status:Text, "returned"), in "orders" of the same customer',
      },
    ]);
    expect(first.record.events!.sources).toMatchObject([{ name: "orders", snapshot: { rowCount: 2430 } }]);
  });

  it("counts the same orders as a count by hand", async () => {
    const orders = (await readFile(join(folder, "orders.csv"), "utf8")).trim().split("\n").slice(1);
    const customers = (await readFile(join(folder, "customers.csv"), "utf8")).trim().split("\n").slice(1);
    const known = orders
      .map((line) => line.split(","))
      .map(([order, customer, created, loaded]) => ({
        order: order!,
        customer: customer!,
        created: Date.parse(created!),
        loaded: Date.parse(loaded!),
      }));
    const counts = customers.map((line) => {
      const [customer, asOf] = line.split(",");
      const now = Date.parse(asOf!);
      const seen = known.filter(
        (one) =>
          one.customer === customer &&
          one.loaded <= now &&
          one.created < now &&
          one.created >= now - 30 * 86_400_000,
      );
      return new Set(seen.map(({ order }) => order)).size;
    });
    const profile = first.record.profile.columns.find(({ name }) => name === "orders30")!;
    expect(profile.numbers!.mean).toBeCloseTo(
      counts.reduce((sum, count) => sum + count, 0) / counts.length,
      12,
    );
    expect(profile.numbers!.max).toBe(Math.max(...counts));
  });

  it("gives the same package whatever the threads, and joins again when the events have changed", async () => {
    const again = await runProject(project, { folder, engine: { threads: 2 } });
    expect(stepNames(again, false)).toEqual([]);
    expect(again.content.hash).toBe(first.content.hash);
    const other = await mkdtemp(join(tmpdir(), "tandem-events-"));
    await writeShop(other);
    const elsewhere = await runProject(project, { folder: other, engine: { threads: 2 } });
    expect(elsewhere.content.hash).toBe(first.content.hash);
    const orders = await readFile(join(other, "orders.csv"), "utf8");
    await writeFile(join(other, "orders.csv"), orders.replace(",paid\n", ",returned\n"));
    const changed = await runProject(project, { folder: other });
    expect(stepNames(changed, true)).toEqual(["collect"]);
    await rm(other, { recursive: true });
  });

  it("puts the definitions of the features that the model looks at into the package", () => {
    const { eventFeatures, schema } = first.content;
    expect(eventFeatures!.set.features.map(({ name }) => name)).toEqual([
      "orders30",
      "spent30",
      "last3",
      "returned",
    ]);
    expect(eventFeatures!.row.fields.map(({ name, nullable }) => `${name} ${nullable}`)).toEqual([
      "asOf true",
      "plan false",
      "customer false",
    ]);
    expect(eventFeatures!.tables).toMatchObject([{ source: "orders", schema: { fields: { length: 6 } } }]);
    expect(schema.fields.map(({ name }) => name)).toContain("spent30");
  });

  it("scores a file with the files of its events, and says what is missing", async () => {
    const model = loadPackage(await readFile(first.packagePath, "utf8"));
    const from = join(folder, "customers.csv");
    const to = join(folder, "scored.csv");
    const scored = await scoreFile(model, from, to, quietEffects(), { orders: join(folder, "orders.csv") });
    expect(scored.rowCount).toBe(540);
    const lines = (await readFile(to, "utf8")).trim().split("\n");
    expect(lines[0]).toBe("customer,asOf,plan,churned,prediction,probability");
    expect(new Set(lines.slice(1).map((line) => line.split(",").at(-1))).size).toBeGreaterThan(300);
    for (const [events, code] of [
      [{}, "T2542"],
      [{ orders: join(folder, "orders.csv"), order: "x.csv" }, "T2544"],
      [{ orders: from }, "T2221"],
    ] as const)
      await expect(scoreFile(model, from, to, quietEffects(), events)).rejects.toThrow(code);
  });

  it("tells every mistake in events and features at once", async () => {
    const wrong = {
      ...project,
      features: ({
        events,
      }: {
        events: (name: string, options: object) => { sum(name: string): object };
      }) => ({
        a: events("order", { by: "customer", at: "created", known: "loaded" }).sum("amount"),
        b: events("orders", { by: "customer", at: "created", known: "loaded" }).sum("amuont"),
        churned: events("orders", { by: "customer", at: "created", known: "loaded" }).sum("amount"),
      }),
      columns: ({ column }: { column: (name: string) => { isNull(): object } }) => ({
        fine: column("b").isNull(),
        wrong: column("plann").isNull(),
      }),
      ignore: ["a", "nothing"],
    };
    expect((await refusal(wrong)).map(({ code }) => code)).toEqual([
      "T2507",
      "T1209",
      "T2520",
      "T1209",
      "T2060",
    ]);
    expect((await refusal({ ...project, events: 3, features: 4 })).map(({ code }) => code)).toEqual([
      "T2004",
      "T2004",
    ]);
    expect((await refusal({ ...project, events: { orders: "orders.xyz" } })).map(({ code }) => code)).toEqual(
      ["T1411"],
    );
    const throwing = {
      ...project,
      columns: undefined,
      ignore: [],
      features: () => {
        throw new Error("no");
      },
    };
    expect((await refusal(throwing)).map(({ code }) => code)).toEqual(["T2540"]);
    const missing = { ...project, data: csv("a.csv"), events: { orders: csv("b.csv") } };
    expect((await refusal(missing)).map(({ code, place }) => `${code} ${place}`)).toEqual([
      "T1420 a.csv",
      "T1420 b.csv",
    ]);
  });

  it("warns of events that no feature looks at", async () => {
    const finished = await runProject(
      { ...project, events: { ...sources, again: csv("orders.csv") } },
      { folder },
    );
    expect(finished.record.diagnostics[0]).toMatchObject({ code: "T2541", place: "project.events.again" });
  });
});
