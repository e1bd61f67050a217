import { request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { failInput } from "../../base/index.ts";
import type { Authorise } from "../access/index.ts";
import { errorAnswer, jsonAnswer } from "./error-body.ts";
import type { MachineParts } from "./http-machine.ts";
import { HttpServer } from "./http-server.ts";
import { silentLog } from "./log.ts";
import type { Route } from "./route.ts";
import { RouteTable } from "./route-table.ts";
import { defaultSettings, type HttpSettings } from "./settings.ts";

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const route = (rest: Partial<Route> & Pick<Route, "handle">): Route => ({
  method: "POST",
  path: "/echo",
  reads: "body",
  errors: errorAnswer,
  summary: "Says what it was told",
  ...rest,
});

const echo = route({ handle: ({ body, id }) => jsonAnswer(200, { text: body.toString(), id }) });

interface Started {
  readonly server: HttpServer;
  readonly address: string;
  readonly port: number;
}

async function start(
  routes: readonly Route[],
  settings: Partial<HttpSettings> = {},
  parts: Partial<MachineParts> = {},
): Promise<Started> {
  const server = new HttpServer({
    table: new RouteTable(routes),
    settings: { ...defaultSettings, ...settings },
    errors: errorAnswer,
    log: silentLog,
    origins: [],
    ...parts,
  });
  servers.push(server);
  const address = await server.listen(0, "127.0.0.1");
  return { server, address, port: Number(new URL(address).port) };
}

/** Sends bytes as they are, and gives all that comes back until the connection ends. */
async function raw(port: number, ...parts: readonly (string | Buffer | number)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (part: string) => (text += part));
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  for (const part of parts)
    if (typeof part === "number") await pause(part);
    else if (!socket.destroyed) socket.write(part);
  await Promise.race([closed, pause(8000)]);
  socket.destroy();
  return text;
}

const codeOf = (text: string): string | undefined => /"code":"(T\d{4})"/.exec(text)?.[1];
const statusesOf = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, one]) => Number(one));

const post = (
  address: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${address}/echo`, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers,
  });

describe("routes", () => {
  const named = route({
    method: "GET",
    path: "/models/:name/versions/:version",
    reads: "nothing",
    handle: ({ parameters, query }) => jsonAnswer(200, { ...parameters, q: query.get("q") }),
  });

  it("are found by path and method, with decoded names and the query", async () => {
    const { address } = await start([echo, named]);
    const answer = await fetch(`${address}/models/a%20b/versions/3?q=1%2B1`);
    expect(await answer.json()).toEqual({ name: "a b", version: "3", q: "1+1" });
  });

  it("that are not there, take no such method, or cannot be decoded are told as JSON", async () => {
    const { address } = await start([echo, named]);
    const missing = await fetch(`${address}/nothing`);
    expect([missing.status, codeOf(await missing.text())]).toEqual([404, "T2301"]);
    const wrong = await fetch(`${address}/echo`, { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow"), codeOf(await wrong.text())]).toEqual([
      405,
      "OPTIONS, POST",
      "T2308",
    ]);
    const path = await fetch(`${address}/models/%ff/versions/3`);
    expect([path.status, codeOf(await path.text())]).toEqual([400, "T2317"]);
  });

  it("answer HEAD like GET without a body, and OPTIONS with their methods", async () => {
    const { address } = await start([named]);
    const head = await fetch(`${address}/models/a/versions/1`, { method: "HEAD" });
    expect([head.status, Number(head.headers.get("content-length")), await head.text()]).toEqual([
      200,
      '{"name":"a","version":"1","q":null}'.length,
      "",
    ]);
    const options = await fetch(`${address}/models/a/versions/1`, { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  });

  it("of one path are told apart by the type of the body", async () => {
    const { address } = await start([
      route({ takes: ["application/json"], handle: () => jsonAnswer(200, "json") }),
      route({ takes: ["text/csv"], handle: () => jsonAnswer(200, "csv") }),
    ]);
    expect(
      await (await post(address, "{}", { "content-type": "Application/JSON; charset=utf-8" })).json(),
    ).toBe("json");
    expect(await (await post(address, "a", { "content-type": "text/csv" })).json()).toBe("csv");
    const other = await post(address, "a", { "content-type": "application/xml" });
    expect([other.status, codeOf(await other.text())]).toEqual([415, "T2304"]);
  });

  it("may not be the same twice", () => {
    expect(() => new RouteTable([echo, echo])).toThrow("Two routes are POST /echo");
  });
});

describe("bodies", () => {
  it("are read whole, in chunks, and unpacked", async () => {
    const { address, port } = await start([echo]);
    expect(await (await post(address, "hello")).json()).toMatchObject({ text: "hello" });
    const packed = await post(address, gzipSync("packed"), { "content-encoding": "gzip" });
    expect(await packed.json()).toMatchObject({ text: "packed" });
    const chunked = await raw(
      port,
      "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
      20,
      "2\r\nde\r\n0\r\n\r\n",
    );
    expect(chunked).toContain('"text":"abcde"');
  });

  it("that are too large are refused so that the client reads why", async () => {
    const { address, port } = await start([echo], { bodyLimit: 1000 });
    const large = await post(address, "x".repeat(5_000_000));
    expect([large.status, codeOf(await large.text())]).toEqual([413, "T2304"]);
    const chunk = `${(2000).toString(16)}\r\n${"x".repeat(2000)}\r\n0\r\n\r\n`;
    const text = await raw(
      port,
      `POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
    );
    expect([statusesOf(text), codeOf(text)]).toEqual([[413], "T2304"]);
    const bomb = await post(address, gzipSync(Buffer.alloc(1_000_000)), { "content-encoding": "gzip" });
    expect([bomb.status, codeOf(await bomb.text())]).toEqual([413, "T2304"]);
    const broken = await post(address, "no gzip", { "content-encoding": "gzip" });
    expect([broken.status, codeOf(await broken.text())]).toEqual([400, "T2304"]);
    for (const encoding of ["br", "__proto__", "constructor", "toString"]) {
      const unknown = await post(address, "x", { "content-encoding": encoding });
      expect([unknown.status, codeOf(await unknown.text())]).toEqual([415, "T2304"]);
    }
  });

  it("are asked for only when they will be read", async () => {
    const { port } = await start([echo], { bodyLimit: 10 });
    const head = "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n";
    const fits = await raw(port, `${head}Content-Length: 5\r\n\r\n`, 50, "hello");
    expect(statusesOf(fits)).toEqual([100, 200]);
    const large = await raw(port, `${head}Content-Length: 5000\r\n\r\n`);
    expect(statusesOf(large)).toEqual([413]);
  });

  it("that trickle end with 408, and heads that do not come too", async () => {
    const { port } = await start([echo], { bodyTimeoutMs: 150, headersTimeoutMs: 150 });
    const body = await raw(
      port,
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nx",
      100,
      "x",
      100,
      "x",
    );
    expect([statusesOf(body), codeOf(body)]).toEqual([[408], "T2314"]);
    const head = await raw(port, "POST /echo HTTP/1.1\r\nHo", 100, "st: ");
    expect([statusesOf(head), codeOf(head)]).toEqual([[408], "T2314"]);
  });
});

describe("bytes that are no request", () => {
  const cases: readonly (readonly [string, number, string, string])[] = [
    ["no HTTP at all", 400, "T2315", "hello\r\n\r\n"],
    ["no host", 400, "T2316", "POST /echo HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"],
    ["two hosts", 400, "T2316", "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"],
    [
      "two lengths",
      400,
      "T2315",
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    ],
    [
      "a length and chunks",
      400,
      "T2315",
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["a length below 0", 400, "T2315", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n"],
    [
      "a chunk that is none",
      400,
      "T2315",
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ["huge headers", 431, "T2315", `POST /echo HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(40_000)}\r\n\r\n`],
    ["a wish for a tunnel", 405, "T2308", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"],
    [
      "an expectation",
      417,
      "T2316",
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    ],
  ];
  it.each(cases)("(%s) get %i and %s as JSON", async (_, status, code, bytes) => {
    const { port } = await start([echo]);
    const text = await raw(port, bytes);
    expect([statusesOf(text), codeOf(text)]).toEqual([[status], code]);
  });

  it("do not disturb others on the same connection", async () => {
    const { port } = await start([echo]);
    const one = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n";
    const text = await raw(port, `${one}a${one}b${one}cGARBAGE\r\n\r\n`);
    expect(statusesOf(text)).toEqual([200, 200, 200, 400]);
    expect(text.match(/"text":"."/g)).toEqual(['"text":"a"', '"text":"b"', '"text":"c"']);
  });
});

describe("failures of a route", () => {
  it("are told by their code, or as one of the service without anything of the inside", async () => {
    const { address } = await start([
      route({
        path: "/input",
        handle: () => failInput("T1104", "The value is wrong", { place: "a", cure: "Mend it." }),
      }),
      route({
        path: "/bug",
        handle: () => {
          throw new Error("secret at line.ts:3");
        },
      }),
      route({ path: "/later", handle: () => Promise.reject(new Error("secret")) }),
      route({ path: "/header", handle: () => ({ status: 200, headers: { "x-bad": "a\nb" }, body: "" }) }),
    ]);
    const ask = async (path: string): Promise<[number, string | undefined, string]> => {
      const answer = await fetch(`${address}${path}`, { method: "POST" });
      const text = await answer.text();
      return [answer.status, codeOf(text), text];
    };
    expect((await ask("/input")).slice(0, 2)).toEqual([400, "T1104"]);
    for (const path of ["/bug", "/later", "/header"]) {
      const [status, code, text] = await ask(path);
      expect([path, status, code]).toEqual([path, 500, "T2305"]);
      expect(text).not.toMatch(/secret|\.ts:|node_modules/);
    }
  });
});

describe("more than the service can do", () => {
  it("is refused at once with Retry-After, while what was let in is answered", async () => {
    const gate = Promise.withResolvers<void>();
    const { address, server } = await start(
      [route({ handle: () => gate.promise.then(() => jsonAnswer(200, "done")) })],
      { inFlightLimit: 2, queueLimit: 3 },
    );
    const asked = Array.from({ length: 12 }, () => fetch(`${address}/echo`, { method: "POST" }));
    const counts = { settled: 0 };
    for (const one of asked) void one.then(() => (counts.settled += 1));
    while (counts.settled < 7) await pause(5);
    expect([server.machine.admission.working, server.machine.admission.queued]).toEqual([2, 3]);
    gate.resolve();
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ status }) => status === 503);
    expect([answers.filter(({ status }) => status === 200).length, refused.length]).toEqual([5, 7]);
    expect(refused[0]!.headers.get("retry-after")).toBe("1");
    expect(codeOf(await refused[0]!.text())).toBe("T2310");
  });

  it("reads nothing more, for a second, from a connection whose request was refused; another one and probes are answered", async () => {
    const gate = Promise.withResolvers<void>();
    const { address, port, server } = await start(
      [
        route({ handle: () => gate.promise.then(() => jsonAnswer(200, "done")) }),
        route({
          method: "GET",
          path: "/alive",
          reads: "nothing",
          isProbe: true,
          handle: () => jsonAnswer(200, "alive"),
        }),
      ],
      { inFlightLimit: 1, queueLimit: 1 },
    );
    const first = [post(address, "a"), post(address, "b")];
    while (server.machine.admission.working + server.machine.admission.queued < 2) await pause(5);
    const socket = connect({ port, host: "127.0.0.1" }).setEncoding("latin1");
    const heard: { readonly text: string; readonly time: number }[] = [];
    socket.on("data", (text: string) => heard.push({ text, time: performance.now() }));
    // From before it is refused: its refusal may be heard late.
    const begin = performance.now();
    const request =
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx";
    socket.write(request);
    while (heard.length < 1) await pause(5);
    socket.write(request);
    expect(await (await fetch(`${address}/alive`)).json()).toBe("alive");
    expect((await post(address, "c")).status).toBe(503);
    gate.resolve();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    while (heard.length < 2) await pause(5);
    socket.destroy();
    expect(heard.map(({ text }) => text.slice(9, 12))).toEqual(["503", "200"]);
    expect(heard[1]!.time - begin).toBeGreaterThan(900);
  });

  it("ends at the deadline, and work that has not begun is not begun", async () => {
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    let aborted = 0;
    const { address, server } = await start(
      [
        route({
          handle: ({ signal }) => {
            begun += 1;
            signal.addEventListener("abort", () => (aborted += 1));
            return gate.promise.then(() => jsonAnswer(200, "late"));
          },
        }),
      ],
      { inFlightLimit: 1 },
    );
    const ask = (ms: string): Promise<Response> => post(address, "", { "x-request-timeout-ms": ms });
    const { admission } = server.machine;
    const first = ask("100");
    while (admission.working === 0) await pause(5);
    const second = await ask("100");
    expect([(await first).status, second.status, codeOf(await second.text())]).toEqual([504, 504, "T2312"]);
    gate.resolve();
    while (admission.working + admission.queued > 0) await pause(5);
    expect([begun, aborted]).toEqual([1, 1]);
    const wrong = await ask("soon");
    expect([wrong.status, codeOf(await wrong.text())]).toEqual([400, "T2316"]);
  });

  it("tells the work when the client has gone, and does not take its end for a failure", async () => {
    const gone = Promise.withResolvers<void>();
    const failures: object[] = [];
    const log = { ...silentLog, error: (fields: object) => void failures.push(fields) };
    const handle: Route["handle"] = ({ signal }) =>
      new Promise((_, fail) => {
        signal.addEventListener("abort", () => {
          fail(signal.reason as Error);
          gone.resolve();
        });
      });
    const { port, server } = await start([route({ handle })], {}, { log });
    const client = request({ port, path: "/echo", method: "POST" });
    client.on("error", () => {});
    client.end("x");
    while (server.machine.admission.working === 0) await pause(5);
    client.destroy();
    await gone.promise;
    const { machine } = server;
    await expect
      .poll(() => [machine.open, machine.admission.working, machine.metrics.abandoned], { timeout: 20_000 })
      .toEqual([0, 0, 1]);
    expect(failures).toEqual([]);
  });
});

describe("a stream", () => {
  const lines = route({
    path: "/lines",
    reads: "stream",
    handle: ({ stream }) => ({
      status: 200,
      type: "text/plain",
      body: (async function* () {
        for await (const part of stream) yield `got ${part.length}\n`;
      })(),
    }),
  });

  it("is answered while it comes, and takes the place of no other", async () => {
    const { port } = await start([lines]);
    const text = await raw(
      port,
      "POST /lines HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
      50,
      "2\r\nde\r\n0\r\n\r\n",
    );
    expect(text).toMatch(/got 3[\s\S]*got 2/);
  });

  it("that does not get on is cut off", async () => {
    const { port, server } = await start([lines], { bodyTimeoutMs: 150 });
    const text = await raw(
      port,
      "POST /lines HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
      100,
      "1\r\nx\r\n",
      150,
      "1\r\nx\r\n",
    );
    expect(text).not.toContain("0\r\n\r\n");
    expect(server.machine.open).toBe(0);
  });
});

describe("callers", () => {
  const guarded = route({ scope: "predict", handle: ({ caller }) => jsonAnswer(200, caller) });
  const authorise: Authorise = ({ authorization }) =>
    authorization === "Bearer good"
      ? { caller: "shop", scopes: ["predict"] }
      : authorization === "Bearer weak"
        ? Promise.resolve({ caller: "probe", scopes: ["metrics"] })
        : {
            diagnostics: [{ code: "T0000", severity: "error", message: "No such key", cure: "Use another." }],
          };
  const authority = { authorise, isOpen: () => false };
  const as = (address: string, key: string): Promise<Response> => post(address, "", { authorization: key });

  it("are known by what the hook says, and need the scope", async () => {
    const { address } = await start([guarded], {}, { authority });
    expect(await (await as(address, "Bearer good")).json()).toBe("shop");
    const weak = await as(address, "Bearer weak");
    expect([weak.status, codeOf(await weak.text())]).toEqual([403, "T2313"]);
    const unknown = await as(address, "Bearer bad");
    expect([unknown.status, unknown.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });

  it("that guess keys are refused as such beyond some, and keep nobody of the same address out", async () => {
    const { address } = await start([guarded], {}, { authority });
    const statuses: number[] = [];
    for (let at = 0; at < 12; at++) statuses.push((await as(address, `Bearer ${at}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    expect((await as(address, "Bearer good")).status).toBe(200);
  });

  it("may ask so often and no oftener", async () => {
    const { address } = await start([guarded], {}, { authority, rate: { perSecond: 0.5, burst: 2 } });
    const answers: Response[] = [];
    for (let at = 0; at < 3; at++) answers.push(await as(address, "Bearer good"));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]!.headers.get("retry-after")).toBe("2");
  });
});

describe("pages of other origins", () => {
  it("may not read answers unless their origin is allowed", async () => {
    const closed = await start([echo]);
    const plain = await post(closed.address, "", { origin: "https://shop.example" });
    expect(plain.headers.get("access-control-allow-origin")).toBeNull();
    const open = await start([echo], {}, { origins: ["https://shop.example"] });
    const allowed = await post(open.address, "", { origin: "https://shop.example" });
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    const other = await post(open.address, "", { origin: "https://evil.example" });
    expect([other.headers.get("access-control-allow-origin"), other.headers.get("vary")]).toEqual([
      null,
      "Origin",
    ]);
    const preflight = await fetch(`${open.address}/echo`, {
      method: "OPTIONS",
      headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
    });
    expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([
      204,
      "OPTIONS, POST",
    ]);
  });
});

describe("requests", () => {
  it("have a name: the caller's, or a new one", async () => {
    const { address } = await start([echo]);
    const named = await post(address, "", { "x-request-id": "order-17" });
    expect([named.headers.get("x-request-id"), ((await named.json()) as { id: string }).id]).toEqual([
      "order-17",
      "order-17",
    ]);
    const key = await post(address, "", { "idempotency-key": "k1", "x-request-id": "r1" });
    expect(((await key.json()) as { id: string }).id).toBe("k1");
    const ids = await Promise.all([post(address, ""), post(address, "")]);
    expect(new Set(ids.map(({ headers }) => headers.get("x-request-id"))).size).toBe(2);
    const long = await post(address, "", { "idempotency-key": "x".repeat(201) });
    expect([long.status, codeOf(await long.text())]).toEqual([400, "T2316"]);
    // What is no name stands in no answer and no log.
    expect(long.headers.get("x-request-id")).toMatch(/^[0-9a-f]{16}-/);
  });

  it("continue the trace of their caller, or begin one", async () => {
    const { address } = await start([echo]);
    const trace = async (header?: string): Promise<string> =>
      (await post(address, "", header === undefined ? {} : { traceparent: header })).headers.get(
        "traceparent",
      )!;
    const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    expect(await trace(parent)).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/,
    );
    const begun = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-00$/;
    expect(await trace()).toMatch(begun);
    for (const bad of [
      `${parent}-more`,
      parent.replace("00-", "ff-"),
      parent.toUpperCase(),
      `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
    ]) {
      expect(await trace(bad)).toMatch(begun);
      expect(await trace(bad)).not.toContain("0af7651916cd43dd8448eb211c80319c");
    }
    expect(await trace(`01${parent.slice(2)}-what-comes-later`)).toContain(
      "0af7651916cd43dd8448eb211c80319c",
    );
  });
});

describe("the end", () => {
  it("lets requests finish, tells connections to close, and takes no new ones", async () => {
    const gate = Promise.withResolvers<void>();
    const { address, server, port } = await start([
      route({ handle: () => gate.promise.then(() => jsonAnswer(200, "done")) }),
    ]);
    const asked = Array.from({ length: 5 }, () => post(address, ""));
    while (server.machine.admission.working < 5) await pause(5);
    const drained = server.drain({ delayMs: 0, graceMs: 20_000 });
    await pause(20);
    await expect(raw(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).resolves.toBe("");
    gate.resolve();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status, headers }) => [status, headers.get("connection")])).toEqual(
      Array.from({ length: 5 }, () => [200, "close"]),
    );
    await drained;
  });

  it("is bounded by the grace time, and at once when that is asked for", async () => {
    const stuck = route({ handle: () => new Promise(() => {}) });
    const first = await start([stuck]);
    const cut = post(first.address, "").catch(() => "cut");
    while (first.server.machine.admission.working < 1) await pause(5);
    await first.server.drain({ delayMs: 0, graceMs: 100 });
    expect(await cut).toBe("cut");
    const second = await start([stuck]);
    const gone = post(second.address, "").catch(() => "cut");
    while (second.server.machine.admission.working < 1) await pause(5);
    const now = new AbortController();
    const begin = performance.now();
    setTimeout(() => now.abort(), 50);
    await second.server.drain({ delayMs: 10_000, graceMs: 10_000 }, now.signal);
    expect([await gone, performance.now() - begin < 5000]).toEqual(["cut", true]);
  });
});
