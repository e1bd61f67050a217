import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  hasPostgres,
  startPostgres,
  type TestServer,
} from "../../src/data/database/postgres/server.test-support.ts";
import {
  fewStrikes,
  smallProject,
  startTandem,
  tandem,
  tandemJson,
  type Finished,
  type RunDocument,
} from "./tandem.test-support.ts";

interface Package {
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type: string }[] };
  readonly proof: readonly { readonly input: Readonly<Record<string, unknown>> }[];
}

// No field of these rows is quoted, so lines may be cut at commas.
const [header = "", ...lines] = fewStrikes().trimEnd().split("\n");
const names = header.split(",");
const quoted = names.map((name) => `"${name}"`);

let folder: string;
let content: Package;
let wanted: unknown[];
beforeAll(async () => {
  folder = smallProject();
  const run = await tandemJson<RunDocument>(folder, "run");
  content = JSON.parse(readFileSync(run.package.path, "utf8")) as Package;
  await tandemJson(folder, "predict", "strikes.csv", "--output", "wanted.jsonl");
  wanted = probabilities("wanted.jsonl");
});

const probabilities = (name: string): unknown[] =>
  readFileSync(join(folder, name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { probability: unknown }).probability);

const values = (line: string): (string | null)[] =>
  line.split(",").map((field) => (field === "" ? null : field));

function fillSqlite(): void {
  const database = new DatabaseSync(join(folder, "strikes.sqlite"));
  const columns = quoted.map((name) => `${name} NUMERIC`).join(", ");
  database.exec(`CREATE TABLE strikes (number INTEGER PRIMARY KEY, ${columns}); BEGIN`);
  const insert = database.prepare(`INSERT INTO strikes VALUES (?, ${names.map(() => "?").join(", ")})`);
  for (const [at, line] of lines.entries()) insert.run(lines.length - at, ...values(line));
  database.exec("COMMIT");
  database.close();
}

describe("tandem predict, of tables", () => {
  it("scores a table of SQLite into a new one with the answers of the file, and refuses to do it twice", async () => {
    fillSqlite();
    const command = ["predict", "sqlite:strikes.sqlite#strikes", "--output", "sqlite:strikes.sqlite#scored"];
    const { code, stdout } = await tandem(folder, ...command);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^1,000 rows scored by strikes version 1, written to sqlite:.*strikes\.sqlite#scored\n$/,
      ),
    ]);
    const database = new DatabaseSync(join(folder, "strikes.sqlite"));
    const scored = database.prepare("SELECT probability FROM scored ORDER BY number DESC").all();
    database.close();
    expect(scored.map(({ probability }) => probability)).toEqual(wanted);
    const again = await tandem(folder, ...command);
    expect([again.code, again.stderr.split(" ")[1]]).toEqual([2, "T2996"]);
  });

  it("writes a table of DuckDB and reads it in a stated order", async () => {
    await tandemJson(folder, "predict", "strikes.csv", "--output", "duckdb:strikes.duckdb#scored");
    const command = ["predict", "duckdb:strikes.duckdb#scored", "--output", "duckdb.jsonl"];
    const { code, stderr } = await tandem(folder, ...command);
    expect([code, stderr]).toEqual([2, expect.stringContaining("T2994 The table has no primary key")]);
    await tandemJson(folder, ...command, "--order", "rowid");
    expect(probabilities("duckdb.jsonl")).toEqual(wanted);
  });
});

describe.skipIf(!hasPostgres)("tandem predict, of tables of PostgreSQL", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPostgres();
    const types: Readonly<Record<string, string>> = {
      Int: "bigint",
      Float: "double precision",
      Day: "date",
      Boolean: "boolean",
    };
    const typeOf = (name: string): string =>
      types[content.schema.fields.find((field) => field.name === name)?.type ?? ""] ?? "text";
    const columns = names.map((name, at) => `${quoted[at]} ${typeOf(name)}`).join(", ");
    const literal = (value: string | null): string =>
      value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`;
    const rows = lines.map((line, at) => `(${lines.length - at}, ${values(line).map(literal).join(", ")})`);
    server.sql(`SET DateStyle = 'ISO, MDY'; CREATE TABLE strikes (number INT PRIMARY KEY, ${columns});
      INSERT INTO strikes VALUES ${rows.join(",\n")}; GRANT SELECT ON strikes TO ana`);
  });
  afterAll(() => server.stop());

  const command = (...args: readonly string[]): Promise<Finished> => tandem(folder, "predict", ...args);
  const address = (table: string): string => `postgres://ana@127.0.0.1:${server.port}/postgres#${table}`;

  it("scores one into another with the answers of the file", async () => {
    process.env["PGPASSWORD"] = server.password;
    try {
      const { code, stderr } = await command(address("strikes"), "--output", address("scored"));
      expect([code, stderr.includes("error")]).toEqual([0, false]);
    } finally {
      delete process.env["PGPASSWORD"];
    }
    const scored = server.sql(
      "SET extra_float_digits = 3; SELECT probability FROM scored ORDER BY number DESC",
    );
    expect(scored.split("\n").map(Number)).toEqual(wanted);
  });

  it("says what is wrong without a word of the password", async () => {
    const without = await command(address("strikes"));
    expect([without.code, without.stderr.split(" ")[1]]).toEqual([2, "T2991"]);
    const shown = await command(`postgres://ana:secret-word@127.0.0.1:${server.port}/postgres#strikes`);
    expect([shown.code, shown.stderr.split(" ")[1]]).toEqual([2, "T2990"]);
    expect(shown.stderr).not.toContain("secret-word");
    const down = await command("postgres://ana@127.0.0.1:1/postgres#strikes");
    expect([down.code, down.stderr.split(" ")[1]]).toEqual([1, "T2992"]);
    expect(down.durationMs).toBeLessThan(60_000);
  });
});

describe("tandem labels, of a table", () => {
  it("joins each label once, however often it is given", async () => {
    const service = startTandem(folder, "serve", "--port", "0", "--record");
    while (!/http:[^ ]+/.test(service.said())) {
      if (service.child.exitCode !== null) throw new Error(service.said());
      await setTimeout(20);
    }
    const url = /http:\/\/[0-9.]+:[0-9]+/.exec(service.said())![0];
    const answer = await fetch(`${url}/predict`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-request-id": "r-1" },
      body: JSON.stringify({ rows: [content.proof[0]?.input] }),
    });
    expect(answer.status).toBe(200);
    const database = new DatabaseSync(join(folder, "outcomes.sqlite"));
    database.exec(`CREATE TABLE outcomes (request TEXT, damaged TEXT, day TEXT);
      INSERT INTO outcomes VALUES ('r-1', 'true', '2024-01-31'), ('r-0', 'false', '2024-01-31')`);
    database.close();
    const labels = ["labels", "sqlite:outcomes.sqlite#outcomes", "--label", "damaged", "--known-at", "day"];
    expect(await tandemJson(folder, ...labels)).toMatchObject({ accepted: 2, known: 0 });
    const { stdout } = await tandem(folder, ...labels);
    expect(stdout).toContain("2 of them were known already");
    service.child.kill("SIGTERM");
    await service.finished;
    expect(await tandemJson(folder, "log")).toMatchObject({ versions: [{ labelled: 1 }] });
  });
});

// Behind the labels, whose log is there.
describe.skipIf(!hasPostgres)("a server that lets in by Kerberos alone", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPostgres();
    writeFileSync(server.sql("SHOW hba_file"), "local all all trust\nhost all all 127.0.0.1/32 gss\n");
    server.sql("SELECT pg_reload_conf()");
  });
  afterAll(() => server.stop());

  it.each(["predict", "labels"])(
    "is told by tandem %s with what to do, and with nothing else",
    async (name) => {
      const address = `postgres://ana@127.0.0.1:${server.port}/postgres`;
      process.env["PGPASSWORD"] = server.password;
      try {
        const more = name === "labels" ? ["--label", "damaged", "--known-at", "day"] : [];
        const { code, stdout, stderr } = await tandem(folder, name, `${address}#strikes`, ...more);
        expect([code, stdout, stderr.trim().split("\n").length]).toEqual([2, "", 1]);
        expect(stderr).toMatch(
          /^error T2620 .*postgres:\/\/127\.0\.0\.1:\d+\/postgres.*Kerberos.*scram-sha-256/,
        );
      } finally {
        delete process.env["PGPASSWORD"];
      }
    },
  );
});
