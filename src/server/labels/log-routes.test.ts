import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPredictionLog, servePredictor, summarizeLog, type PredictionLog } from "../../serve/index.ts";
import { liveVersion } from "../../serve/log/log.test-support.ts";
import { createServer } from "../create-server.ts";
import type { Gatekeeper } from "../http/http-machine.ts";
import { logMetrics } from "./log-metrics.ts";
import { logRoutes } from "./log-routes.ts";

let folder = "";
let address = "";
let log: PredictionLog;
let close = async (): Promise<void> => {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-log-routes-"));
  log = await openPredictionLog(folder, () => Date.now(), { maintenance: "here" });
  const clock = { now: () => Date.now(), timer: () => performance.now() };
  const service = servePredictor(liveVersion().predictor, { clock, recorder: log });
  const server = createServer(service, { routes: logRoutes(log), collectors: [logMetrics(log)] });
  address = await server.listen(0, "127.0.0.1");
  close = () => server.close();
});
afterAll(async () => {
  await close();
  await log.close();
  await rm(folder, { recursive: true });
});

async function send(method: string, path: string, body: unknown, id?: string) {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: { "content-type": "application/json", ...(id === undefined ? {} : { "idempotency-key": id }) },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const row = { day: "2024-01-31", size: "small", speed: 120 };
const codes = ({ body }: { body: Record<string, unknown> }): string[] =>
  (body["error"] as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);

describe("the routes of the prediction log", () => {
  it("keep answers once though they are asked for twice, and join their labels", async () => {
    for (const id of ["one", "two", "two"])
      expect(await send("POST", "/predict", { rows: [row, row] }, id)).toMatchObject({ status: 200 });
    const labels = [
      { request: "one", row: 1, label: true },
      { entity: { speed: 120 }, label: false, time: "2100-01-01" },
    ];
    for (let time = 0; time < 2; time++)
      expect(await send("POST", "/labels", { labels }, "batch")).toEqual({
        status: 200,
        body: { accepted: 2 },
      });
    expect(await summarizeLog(folder)).toMatchObject({
      rows: 4,
      versions: [{ requests: 2, labelled: 2, arm: expect.any(String) }],
      labels: { labels: 2, matched: 2 },
    });
    const metrics = await (await fetch(`${address}/metrics`)).text();
    expect(metrics).toContain('tandem_prediction_log_rows_total{outcome="recorded"} 6\n');
  });

  it("keep labels of two callers apart, whatever their names and the names of their requests", async () => {
    const authority: Gatekeeper = {
      authorise: ({ authorization = "" }) => ({ caller: authorization, scopes: ["labels"] }),
      isOpen: () => false,
    };
    const clock = { now: () => Date.now(), timer: () => performance.now() };
    const server = createServer(servePredictor(liveVersion().predictor, { clock }), {
      routes: logRoutes(log),
      authority,
    });
    const door = await server.listen(0, "127.0.0.1");
    const before = (await summarizeLog(folder)).labels.labels;
    for (const [caller, id] of [
      ["shop/a", "b"],
      ["shop", "a/b"],
      ["shop%2Fa", "b"],
    ] as const) {
      const answer = await fetch(`${door}/labels`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: caller, "idempotency-key": id },
        body: JSON.stringify({ labels: [{ request: `of ${caller}`, label: true }] }),
      });
      expect(await answer.json()).toEqual({ accepted: 1 });
    }
    await server.close();
    expect((await summarizeLog(folder)).labels.labels - before).toBe(3);
  });

  it("erase an entity, and say only how much it was", async () => {
    await send("POST", "/predict", { rows: [{ ...row, size: "somebody" }] }, "three");
    const { status, body } = await send("DELETE", "/admin/log/entities", {
      column: "size",
      value: "somebody",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ column: "size", predictions: 1, labels: 0 });
    expect(JSON.stringify(body)).not.toContain("somebody");
    expect(await summarizeLog(folder)).toMatchObject({ rows: 4, erasures: [{ predictions: 1 }] });
    await send(
      "POST",
      "/predict",
      {
        rows: [
          { ...row, size: "somebody" },
          { ...row, size: "else" },
        ],
      },
      "four",
    );
    const entity = { size: "somebody", speed: 120 };
    expect(await send("DELETE", "/admin/log/entities", { entity })).toMatchObject({
      body: { columns: ["size", "speed"], predictions: 1 },
    });
    expect(await (await fetch(`${address}/admin/log`)).json()).toMatchObject({ dropped: 0 });
  });

  it("refuse what they cannot read", async () => {
    const many = Array.from({ length: 10_001 }, () => ({}));
    const refused = await Promise.all([
      send("POST", "/labels", []),
      send("POST", "/labels", { labels: many }),
      send("POST", "/labels", { labels: [{ request: "one" }, 7] }),
      send("DELETE", "/admin/log/entities", { column: "size" }),
      send("DELETE", "/admin/log/entities", { column: "sice", value: "x" }),
      send("DELETE", "/admin/log/entities", { entity: {} }),
      send("DELETE", "/admin/log/entities", { entity: { size: "x", speed: null } }),
      send("DELETE", "/admin/log/entities", { entity: { size: "x" }, column: "speed", value: 1 }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 400));
    expect(refused.map(codes)).toEqual([
      ["T2923"],
      ["T2924"],
      ["T2920", "T2920"],
      ["T2361"],
      ["T2909"],
      ["T2361"],
      ["T2361"],
      ["T2361"],
    ]);
  });
});
