import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  fewStrikes,
  smallProject,
  startTandem,
  tandem,
  tandemJson,
  type RunDocument,
  type Running,
} from "./tandem.test-support.ts";

interface Refusal {
  readonly error: {
    readonly message: string;
    readonly diagnostics: readonly { code: string; place?: string; cure?: string }[];
  };
}
interface Answers {
  readonly model: { readonly name: string; readonly hash: string };
  readonly predictions: readonly Readonly<Record<string, unknown>>[];
  readonly warnings: readonly { readonly code: string }[];
}

let folder: string;
let run: RunDocument;
let proof: readonly { readonly input: Readonly<Record<string, unknown>>; readonly output: object }[];

beforeAll(async () => {
  folder = smallProject();
  run = await tandemJson<RunDocument>(folder, "run");
  proof = (JSON.parse(readFileSync(run.package.path, "utf8")) as { proof: typeof proof }).proof;
});

/** Starts the service and waits for the address that it prints. */
async function serve(...args: readonly string[]): Promise<Running & { readonly address: string }> {
  const running = startTandem(folder, "serve", "--port", "0", ...args);
  while (!/http:[^ ]+/.test(running.said())) {
    if (running.child.exitCode !== null) throw new Error(running.said());
    await setTimeout(20);
  }
  return { ...running, address: /http:\/\/[0-9.]+:[0-9]+/.exec(running.said())![0] };
}

const post = (address: string, body: string, type = "application/json"): Promise<Response> =>
  fetch(`${address}/predict`, { method: "POST", headers: { "content-type": type }, body });

describe("tandem serve", () => {
  let service: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    service = await serve();
  });
  afterAll(() => void service.child.kill("SIGKILL"));

  const predict = async (rows: unknown): Promise<{ status: number; body: Answers & Refusal }> => {
    const response = await post(service.address, JSON.stringify({ rows }));
    return { status: response.status, body: (await response.json()) as Answers & Refusal };
  };

  it("is alive, and ready once its proof rows are reproduced", async () => {
    const live = await fetch(`${service.address}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: "ok" }]);
    const ready = await fetch(`${service.address}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      status: "ok",
      model: { name: "strikes", hash: run.package.hash, provenRows: 64 },
    });
  });

  it("answers one row and many rows, in their order, with the exact bits of the proof", async () => {
    const one = await predict([proof[0]!.input]);
    expect([one.status, one.body.predictions]).toEqual([200, [proof[0]!.output]]);
    expect(one.body.model).toEqual({ name: "strikes", hash: run.package.hash });
    const many = await predict(proof.map(({ input }) => input));
    expect(many.body.predictions).toEqual(proof.map(({ output }) => output));
    expect((await predict([])).body.predictions).toEqual([]);
  });

  it("answers an unseen category and a number out of range, with a warning", async () => {
    const { status, body } = await predict([
      { ...proof[0]!.input, "Phase of flight": "Parachute", "Speed IAS in knots": 90_000 },
    ]);
    expect(status).toBe(200);
    expect(body.warnings.map(({ code }) => code).sort()).toEqual(["T2210", "T2211"]);
  });

  it.each([
    ["an unknown column", { Colour: "red" }, "Colour"],
    ["a missing column", { "Phase of flight": undefined }, "Phase of flight"],
    ["a text where a number belongs", { "Speed IAS in knots": "fast" }, "Speed IAS in knots"],
    ["a number where a text belongs", { "Phase of flight": 7 }, "Phase of flight"],
    ["a day that is none", { "Flight Date": "1999-02-30" }, "Flight Date"],
  ])("refuses %s with its place and a cure", async (_, change, column) => {
    const { status, body } = await predict([proof[0]!.input, { ...proof[1]!.input, ...change }]);
    expect(status).toBe(400);
    const [mistake] = body.error.diagnostics;
    expect(mistake!.code).toMatch(/^T[0-9]{4}$/);
    expect(`${mistake!.place} ${body.error.message}`).toContain(column);
    expect(mistake!.place).toContain("rows[1]");
    expect(mistake!.cure).not.toBe("");
  });

  it("tells every mistake of every row at once", async () => {
    const { body } = await predict([
      { ...proof[0]!.input, Colour: "red", "Speed IAS in knots": "fast" },
      { ...proof[1]!.input, Colour: "blue" },
    ]);
    expect(body.error.diagnostics.length).toBe(3);
  });

  it.each([
    ["no JSON", "rows: 1", 400],
    ["an array", "[]", 400],
    ["no rows", "{}", 400],
    ["rows that are no list", '{"rows":{}}', 400],
    ["a row that is no object", '{"rows":[7]}', 400],
    ["an empty body", "", 400],
    ["a body of 5 MB", `{"rows":["${"x".repeat(5_000_000)}"]}`, 413],
    ["10,001 rows", JSON.stringify({ rows: Array.from({ length: 10_001 }, () => ({})) }), 400],
  ])("refuses %s with a code", async (_, body, status) => {
    const response = await post(service.address, body);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as Refusal;
    expect(error.diagnostics[0]!.code).toMatch(/^T[0-9]{4}$/);
    expect(error.message.length).toBeGreaterThan(5);
    expect(JSON.stringify(error)).not.toMatch(/\.(js|ts):[0-9]+/);
  });

  it("refuses another content type and an unknown route", async () => {
    const response = await post(service.address, "a,b", "text/csv");
    expect(response.status).toBe(415);
    expect(((await response.json()) as Refusal).error.diagnostics[0]!.code).toMatch(/^T/);
    const unknown = await fetch(`${service.address}/predictions`);
    expect([unknown.status, ((await unknown.json()) as Refusal).error.diagnostics[0]!.code]).toEqual([
      404,
      "T2301",
    ]);
  });

  it("describes itself as OpenAPI 3.1 with the columns of the model", async () => {
    const document = (await (await fetch(`${service.address}/openapi.json`)).json()) as OpenApi;
    checkOpenApi(document);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        "/health/live",
        "/health/ready",
        "/predict",
        "/explain",
        "/v2",
        "/invocations",
      ]),
    );
    const rows = (
      document.paths["/predict"]!["post"]!.requestBody!.content["application/json"]!.schema as RowsSchema
    ).properties.rows.items;
    expect(Object.keys(rows.properties).sort()).toEqual(Object.keys(proof[0]!.input).sort());
    expect(rows.additionalProperties).toBe(false);
    expect(rows.properties["Speed IAS in knots"]).toEqual({ type: ["integer", "null"] });
    expect(rows.properties["Flight Date"]).toEqual({ type: "string", format: "date" });
  });

  it("gives the same answers as tandem predict, bit for bit", async () => {
    const [header, ...lines] = fewStrikes().trimEnd().split("\n");
    writeFileSync(join(folder, "rows.csv"), `${[header, ...lines.slice(-500)].join("\n")}\n`);
    const { code } = await tandem(folder, "predict", "rows.csv", "--output", "scored.jsonl");
    expect(code).toBe(0);
    const scored = readFileSync(join(folder, "scored.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(scored).toHaveLength(500);
    const columns = Object.keys(proof[0]!.input);
    const { body } = await predict(
      scored.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]]))),
    );
    const outputs = Object.keys(proof[0]!.output);
    expect(body.predictions).toEqual(
      scored.map((row) => Object.fromEntries(outputs.map((name) => [name, row[name]]))),
    );
    await tandem(folder, "predict", "rows.csv", "--output", "scored.csv");
    const table = readFileSync(join(folder, "scored.csv"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    const at = table[0]!.indexOf("probability");
    expect(table.slice(1).map((cells) => Number(cells[at]))).toEqual(
      body.predictions.map(({ probability }) => probability),
    );
  });

  it("ends with exit code 0 on SIGTERM, and answers until then", async () => {
    service.child.kill("SIGTERM");
    const { code, signal, stdout } = await service.finished;
    expect([code, signal, stdout]).toEqual([0, null, "Stopped.\n"]);
  });
});

describe("tandem serve, when something is wrong", () => {
  it("is never ready with a package whose proof rows do not come out", async () => {
    writeFileSync(
      join(folder, "unproven.tandem.json"),
      withWrongProof(readFileSync(run.package.path, "utf8")),
    );
    const service = await serve("--package", "unproven.tandem.json");
    expect(service.said()).toContain("T2015");
    expect((await fetch(`${service.address}/health/live`)).status).toBe(200);
    const ready = await fetch(`${service.address}/health/ready`);
    expect(ready.status).toBe(503);
    expect(((await ready.json()) as Refusal).error.diagnostics[0]!.code).toBe("T2015");
    const answer = await post(service.address, JSON.stringify({ rows: [proof[0]!.input] }));
    expect(answer.status).toBe(503);
    service.child.kill("SIGTERM");
    expect((await service.finished).code).toBe(1);
  });

  it("says so when the port is taken", async () => {
    const service = await serve();
    const port = new URL(service.address).port;
    const { code, stderr } = await tandem(folder, "serve", "--port", port);
    expect([code, stderr.split(" ")[1]]).toEqual([2, "T2415"]);
    service.child.kill("SIGINT");
    expect((await service.finished).code).toBe(0);
  });
});

/** A package that was sealed with a wrong answer: whole by its hashes, but its proof does not come out. */
function withWrongProof(text: string): string {
  const { seal: _seal, hash: _hash, stamp, ...model } = JSON.parse(text) as Record<string, unknown>;
  const [first, ...others] = model["proof"] as { input: object; output: Record<string, unknown> }[];
  model["proof"] = [{ ...first, output: { ...first!.output, probability: 0.123 } }, ...others];
  const hash = sha256(sorted(model));
  return sorted({ ...model, hash, stamp, seal: sha256(sorted({ ...model, hash, stamp })) });
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** JSON with sorted keys, written down here once more so that the format is tested from outside. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sorted(item)}`).join(",")}}`;
}

interface RowsSchema {
  readonly properties: {
    readonly rows: {
      readonly items: {
        readonly properties: Readonly<Record<string, unknown>>;
        readonly additionalProperties: boolean;
      };
    };
  };
}
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}
interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What OpenAPI 3.1.1 asks of a document (sections 4.8.1 to 4.8.17), as far as this service uses it. */
function checkOpenApi(document: OpenApi): void {
  expect(document.openapi).toMatch(/^3\.1\.[0-9]+$/);
  expect([typeof document.info.title, typeof document.info.version]).toEqual(["string", "string"]);
  for (const [path, operations] of Object.entries(document.paths)) {
    expect(path.startsWith("/")).toBe(true);
    for (const [method, operation] of Object.entries(operations)) {
      expect(["get", "put", "post", "delete", "options", "head", "patch", "trace"]).toContain(method);
      expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^[1-5][0-9]{2}$/);
        expect(typeof response.description).toBe("string");
      }
      for (const { schema } of Object.values(operation.requestBody?.content ?? {})) checkSchema(schema);
    }
  }
}

const schemaTypes = ["object", "array", "string", "number", "integer", "boolean", "null"];

/** JSON Schema 2020-12, as far as it is used: known types, and no `nullable` of OpenAPI 3.0. */
function checkSchema(schema: unknown): void {
  const { type, properties, items, required, nullable } = schema as {
    readonly type: string | readonly string[];
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly items?: unknown;
    readonly required?: readonly string[];
    readonly nullable?: unknown;
  };
  for (const one of [type].flat()) expect(schemaTypes).toContain(one);
  expect(nullable).toBeUndefined();
  for (const name of required ?? []) expect(Object.keys(properties ?? {})).toContain(name);
  for (const property of Object.values(properties ?? {})) checkSchema(property);
  if (items !== undefined) checkSchema(items);
}
