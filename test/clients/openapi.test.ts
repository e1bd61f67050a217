import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, promote } from "../../src/project/index.ts";
import { numberedPackage, register } from "../../src/serve/small-packages.test-support.ts";
import { frozenModel } from "../../src/server/protocols/service.test-support.ts";
import { addKey } from "../../src/server/index.ts";
import { freePort } from "../../src/data/database/postgres/free-port.test-support.ts";
import { isLeftOut, runScript } from "./clients.test-support.ts";

const root = resolve(import.meta.dirname, "../..");
const vertex = { health: "/v1/models/4", predict: "/v1/models/4:predict" };
const effects = { now: Date.now };
const json = "application/json";

interface Request {
  readonly method: string;
  readonly path: string;
  /** The path as the document names it. */
  readonly name: string;
  readonly type?: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Report {
  readonly errors: readonly string[];
  readonly unreached: readonly string[];
  readonly names: readonly string[];
  readonly answers: readonly { readonly status: number; readonly faults: readonly string[] }[];
}

/** What each request should be answered with, and the request. */
type Case = readonly [
  status: number,
  method: string,
  path: string,
  body?: unknown,
  rest?: {
    readonly name?: string;
    readonly type?: string;
    readonly key?: string;
    readonly isOfCaller?: true;
  },
];

const name = "boosting-binary";
const row = { day: "2024-01-31", size: "small", speed: 200 };
const rows = { rows: [row] };
const tensors = {
  inputs: [
    { name: "day", shape: [1], datatype: "BYTES", data: [row.day] },
    { name: "size", shape: [1], datatype: "BYTES", data: [row.size] },
    { name: "speed", shape: [1], datatype: "INT64", data: [row.speed] },
  ],
};
const line = JSON.stringify(row);
const model = { name: "/v2/models/{name}" };
const version = { name: "/v2/models/{name}/versions/{version}" };
const below = ({ name }: { readonly name: string }, ending: string): { readonly name: string } => ({
  name: name + ending,
});

const cases = (keyId: string): readonly Case[] => [
  [200, "GET", "/health/live"],
  [200, "GET", "/health/ready"],
  [200, "POST", "/predict", rows],
  [200, "POST", "/predict", { ...rows, version: "2", key: "k" }],
  [400, "POST", "/predict", { rows: [{ ...row, speed: "many" }, { y: 1 }] }],
  [400, "POST", "/predict", "{"],
  [404, "POST", "/predict", { ...rows, version: "17" }],
  [415, "POST", "/predict", "x=1", { type: "text/plain" }],
  [401, "POST", "/predict", rows, { key: "none" }],
  [413, "POST", "/predict", `{"rows":[${`${line},`.repeat(100_000)}${line}]}`],
  [200, "POST", "/predict", `${line}\n{"size":1}\n{`, { type: "application/x-ndjson" }],
  [200, "POST", "/explain", rows],
  [400, "POST", "/explain", { rows: [{}] }],
  [200, "GET", "/v2"],
  [200, "GET", "/v2/"],
  [200, "GET", "/v2/health/live"],
  [200, "GET", "/v2/health/ready"],
  [200, "GET", "/v2/models"],
  [200, "GET", "/v2/models/boosting-binary", undefined, model],
  [404, "GET", "/v2/models/letters", undefined, model],
  [200, "GET", "/v2/models/boosting-binary/versions/2", undefined, version],
  [200, "GET", "/v2/models/boosting-binary/ready", undefined, below(model, "/ready")],
  [200, "GET", "/v2/models/boosting-binary/versions/2/ready", undefined, below(version, "/ready")],
  [200, "POST", "/v2/models/boosting-binary/infer", tensors, below(model, "/infer")],
  [400, "POST", "/v2/models/boosting-binary/infer", { inputs: [] }, below(model, "/infer")],
  [200, "POST", "/v2/models/boosting-binary/versions/2/infer", tensors, below(version, "/infer")],
  [200, "POST", "/v2/repository/index", { ready: true }],
  [400, "POST", "/v2/repository/models/a/load", {}, { name: "/v2/repository/models/{name}/load" }],
  [400, "POST", "/v2/repository/models/a/unload", {}, { name: "/v2/repository/models/{name}/unload" }],
  [400, "GET", "/v2/models/boosting-binary/config", undefined, below(model, "/config")],
  [400, "GET", "/v2/models/boosting-binary/versions/2/config", undefined, below(version, "/config")],
  [400, "GET", "/v2/models/boosting-binary/stats", undefined, below(model, "/stats")],
  [400, "GET", "/v2/models/boosting-binary/versions/2/stats", undefined, below(version, "/stats")],
  [200, "GET", "/ping"],
  [200, "GET", "/health"],
  [200, "GET", "/version"],
  [200, "GET", "/execution-parameters"],
  [
    200,
    "POST",
    "/invocations",
    { dataframe_split: { columns: Object.keys(row), data: [Object.values(row)] } },
  ],
  [200, "POST", "/invocations", { instances: [row] }],
  [200, "POST", "/invocations", "day,size,speed\n2024-01-31,small,200\n", { type: "text/csv" }],
  [200, "POST", "/invocations", `${line}\n`, { type: "application/jsonlines" }],
  [400, "POST", "/invocations", { dataframe_split: { columns: ["speed"], data: [["many"]] } }],
  [415, "POST", "/invocations", "x=1", { type: "application/x-www-form-urlencoded" }],
  [401, "POST", "/invocations", { instances: [row] }, { key: "none" }],
  [200, "GET", vertex.health],
  [200, "POST", vertex.predict, { instances: [row], parameters: {} }],
  [400, "POST", vertex.predict, { instances: 1 }],
  [200, "POST", "/labels", { labels: [{ request: "r-1", row: 0, label: true }] }],
  [400, "POST", "/labels", { labels: [{ request: 1 }] }],
  [200, "GET", "/admin/log"],
  [200, "DELETE", "/admin/log/entities", { column: "size", value: "small" }],
  [400, "DELETE", "/admin/log/entities", { column: "y", value: "small" }],
  [403, "GET", "/admin/deployment", undefined, { isOfCaller: true }],
  [200, "GET", "/admin/deployment"],
  [200, "POST", "/admin/rollback", {}],
  [200, "POST", "/admin/promote", { version: 2 }],
  [400, "POST", "/admin/promote", { version: "first" }],
  [200, "PUT", "/admin/traffic", { shares: { champion: 0.5, "1": 0.5 } }],
  [200, "POST", "/admin/reload"],
  [200, "GET", "/admin/keys"],
  [201, "POST", "/admin/keys", { name: "shop", scopes: ["predict"], expiresInDays: 1 }],
  [400, "POST", "/admin/keys", { name: "shop" }],
  [201, "POST", `/admin/keys/${keyId}/rotate`, { overlapHours: 1 }, { name: "/admin/keys/{key}/rotate" }],
  [200, "DELETE", `/admin/keys/${keyId}`, undefined, { name: "/admin/keys/{key}" }],
  [200, "GET", "/metrics"],
];

describe.skipIf(isLeftOut)("the OpenAPI document of tandem serve", () => {
  let folder: string;
  let child: ChildProcess;
  let report: Report;
  let asked: readonly Case[];
  let said = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tandem-openapi-"));
    const store = await openStore(folder, effects);
    await register(store, numberedPackage(1, name));
    await register(store, frozenModel(name).content);
    for (const which of [1, 2]) await promote(store, name, which, "champion", effects);
    await store.close();
    const keys = join(folder, "keys.json");
    const caller = await addKey(
      keys,
      { name: "caller", scopes: ["predict", "labels", "metrics"] },
      Date.now(),
    );
    const admin = await addKey(keys, { name: "admin", scopes: ["admin"] }, Date.now());
    const turned = await addKey(keys, { name: "turned", scopes: ["predict"] }, Date.now());
    asked = cases(turned.key.id);
    const port = await freePort();
    const main = join(root, "src/cli/main.ts");
    const log = join(folder, "log");
    child = spawn(
      process.execPath,
      ["--conditions=tandem-development", main, "serve", "--keys", keys, "--record", "--log", log],
      {
        cwd: folder,
        stdio: ["ignore", "ignore", "pipe"],
        env: {
          ...process.env,
          AIP_HTTP_PORT: String(port),
          AIP_HEALTH_ROUTE: vertex.health,
          AIP_PREDICT_ROUTE: vertex.predict,
        },
      },
    );
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (said += text));
    const address = `http://127.0.0.1:${port}`;
    while ((await fetch(`${address}/ping`).catch(() => undefined))?.status !== 200) {
      if (child.exitCode !== null) throw new Error(said);
      await setTimeout(50);
    }
    const requests = asked.map(
      ([, method, path, body, { name = path, type = json, key, isOfCaller } = {}]): Request => {
        const usual = path.startsWith("/admin/") && !isOfCaller ? admin : caller;
        return {
          method,
          path,
          name,
          headers: { authorization: `Bearer ${key ?? usual.text}` },
          ...(body === undefined
            ? {}
            : { type, body: typeof body === "string" ? body : JSON.stringify(body) }),
        };
      },
    );
    const file = join(folder, "requests.json");
    await writeFile(file, JSON.stringify(requests));
    report = await runScript<Report>("openapi_client.py", address, file);
  });
  afterAll(async () => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true });
  });

  it("is one of OpenAPI 3.1 to its validator, with a name of its own for each operation", () => {
    expect(report.errors).toEqual([]);
    expect(new Set(report.names).size).toBe(report.names.length);
    expect(report.names).toEqual(expect.arrayContaining(["postPredict", "getV2ModelsByName"]));
  });

  it("says what comes back to each request, and with which statuses", () => {
    const heard = asked.map(([, method, path], at) => ({ what: `${method} ${path}`, ...report.answers[at] }));
    expect(heard).toEqual(
      asked.map(([status, method, path]) => ({ what: `${method} ${path}`, status, faults: [] })),
    );
    expect(report.unreached).toEqual([]);
  });
});
