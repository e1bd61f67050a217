import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../../src/base/index.ts";
import { createMemoryState } from "../../src/feature/index.ts";
import { loadPackage, runProject, scoreFile, type Predictor } from "../../src/index.ts";
import { withSourceRows } from "../../src/project/index.ts";
import { warmState } from "../../src/serve/index.ts";
import { protocolRoutes } from "../../src/server/protocols/protocol-routes.ts";
import { serveModel, type ListeningService } from "../serving.test-support.ts";
import { shopProject, writeShop } from "./shop.test-support.ts";

type Row = Readonly<Record<string, string>>;

let folder: string;
let model: Predictor;
let server: ListeningService;
let now = Date.UTC(2024, 0, 1);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-online-"));
  await writeShop(folder);
  const finished = await runProject({ ...shopProject, models: ["boosting"] }, { folder });
  model = loadPackage(await readFile(finished.packagePath, "utf8"));
  const features = model.content.eventFeatures!;
  const state = createMemoryState(features.set);
  const setting = { folder, place: "config", effects: quietEffects() };
  await withSourceRows(shopProject, setting, (sources) =>
    warmState(features, state, sources, quietEffects()),
  );
  server = await serveModel(() => Promise.resolve(model), {
    state,
    now: () => now,
    protocols: [(service) => protocolRoutes(service, "0.1.0")],
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** The rows of a CSV file without quotes, as texts. */
async function readRows(name: string): Promise<Row[]> {
  const [header, ...lines] = (await readFile(join(folder, name), "utf8")).trim().split("\n");
  const names = header!.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((column, at) => [column, cells[at]!]));
  });
}

const request = async (url: string, payload: unknown): Promise<{ status: number; body: unknown }> => {
  const answer = await server.ask(url, payload);
  return { status: answer.status, body: answer.json() };
};
const predict = async (rows: readonly object[]): Promise<Record<string, unknown>[]> => {
  const { status, body } = await request("/predict", { rows });
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { predictions: Record<string, unknown>[] }).predictions;
};
const order = (name: string, created: number, amount: number | null): object => ({
  order: name,
  customer: 3,
  created: new Date(created).toISOString(),
  loaded: new Date(created + 1000).toISOString(),
  amount,
  status: "paid",
});

describe("the service of a model with event features", () => {
  it("answers rows of the past with the bits of the batch", async () => {
    const output = join(folder, "scored.csv");
    await scoreFile(model, join(folder, "customers.csv"), output, quietEffects(), {
      orders: join(folder, "orders.csv"),
    });
    const batch = await readRows("scored.csv");
    const rows = (await readRows("customers.csv")).map(({ customer, asOf, plan }) => ({
      customer: Number(customer),
      asOf,
      plan,
    }));
    const online = await predict(rows);
    expect(online).toHaveLength(540);
    expect(online.map(({ probability }) => probability)).toEqual(
      batch.map(({ probability }) => Number(probability)),
    );
    expect(new Set(online.map(({ probability }) => probability)).size).toBeGreaterThan(50);
  });

  it("answers a row without a time as of now, and sees events from when they are known", async () => {
    const row = { customer: 3, plan: "gold" };
    const [before] = await predict([row]);
    expect(await predict([{ ...row, asOf: new Date(now).toISOString() }])).toEqual([before]);
    const events = Array.from({ length: 8 }, (_, at) => order(`new${at}`, now - 3_600_000 * (at + 1), 10));
    const first = await request("/events", { table: "orders", events, key: "batch 1" });
    expect(first).toMatchObject({ status: 200, body: { accepted: 8, duplicates: 0, leftOut: 0 } });
    const [after] = await predict([row]);
    expect(after!["probability"]).toBeLessThan(before!["probability"] as number);
    expect(await predict([{ ...row, asOf: new Date(now - 86_400_000).toISOString() }])).not.toEqual([after]);
    const again = await request("/events", { table: "orders", events });
    expect(again).toMatchObject({ status: 200, body: { accepted: 0, duplicates: 8, leftOut: 0 } });
    expect(await predict([row])).toEqual([after]);
    now += 90 * 86_400_000;
    expect(await predict([row])).not.toEqual([after]);
  });

  it("refuses events with every mistake at once, and keeps none of them", async () => {
    const events = [
      order("fine", now, 1),
      { ...order("a", now, 1), customer: "three" },
      { ...order("b", now, 1), amuont: 3 },
      { order: "c", created: "yesterday" },
    ];
    const { status, body } = await request("/events", { table: "orders", events });
    expect(status).toBe(400);
    expect(
      (body as { error: { diagnostics: { code: string; place: string }[] } }).error.diagnostics.map(
        ({ code, place }) => `${code} ${place}`,
      ),
    ).toEqual([
      "T1104 events[1]",
      "T1102 events[2]",
      "T1103 events[3]",
      "T1108 events[3]",
      "T1103 events[3]",
      "T1103 events[3]",
    ]);
    const alone = await request("/events", { table: "orders", events: events.slice(0, 1) });
    expect(alone.body).toMatchObject({ accepted: 1 });
  });

  it.each([
    [{ table: "order", events: [] }, ["T2546"]],
    [{ events: [{}] }, ["T2547"]],
    [{ table: 3, events: {}, key: "" }, ["T2547", "T2547", "T2547"]],
    [{ table: "orders", events: Array.from({ length: 10_001 }, () => ({})) }, ["T2547"]],
  ])("refuses a request of another form", async (payload, codes) => {
    const { status, body } = await request("/events", payload);
    expect(status).toBe(400);
    expect(
      (body as { error: { diagnostics: { code: string }[] } }).error.diagnostics.map(({ code }) => code),
    ).toEqual(codes);
  });

  it("asks for keys, and for no event features", async () => {
    const { status, body } = await request("/predict", { rows: [{ plan: "gold", spent30: 3 }] });
    expect(status).toBe(400);
    expect(
      (body as { error: { diagnostics: { code: string }[] } }).error.diagnostics.map(({ code }) => code),
    ).toEqual(["T1102", "T1103"]);
    const page = (await server.ask("/openapi.json")).body;
    expect(page).toContain('"customer"');
    expect(page).not.toContain('"spent30"');
  });

  it("answers clients of other stacks with the same bits, from the keys and the time alone", async () => {
    const rows = [{ customer: 3, asOf: "2023-08-01T00:00:00.000Z", plan: "gold" }];
    const [expected] = await predict(rows);
    const invoked = await request("/invocations", { dataframe_records: rows });
    expect(invoked.body).toEqual({ predictions: [expected] });
    const tensors = [
      { name: "customer", datatype: "INT64", shape: [1], data: [3] },
      { name: "asOf", datatype: "BYTES", shape: [1], data: [rows[0]!.asOf] },
      { name: "plan", datatype: "BYTES", shape: [1], data: ["gold"] },
    ];
    const { body } = await request("/v2/models/churn/infer", { inputs: tensors });
    const { outputs } = body as { readonly outputs: readonly { name: string; data: unknown[] }[] };
    expect(Object.fromEntries(outputs.map(({ name, data }) => [name, data[0]]))).toEqual(expected);
    const metadata = (await server.ask("/v2/models/churn")).json() as {
      readonly inputs: readonly { name: string }[];
    };
    expect(metadata.inputs.map(({ name }) => name).sort()).toEqual(["asOf", "customer", "plan"]);
  });

  it("is not ready without a state, and says what is missing", async () => {
    const bare = await serveModel(async () => model);
    const ready = await bare.ask("/health/ready");
    expect(ready.status).toBe(503);
    expect(ready.json()).toMatchObject({ error: { diagnostics: [{ code: "T2548" }] } });
    const answer = await bare.ask("/predict", { rows: [{}] });
    expect(answer.status).toBe(503);
    await bare.close();
  });
});
