import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../../../compile/index.ts";
import { readPostgresAddress, type PostgresAddress } from "./address.ts";
import { connectPostgres } from "./connection.ts";
import { hasPostgres, startPostgres, type TestServer } from "./server.test-support.ts";

const never = new AbortController().signal;
const addressOf = (port: number, password: string | undefined, more = ""): PostgresAddress =>
  readPostgresAddress(`postgres://ana@127.0.0.1:${port}/postgres${more}`, { PGPASSWORD: password }, false);

/** A message of a server: its letter, its length with itself, its content. */
const message = (letter: string, ...content: readonly (string | number)[]): Buffer => {
  const bytes = Buffer.concat(
    content.map((part) => (typeof part === "string" ? Buffer.from(part) : long(part))),
  );
  return Buffer.concat([Buffer.from(letter), long(bytes.length + 4), bytes]);
};

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A server that says some bytes to who has begun to log in; `piece` bytes at a time. */
async function pretend(says: readonly Buffer[], piece = 1 << 20, encrypted?: { key: string; cert: string }) {
  const sockets: Socket[] = [];
  const answer = async (socket: Socket): Promise<void> => {
    socket.on("error", () => {});
    await once(socket, "data");
    const all = Buffer.concat(says);
    for (let at = 0; at < all.length && socket.writable; at += piece) {
      socket.write(all.subarray(at, at + piece));
      await new Promise((resume) => setImmediate(resume));
    }
  };
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    if (!encrypted) return void answer(socket);
    socket.once("data", () => {
      socket.write("S");
      void answer(new TLSSocket(socket, { isServer: true, ...encrypted }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, close: () => [server.close(), ...sockets.map((socket) => socket.destroy())] };
}

const failureOf = (address: PostgresAddress, patienceMs?: number): Promise<string> =>
  connectPostgres(address, never, patienceMs).then(
    (connection) => {
      connection.close();
      return "connected";
    },
    (error: unknown) => String(error),
  );

const letIn = [message("R", 0), message("Z", "I")];
const setting = message("S", "application_name\0tandem\0");

describe("a login that is not known here", () => {
  it.each<[string, Buffer, RegExp]>([
    ["Kerberos", message("R", 7), /T2620 .*Kerberos \(GSSAPI\).*scram-sha-256/],
    ["SSPI", message("R", 9), /T2620 .*SSPI/],
    ["Kerberos V5", message("R", 2), /T2620 .*Kerberos V5/],
    ["a way that is still to come", message("R", 4_000_000_000), /T2620 .*number 4000000000/],
    [
      "SCRAM with channel binding alone",
      message("R", 10, "SCRAM-SHA-256-PLUS\0\0"),
      /T2620 .*SCRAM-SHA-256-PLUS/,
    ],
    ["OAuth", message("R", 10, "OAUTHBEARER\0\0"), /T2620 .*OAUTHBEARER/],
    ["SASL without a mechanism", message("R", 10, "\0"), /T2620 .*without a mechanism/],
  ])("is named, with what to do: %s", async (_, says, words) => {
    for (const piece of [1 << 20, 1]) {
      const { port, close } = await pretend([says], piece);
      const failed = await failureOf(addressOf(port, "hidden-word"));
      close();
      expect(failed).toMatch(words);
      expect(failed).toContain(`postgres://127.0.0.1:${port}/postgres`);
      expect(failed).not.toMatch(/hidden-word|ana\b|\n/);
    }
  });
});

describe("what is no server of PostgreSQL", () => {
  it.each<[string, readonly Buffer[], RegExp]>([
    ["HTTP", [Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")], /T2621 .*HTTP/],
    ["SSH", [Buffer.from("SSH-2.0-OpenSSH_9.6\r\n")], /T2621 .*SSH/],
    ["mail", [Buffer.from("220 mail.example.org ESMTP\r\n")], /T2621 .*mail/],
    ["bytes of another kind", [Buffer.from([0, 1, 2, 3, 4, 5])], /T2621 .*0x00/],
    ["a login without its number", [message("R", "x")], /T2621 /],
    ["a length that no message has", [Buffer.from([0x52, 0, 0, 0, 1])], /T2621 .*odd length/],
    ["a message of gigabytes", [Buffer.from([0x53, 0x7f, 0xff, 0xff, 0xff])], /T2621 .*odd length/],
    ["an error without an end", [message("E", "SFATAL\0Mno")], /T2621 .*list without an end/],
    ["an error whose list has no end", [message("E", "SFATAL\0")], /T2621 .*list without an end/],
    ["settings without an end", Array.from({ length: 50_000 }, () => setting), /T2621 .*too much/],
  ])("is told at once: %s", async (_, says, words) => {
    const { port, close } = await pretend(says);
    const failed = await failureOf(addressOf(port, "hidden-word"));
    close();
    expect(failed).toMatch(words);
    expect(failed).not.toMatch(/hidden-word|ana\b|\n/);
  });

  it("is not waited for when it falls silent after it has let somebody in", async () => {
    const { port, close } = await pretend(letIn);
    expect(await failureOf(addressOf(port, "-"), 300)).toMatch(/T2992 .*did not answer in time/);
    close();
  });

  it("is told when what it says after that cannot be read", async () => {
    const { port, close } = await pretend([...letIn, message("R", 7)]);
    expect(await failureOf(addressOf(port, "-"), 5000)).toMatch(/T299[25] /);
    close();
  });
});

describe("a login over an encrypted connection", () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "tandem-login-"))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is looked at as one over a plain connection is", async () => {
    const args = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout own.key -out own.crt";
    execFileSync("openssl", args.split(" "), { cwd: folder, stdio: "ignore" });
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    const { port, close } = await pretend([message("R", 7)], 1, {
      key: read("own.key"),
      cert: read("own.crt"),
    });
    expect(await failureOf(addressOf(port, "-", "?sslmode=require"))).toMatch(/T2620 .*GSSAPI/);
    close();
  });
});

describe.skipIf(!hasPostgres)("PostgreSQL's own ways to log in", () => {
  let server: TestServer;
  let rules: string;
  beforeAll(async () => {
    server = await startPostgres();
    rules = server.sql("SHOW hba_file");
  });
  afterAll(() => server.stop());

  it.each<[string, boolean, RegExp]>([
    ["gss", true, /T2620 .*Kerberos \(GSSAPI\)/],
    ["reject", true, /T2992 .*28000 pg_hba.conf rejects connection/],
    ["cert", true, /T2992 .*28000 no pg_hba.conf entry/],
    ["password", true, /^connected$/],
    ["md5", true, /^connected$/],
    ["trust", false, /^connected$/],
    ["scram-sha-256", true, /^connected$/],
    ["scram-sha-256", false, /T2991 /],
  ])("%s (with a password: %s)", async (way, hasPassword, words) => {
    const kind = way === "cert" ? "hostssl" : "host";
    writeFileSync(rules, `local all all trust\n${kind} all ana 127.0.0.1/32 ${way}\n`);
    const before = server.sql("SELECT pg_conf_load_time()");
    server.sql("SELECT pg_reload_conf()");
    while (server.sql("SELECT pg_conf_load_time()") === before) continue;
    const address = addressOf(server.port, hasPassword ? server.password : undefined);
    const failed = await failureOf(address);
    expect(failed).toMatch(words);
    // The one who asks stands in what the server says.
    expect(failed).not.toMatch(/\bana\b|\n/);
    if (failed !== "connected") return;
    const connection = await connectPostgres(address, never);
    expect(await connection.rows(sql`SELECT 1`)).toEqual([["1"]]);
    connection.close();
  });
});
