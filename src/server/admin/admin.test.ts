import { Agent, request as httpRequest } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStore, promote, type Store } from "../../project/index.ts";
import { proveHere, serveRegistry, type RegistryService } from "../../serve/index.ts";
import { numberedPackage, register } from "../../serve/small-packages.test-support.ts";
import { addKey, openAuthority, type Authority } from "../access/index.ts";
import { createServer } from "../create-server.ts";
import { deploymentRoutes } from "./deployment-routes.ts";
import { keyRoutes } from "./key-routes.ts";

const now = () => 1_700_000_000_000;
const effects = { now };
let folder: string;
let store: Store;
let registry: RegistryService;
let authority: Authority;
let server: ReturnType<typeof createServer>;
let address: string;
const keys: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-admin-"));
  store = await openStore(folder, effects);
  for (const which of [1, 2, 3]) await register(store, numberedPackage(which));
  await promote(store, "numbers", 1, "champion", effects);
  const clock = { now, timer: () => performance.now() };
  registry = await serveRegistry({ store, name: "numbers", prove: proveHere, clock, pollMs: 0 });
  const keysPath = join(folder, "keys.json");
  for (const scope of ["predict", "admin"])
    keys[scope] = (await addKey(keysPath, { name: `${scope} key`, scopes: [scope] }, now())).text;
  authority = await openAuthority({ keysPath, now, pollMs: 60_000 });
  server = createServer(registry.service, {
    authority,
    routes: [
      ...deploymentRoutes({ store, name: "numbers", registry, now }),
      ...keyRoutes({ keysPath, authority, now }),
    ],
  });
  address = await server.listen(0, "127.0.0.1");
});
afterAll(async () => {
  await server.close();
  authority.close();
  await registry.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await promote(store, "numbers", 1, "champion", effects);
  await registry.reload();
});

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  key = keys["admin"]!,
  id?: string,
): Promise<Answered> {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      ...(id === undefined ? {} : { "idempotency-key": id }),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answered["body"] };
}

const whichAnswers = async (): Promise<unknown> => {
  const { body } = await ask("POST", "/predict", { rows: [{ x: 1 }] }, keys["predict"]);
  return (body["predictions"] as { which: number }[])[0]!.which;
};
const codeOf = ({ body }: Answered): unknown =>
  (body["error"] as { diagnostics: { code: string }[] }).diagnostics[0]!.code;

describe("the admin routes", () => {
  it("promote, roll back and divide the traffic, and answer when the service has followed", async () => {
    expect(await ask("POST", "/admin/promote", { version: 2 })).toMatchObject({
      status: 200,
      body: {
        change: { from: 1, to: 2 },
        deployment: { isCurrent: true, live: [{ version: "2", share: 1 }] },
      },
    });
    expect(await whichAnswers()).toBe(2);
    expect((await ask("POST", "/admin/rollback")).body["change"]).toEqual({ from: 2, to: 1 });
    expect(await whichAnswers()).toBe(1);
    const shares = { champion: 0.25, "3": 0.75 };
    expect(await ask("PUT", "/admin/traffic", { shares, seed: 5 })).toMatchObject({ status: 200 });
    expect((await ask("GET", "/admin/deployment")).body).toMatchObject({
      seed: 5,
      live: [
        { arm: "champion", version: "1", share: 0.25 },
        { arm: "3", version: "3", share: 0.75 },
      ],
      versions: [{ version: "3" }, { version: "2" }, { version: "1", aliases: ["champion"] }],
    });
    await ask("PUT", "/admin/traffic", { shares: { champion: 1 } });
  });

  it("make a change once when it is sent again under its name", async () => {
    const first = await ask("POST", "/admin/promote", { version: 3 }, undefined, "one");
    await ask("POST", "/admin/promote", { version: 2 }, undefined, "two");
    const again = await ask("POST", "/admin/promote", { version: 3 }, undefined, "one");
    expect(again.body["change"]).toEqual(first.body["change"]);
    expect(await whichAnswers()).toBe(2);
    const other = await ask("POST", "/admin/rollback", {}, undefined, "one");
    expect([other.status, codeOf(other)]).toEqual([400, "T2348"]);
  });

  it.each([
    ["POST", "/admin/promote", { version: 9 }, "T2023"],
    ["POST", "/admin/promote", { version: "two" }, "T2361"],
    ["POST", "/admin/promote", { version: 2, alias: "boss" }, "T2361"],
    ["POST", "/admin/promote", { version: 2, force: true }, "T2361"],
    ["POST", "/admin/promote", "{", "T2361"],
    ["POST", "/admin/promote", [], "T2361"],
    ["PUT", "/admin/traffic", { shares: { champion: 0.5 } }, "T2342"],
    ["PUT", "/admin/traffic", { shares: { challenger: 1 } }, "T2343"],
    ["POST", "/admin/keys", { name: "x", scopes: ["root"] }, "T2353"],
    ["POST", "/admin/keys", { name: "x" }, "T2361"],
    ["POST", "/admin/keys", { name: "x", scopes: ["predict"], expiresInDays: "9" }, "T2361"],
    ["DELETE", "/admin/keys/nobody", undefined, "T2354"],
  ])("refuse %s %s %j with %s and change nothing", async (method, path, body, code) => {
    const before = (await ask("GET", "/admin/deployment")).body;
    const refused = await ask(method, path, body);
    expect([refused.status, codeOf(refused)]).toEqual([400, code]);
    expect((await ask("GET", "/admin/deployment")).body).toEqual(before);
  });

  it("are closed to predict keys and to strangers", async () => {
    for (const [method, path] of [
      ["GET", "/admin/deployment"],
      ["POST", "/admin/promote"],
      ["GET", "/admin/keys"],
    ] as const) {
      expect((await ask(method, path, undefined, keys["predict"])).status).toBe(403);
      expect((await ask(method, path, undefined, "nobody")).status).toBe(401);
    }
    expect((await ask("POST", "/predict", { rows: [{ x: 1 }] }, keys["admin"])).status).toBe(403);
  });

  it("make, rotate and revoke keys that are in force with the answer, and show none of them again", async () => {
    const made = await ask("POST", "/admin/keys", { name: "shop", scopes: ["predict"], expiresInDays: 1 });
    const predict = (key: unknown) => ask("POST", "/predict", { rows: [{ x: 1 }] }, String(key));
    expect([made.status, (await predict(made.body["key"])).status]).toEqual([201, 200]);
    const rotated = await ask("POST", "/admin/keys/shop/rotate", { overlapHours: 1 });
    expect((await predict(rotated.body["key"])).status).toBe(200);
    expect((await predict(made.body["key"])).status).toBe(200);
    const listed = JSON.stringify((await ask("GET", "/admin/keys")).body);
    expect(listed).toContain(`"lastFour":"${String(made.body["key"]).slice(-4)}"`);
    for (const text of [made.body["key"], rotated.body["key"], "hash"]) expect(listed).not.toContain(text);
    const tooLong = { name: "late", scopes: ["predict"], expiresInDays: 1e300 };
    expect((await ask("POST", "/admin/keys", tooLong)).status).toBe(400);
    expect((await ask("POST", "/admin/keys/shop/rotate", { overlapHours: 1e300 })).status).toBe(400);
    expect((await ask("DELETE", "/admin/keys/shop")).status).toBe(200);
    for (const key of [made.body["key"], rotated.body["key"]]) expect((await predict(key)).status).toBe(401);
  });
});

/** Answers so far, and those that are wrong. */
interface Asked {
  answers: number;
  readonly failed: string[];
}

/** Asks over one connection, one request after the other, until it is told to stop. */
async function askOn(agent: Agent, over: AbortSignal, path: string, asked: Asked): Promise<void> {
  for (let x = 1; !over.aborted; x++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const text = await new Promise<string>((done) => {
      const headers = { authorization: `Bearer ${keys["predict"]}`, "content-type": "application/json" };
      const sent = httpRequest(`${address}${path}`, { method: "POST", agent, headers }, (response) => {
        let body = "";
        response
          .setEncoding("utf8")
          .on("data", (part: string) => (body += part))
          .on("end", () => done(body));
      });
      sent.on("error", (error) => done(String(error))).end(JSON.stringify({ rows: [{ x }, { x: 2 * x }] }));
    });
    asked.answers++;
    try {
      const { predictions, model } = JSON.parse(text) as {
        predictions: { which: number; prediction: number }[];
        model: { hash: string };
      };
      const [one, two] = predictions;
      const isRight =
        one!.prediction === x * one!.which &&
        two!.prediction === 2 * x * one!.which &&
        two!.which === one!.which;
      if (!isRight || model.hash !== hashes.get(one!.which)) asked.failed.push(text);
    } catch {
      asked.failed.push(text);
    }
  }
}
const hashes = new Map([1, 2, 3].map((which) => [which, numberedPackage(which).hash]));

describe("a service over HTTP whose versions are swapped", () => {
  it("fails no request, and every answer names the version that computed it", async () => {
    const over = new AbortController();
    const agents = Array.from({ length: 6 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    const asked: Asked = { answers: 0, failed: [] };
    const asking = agents.map((agent) => askOn(agent, over.signal, "/predict", asked));
    for (const version of [2, 3, 1, 2, 3, 1, 2, 3, 1, 2]) {
      await promote(store, "numbers", version, "champion", effects);
      await registry.reload();
      const enough = asked.answers + 20;
      while (asked.answers < enough) await new Promise((resume) => setTimeout(resume, 5));
    }
    over.abort();
    await Promise.all(asking);
    for (const agent of agents) agent.destroy();
    expect(asked.failed).toEqual([]);
  });

  it("lets versions go that nobody asks for any more", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const gone: WeakRef<object>[] = [];
    for (const version of [2, 3, 1, 2, 3, 1]) {
      gone.push(new WeakRef(registry.service.find().predictor));
      await promote(store, "numbers", version, "champion", effects);
      await registry.reload();
      expect(await whichAnswers()).toBe(version);
    }
    // What was looked at in this turn of the event loop is kept until its end.
    const left = (): number => {
      collect();
      return gone.filter((version) => version.deref() !== undefined).length;
    };
    await expect.poll(left, { timeout: 20_000, interval: 50 }).toBe(0);
  });
});
