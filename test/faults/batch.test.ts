import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/index.ts";
import {
  hasPostgres,
  startPostgres,
  type TestServer,
} from "../../src/data/database/postgres/server.test-support.ts";
import { fileCases, tableCases, writeModel, type BatchCase } from "./batch-cases.test-support.ts";
import { bundleProcess } from "./bundle.test-support.ts";
import { killBatches } from "./kill-batches.test-support.ts";

const kills = 2;
const rowCount = 2500;

let folder: string;
let model: string;
let victim: Awaited<ReturnType<typeof bundleProcess>>;
let server: TestServer | undefined;
let cases: readonly BatchCase[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-killed-"));
  await mkdir(join(folder, "temporary"));
  victim = await bundleProcess("src/serve/fixtures/score-until-killed.ts", {
    "part-worker": "src/serve/batch/part-worker.ts",
  });
  server = hasPostgres ? await startPostgres() : undefined;
  model = await writeModel(folder);
  cases = [...(await fileCases(folder, rowCount)), ...(await tableCases(folder, rowCount, server))];
});
afterAll(async () => {
  await server?.stop();
  await victim.remove();
  await rm(folder, { recursive: true, force: true });
});

describe(`a scoring that is killed at ${kills} random moments and asked for again`, () => {
  it.each([
    "rows.csv to csv",
    "Parquet whose row groups are copied",
    "rows.parquet to parquet",
    "rows.jsonl to jsonl",
    "SQLite to SQLite",
    "DuckDB to DuckDB",
    "SQLite to a new DuckDB file",
    ...(hasPostgres ? ["PostgreSQL to PostgreSQL"] : []),
  ])("ends as if nothing had happened: %s", async (name) => {
    const one = cases.find((some) => some.name === name);
    if (!one) throw new Error(`There is no case ${name}`);
    const random = createRandom(name);
    const environment = server ? { PGPASSWORD: server.password } : {};
    const found = await killBatches(one, {
      kills,
      random: () => random.next(),
      child: victim.path,
      folder,
      model,
      environment,
    });
    expect(found.violations).toEqual([]);
    expect(found.kills).toBe(kills);
    expect(found.rows).toBeGreaterThan(2000);
    expect(found.rejected).toBeGreaterThan(1);
  });
});
