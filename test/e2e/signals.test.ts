import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openStore, promote, type Store } from "../../src/project/index.ts";
import { openPredictionLog } from "../../src/serve/index.ts";
import { numberedPackage, register } from "../../src/serve/small-packages.test-support.ts";
import { addKey } from "../../src/server/index.ts";
import { spawnService, startService, type StartedService } from "./started-service.test-support.ts";

const effects = { now: Date.now };
let folder: string;
let empty: string;
let store: Store;
const services: StartedService[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-signals-"));
  empty = await mkdtemp(join(tmpdir(), "tandem-signals-"));
  store = await openStore(folder, effects);
  for (const which of [1, 2]) await register(store, numberedPackage(which));
  await promote(store, "numbers", 1, "champion", effects);
});
afterEach(async () => {
  for (const service of services.splice(0)) await service.end("SIGKILL");
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
  await rm(empty, { recursive: true, force: true });
});

async function start(...options: readonly string[]): Promise<StartedService> {
  const service = await startService({ folder, options: ["--port", "0", ...options] });
  services.push(service);
  return service;
}

const body = '{"rows":[{"x":1}]}';
const ask = (address: string, key?: string): Promise<Response> =>
  fetch(`${address}/predict`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key === undefined ? {} : { "x-api-key": key }) },
    body,
  });

/** Sends a part of a request; settles when the system has it, and the service had time to read it. */
async function begin(socket: Socket, part: string): Promise<void> {
  await new Promise((written) => socket.write(part, written));
  await pause(100);
}

/** Settles when the service takes no new connection. */
const untilClosed = ({ address }: StartedService): Promise<void> =>
  until(() =>
    ask(address).then(
      () => false,
      () => true,
    ),
  );

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error("waited too long");
    await pause(10);
  }
}

describe.runIf(process.platform === "linux")("a service that begins", () => {
  it("settles its memory in its own place: same process, same streams, same signals", async () => {
    const service = await start();
    const read = (what: string): string[] =>
      readFileSync(`/proc/${service.child.pid}/${what}`, "utf8").split("\0");
    expect(read("environ")).toContain("MALLOC_ARENA_MAX=1");
    expect(read("cmdline")).toContain("--max-semi-space-size=16");
    expect(await service.end("SIGTERM")).toBe(0);
  });
});

describe("a service that gets SIGHUP", () => {
  it("goes on, with the keys of the file as they are now", async () => {
    const keys = join(folder, "keys.json");
    const service = await start("--keys", keys);
    expect((await ask(service.address)).status).toBe(200);
    const { text } = await addKey(keys, { name: "shop", scopes: ["predict"] }, Date.now());
    service.child.kill("SIGHUP");
    await until(() => service.said().includes('"read anew"'));
    expect((await ask(service.address)).status).toBe(401);
    expect((await ask(service.address, text)).status).toBe(200);
    expect(service.child.exitCode).toBe(null);
  });
});

describe("a service that gets SIGTERM", () => {
  it("answers what has begun to come, takes no new connection, and ends with 0", async () => {
    const service = await start();
    const { port } = service;
    const begun = connect({ port, host: "127.0.0.1" });
    let heard = "";
    begun.setEncoding("latin1").on("data", (text: string) => (heard += text));
    const closed = once(begun, "close");
    await begin(
      begun,
      `POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    service.child.kill("SIGTERM");
    await untilClosed(service);
    expect(service.child.exitCode).toBe(null);
    begun.write(body.slice(5));
    await closed;
    expect(heard).toMatch(/^HTTP\/1\.1 200 [^]*connection: close[^]*"prediction":1/i);
    expect([await service.ended(), service.child.signalCode]).toEqual([0, null]);
  });

  it("ends at once at the second one", async () => {
    const service = await start("--grace-ms", "60000");
    const stuck = connect({ port: service.port, host: "127.0.0.1" });
    stuck.on("error", () => {});
    await begin(
      stuck,
      "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    );
    service.child.kill("SIGTERM");
    await untilClosed(service);
    // Longer than idle connections are waited for.
    await pause(600);
    expect(service.child.exitCode).toBe(null);
    const told = performance.now();
    service.child.kill("SIGTERM");
    expect(await service.ended()).toBe(0);
    expect(performance.now() - told).toBeLessThan(30_000);
    stuck.destroy();
  });

  it("closes what is open however often it is told to end", async () => {
    const log = join(folder, "log-of-impatient");
    const service = await start("--record", "--log", log);
    expect((await ask(service.address)).status).toBe(200);
    const again = setInterval(() => {
      if (!service.said().includes("Stopped.")) service.child.kill("SIGTERM");
    }, 1);
    await service.ended();
    clearInterval(again);
    expect(service.said()).toContain("Stopped.");
    const kept = await openPredictionLog(log, Date.now, { ownerWait: { ms: 0 } });
    await kept.close();
  });
});

it("ends a service whose log nobody reads any more", async () => {
  const { child, address } = await start();
  child.stdout?.destroy();
  child.stderr?.destroy();
  await (await fetch(`${address}/predict`, { method: "POST", body: "no row" })).text();
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await Promise.race([ended, pause(20_000)]);
  expect(child.exitCode ?? child.signalCode).not.toBe(null);
});

describe("a service that cannot begin", () => {
  it.each([
    ["there is no model", () => empty, [], "T2410"],
    ["its port is taken", () => folder, ["--port"], "T2415"],
  ])("ends where %s, with its prediction log closed", async (_, place, options, code) => {
    const taken = options.length > 0 ? await start() : undefined;
    const log = join(place(), "log-of-failed");
    const child = spawnService({
      folder: place(),
      options: ["--record", "--log", log, "--port", String(taken?.port ?? 0)],
    });
    const [exit] = (await once(child, "close")) as [number | null];
    expect([exit, child.said()]).toEqual([2, expect.stringContaining(code) as string]);
    await (await openPredictionLog(log, Date.now, { ownerWait: { ms: 0 } })).close();
  });

  it("does not follow on a service that keeps its port to itself", async () => {
    const first = await start();
    const child = spawnService({ folder, options: ["--share-port", "--port", String(first.port)] });
    const [exit] = (await once(child, "close")) as [number | null];
    expect([exit, child.said()]).toEqual([2, expect.stringContaining("T2415") as string]);
  });
});
