import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineProject } from "./define-project.ts";
import { runProject, type FinishedRun } from "./run.ts";
import { csv, sql, table } from "./source-spec.ts";

let folder: string;
const run = (threads: number, home = folder): Promise<FinishedRun> =>
  runProject(project, { folder: home, engine: { threads } });
const stepOf = ({ record }: FinishedRun, name: string) => record.steps.find((step) => step.name === name)!;

const customers = (extra: string): string =>
  `customer,town\n${Array.from({ length: 40 }, (_, at) => `c${at},${["Oslo", "Rome", "Bonn"][at % 3]}`).join("\n")}\n${extra}`;

const project = defineProject({
  name: "orders",
  data: sql(
    `SELECT o.id, o.late, o.weight, c.town, k.factor * o.weight AS load
     FROM orders o JOIN customers c USING (customer) CROSS JOIN constants k`,
    { orders: csv("orders.csv"), customers: csv("customers.csv"), constants: table([{ factor: 0.1 }]) },
  ),
  predict: "late",
  id: ["id"],
  models: ["baseline"],
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-sql-"));
  const lines = Array.from(
    { length: 300 },
    (_, at) => `${at},c${(at * 7) % 40},${(at * 37) % 100},${(at * 37) % 100 > 60}`,
  );
  await writeFile(join(folder, "orders.csv"), `id,customer,weight,late\n${lines.join("\n")}\n`);
  await writeFile(join(folder, "customers.csv"), customers(""));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a project over SQL", () => {
  it("gives one package whatever the threads, and collects again when an input has changed", async () => {
    const first = await run(1);
    expect(first.record.snapshot.rowCount).toBe(300);
    expect(first.record.roles).toMatchObject({ town: "feature", load: "feature", id: "id", late: "target" });
    const again = await run(2);
    expect(stepOf(again, "collect").reused).toBe(true);
    expect(again.content.hash).toBe(first.content.hash);
    await rm(join(folder, ".tandem"), { recursive: true });
    const other = await run(2);
    expect(stepOf(other, "collect").reused).toBe(false);
    expect(other.content.hash).toBe(first.content.hash);
    await writeFile(join(folder, "customers.csv"), customers("c40,Paris\n"));
    const changed = await run(1);
    expect(stepOf(changed, "collect").reused).toBe(false);
    expect(changed.record.snapshot.hash).not.toBe(first.record.snapshot.hash);
  });
});
