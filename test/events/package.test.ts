import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects, TandemError } from "../../src/base/index.ts";
import { createMemoryState } from "../../src/feature/index.ts";
import {
  comparePackages,
  csv,
  defineProject,
  exportClient,
  exportModule,
  loadPackage,
  onlinePredictor,
  rows,
  runProject,
  scoreFile,
  writeReport,
  type FinishedRun,
  type ModelPackage,
} from "../../src/index.ts";
import { packageText, parsePackage, sealPackage, withSourceRows } from "../../src/project/index.ts";
import { warmState } from "../../src/serve/index.ts";
import { shopProject, writeShop } from "./shop.test-support.ts";

let folder: string;
let finished: FinishedRun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-event-package-"));
  await writeShop(folder);
  finished = await runProject({ ...shopProject, models: ["boosting"] }, { folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Event features as JSON that anybody may have changed. */
interface Changeable {
  row?: unknown;
  set: { version: unknown; tables: Record<string, unknown>[]; features: Record<string, unknown>[] };
}

/** The codes with which a package is refused whose event features were changed and which was sealed anew. */
function codesOf(change: (features: Changeable) => void): string[] {
  const content: ModelPackage = structuredClone(finished.content);
  change(content.eventFeatures as unknown as Changeable);
  const { hash: _hash, seal: _seal, stamp, kind: _kind, version: _version, ...rest } = content;
  try {
    parsePackage(packageText(sealPackage(rest, stamp)), "package");
  } catch (error) {
    if (error instanceof TandemError) return error.diagnostics.map(({ code, place }) => `${code} ${place}`);
    throw error;
  }
  return [];
}

describe("the event features of a package", () => {
  it("come through as they were written", () => {
    const read = parsePackage(packageText(finished.content), "package");
    expect(read.eventFeatures).toEqual(finished.content.eventFeatures);
    expect(codesOf(() => {})).toEqual([]);
  });

  it("are refused where a part is missing or names what is not there", () => {
    const place = "package/eventFeatures";
    expect(codesOf((features) => delete features.row)).toEqual([
      `T2554 ${place}.row`,
      `T2554 ${place}.row.fields`,
    ]);
    expect(codesOf((features) => (features.set.tables[0]!.at = "never"))).toEqual([
      `T2554 ${place}.set.tables[0].at`,
    ]);
    expect(codesOf((features) => (features.set.features[0]!.aggregate = "constructor"))).toEqual([
      `T2554 ${place}.set.features[0].aggregate`,
    ]);
    expect(codesOf((features) => (features.set.features[0]!.table = "visits"))).toEqual([
      `T2554 ${place}.set.features[0].table`,
    ]);
    expect(codesOf((features) => (features.set.features[0]!.window = { kind: "rows", count: -1 }))).toEqual([
      `T2554 ${place}.set.features[0].window`,
    ]);
    const value = { kind: "column", name: "constructor", type: "Float" };
    expect(codesOf((features) => (features.set.features[1]!.value = value))).toEqual([
      expect.stringMatching(/^T1209 /) as string,
    ]);
    expect(codesOf((features) => (features.set.version = 2))).toEqual([`T2554 ${place}.set`]);
  });
});

describe("what is made of a package with event features", () => {
  it("takes them as columns in a module, and their keys in a client of the service", () => {
    const { declarations } = exportModule(finished.content);
    expect(declarations).toMatch(/readonly spent30\?/);
    const client = exportClient(finished.content);
    expect(client).not.toContain("spent30");
    expect(client).toContain("readonly customer: number;");
    expect(client).toMatch(/readonly asOf\?: string \| null;/);
  });

  it("breaks no client when only the events are looked at otherwise", () => {
    const { eventFeatures } = finished.content;
    const less = { ...finished.content.schema, fields: finished.content.schema.fields.slice(1) };
    expect(comparePackages(finished.content, { ...finished.content, schema: less }).compatible).toBe(true);
    const row = { fields: eventFeatures!.row.fields.filter(({ name }) => name !== "customer") };
    const changed = { ...finished.content, eventFeatures: { ...eventFeatures!, row } };
    expect(comparePackages(finished.content, changed).compatible).toBe(false);
  });
});

describe("the report of a run with event features", () => {
  it("says what they are and where the events came from", async () => {
    const { markdown } = await writeReport(finished.record);
    expect(markdown).toContain('sum of amount, of the last 30 days, in "orders" of the same customer');
    expect(markdown).toMatch(/2,430 rows from orders\.csv, snapshot [0-9a-f]+/);
  });
});

describe("a model that looks at the earlier rows of its own data", () => {
  it("answers online as in the batch", async () => {
    const project = defineProject({
      name: "series",
      data: csv("customers.csv"),
      features: ({ history }) => {
        const before = history({ by: "customer", known: "asOf" });
        return {
          plans: before.last(rows(2)).count(),
          lastPlan: before.lag(1, "plan"),
          churnedBefore: before.lag(1, "churned"),
        };
      },
      predict: "churned",
      time: "asOf",
      id: ["customer"],
      models: ["boosting"],
    });
    const { packagePath, content } = await runProject(project, { folder });
    expect(content.eventFeatures!.tables.map(({ source }) => source)).toEqual([null]);
    const model = loadPackage(await readFile(packagePath, "utf8"));
    const output = join(folder, "series.csv");
    await scoreFile(model, join(folder, "customers.csv"), output, quietEffects());
    const lines = (await readFile(output, "utf8")).trim().split("\n").slice(1);
    const state = createMemoryState(content.eventFeatures!.set);
    const setting = { folder, place: "config", effects: quietEffects() };
    await withSourceRows(project, setting, (sources) =>
      warmState(content.eventFeatures!, state, sources, quietEffects()),
    );
    const online = onlinePredictor(model, state, () => 0);
    const answers = [];
    for (const line of lines) {
      const [customer, asOf, plan] = line.split(",");
      const row = { customer: Number(customer), asOf: `${asOf!.replace(" ", "T")}Z`, plan };
      const known = new Set(online.schema.fields.map(({ name }) => name));
      const given = Object.fromEntries(Object.entries(row).filter(([name]) => known.has(name)));
      answers.push((await online.predict(given)).output["probability"]);
    }
    expect(answers).toEqual(lines.map((line) => Number(line.split(",").at(-1))));
    expect(new Set(answers).size).toBeGreaterThan(3);
  });
});
