import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../../src/base/index.ts";
import { csv, defineProject, loadPackage, runProject, writeReport } from "../../src/index.ts";
import {
  openStore,
  packageText,
  parsePackage,
  promote,
  sealPackage,
  type FinishedRun,
} from "../../src/project/index.ts";
import { madeUpCustomers } from "./customers.test-support.ts";

const { csv: text, rows, secrets, amounts } = madeUpCustomers();

const project = defineProject({
  name: "customers",
  data: csv("customers.csv", { types: { born: "Day" } }),
  columns: ({ column }) => ({
    domain: column("email").textAfter("@"),
    year: column("born").year(),
    local: column("email").startsWith("person1"),
  }),
  predict: "bought",
  time: "day",
  private: ["email", "city", "born", "salary"],
  checks: [
    { name: "known cities", kind: "in-set", column: "city", values: ["Nowhere"] },
    { name: "modest", kind: "range", column: "salary", max: 30_000 },
  ],
  accept: ["outliers", "constant", "capped"],
  models: ["baseline", "logistic", { trainer: "boosting", params: { numIterations: 20 } }],
});

let folder = "";
let run: FinishedRun;
let report: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-private-"));
  await writeFile(join(folder, "customers.csv"), text);
  run = await runProject(project, { folder });
  const { html, markdown } = await writeReport(run.record);
  report = html + markdown;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The files below a folder, with their bytes. */
async function filesBelow(place: string): Promise<(readonly [string, Buffer])[]> {
  const names = await readdir(place, { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(place, name);
      return (await stat(path)).isFile() ? [[name, await readFile(path)] as const] : [];
    }),
  );
  return found.flat();
}

const found = (bytes: Buffer | string, wanted: readonly string[]): string[] =>
  wanted.filter((value) => bytes.includes(value));

describe("a project with private columns", () => {
  it("leaves no private text in any file of the project but the rows that it was given", async () => {
    const files = await filesBelow(join(folder, ".tandem"));
    expect(files.length).toBeGreaterThan(10);
    const isRows = (bytes: Buffer): boolean => bytes.subarray(0, 4).toString() === "PAR1";
    // The search finds what is there: the snapshot of the rows has the cities, which nothing compresses away.
    expect(files.filter(([, bytes]) => isRows(bytes) && found(bytes, secrets).length > 0)).toHaveLength(1);
    for (const [name, bytes] of files)
      if (!isRows(bytes)) expect([name, found(bytes, secrets)]).toEqual([name, []]);
    expect(found(report, secrets)).toEqual([]);
    expect(report).toContain("Private, so that no values of theirs are shown");
  });

  it("shows no private number in the record, the report, the card, the baseline and the proof rows", () => {
    const { program: _, ...rest } = run.content;
    expect(found(JSON.stringify(rest), amounts)).toEqual([]);
    const { models: __, ...record } = run.record;
    expect(found(JSON.stringify(record), amounts)).toEqual([]);
    expect(found(report, amounts)).toEqual([]);
    const salary = run.content.baseline.columns.find(({ name }) => name === "salary");
    expect(salary?.numbers).toMatchObject({ min: 20_000, max: 110_000 });
    expect(salary).toMatchObject({ count: 320, missing: 0, top: [] });
  });

  it("tells what does not hold without the value that breaks it", () => {
    const { checks, snapshot } = run.record;
    expect(checks.map(({ holds }) => holds)).toEqual([false, false]);
    expect(checks.map((one) => one.text)).toEqual([
      expect.stringMatching(
        /^\d+ of 400 values of "city" are not one of the 1 values allowed; the column is/,
      ),
      expect.stringMatching(/^\d+ of 400 values of "salary" are above 30,000; the column is private\.$/),
    ]);
    expect(snapshot.rejected).toMatchObject({ count: 1, samples: [{ line: 402, text: "" }] });
    expect(snapshot.columns.find(({ name }) => name === "born")).toMatchObject({
      failed: 1,
      failedSamples: [],
    });
  });

  it("makes a package that a reader without private columns refuses, and that says which they are", () => {
    expect(run.content).toMatchObject({ version: 2, private: ["born", "city", "email", "salary"] });
    expect(run.record.private).toEqual(["born", "city", "email", "salary"]);
    const text = packageText(run.content);
    expect(parsePackage(text, "file").private).toEqual(["born", "city", "email", "salary"]);
    const { kind: _, version: __, hash: ___, seal: ____, stamp, ...content } = run.content;
    const broken = packageText(sealPackage({ ...content, private: "email" as never }, stamp));
    expect(() => parsePackage(broken, "file")).toThrow("T2953");
    const { private: _____, ...plain } = content;
    expect(sealPackage(plain, stamp).version).toBe(1);
  });

  it("proves itself with rows that are nobody's", () => {
    const inputs = run.content.proof.map(({ input }) => input);
    expect(inputs.map((input) => input["city"])).toEqual(inputs.map((_, at) => `private ${at + 1}`));
    // Salaries are tens of thousands, and birthdays thousands of days since 1970.
    expect(inputs.map((input) => Number(input["salary"]) % 10_000)).toEqual(inputs.map(() => 0));
    const days = inputs.map((input) => Date.parse(String(input["born"] ?? "1970-01-01")) / 86_400_000);
    expect(days.map((day) => Math.abs(day % 1000))).toEqual(days.map(() => 0));
  });

  it("answers rows as they are sent as the run measured it: the model learnt from the values", () => {
    const predictor = loadPackage(packageText(run.content));
    const names = predictor.schema.fields.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["city", "salary"]));
    expect(names).not.toContain("domain");
    const [test] = run.record.split.bounds.filter(({ part }) => part === "test");
    const tested = rows.filter(({ day }) => String(day) >= test!.from);
    const scores = tested.map((row, at) => {
      const sent = Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
      if (rows.indexOf(row) === 17) sent["born"] = null;
      return { score: Number(predictor.predict(sent, `rows[${at}]`).output["probability"]), row };
    });
    const [yes, no] = [true, false].map((is) => scores.filter(({ row }) => row["bought"] === is));
    const pairs = yes!.flatMap((one) => no!.map((other) => Math.sign(one.score - other.score)));
    const auc = pairs.reduce((sum, sign) => sum + (sign + 1) / 2, 0) / pairs.length;
    const { winner, models } = run.record;
    const measured = models.find(({ name }) => name === winner.model)!.test;
    expect(measured.rowCount).toBe(tested.length);
    expect(auc).toBeCloseTo(measured.metrics.find(({ metric }) => metric === "auc")!.value!.estimate, 12);
    expect(auc).toBeGreaterThan(0.8);
  });

  it("measures a champion with private columns as it answers, and leaves one out that knows their texts", async () => {
    const once = { folder, trainers: [run.record.winner.model] };
    const named = ({ record }: FinishedRun): string[] =>
      record.differences.flatMap(({ first, second }) => [first, second]);
    await makeChampion(1);
    const again = await runProject(project, once);
    const [difference] = again.record.differences.filter(({ first, second }) =>
      [first, second].includes("champion (version 1)"),
    );
    expect(difference?.difference.estimate).toBe(0);
    const { private: _, ...open } = project;
    const { registeredVersion } = await runProject(open, once);
    await makeChampion(registeredVersion);
    expect(named(await runProject(project, once))).toEqual([]);
  });
});

describe("event features of private columns", () => {
  it("find the events of a private key, and are private where they tell a value", async () => {
    const own = await mkdtemp(join(tmpdir(), "tandem-private-events-"));
    try {
      await writeFile(join(own, "customers.csv"), text);
      const { content, record } = await runProject(
        defineProject({
          name: "visits",
          data: csv("customers.csv", { types: { born: "Day" } }),
          features: ({ history }) => {
            const before = history({ by: "email", known: "day" });
            return { visitsBefore: before.count(), cityBefore: before.last("city") };
          },
          predict: "bought",
          time: "day",
          private: ["email", "city", "born"],
          ignore: ["salary"],
          models: ["logistic"],
        }),
        { folder: own },
      );
      const { eventFeatures, proof } = content;
      expect(eventFeatures?.row.fields.map(({ name }) => name)).toContain("email");
      expect(proof[0]!.input["cityBefore"]).toMatch(/^private \d+$/);
      const visits = record.profile.columns.find(({ name }) => name === "visitsBefore");
      expect(visits?.numbers?.max).toBe(4);
      expect(found(packageText(content) + JSON.stringify(record), secrets)).toEqual([]);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });

  it("are those of other tables as well: no text of theirs is kept, and their rows are not told", async () => {
    const own = await mkdtemp(join(tmpdir(), "tandem-private-orders-"));
    try {
      const people = rows.slice(0, 300);
      const lines = people.map(({ day, email, bought }) => `${day},${email},${bought}`);
      await writeFile(join(own, "customers.csv"), `day,email,bought\n${lines.join("\n")}\n`);
      const orders = people.map(
        ({ day, email, city, salary }, at) =>
          `${day} 00:00,${email},${city},${salary},${at % 7 ? "kept" : "back"}`,
      );
      const broken = "2020-03-01 00:00,broken.zq@mailplace.example,too,few";
      await writeFile(
        join(own, "orders.csv"),
        `at,email,city,amount,state\n${orders.join("\n")}\n${broken}\n`,
      );
      const { content, record } = await runProject(
        defineProject({
          name: "orders",
          data: csv("customers.csv"),
          events: { orders: csv("orders.csv") },
          features: ({ events }) => {
            const before = events("orders", { by: "email", at: "at", known: "at" });
            return {
              orders: before.count(),
              spent: before.sum("amount"),
              cityBefore: before.last("city"),
              stateBefore: before.last("state"),
            };
          },
          predict: "bought",
          time: "day",
          private: ["email", "city", "amount"],
          models: ["logistic"],
        }),
        { folder: own },
      );
      expect(content.private).toEqual(["amount", "city", "email"]);
      expect(found(packageText(content) + JSON.stringify(record), secrets)).toEqual([]);
      const { html, markdown } = await writeReport(record);
      expect(found(html + markdown, secrets)).toEqual([]);
      const { program: _, ...rest } = content;
      expect(found(JSON.stringify(rest), amounts)).toEqual([]);
      const proven = content.proof.map(({ input }) => input);
      expect(new Set(proven.map((input) => input["stateBefore"]))).toEqual(new Set(["kept", "back"]));
      expect(proven.some((input) => /^private \d+$/.test(String(input["cityBefore"])))).toBe(true);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });
});

async function makeChampion(version: number): Promise<void> {
  const store = await openStore(folder, quietEffects());
  await promote(store, "customers", version, "champion", quietEffects());
  await store.close();
}
