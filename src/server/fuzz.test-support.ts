import { Agent, request as ask, type IncomingMessage } from "node:http";
import { createRandom, type Random } from "../base/index.ts";
import type { LiveVersion } from "../serve/index.ts";
import type { Route } from "./http/route.ts";

/** What came of many made requests. */
export interface FuzzCounts {
  readonly requests: number;
  readonly byStatus: Readonly<Record<number, number>>;
  /** What must not be: no answer in time, an error that is no JSON, a 5xx status, something of the inside in an answer. */
  readonly faults: readonly string[];
}

const hangMs = 20_000;
/** Connections are cut and requests that do not fit are sent, so a connection may end; it must not stay open without an answer. */
const atOnce = 8;

const strangeValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  2 ** 63,
  "",
  " ",
  "NaN",
  "Infinity",
  "1",
  "0x10",
  "2024-02-30",
  "2024-01-31",
  "9999-12-31T23:59:59Z",
  "\u0000",
  "\ud800",
  "\u{1f600}",
  "é".normalize("NFD"),
  "x".repeat(5000),
  "__proto__",
  "constructor",
  [],
  [[]],
  {},
  { a: { b: {} } },
  [1, "a", null],
  { __proto__: null, toString: 1 },
  Array(300).fill(0),
];
const strangeNames = [
  "",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "0",
  "a\nb",
  "\ud800",
  "rows",
  "inputs",
  "x".repeat(300),
];
const strangeTypes = [
  "",
  "text/plain",
  "application/xml",
  "multipart/form-data",
  "application/json; charset=utf-16",
  'a/b; q="',
  "*/*",
];
/** As JSON.stringify cannot write them. */
const strangeTokens = [
  "NaN",
  "Infinity",
  "-Infinity",
  "1e999",
  "-1e999",
  "1".repeat(400),
  "01",
  "0.1.2",
  "undefined",
  "'a'",
  '"\\ud800"',
  "[".repeat(500),
  '{"a":'.repeat(200),
];

interface Made {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random.integer(items.length)]!;
const chance = (random: Random, part: number): boolean => random.next() < part;

/** Bodies that the routes take, by what their paths end in. */
function bodiesFor(path: string, { predictor }: LiveVersion): readonly unknown[] {
  const rows = predictor.content.proof.slice(0, 3).map(({ input }) => input);
  const names = predictor.schema.fields.map(({ name }) => name);
  const data = rows.map((row) => names.map((name) => row[name] ?? null));
  const types = {
    Float: "FP64",
    Int: "INT64",
    Boolean: "BOOL",
    Text: "BYTES",
    Day: "BYTES",
    Instant: "BYTES",
  } as const;
  if (path.endsWith("/infer"))
    return [
      {
        id: "1",
        inputs: predictor.schema.fields.map(({ name, type }, at) => ({
          name,
          datatype: types[type],
          shape: [rows.length],
          data: data.map((cells) => cells[at]),
        })),
        outputs: [{ name: "probability", parameters: { binary_data: false } }],
      },
    ];
  if (path.endsWith("/invocations"))
    return [
      { dataframe_split: { columns: names, data, index: [0, 1, 2] } },
      { dataframe_records: rows },
      { instances: rows },
      {
        inputs: Object.fromEntries(names.map((name, at) => [name, data.map((cells) => cells[at])])),
        params: {},
      },
    ];
  if (path.endsWith("/predict") || path.endsWith("/explain"))
    return [
      { rows },
      { row: rows[0] },
      { rows, version: "7", key: "a" },
      { instances: rows, parameters: {} },
      rows[0],
    ];
  if (path.endsWith("/events")) return [{ table: "orders", events: [{ a: 1 }], key: "k" }];
  return [{}, { model_name: predictor.name }];
}

/** Another value somewhere within a value. */
function mutate(value: unknown, random: Random): unknown {
  if (chance(random, 0.25) || typeof value !== "object" || value === null) return pick(random, strangeValues);
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as unknown[])];
    const at = random.integer(items.length + 1);
    const way = random.next();
    if (way < 0.2) items.splice(at, 1);
    else if (way < 0.4) items.splice(at, 0, ...items.slice(0, 50));
    else items[at] = mutate(items[at], random);
    return items;
  }
  const entries = Object.entries(value);
  const at = random.integer(entries.length + 1);
  const [name, item] = entries[at] ?? [pick(random, strangeNames), null];
  const way = random.next();
  if (way < 0.15) entries.splice(at, 1);
  else if (way < 0.3) entries[at] = [pick(random, strangeNames), item];
  else entries[at] = [name, mutate(item, random)];
  return Object.fromEntries(entries);
}

function bytesOf(value: unknown, random: Random): Buffer {
  let text = JSON.stringify(value) ?? "";
  if (chance(random, 0.15))
    text = text.replace(/\d+(\.\d+)?|null|"[a-z]+"/i, () => pick(random, strangeTokens));
  if (chance(random, 0.1)) text = text.replaceAll("},{", "}\n{");
  const bytes = Buffer.from(text);
  if (chance(random, 0.1) && bytes.length > 0) bytes[random.integer(bytes.length)] = random.integer(256);
  if (chance(random, 0.05)) return bytes.subarray(0, random.integer(bytes.length + 1));
  return chance(random, 0.03)
    ? Buffer.from(Array.from({ length: random.integer(200) }, () => random.integer(256)))
    : bytes;
}

function make(routes: readonly Route[], live: LiveVersion, random: Random): Made {
  const route = pick(random, routes);
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    if (chance(random, 0.15))
      return pick(random, ["%ff", "%2e%2e", "a%00b", "..", "x".repeat(500), "%F0%9F%98%80", "-1"]);
    return encodeURIComponent(name === "version" ? live.version : live.predictor.name);
  });
  const method = chance(random, 0.05)
    ? pick(random, ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
    : route.method;
  let value = pick(random, bodiesFor(route.path, live));
  for (let times = random.integer(4); times > 0; times--) value = mutate(value, random);
  const body = route.reads === "nothing" && chance(random, 0.9) ? Buffer.alloc(0) : bytesOf(value, random);
  const headers: Record<string, string> = {};
  const type = chance(random, 0.1)
    ? pick(random, strangeTypes)
    : pick(random, route.takes ?? ["application/json"]);
  if (type !== "") headers["content-type"] = type;
  if (chance(random, 0.03))
    headers["content-encoding"] = pick(random, ["gzip", "deflate", "br", "identity", "gzip, gzip"]);
  if (chance(random, 0.03))
    headers["inference-header-content-length"] = pick(random, [
      "0",
      "10",
      "-1",
      "1e9",
      "x",
      String(body.length),
    ]);
  if (chance(random, 0.03))
    headers["accept"] = pick(random, ["text/csv", "application/jsonlines", "image/png", "*/*", ""]);
  if (chance(random, 0.03))
    headers["x-request-timeout-ms"] = pick(random, ["0", "-1", "abc", "999999999999", "60000"]);
  if (chance(random, 0.03)) headers["idempotency-key"] = pick(random, ["a", "x".repeat(300), "a b", ""]);
  if (chance(random, 0.03)) headers["traceparent"] = pick(random, ["00", "00-0-0-0", "x".repeat(1000)]);
  const query = chance(random, 0.05)
    ? pick(random, ["?", "?version=9", "?key=%ff", "?__proto__=1", "?a=1&a=2", "?version=7&key=b"])
    : "";
  return { method, path: path + query, headers, body };
}

interface Heard {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const send = (address: string, agent: Agent, { method, path, headers, body }: Made): Promise<Heard> =>
  new Promise((heard, fail) => {
    const sent = ask(`${address}${path}`, {
      method,
      agent,
      headers: { ...headers, "content-length": body.length },
    });
    sent.setTimeout(hangMs, () => sent.destroy(new Error("no answer in time")));
    sent.on("error", fail);
    sent.on("response", (response: IncomingMessage) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("error", fail);
      response.on("end", () =>
        heard({ status: response.statusCode ?? 0, type: String(response.headers["content-type"]), text }),
      );
    });
    sent.end(body);
  });

/** What is wrong with an answer; undefined where nothing is. */
function faultOf({ method, headers }: Made, { status, type, text }: Heard): string | undefined {
  if (status >= 500) return `status ${status}`;
  if (/node_modules|\.ts:\d+|\bat \w+ \(/.test(text)) return "something of the inside";
  const isShort = method === "HEAD" || text === "" || status < 400;
  if (isShort) return undefined;
  try {
    JSON.parse(text);
    return type.startsWith("application/json") ? undefined : `an error of type ${type}`;
  } catch {
    return `an error that is no JSON (${headers["content-type"]})`;
  }
}

/** Sends made requests to every route of a service, always the same ones for a seed, and counts what comes back. */
export async function fuzzRoutes(
  address: string,
  routes: readonly Route[],
  live: LiveVersion,
  count: number,
  seed: number,
): Promise<FuzzCounts> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const byStatus: Record<number, number> = {};
  const faults: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const at = next++;
      const made = make(routes, live, createRandom(`fuzz ${seed} ${at}`));
      const tell = (fault: string): void => {
        const { method, path, headers, body } = made;
        faults.push(
          `${at}: ${method} ${path.slice(0, 60)} ${JSON.stringify(headers)} ${body.toString("latin1").slice(0, 200)}: ${fault}`,
        );
      };
      try {
        const heard = await send(address, agent, made);
        byStatus[heard.status] = (byStatus[heard.status] ?? 0) + 1;
        const fault = faultOf(made, heard);
        if (fault !== undefined) tell(`${fault}: ${heard.text.slice(0, 200)}`);
      } catch (error) {
        tell(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  agent.destroy();
  return { requests: count, byStatus, faults };
}
