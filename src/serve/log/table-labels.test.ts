import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../../base/index.ts";
import {
  hasPostgres,
  startPostgres,
  type TestServer,
} from "../../data/database/postgres/server.test-support.ts";
import { importLabels, type ImportedLabels, type LabelFileOptions } from "./import-labels.ts";
import { answeredRows, liveVersion, logRows } from "./log.test-support.ts";
import { openPredictionLog } from "./prediction-log.ts";
import { summarizeLog } from "./summarize-log.ts";

const day = 86_400_000;
const begin = Date.UTC(2026, 0, 1);
const at = (days: number): string => new Date(begin + days * day).toISOString();
const effects = quietEffects(() => begin + 100 * day);

let root = "";
let logs = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "tandem-table-labels-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A log with the predictions a/0, a/1 (of the speeds 7 and 8) and b/0 (of 9). */
async function logFolder(): Promise<string> {
  const folder = join(root, `log-${++logs}`);
  const log = await openPredictionLog(folder, () => begin + 50 * day);
  const version = liveVersion();
  await log.record(answeredRows(version, "a", [{ speed: 7 }, { speed: 8 }], begin));
  await log.record(answeredRows(version, "b", [{ speed: 9 }], begin));
  await log.close();
  return folder;
}

const labelled = async (folder: string): Promise<unknown[]> =>
  (await logRows(folder)).map(({ request, row, label, labels }) => [`${request}/${row}`, label, labels]);

const counts = ({ accepted, known, withoutLabel }: ImportedLabels): number[] => [
  accepted,
  known,
  withoutLabel,
];

/** Changes an SQLite file, and brings its labels to a log. */
function sqliteLabels(folder: string) {
  const path = join(root, `labels-${logs}.sqlite`);
  return async (change: string, options: LabelFileOptions = {}): Promise<number[]> => {
    const database = new DatabaseSync(path);
    database.exec(change);
    database.close();
    return counts(await importLabels(folder, `sqlite:${path}#outcomes`, options, effects));
  };
}

describe("labels of a table", () => {
  it("join once, however often it is read, though rows come, go and change their order", async () => {
    const folder = await logFolder();
    const bring = sqliteLabels(folder);
    const options = { knownAt: "day" };
    expect(
      await bring(
        `CREATE TABLE outcomes (request TEXT, row INTEGER, label TEXT, day TEXT);
         INSERT INTO outcomes VALUES ('a', 0, 'late', '${at(1)}'), ('a', 1, 'late', '${at(2)}'), ('b', 0, NULL, NULL)`,
        options,
      ),
    ).toEqual([2, 0, 1]);
    expect(await bring("SELECT 1", options)).toEqual([2, 2, 1]);
    expect(
      await bring(
        `CREATE TABLE turned AS SELECT * FROM outcomes ORDER BY row DESC; DROP TABLE outcomes; ALTER TABLE turned RENAME TO outcomes;
         UPDATE outcomes SET label = 'in time', day = '${at(3)}' WHERE request = 'b';
         INSERT INTO outcomes VALUES ('a', 1, 'in time', '${at(4)}'), ('a', 1, 'in time', '${at(4)}')`,
        options,
      ),
    ).toEqual([5, 3, 0]);
    expect(await bring("DELETE FROM outcomes WHERE row = 0", options)).toEqual([3, 3, 0]);
    expect(await labelled(folder)).toEqual([
      ["a/0", "late", 1],
      ["a/1", "in time", 2],
      ["b/0", "in time", 1],
    ]);
    expect((await summarizeLog(folder)).labels).toMatchObject({ labels: 4, matched: 4 });
  });

  it("follow the table where it does not say when each was known, there and back again", async () => {
    const folder = await logFolder();
    const bring = sqliteLabels(folder);
    const make =
      "CREATE TABLE outcomes (request TEXT PRIMARY KEY, label INTEGER); INSERT INTO outcomes VALUES ('a', 0), ('b', 1)";
    expect(await bring(make)).toEqual([2, 0, 0]);
    expect(await bring("SELECT 1")).toEqual([2, 2, 0]);
    expect(await bring("UPDATE outcomes SET label = 1")).toEqual([2, 1, 0]);
    expect(await bring("SELECT 1")).toEqual([2, 2, 0]);
    expect(await labelled(folder)).toContainEqual(["a/0", "1", 2]);
    expect(await bring("UPDATE outcomes SET label = 0 WHERE request = 'a'")).toEqual([2, 1, 0]);
    expect(await bring("SELECT 1")).toEqual([2, 2, 0]);
    expect(await labelled(folder)).toEqual([
      ["a/0", "0", 3],
      ["a/1", null, 0],
      ["b/0", "1", 1],
    ]);
  });

  it("are made by SQL of the table, and find the prediction of an entity", async () => {
    const folder = await logFolder();
    const bring = sqliteLabels(folder);
    const options = {
      entity: "speed",
      knownAt: "day",
      sql: "SELECT speed, delay > 15 AS label, day FROM labels",
    };
    const make = `CREATE TABLE outcomes (speed INTEGER, delay REAL, day TEXT); INSERT INTO outcomes VALUES (7, 20.5, '${at(1)}'), (9, 3, '${at(1)}')`;
    expect(await bring(make, options)).toEqual([2, 0, 0]);
    expect(await bring("SELECT 1", options)).toEqual([2, 2, 0]);
    expect(await labelled(folder)).toEqual([
      ["a/0", "true", 1],
      ["a/1", null, 0],
      ["b/0", "false", 1],
    ]);
  });

  it("are refused where nothing tells which of them counts", async () => {
    const folder = await logFolder();
    const bring = sqliteLabels(folder);
    const make = `CREATE TABLE outcomes (request TEXT, speed INTEGER, label TEXT, day TEXT);
      INSERT INTO outcomes VALUES ('a', 7, 'late', '${at(1)}'), ('a', 7, 'in time', NULL)`;
    await expect(bring(make)).rejects.toThrow(/T2999 .*several things of one prediction/);
    await expect(bring("SELECT 1", { entity: "speed" })).rejects.toThrow(/T2999/);
    await expect(bring("SELECT 1", { knownAt: "day" })).rejects.toThrow(/T2999 1 labels do not say/);
    await expect(bring("SELECT 1", { label: "lable" })).rejects.toThrow(/T2921/);
    expect((await summarizeLog(folder)).labels.labels).toBe(0);
  });
});

it("tells of a file how many of its labels were known", async () => {
  const folder = await logFolder();
  const path = join(root, "labels.csv");
  writeFileSync(path, "request,row,label\na,0,true\na,1,false\n");
  expect(counts(await importLabels(folder, path, {}, effects))).toEqual([2, 0, 0]);
  expect(counts(await importLabels(folder, path, {}, effects))).toEqual([2, 2, 0]);
});

describe.skipIf(!hasPostgres)("labels of a table of PostgreSQL", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it("join once", async () => {
    const folder = await logFolder();
    server.sql(`CREATE TABLE outcomes (request TEXT, "row" INT, paid BOOLEAN, day TIMESTAMPTZ); GRANT SELECT ON outcomes TO ana;
      INSERT INTO outcomes VALUES ('a', 0, true, '${at(1)}'), ('b', 0, false, '${at(2)}')`);
    const address = `postgres://ana@127.0.0.1:${server.port}/postgres#outcomes`;
    const options = { label: "paid", knownAt: "day", environment: { PGPASSWORD: server.password } };
    expect(counts(await importLabels(folder, address, options, effects))).toEqual([2, 0, 0]);
    expect(counts(await importLabels(folder, address, options, effects))).toEqual([2, 2, 0]);
    expect(await labelled(folder)).toEqual([
      ["a/0", "true", 1],
      ["a/1", null, 0],
      ["b/0", "false", 1],
    ]);
  });
});
