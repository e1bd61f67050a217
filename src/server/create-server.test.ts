import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadPackage, servePredictor } from "../serve/index.ts";
import { createServer } from "./create-server.ts";
import type { HttpServer } from "./http/http-server.ts";
import { protocolRoutes } from "./protocols/protocol-routes.ts";

const file = join(import.meta.dirname, "../../test/formats/0.1.0/boosting-binary.tandem.json");
const model = loadPackage(readFileSync(file, "utf8"));
const { proof } = model.content;
const clock = { now: () => 0, timer: () => performance.now() };

let server: HttpServer;
let address: string;
beforeAll(async () => {
  server = createServer(servePredictor(model, { clock, version: "7" }), {
    protocols: [(service) => protocolRoutes(service, "0")],
  });
  address = await server.listen(0, "127.0.0.1");
});
afterAll(() => server.close());

const post = (path: string, body: string | ReadableStream, type = "application/json"): Promise<Response> =>
  fetch(`${address}${path}`, {
    method: "POST",
    body,
    headers: { "content-type": type },
    duplex: "half",
  });
const ask = async (path: string, body: unknown): Promise<{ status: number; body: unknown }> => {
  const answer = await post(path, JSON.stringify(body));
  return { status: answer.status, body: await answer.json() };
};
const code = (body: unknown): string =>
  (body as { error: { diagnostics: { code: string }[] } }).error.diagnostics[0]!.code;

describe("POST /predict", () => {
  it("answers a row or rows with the bits of the proof, and says who answered", async () => {
    const { name, hash } = model;
    const expected = { model: { name, hash }, version: "7", warnings: [] };
    expect((await ask("/predict", { row: proof[0]!.input })).body).toEqual({
      ...expected,
      predictions: [proof[0]!.output],
    });
    expect(
      (await ask("/predict", { rows: proof.map(({ input }) => input), key: "customer 3" })).body,
    ).toEqual({
      ...expected,
      predictions: proof.map(({ output }) => output),
    });
    expect((await ask("/predict", { rows: [], version: "7" })).body).toEqual({
      ...expected,
      predictions: [],
    });
  });

  it.each([
    ["two ways to give rows", { row: {}, rows: [] }, 400, "T2306"],
    ["a version that is no text", { rows: [], version: 7 }, 400, "T2307"],
    ["a version that is not there", { rows: [{}], version: "8" }, 404, "T2340"],
    ["a row that is no object", { row: [1] }, 400, "T1101"],
    ["no rows", { row: null, rows: null }, 400, "T2306"],
  ])("refuses %s", async (_, body, status, expected) => {
    const answer = await ask("/predict", body);
    expect([answer.status, code(answer.body)]).toEqual([status, expected]);
  });

  it("tells an unknown column at most so often, and does not take long over a million keys", async () => {
    const row = Object.fromEntries(Array.from({ length: 250_000 }, (_, at) => [`k${at}`, 1]));
    const before = process.cpuUsage();
    const answer = await ask("/predict", { rows: [row] });
    expect([answer.status, code(answer.body)]).toEqual([400, "T1102"]);
    expect(
      (answer.body as { error: { diagnostics: unknown[] } }).error.diagnostics.length,
    ).toBeLessThanOrEqual(102);
    // Processor time, in microseconds: looking for similar names of all of them took 20 seconds.
    expect(process.cpuUsage(before).user).toBeLessThan(1e7);
  });
});

describe("POST /predict with a row on each line", () => {
  const lines = proof.map(({ input }) => JSON.stringify(input));
  const ndjson = "application/x-ndjson";
  const read = async (answer: Response): Promise<Record<string, unknown>[]> =>
    (await answer.text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it("answers each line in its place, wrong ones with their errors", async () => {
    const broken = [
      lines[0],
      "",
      "{no json",
      '{"speed": "fast"}',
      "  ",
      `"${"x".repeat(2_000_000)}"`,
      lines[1],
    ];
    const found = await read(await post("/predict", broken.join("\r\n"), ndjson));
    expect(found.map(({ line, error }) => [line, error === undefined ? null : code({ error })])).toEqual([
      [1, null],
      [3, "T2304"],
      [4, "T1103"],
      [6, "T2321"],
      [7, null],
    ]);
    expect(found[4]).toEqual({ line: 7, version: "7", output: proof[1]!.output });
  });

  it("gives the same answers however the body is cut", async () => {
    const text = Buffer.from(`${lines.join("\n")}\n`);
    for (const size of [1, 7, 64, 1000]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        text.subarray(at * size, (at + 1) * size),
      );
      const found = await read(await post("/predict", ReadableStream.from(pieces) as ReadableStream, ndjson));
      expect(found.map(({ output }) => output)).toEqual(proof.map(({ output }) => output));
    }
  });

  it("answers while lines still come", async () => {
    const socket = connect(Number(new URL(address).port), "127.0.0.1").setEncoding("utf8");
    let said = "";
    socket.on("data", (part: string) => (said += part));
    socket.write(
      `POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: ${ndjson}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    for (const at of [0, 1]) {
      const line = `${lines[at]}\n`;
      socket.write(`${line.length.toString(16)}\r\n${line}\r\n`);
      while (!said.includes(`"line":${at + 1},`)) await pause(5);
    }
    expect(said).toMatch(/"line":1,[\s\S]*"line":2,/);
    socket.destroy();
  });

  it("takes no more lines than the client takes answers", async () => {
    const { port } = new URL(address);
    const socket = connect(Number(port), "127.0.0.1");
    socket.pause();
    socket.on("error", () => {});
    socket.write(
      `POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: ${ndjson}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const line = `{"bad":"${"x".repeat(60)}"}\n`;
    const chunk = line.repeat(1000);
    const head = `${chunk.length.toString(16)}\r\n`;
    let sent = 0;
    while (sent < 64e6 && socket.write(head + chunk + "\r\n")) sent += chunk.length;
    for (let idle = 0; idle < 10 && sent < 64e6; idle++) {
      const before = sent;
      await pause(50);
      while (!socket.writableNeedDrain && sent < 64e6) {
        socket.write(head + chunk + "\r\n");
        sent += chunk.length;
      }
      if (sent > before) idle = 0;
    }
    socket.destroy();
    expect(sent).toBeLessThan(64e6);
  });
});

describe("POST /explain", () => {
  interface Reasons {
    readonly explanations: readonly {
      readonly of: string;
      readonly scale: string;
      readonly method: string;
      readonly score: number;
      readonly baseline: number;
      readonly output: { readonly probability: number };
      readonly contributions: readonly { readonly column: string; readonly contribution: number }[];
    }[];
  }

  it("tells reasons that add up to the log-odds of the answer", async () => {
    const { status, body } = await ask("/explain", { rows: proof.slice(0, 5).map(({ input }) => input) });
    expect(status).toBe(200);
    const { explanations } = body as Reasons;
    for (const [
      at,
      { of, scale, method, score, baseline, output, contributions },
    ] of explanations.entries()) {
      expect([of, scale, method]).toEqual(["probability", "log-odds", "shapley"]);
      expect(output).toEqual(proof[at]!.output);
      expect(1 / (1 + Math.exp(-score))).toBeCloseTo(output.probability, 12);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, 0);
      expect(sum).toBeCloseTo(score - baseline, 12);
      expect(contributions.map(({ column }) => column).sort()).toEqual(["day", "size", "speed"]);
    }
  });

  it("refuses too many rows, and wrong ones", async () => {
    const many = await ask("/explain", { rows: Array.from({ length: 101 }, () => ({})) });
    expect([many.status, code(many.body)]).toEqual([400, "T2320"]);
    const unknown = Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`x${at}`, 1]));
    const worse = await ask("/explain", { rows: Array.from({ length: 100 }, () => unknown) });
    expect(worse.status).toBe(400);
    expect(JSON.stringify(worse.body).length).toBeLessThan(50_000);
    const wrong = await ask("/explain", { row: { speed: "fast" } });
    expect([wrong.status, code(wrong.body)]).toEqual([400, "T1103"]);
  });
});

describe("pages of the service", () => {
  it("/openapi.json has each route once, with both types of /predict", async () => {
    const document = (await (await fetch(`${address}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { requestBody?: { content: object }; responses: object }>>;
    };
    expect(Object.keys(document.paths["/predict"]!["post"]!.requestBody!.content)).toEqual([
      "application/json",
      "application/x-ndjson",
    ]);
    expect(document.paths["/v2/models/{name}/infer"]?.["post"]).toMatchObject({
      parameters: [{ name: "name", in: "path", required: true }],
    });
    for (const operations of Object.values(document.paths))
      for (const { responses } of Object.values(operations)) expect(Object.keys(responses)).not.toEqual([]);
  });

  it("/docs loads nothing from elsewhere and runs only its own script", async () => {
    const answer = await fetch(`${address}/docs`);
    const page = await answer.text();
    expect(answer.headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'sha256-/);
    expect(page.match(/(?:src|href)="[^"]*"/g)).toEqual(['href="openapi.json"']);
    expect(page).toContain("POST /predict");
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/<label for="([^"]+)"/g)) expect(ids).toContain(target);
  });

  it("/metrics follows the text format and the naming rules, and counts rows", async () => {
    const read = async (): Promise<string> => (await fetch(`${address}/metrics`)).text();
    const rows = (text: string): number =>
      Number(/tandem_answered_rows_total\{version="7",arm="7"\} (\d+)/.exec(text)![1]);
    await ask("/predict", { row: proof[0]!.input });
    const before = await read();
    await ask("/predict", { rows: proof.slice(0, 3).map(({ input }) => input) });
    const text = await read();
    expect(rows(text) - rows(before)).toBe(3);
    expect(text.endsWith("\n")).toBe(true);
    const types = new Map(
      [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]),
    );
    const seen = new Set<string>();
    for (const line of text
      .trimEnd()
      .split("\n")
      .filter((one) => !one.startsWith("#"))) {
      const [, name, labels = ""] = /^([a-z_]+)(\{[^}]*\})? -?[0-9.e+-]+$/.exec(line) ?? [];
      expect(name, line).toBeDefined();
      expect(seen.has(`${name}${labels}`), line).toBe(false);
      seen.add(`${name}${labels}`);
      const family = types.has(name!) ? name! : name!.replace(/_(bucket|sum|count)$/, "");
      expect(types.has(family), name).toBe(true);
      expect(/^(tandem|process)_/.test(family), family).toBe(true);
      if (types.get(family) === "counter") expect(family).toMatch(/_total$/);
    }
    expect(text).toMatch(/le="\+Inf"/);
  });

  it("/health/ready says no while the service is about to end", async () => {
    const other = createServer(servePredictor(model, { clock }));
    const place = await other.listen(0, "127.0.0.1");
    expect((await fetch(`${place}/health/ready`)).status).toBe(200);
    const hurry = new AbortController();
    const drained = other.drain({ delayMs: 60_000, graceMs: 1000 }, hurry.signal);
    const ready = await fetch(`${place}/health/ready`);
    expect([ready.status, ready.headers.get("connection")]).toEqual([503, "keep-alive"]);
    expect((await fetch(`${place}/health/live`)).status).toBe(200);
    hurry.abort();
    await drained;
  });
});
