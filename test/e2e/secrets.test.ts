import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStore, promote } from "../../src/project/index.ts";
import { numberedPackage, register } from "../../src/serve/small-packages.test-support.ts";
import { addKey, revokeKeys } from "../../src/server/index.ts";
import { startService } from "./started-service.test-support.ts";

const signingSecret = "a-signing-secret-of-more-than-32-bytes-0123456789";
const password = "hunter2-of-the-database";
const database = `postgres://reader:${password}@db.example/shop`;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-secrets-"));
  const store = await openStore(folder, { now: Date.now });
  await register(store, numberedPackage(1));
  await promote(store, "numbers", 1, "champion", { now: Date.now });
  await store.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tokenOf = (expiresIn: number, secret = signingSecret): Promise<string> =>
  new SignJWT({
    iss: "issuer",
    aud: "audience",
    sub: "shop",
    scope: "predict labels",
    exp: Math.floor(Date.now() / 1000) + expiresIn,
  })
    .setProtectedHeader({ alg: "HS256" })
    .sign(Buffer.from(secret));

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request, each from an address of its own where the system has them, for refused logins are counted by address. */
const send = (port: number, caller: number, { method, path, headers, body }: Sent): Promise<string> =>
  new Promise((done, fail) => {
    const localAddress = process.platform === "linux" ? `127.0.1.${caller + 1}` : undefined;
    const asked = request(
      { port, host: "127.0.0.1", method, path, headers, ...(localAddress ? { localAddress } : {}) },
      (answer) => {
        let text = JSON.stringify(answer.headers);
        answer
          .setEncoding("latin1")
          .on("data", (part: string) => (text += part))
          .on("end", () => done(`${answer.statusCode} ${text}`));
      },
    );
    asked.on("error", fail);
    asked.end(body);
  });

/** Bytes as they are, and what comes back until the connection ends. */
const sendRaw = (port: number, text: string): Promise<string> =>
  new Promise((done) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let heard = "";
    socket.setEncoding("latin1").on("data", (part: string) => (heard += part));
    socket.on("error", () => {});
    socket.on("close", () => done(heard));
    socket.write(text);
    setTimeout(() => socket.destroy(), 1000);
  });

async function filesBelow(place: string): Promise<readonly string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

it("keeps keys, tokens and passwords out of its output, its logs and its answers", async () => {
  const keys = join(folder, "keys.json");
  const tokens = join(folder, "tokens.json");
  await writeFile(join(folder, "signing-secret"), signingSecret);
  await writeFile(
    tokens,
    JSON.stringify({
      issuer: "issuer",
      audience: "audience",
      algorithms: ["HS256"],
      secretFile: "signing-secret",
    }),
  );
  const now = Date.now();
  const scopes = ["predict", "labels"];
  const good = await addKey(keys, { name: "shop", scopes }, now);
  const revoked = await addKey(keys, { name: "gone", scopes }, now);
  await revokeKeys(keys, "gone", now);
  const admin = await addKey(keys, { name: "root", scopes: ["admin"] }, now);
  const expired = await addKey(keys, { name: "old", scopes, lifetimeMs: 1 }, now - 1000);
  const jwts = await Promise.all([
    tokenOf(600),
    tokenOf(-600),
    tokenOf(600, "another-secret-of-more-than-32-bytes-012345"),
  ]);
  const credentials = [good.text, revoked.text, admin.text, expired.text, `${good.text}x`, ...jwts];
  const options = ["--keys", keys, "--tokens", tokens, "--record", "--log-level", "debug"];
  const service = await startService({ folder, options: ["--port", "0", ...options] });
  const heard: string[] = [];
  let caller = 0;
  try {
    const { address, port } = service;
    const bodies = [
      '{"rows":[{"x":1}]}',
      '{"rows":[{"x":"one"}]}',
      '{"rows":[{"y":1}]}',
      '{"rows":',
      "",
      `[${"[".repeat(100)}`,
    ];
    const routes = [
      ["POST", "/predict"],
      ["POST", "/explain"],
      ["POST", "/invocations"],
      ["POST", "/labels"],
      ["POST", "/v2/models/numbers/infer"],
      ["POST", "/admin/promote"],
      ["DELETE", "/admin/log/entities"],
      ["GET", "/admin/keys"],
      ["GET", "/nothing"],
      ["GET", "/metrics"],
    ] as const;
    for (const [at, credential] of credentials.entries())
      for (const [nth, [method, path]] of routes.entries()) {
        const headers = [
          { authorization: `Bearer ${credential}` },
          { "x-api-key": credential },
          { authorization: `Basic ${credential}`, "x-request-timeout-ms": "soon" },
        ][(at + nth) % 3]!;
        const body = bodies[(at * routes.length + nth) % bodies.length]!;
        heard.push(
          await send(port, caller++, {
            method,
            path: `${path}?database=${encodeURIComponent(database)}`,
            headers: { ...headers, "content-type": "application/json", "x-database": database },
            body: method === "GET" ? "" : body,
          }),
        );
      }
    for (const credential of credentials) {
      heard.push(await sendRaw(port, `GET /predict HTTP/9.9\r\nAuthorization: Bearer ${credential}\r\n\r\n`));
      heard.push(
        await sendRaw(
          port,
          `POST /predict HTTP/1.1\r\nHost: a\r\nX-API-Key: ${credential}\r\nContent-Length: many\r\n\r\n`,
        ),
      );
    }
    service.child.kill("SIGHUP");
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    expect(await service.end("SIGTERM")).toBe(0);
  } finally {
    await service.end("SIGKILL");
  }
  const statuses = new Set(heard.map((text) => text.slice(0, 3)));
  expect(["200", "400", "401", "403", "404"].filter((status) => !statuses.has(status))).toEqual([]);
  const kept = (await filesBelow(join(folder, ".tandem"))).filter((path) => !path.includes("objects"));
  const written = await Promise.all(
    kept.map(async (path) => ({ path, bytes: await readFile(path, "latin1") })),
  );
  expect(written.some(({ path }) => path.includes("log"))).toBe(true);
  const places = [
    { path: "output", bytes: service.said() },
    { path: "answers", bytes: heard.join("\n") },
    ...written,
  ];
  // What follows the id of a key is its secret; of a token, its signature.
  const secrets = [
    signingSecret,
    password,
    ...credentials.map((text) => text.slice(-30)),
    ...credentials.map((text) => text.slice(-43, -10)),
  ];
  const leaks = places.flatMap(({ path, bytes }) =>
    secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${secret} in ${path}`),
  );
  expect(leaks).toEqual([]);
});
