import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { bodyLines, type BodyLine } from "../routes/body-lines.ts";
import { errorAnswer, jsonAnswer } from "./error-body.ts";
import { GatheredBytes } from "./gathered-bytes.ts";
import { HttpServer } from "./http-server.ts";
import { silentLog } from "./log.ts";
import type { HttpAnswer, Route } from "./route.ts";
import { RouteTable } from "./route-table.ts";
import { Turns } from "./turns.ts";
import { defaultSettings, type HttpSettings } from "./settings.ts";

const servers: HttpServer[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await server.close();
});

const route = (rest: Partial<Route> & Pick<Route, "handle">): Route => ({
  method: "POST",
  path: "/echo",
  reads: "body",
  errors: errorAnswer,
  summary: "Says how much it was told",
  ...rest,
});
const echo = route({ handle: ({ body }) => jsonAnswer(200, body.length) });

async function start(routes: readonly Route[], settings: Partial<HttpSettings> = {}) {
  const server = new HttpServer({
    table: new RouteTable(routes),
    settings: { ...defaultSettings, ...settings },
    errors: errorAnswer,
    log: silentLog,
    origins: [],
  });
  servers.push(server);
  const address = await server.listen(0, "127.0.0.1");
  return { server, address, port: Number(new URL(address).port) };
}

interface Heard {
  readonly socket: Socket;
  text: string;
  readonly closed: Promise<unknown>;
}

function open(port: number): Heard {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  sockets.push(socket);
  const heard: Heard = {
    socket,
    text: "",
    closed: new Promise((closed) => socket.on("close", closed)),
  };
  socket.on("error", () => {});
  socket.setEncoding("latin1").on("data", (part: string) => (heard.text += part));
  return heard;
}

const post = async (address: string, body: Buffer, headers: Record<string, string> = {}): Promise<number> =>
  (await fetch(`${address}/echo`, { method: "POST", body: new Uint8Array(body), headers })).status;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Megabytes of objects that are still in use. */
function megabytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

const head = "POST /echo HTTP/1.1\r\nHost: a\r\n";
const chunkedHead = `${head}Transfer-Encoding: chunked\r\n\r\n`;

describe("a client that breaks off", () => {
  it("after it has asked for a tunnel ends its connection alone", async () => {
    const { address, port } = await start([echo]);
    for (let times = 0; times < 20; times++) {
      const { socket, closed } = open(port);
      socket.write("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", () => socket.resetAndDestroy());
      await closed;
    }
    expect(await post(address, Buffer.from("abc"))).toBe(200);
  });

  it("or has no more time while its body is unpacked leaves nothing behind that counts as kept", async () => {
    const megabyte = 2 ** 20;
    const { address } = await start([echo], { bodyLimit: 64 * megabyte, bufferLimit: 80 * megabyte });
    const packed = { "content-encoding": "gzip" };
    const large = gzipSync(Buffer.alloc(60 * megabyte));
    for (let times = 0; times < 4; times++)
      expect(await post(address, large, { ...packed, "x-request-timeout-ms": "1" })).toBe(504);
    // What was under way when the answers went out may still end.
    await expect.poll(() => post(address, large, packed), { timeout: 20_000 }).toBe(200);
  });
});

describe("a client that sends byte by byte", () => {
  it("has them kept in little more than they are", async () => {
    const count = 300_000;
    const before = megabytesInUse();
    const gathered = new GatheredBytes();
    for (let at = 0; at < count; at++) gathered.add(Buffer.alloc(1, at % 251));
    expect(megabytesInUse() - before).toBeLessThan(4);
    const all = gathered.take();
    expect(all.equals(Buffer.from(Array.from({ length: count }, (_, at) => at % 251)))).toBe(true);
    expect(gathered.size).toBe(0);
  });

  it("has them in their order, small pieces among large ones", () => {
    const gathered = new GatheredBytes();
    const pieces = Array.from({ length: 300 }, (_, at) => Buffer.alloc((at * 7919) % 9000, at % 251));
    for (const piece of pieces) gathered.add(piece);
    expect(gathered.take().equals(Buffer.concat(pieces))).toBe(true);
  });

  it("very often is cut off, and one that sends small rows is not", async () => {
    const { port } = await start([echo]);
    const crumbs = open(port);
    crumbs.socket.write(`${chunkedHead}${"1\r\nx\r\n".repeat(20_000)}`);
    await crumbs.closed;
    expect(crumbs.text).toBe("");
    const rows = open(port);
    rows.socket.write(`${chunkedHead}${'8\r\n{"x":1}\n\r\n'.repeat(20_000)}0\r\n\r\n`);
    await expect.poll(() => rows.text, { timeout: 20_000 }).toMatch(/ 200 OK[^]*\r\n160000$/);
  });

  it("and takes no answers has little of it kept", async () => {
    const never = new Promise<never>(() => {});
    const { port } = await start([
      route({
        reads: "stream",
        handle: ({ stream }) => ({
          status: 200,
          body: (async function* () {
            for await (const part of stream) {
              yield `${part.length}`;
              await never;
            }
          })(),
        }),
      }),
    ]);
    const chunks = Buffer.from("1\r\nx\r\n".repeat(100_000));
    const before = megabytesInUse();
    for (let at = 0; at < 8; at++) {
      const { socket } = open(port);
      socket.write(chunkedHead);
      socket.write(chunks);
    }
    await pause(700);
    // What the clients could not send is theirs: one text for all of them.
    expect(megabytesInUse() - before).toBeLessThan(20);
  });

  it.each([
    ["a body", "Content-Length: 2000\r\n\r\n"],
    ["a body behind a refusal", "Content-Type: a/b\r\nContent-Length: 2000\r\n\r\n"],
  ])("slowly is told, or its connection ends, within the time for %s", async (_, rest) => {
    const typed = route({ takes: ["application/json"], handle: () => jsonAnswer(200, 1) });
    const { port } = await start([typed], { bodyTimeoutMs: 300 });
    const { socket, closed } = open(port);
    const json = rest.includes("a/b") ? "" : "Content-Type: application/json\r\n";
    socket.write(`${head}${json}${rest}`);
    const timer = setInterval(() => socket.write("x"), 50);
    const isClosed = await Promise.race([closed.then(() => true), pause(20_000, false)]);
    clearInterval(timer);
    expect(isClosed).toBe(true);
  });
});

describe("answers that nobody takes", () => {
  it.each([
    ["on the short way", "Content-Length: 1\r\n\r\nx"],
    ["on Node's", "Connection: keep-alive, x\r\nContent-Length: 1\r\n\r\nx"],
  ])("wait for so many bytes in all, then the oldest are cut off (%s)", async (_, rest) => {
    const large = "x".repeat(10_000_000);
    const counts = { asked: 0 };
    const handle = (): HttpAnswer => {
      counts.asked += 1;
      return { status: 200, body: large };
    };
    const { port, address } = await start([echo, route({ path: "/large", handle })], {
      bufferLimit: 25_000_000,
    });
    const heard = Array.from({ length: 5 }, () => {
      const one = open(port);
      one.socket.pause();
      return one;
    });
    for (const [at, { socket }] of heard.entries()) {
      socket.write(`POST /large HTTP/1.1\r\nHost: a\r\n${rest}`);
      while (counts.asked <= at) await pause(5);
    }
    expect(await post(address, Buffer.from("abc"))).toBe(200);
    for (const { socket } of heard) socket.resume();
    // A connection that has gone still hands out what the system had taken.
    const whole = (): boolean[] => heard.map(({ text }) => text.length > large.length);
    await expect.poll(whole, { timeout: 20_000 }).toEqual([false, false, false, true, true]);
  });
});

describe("work in turns", () => {
  it("lets others have theirs, comes in its order, and hands on what fails", async () => {
    const turns = new Turns();
    const done: number[] = [];
    const work = (at: number) => (): number => {
      const end = performance.now() + 2;
      while (performance.now() < end);
      return done.push(at);
    };
    const timers = { fired: 0 };
    const timer = setInterval(() => (timers.fired += 1), 1);
    await Promise.all(Array.from({ length: 40 }, (_, at) => turns.run(work(at))));
    clearInterval(timer);
    expect(done).toEqual(Array.from({ length: 40 }, (_, at) => at));
    expect(timers.fired).toBeGreaterThan(8);
    await expect(turns.run(() => expect.fail("as it should"))).rejects.toThrow("as it should");
  });
});

describe("lines that do not end", () => {
  async function cut(
    pieces: readonly string[],
    holds: (bytes: number) => boolean,
  ): Promise<readonly string[]> {
    const told: string[] = [];
    const tell = (line: BodyLine): void => {
      told.push(`${line.number} ${line.bytes === undefined ? line.lacks : line.bytes.toString()}`);
    };
    async function* stream(): AsyncGenerator<Buffer> {
      for (const piece of pieces) yield Buffer.from(piece);
    }
    for await (const lines of bodyLines(stream(), 10, holds)) for (const line of lines) tell(line);
    return told;
  }

  it("are kept as far as there is place, and the others go on", async () => {
    const pieces = ["a\nbcd", "ef", "g\n\r\nh", "\nx".padEnd(20, "x"), "\ny"];
    expect(await cut(pieces, () => true)).toEqual(["1 a", "2 bcdefg", "4 h", "5 limit", "6 y"]);
    expect(await cut(pieces, (bytes) => bytes < 5)).toEqual(["1 a", "2 place", "4 h", "5 limit", "6 y"]);
  });

  it("take a part of what all bodies may take", async () => {
    const { address, port } = await start(
      [
        echo,
        route({
          path: "/lines",
          reads: "stream",
          handle: (request) => ({
            status: 200,
            body: (async function* () {
              for await (const part of request.stream) yield `${request.holds(part.length)}\n`;
            })(),
          }),
        }),
      ],
      { bufferLimit: 4000 },
    );
    expect(await post(address, Buffer.alloc(3000))).toBe(200);
    const heard = open(port);
    heard.socket.write(`${chunkedHead.replace("/echo", "/lines")}320\r\n${"x".repeat(800)}\r\n`);
    const said = (): readonly string[] | null => heard.text.match(/true|false/g);
    await expect.poll(said, { timeout: 20_000 }).toEqual(["true"]);
    heard.socket.write(`4b0\r\n${"x".repeat(1200)}\r\n0\r\n\r\n`);
    await expect.poll(said, { timeout: 20_000 }).toEqual(["true", "false"]);
    expect(await post(address, Buffer.alloc(3000))).toBe(200);
  });
});
