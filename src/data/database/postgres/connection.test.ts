import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql, textLiteral } from "../../../compile/index.ts";
import { readPostgresAddress, type PostgresAddress } from "./address.ts";
import { connectPostgres, type PostgresConnection } from "./connection.ts";
import { hasPostgres, startPostgres, type TestServer } from "./server.test-support.ts";

const never = new AbortController().signal;
const addressOf = (port: number, password: string, more = ""): PostgresAddress =>
  readPostgresAddress(`postgres://ana@127.0.0.1:${port}/postgres${more}`, { PGPASSWORD: password }, false);

describe.skipIf(!hasPostgres)("a connection to PostgreSQL", () => {
  let server: TestServer;
  let connection: PostgresConnection;
  beforeAll(async () => {
    server = await startPostgres();
    connection = await connectPostgres(addressOf(server.port, server.password), never);
  });
  afterAll(async () => {
    connection.close();
    await server.stop();
  });

  it("gives rows as texts, and goes on after a failure", async () => {
    expect(await connection.rows(sql`SELECT NULL, 0.1::float8, ${textLiteral("it's \\ ü")}`)).toEqual([
      [null, "0.1", "it's \\ ü"],
    ]);
    await expect(connection.rows(sql`SELECT * FROM nowhere`)).rejects.toThrow(
      /^T2995 .*42P01 relation "nowhere" does not exist/,
    );
    await expect(connection.copyIn(sql`COPY nowhere FROM STDIN`, noBytes())).rejects.toThrow(/42P01/);
    await expect(connection.copyOut(sql`COPY nowhere TO STDOUT`, () => undefined)).rejects.toThrow(/42P01/);
    expect(await connection.rows(sql`SELECT 'still here'`)).toEqual([["still here"]]);
  });

  it("waits for whoever takes the rows, so that a large table needs little memory", async () => {
    let [bytes, waiting, most] = [0, 0, 0];
    await connection.copyOut(
      sql`COPY (SELECT repeat('x', 10000) FROM generate_series(1, 3000)) TO STDOUT`,
      async (piece) => {
        most = Math.max(most, ++waiting);
        bytes += piece.length;
        await Promise.resolve();
        waiting--;
      },
    );
    expect([bytes, most]).toEqual([30_003_000, 1]);
  });

  it("takes rows back in, and nothing of those that break off", async () => {
    await connection.run(sql`CREATE TABLE numbers (n INT)`);
    await connection.copyIn(sql`COPY numbers FROM STDIN`, lines(1, 1000));
    await expect(connection.copyIn(sql`COPY numbers FROM STDIN`, lines(1, 1000, "none"))).rejects.toThrow(
      /22P02/,
    );
    await expect(connection.copyIn(sql`COPY numbers FROM STDIN`, brokenOff())).rejects.toThrow(
      "the disk is gone",
    );
    expect(await connection.rows(sql`SELECT count(*), sum(n) FROM numbers`)).toEqual([["1000", "500500"]]);
  });

  it("speaks encrypted where it is asked to, and only to a server that proves who it is", async () => {
    const data = server.sql("SHOW data_directory");
    // A certificate that nobody vouches for.
    const owner = {
      cwd: data,
      stdio: "ignore",
      ...(process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}),
    } as const;
    const args =
      "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout server.key -out server.crt".split(
        " ",
      );
    execFileSync("openssl", args, owner);
    await expect(
      connectPostgres(addressOf(server.port, server.password, "?sslmode=require"), never),
    ).rejects.toThrow(/T2992 .*does not support SSL/);
    server.sql("ALTER SYSTEM SET ssl = on");
    server.sql("SELECT pg_reload_conf()");
    expect(readFileSync(`${data}/server.crt`, "utf8")).toContain("BEGIN CERTIFICATE");
    await expect(
      connectPostgres(addressOf(server.port, server.password, "?sslmode=verify-full"), never),
    ).rejects.toThrow(/T2992 .*self.signed/i);
    const encrypted = await connectPostgres(
      addressOf(server.port, server.password, "?sslmode=require"),
      never,
    );
    expect(await encrypted.rows(sql`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`)).toEqual([
      ["t"],
    ]);
    encrypted.close();
  });

  it("tells of a server that goes away in the middle", async () => {
    const other = await connectPostgres(addressOf(server.port, server.password), never);
    const [[number] = []] = await other.rows(sql`SELECT pg_backend_pid()`);
    const waiting = other.rows(sql`SELECT pg_sleep(60)`).catch((error: Error) => error.message);
    await connection.rows(sql`SELECT 1`);
    server.sql(`SELECT pg_terminate_backend(${number})`);
    expect(await waiting).toMatch(/^T299[25] /);
    await expect(other.rows(sql`SELECT 1`)).rejects.toThrow(/^T2995 /);
  });

  it("ends at once when the work is stopped", async () => {
    const stop = new AbortController();
    const other = await connectPostgres(addressOf(server.port, server.password), stop.signal);
    const waiting = other.rows(sql`SELECT pg_sleep(60)`).catch((error: Error) => error.message);
    stop.abort();
    expect(await waiting).toMatch(/^T2995 /);
  });
});

async function* noBytes(): AsyncGenerator<Uint8Array> {}

async function* lines(from: number, to: number, last = String(to)): AsyncGenerator<Uint8Array> {
  for (let n = from; n < to; n++) yield Buffer.from(`${n}\n`);
  yield Buffer.from(`${last}\n`);
}

async function* brokenOff(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("7\n");
  throw new Error("the disk is gone");
}

describe("a server that is none", () => {
  /** A server that says some bytes to each connection. */
  async function pretend(says: readonly Buffer[], isClosed = false) {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on("error", () => {});
      for (const bytes of says) socket.write(bytes);
      if (isClosed) socket.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return { port, close: () => [server.close(), ...sockets.map((socket) => socket.destroy())] };
  }
  /** A message of a server: its letter, its length with itself, its content. */
  const message = (letter: string, ...parts: readonly (string | number)[]): Buffer => {
    const content = Buffer.concat(
      parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from([0, 0, 0, part]))),
    );
    return Buffer.concat([Buffer.from(letter), Buffer.from([0, 0, 0, content.length + 4]), content]);
  };

  const muchMs = 30_000;
  it.each<[string, readonly Buffer[], boolean, number, string]>([
    ["says nothing", [], false, 500, "it did not answer in time"],
    ["hangs up", [], true, muchMs, "it closed the connection"],
    [
      "challenges before it has heard anything",
      [message("R", 10, "SCRAM-SHA-256\0\0"), message("R", 11, "r=x,s=eA==,i=1")],
      false,
      muchMs,
      "",
    ],
  ])("is told, soon, when it %s", async (_, says, isClosed, waitMs, words) => {
    const { port, close } = await pretend(says, isClosed);
    const failed = await connectPostgres(addressOf(port, "hidden-word"), never, waitMs).catch(
      (error: Error) => error.message,
    );
    close();
    expect(failed).toMatch(new RegExp(`T2992 .*${words}`));
    expect(failed).not.toContain("hidden-word");
  });

  it("is not waited for when the work is stopped", async () => {
    const { port, close } = await pretend([]);
    const stop = new AbortController();
    const opening = connectPostgres(addressOf(port, "-"), stop.signal).catch((error: Error) => error.message);
    setTimeout(() => stop.abort(), 50);
    expect(await opening).toMatch(/^T2992 /);
    close();
  });
});
