import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../base/index.ts";
import { errorAnswer, jsonAnswer } from "./error-body.ts";
import { HttpServer } from "./http-server.ts";
import { silentLog } from "./log.ts";
import { readPlainHead } from "./plain-head.ts";
import type { Route } from "./route.ts";
import { RouteTable } from "./route-table.ts";
import { defaultSettings } from "./settings.ts";
import { ShortWay } from "./short-way.ts";

const requestText = (body: string, lines: readonly string[] = []): string =>
  [
    "POST /echo HTTP/1.1",
    "Host: a",
    "Content-Type: application/json",
    ...lines,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
const headText = (...lines: readonly string[]): string =>
  ["POST /echo HTTP/1.1", ...lines, "", ""].join("\r\n");

describe("a plain head", () => {
  it("is read as it stands, with the blanks around values left out", () => {
    const head = readPlainHead(
      headText("Host: a", "content-length: 12", "X-Request-Id:\t r-1 \t", "Connection: Keep-Alive"),
    );
    expect(head).toMatchObject({
      url: "/echo",
      bodyLength: 12,
      known: { host: "a", requestId: "r-1", contentLength: "12" },
      headers: { host: "a", "content-length": "12", "x-request-id": "r-1", connection: "Keep-Alive" },
    });
  });

  const host = "Host: a";
  const length = "Content-Length: 5";
  const cases: readonly (readonly [string, string])[] = [
    ["another method", headText(host, length).replace("POST", "PUT")],
    ["another version", headText(host, length).replace("1.1", "1.0")],
    ["a query", headText(host, length).replace("/echo", "/echo?a=1")],
    ["a whole address", headText(host, length).replace("/echo", "http://a/echo")],
    ["two spaces", headText(host, length).replace("POST ", "POST  ")],
    ["no length", headText(host)],
    ["a length of 0", headText(host, "Content-Length: 0")],
    ["a length with a sign", headText(host, "Content-Length: +5")],
    ["a length of two parts", headText(host, "Content-Length: 5, 5")],
    ["two lengths", headText(host, length, length)],
    ["two lengths of two spellings", headText(host, length, "content-length: 6")],
    ["chunks", headText(host, length, "Transfer-Encoding: chunked")],
    ["a packed body", headText(host, length, "Content-Encoding: gzip")],
    ["an expectation", headText(host, length, "Expect: 100-continue")],
    ["another protocol", headText(host, length, "Upgrade: websocket")],
    ["a wish to close", headText(host, length, "Connection: close")],
    ["a space before a colon", headText(host, "Content-Length : 5")],
    ["a folded line", headText(host, "X: a", " b", length)],
    ["an empty name", headText(host, ": 5", length)],
    ["a line feed alone", headText(host, length).replace("a\r\n", "a\n")],
    ["a return alone", headText(host, "X: a\rb", length)],
    ["a zero byte", headText(host, "X: a\0", length)],
    ["a byte above ASCII", headText(host, "X: \xe9", length)],
    ["more behind it", `${headText(host, length)}x`],
    ["many lines", headText(host, length, ...Array.from({ length: 70 }, (_, at) => `X-${at}: 1`))],
  ];
  it.each(cases)("has not %s", (_, text) => {
    expect(readPlainHead(headText(host, length))).toBeDefined();
    expect(readPlainHead(text)).toBeUndefined();
  });
});

describe("the short way", () => {
  const open: { close(): unknown }[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });

  /** A short way that counts what it takes and what it leaves to Node. */
  async function start(): Promise<{
    ask: () => Socket;
    counts: { taken: string[]; left: string[] };
    way: ShortWay;
  }> {
    const counts = { taken: [] as string[], left: [] as string[] };
    const way = new ShortWay({
      take: (_, body, connection) => {
        counts.taken.push(body.toString());
        connection.writeHead(200, ["Content-Length", "0"]);
        connection.end("");
      },
      isShort: ({ url }) => url === "/echo",
      toNode: (socket) => {
        socket.on("data", (bytes: Buffer) => counts.left.push(bytes.toString()));
        socket.on("error", () => {});
      },
      broken: (_, socket) => socket.destroy(),
      firstMs: 10_000,
      idleMs: 10_000,
      unreadMs: 10_000,
    });
    const server = createServer({ allowHalfOpen: true, noDelay: true }, way.accept);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const sweeper = setInterval(() => way.sweep(performance.now()), 20);
    open.push({
      close: () => {
        clearInterval(sweeper);
        way.closeAll();
        server.close();
      },
    });
    const { port } = server.address() as AddressInfo;
    return {
      counts,
      way,
      ask: () => {
        const socket = connect(port, "127.0.0.1").setNoDelay();
        socket.on("error", () => {});
        open.push({ close: () => socket.destroy() });
        return socket;
      },
    };
  }

  const until = async (isSo: () => boolean): Promise<void> => {
    for (let looks = 0; !isSo() && looks < 2000; looks++) await pause(10);
  };

  it("takes requests that come whole or in two parts, one after the other", async () => {
    const { ask, counts } = await start();
    const socket = ask();
    socket.write(requestText("one"));
    await until(() => counts.taken.length === 1);
    const [head, body] = requestText("two").split("\r\n\r\n");
    socket.write(`${head}\r\n\r\n`);
    await pause(30);
    socket.write(body!);
    await until(() => counts.taken.length === 2);
    socket.write(requestText("three", ["X-Request-Id: 3"]));
    await until(() => counts.taken.length === 3);
    expect(counts).toEqual({ taken: ["one", "two", "three"], left: [] });
  });

  it("leaves a part of a request to Node at the end, and ends connections without one", async () => {
    const { ask, counts, way } = await start();
    const [idle, half] = [ask(), ask()];
    const closed = new Promise((resolve) => idle.resume().once("close", resolve));
    idle.write(requestText("one"));
    half.write(requestText("two").slice(0, -1));
    await until(() => counts.taken.length === 1);
    await pause(30);
    way.closeIdle();
    await until(() => counts.left.length > 0);
    expect(counts).toEqual({ taken: ["one"], left: [requestText("two").slice(0, -1)] });
    await closed;
    expect(half.destroyed).toBe(false);
  });

  it("leaves to Node what is not plain, what comes together, what does not come, and all that follows", async () => {
    const { ask, counts } = await start();
    const texts = [
      "GET / HTTP/1.1\r\n\r\n",
      requestText("a").replace("/echo", "/other"),
      requestText("b") + requestText("c"),
      requestText("d").slice(0, -1),
      requestText("e".repeat(20_000)).slice(0, 19_000),
      requestText("f").slice(0, 30),
    ];
    for (const [at, text] of texts.entries()) {
      const socket = ask();
      socket.write(text);
      await until(() => counts.left.join("").endsWith(text));
      counts.left = [];
      socket.write(requestText(String(at)));
      await until(() => counts.left.join("").length > 0);
      expect(counts.left.join("")).toBe(requestText(String(at)));
    }
    expect(counts.taken).toEqual([]);
  });
});

describe("both ways", () => {
  const echo: Route = {
    method: "POST",
    path: "/echo",
    scope: "predict",
    reads: "body",
    errors: errorAnswer,
    summary: "Says what it was told",
    handle: ({ body, headers }) => jsonAnswer(200, { text: body.toString("latin1"), headers }),
  };
  const server = new HttpServer({
    table: new RouteTable([echo]),
    settings: { ...defaultSettings, headersTimeoutMs: 400, bodyTimeoutMs: 400, bodyLimit: 3000 },
    errors: errorAnswer,
    log: silentLog,
    origins: [],
  });
  let port = 0;
  beforeAll(async () => {
    port = Number(new URL(await server.listen(0, "127.0.0.1")).port);
  });
  afterAll(() => server.close());

  /** What comes back for some parts of bytes, without what differs by right; `first` goes before them and takes the connection to Node. */
  async function heard(parts: readonly Buffer[], first = ""): Promise<string> {
    const socket = connect(port, "127.0.0.1").setNoDelay();
    let text = "";
    socket.setEncoding("latin1").on("data", (part: string) => (text += part));
    socket.on("error", () => {});
    const closed = new Promise<void>((over) => socket.on("close", () => over()));
    if (first !== "") {
      socket.write(first);
      while (!socket.destroyed && !text.includes("T2301")) await pause(5);
      text = "";
    }
    for (const part of parts) {
      if (!socket.destroyed) socket.write(part);
      await pause(25);
    }
    await Promise.race([closed, pause(8000)]);
    socket.destroy();
    return text.replaceAll(/^(date|x-request-id|traceparent): .*$/gim, "$1");
  }

  const strange = [
    "\r\n",
    "\n",
    "\r",
    " ",
    "\t",
    ":",
    "\0",
    "\x80",
    "Content-Length: 3\r\n",
    "chunked",
    ",",
    "0",
  ];
  const lines = [
    ["X-Request-Id: r-1"],
    ["Connection: keep-alive", "Accept: */*"],
    ["X-Request-Timeout-Ms: 5000", "Idempotency-Key: k"],
    ["Expect: 100-continue"],
    ["Transfer-Encoding: chunked"],
    ["Accept: a", "Accept: b"],
    ["Connection: close"],
    [],
  ];

  /** A request with something wrong or strange in it, whole or in parts. */
  function made(random: Random): Buffer[] {
    let text = requestText(
      '"' + "x".repeat(random.integer(random.next() < 0.1 ? 5000 : 40)) + '"',
      lines[random.integer(lines.length)],
    );
    for (let times = random.integer(3); times > 0; times--) {
      const at = random.integer(text.length + 1);
      const way = random.next();
      if (way < 0.5) text = text.slice(0, at) + strange[random.integer(strange.length)]! + text.slice(at);
      else if (way < 0.8) text = text.slice(0, at) + text.slice(at + 1 + random.integer(3));
      else text = text.slice(0, at) + text.slice(Math.max(0, at - 30));
    }
    const bytes = Buffer.from(text, "latin1");
    if (random.next() < 0.6) return [bytes];
    const cut = random.integer(bytes.length);
    return [bytes.subarray(0, cut), bytes.subarray(cut)].filter(({ length }) => length > 0);
  }

  it("say the same to made requests, to the byte", async () => {
    const last = Buffer.from(requestText("the last", ["Connection: close"]));
    const cases = Array.from({ length: 240 }, (_, at) => [...made(createRandom(`both ways ${at}`)), last]);
    let next = 0;
    const different: unknown[] = [];
    const worker = async (): Promise<void> => {
      while (next < cases.length) {
        const parts = cases[next++]!;
        const [short, node] = await Promise.all([
          heard(parts),
          heard(parts, "GET /none HTTP/1.1\r\nHost: a\r\n\r\n"),
        ]);
        if (short !== node)
          different.push({ parts: parts.map((part) => part.toString("latin1")), short, node });
      }
    };
    await Promise.all(Array.from({ length: 24 }, worker));
    expect(different).toEqual([]);
    expect(server.machine.open).toBe(0);
  });
});
