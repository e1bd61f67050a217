import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  divideTraffic,
  listVersions,
  normalizeTraffic,
  openStore,
  packageText,
  promote,
  registerPackage,
  rollback,
  sealPackage,
  type ModelPackage,
  type Store,
} from "../project/index.ts";
import { logRows } from "./log/log.test-support.ts";
import { openPredictionLog } from "./log/prediction-log.ts";
import type { PredictionAnswer } from "./prediction-service.ts";
import { openProver, proveHere } from "./prove-package.ts";
import { serveRegistry, type RegistryService, type RegistryServiceOptions } from "./serve-registry.ts";
import { numberedPackage, register } from "./small-packages.test-support.ts";

const runtime = new URL("./runtime.ts", import.meta.url).href;
const effects = { now: () => 1_700_000_000_000 };
const clock = { ...effects, timer: () => performance.now() };
// From sources the runtime takes long to start.
const prover = openProver(runtime, 60_000);
const folders: string[] = [];
let folder: string;
let store: Store;
let served: RegistryService | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-serve-"));
  folders.push(folder);
  store = await openStore(folder, effects);
});
afterEach(async () => {
  await served?.close();
  served = undefined;
  await store.close();
});
afterAll(async () => {
  prover.close();
  await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true })));
});

async function serve(more: Partial<RegistryServiceOptions> = {}): Promise<RegistryService> {
  served = await serveRegistry({ store, name: "numbers", prove: proveHere, clock, pollMs: 20, ...more });
  return served;
}

const whichOf = ({ service }: RegistryService, key = "k"): unknown =>
  (service.predict({ id: "r", key, rows: [{ x: 1 }] }) as PredictionAnswer).predictions[0]!.output["which"];

/** Waits until something holds, at most ten seconds. */
async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error("waited too long");
    // oxlint-disable-next-line no-await-in-loop -- this waits
    await new Promise((resume) => setTimeout(resume, 5));
  }
}

/** Another process, which promotes version 2 at the first line that it hears, and rolls back at the second. */
const elsewhereSource = `
import { createInterface } from "node:readline";
import { openStore } from ${JSON.stringify(new URL("../project/store/store.ts", import.meta.url).href)};
import { promote, rollback } from ${JSON.stringify(new URL("../project/store/move-alias.ts", import.meta.url).href)};
const effects = { now: () => 1 };
const store = await openStore(process.argv[1], effects);
console.log("ready");
for await (const line of createInterface({ input: process.stdin }))
  if (line === "promote") await promote(store, "numbers", 2, "champion", effects);
  else await rollback(store, "numbers", "champion", effects);
await store.close();`;

describe("a served registry", () => {
  it("hides what a version marks private from its first row on, and does not swap in one that it could not hide", async () => {
    const log = await openPredictionLog(join(folder, "log"), effects.now, {
      maintenance: "here",
      privateKeyFile: join(folder, "private.key"),
    });
    await register(store, numberedPackage(1));
    await promote(store, "numbers", 1, "champion", effects);
    const registry = await serve({ recorder: log });
    const ask = (id: string) => registry.service.predict({ id, rows: [{ x: 17 }] });
    await ask("a");
    await register(store, numberedPackage(2, "numbers", { private: ["x"] }));
    await promote(store, "numbers", 2, "champion", effects);
    await registry.reload();
    await ask("b");
    await promote(store, "numbers", 1, "champion", effects);
    await registry.reload();
    await ask("c");
    await log.close();
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(await logRows(join(folder, "log"))).toMatchObject([
      { version: "1", "input.x": "17.0" },
      { version: "2", "input.x": hash },
      { version: "1", "input.x": hash },
    ]);
    await registry.close();
    const withoutKey = await openPredictionLog(join(folder, "other"), effects.now, { maintenance: "here" });
    const other = await serve({ recorder: withoutKey });
    await promote(store, "numbers", 2, "champion", effects);
    expect(await other.reload()).toMatchObject({ diagnostics: [{ code: "T2910" }] });
    const { version } = await other.service.predict({ id: "d", rows: [{ x: 17 }] });
    expect(version.version).toBe("1");
    await other.close();
    await expect(serve({ recorder: withoutKey })).rejects.toThrow("T2910");
    await withoutKey.close();
  });

  it("answers with the newest version while there is no champion, and with the champion from then on", async () => {
    await register(store, numberedPackage(1));
    await register(store, numberedPackage(2));
    const registry = await serve();
    expect(whichOf(registry)).toBe(2);
    await promote(store, "numbers", 1, "champion", effects);
    await registry.reload();
    expect(whichOf(registry)).toBe(1);
    expect(registry.status()).toMatchObject({
      isCurrent: true,
      swaps: 2,
      live: [{ arm: "champion", version: "1", share: 1 }],
    });
  });

  it("follows what another process promotes and rolls back within a second", async () => {
    await register(store, numberedPackage(1));
    await register(store, numberedPackage(2));
    await promote(store, "numbers", 1, "champion", effects);
    const registry = await serve({ prove: prover.prove });
    expect(whichOf(registry)).toBe(1);
    const elsewhere = spawn(process.execPath, ["--input-type=module", "-e", elsewhereSource, folder]);
    await once(elsewhere.stdout, "data");
    elsewhere.stdin.write("promote\n");
    await until(() => whichOf(registry) === 2);
    elsewhere.stdin.write("roll back\n");
    await until(() => whichOf(registry) === 1);
    elsewhere.stdin.end();
    await once(elsewhere, "exit");
  });

  it("divides the traffic as the store says, keeps keys on their arms, and finds it again after a restart", async () => {
    await register(store, numberedPackage(1));
    await register(store, numberedPackage(2));
    await promote(store, "numbers", 1, "champion", effects);
    await promote(store, "numbers", 2, "challenger", effects);
    const registry = await serve();
    const keys = Array.from({ length: 300 }, (_, at) => `key ${at}`);
    expect(new Set(keys.map((key) => whichOf(registry, key)))).toEqual(new Set([1]));
    // The challenger has no traffic yet, but answers who asks for it.
    expect(registry.service.find("challenger").version).toBe("2");
    const shares = normalizeTraffic({ challenger: 0.5, champion: 0.5 }, 3);
    await divideTraffic(store, "numbers", shares, effects);
    await until(() => registry.status().seed === 3);
    const before = keys.map((key) => whichOf(registry, key));
    expect(new Set(before)).toEqual(new Set([1, 2]));
    await registry.close();
    const again = await serve();
    expect(keys.map((key) => whichOf(again, key))).toEqual(before);
  });

  it.each([
    ["in this thread", proveHere],
    ["in a thread of its own", prover.prove],
  ])("never lets a package answer that does not prove itself, and says why (%s)", async (_, prove) => {
    await register(store, numberedPackage(1));
    const registry = await serve({ prove });
    const bad = numberedPackage(2);
    const { hash: _h, seal: _s, stamp, kind: _k, version: _v, ...content } = bad;
    const lying: ModelPackage = sealPackage(
      { ...content, proof: bad.proof.map((row) => ({ ...row, output: { ...row.output, prediction: 0.5 } })) },
      stamp,
    );
    await register(store, lying);
    await promote(store, "numbers", 2, "champion", effects);
    await until(() => registry.status().diagnostics.length > 0);
    expect(registry.status()).toMatchObject({ isCurrent: false, diagnostics: [{ code: "T2015" }] });
    expect(registry.status().arms).toMatchObject([{ version: "2", stage: "failed" }]);
    expect(whichOf(registry)).toBe(1);
    await rollbackTo(1);
    await until(() => registry.status().isCurrent);
    expect(registry.status().diagnostics).toEqual([]);
  });

  const rollbackTo = (version: number) => promote(store, "numbers", version, "champion", effects);

  it("goes on when the file of the new version was changed, and takes it when it is there again", async () => {
    await register(store, numberedPackage(1));
    await promote(store, "numbers", 1, "champion", effects);
    const registry = await serve();
    await register(store, numberedPackage(2));
    const [newest] = await listVersions(store);
    const path = store.objects.pathOf(newest!.objectHash);
    const text = await readFile(path);
    await writeFile(path, text.toString().replace("numbers", "n0mbers"));
    await promote(store, "numbers", 2, "champion", effects);
    await until(() => registry.status().diagnostics.length > 0);
    expect(registry.status().diagnostics).toMatchObject([{ code: "T2021" }]);
    expect(whichOf(registry)).toBe(1);
    await writeFile(path, text);
    expect(await registry.reload()).toMatchObject({ isCurrent: true });
    expect(whichOf(registry)).toBe(2);
  });

  it("begins as not ready with a package that does not prove itself, and is ready after a better one", async () => {
    const bad = numberedPackage(1);
    const { hash: _h, seal: _s, stamp, kind: _k, version: _v, ...content } = bad;
    const proof = bad.proof.map((row) => ({ ...row, output: { ...row.output, which: 7 } }));
    await register(store, sealPackage({ ...content, proof }, stamp));
    const registry = await serve();
    expect(registry.service.refusal()).toMatchObject([{ code: "T2015" }]);
    await register(store, numberedPackage(2));
    await until(() => registry.service.refusal() === undefined);
    expect(whichOf(registry)).toBe(2);
  });

  it("fails at the start for a registry whose package is not whole", async () => {
    const objectHash = await store.objects.put(packageText(numberedPackage(1)).slice(0, -1));
    await registerPackage(store, { name: "numbers", packageHash: "p", objectHash, runId: "r" }, effects);
    await expect(serve()).rejects.toThrow("T2011");
  });

  it("answers every request with the version that it names while versions are swapped", async () => {
    for (const which of [1, 2, 3]) await register(store, numberedPackage(which));
    await promote(store, "numbers", 1, "champion", effects);
    const registry = await serve({ prove: prover.prove });
    const over = new AbortController();
    const counts = new Map<string, number>();
    let wrong = 0;
    const asking = (async () => {
      for (let id = 0; !over.signal.aborted; id++) {
        const { version, predictions } = await registry.service.predict({ id: `${id}`, rows: [{ x: id }] });
        const { which, prediction } = predictions[0]!.output;
        if (version.version !== String(which) || prediction !== id * Number(which)) wrong++;
        counts.set(version.version, (counts.get(version.version) ?? 0) + 1);
        if (id % 50 === 0) await new Promise((resume) => setImmediate(resume));
      }
    })();
    for (const version of [2, 3, 1, 2]) {
      await promote(store, "numbers", version, "champion", effects);
      await until(() => registry.service.find().version === String(version));
    }
    await rollback(store, "numbers", "champion", effects);
    await until(() => registry.service.find().version === "1");
    over.abort();
    await asking;
    expect(wrong).toBe(0);
    expect([...counts.keys()].toSorted()).toEqual(["1", "2", "3"]);
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(1000);
  });
});

describe("a thread that proves packages", () => {
  it("leaves the bytes that it is given to their owner", async () => {
    const bytes = Buffer.from(packageText(numberedPackage(3)));
    const [one, two] = [await prover.prove(bytes, "package"), await prover.prove(bytes, "package")];
    expect([one, two].map(({ hash }) => hash)).toEqual([numberedPackage(3).hash, one.hash]);
    expect(bytes.toString()).toBe(packageText(numberedPackage(3)));
  });
});

describe("changes of what is served", () => {
  it("are made once under one request id, and refused for another change under it", async () => {
    await register(store, numberedPackage(1));
    await register(store, numberedPackage(2));
    const move = () => promote(store, "numbers", 2, "champion", effects, "a");
    expect(await move()).toEqual({ from: null, to: 2 });
    await promote(store, "numbers", 1, "champion", effects, "b");
    expect(await move()).toEqual({ from: null, to: 2 });
    const registry = await serve();
    expect(whichOf(registry)).toBe(1);
    await expect(promote(store, "numbers", 1, "champion", effects, "a")).rejects.toThrow("T2348");
    const back = () => rollback(store, "numbers", "champion", effects, "c");
    expect(await back()).toEqual(await back());
    expect((await listVersions(store)).find(({ version }) => version === 2)?.aliases).toEqual(["champion"]);
  });

  it("refuse shares that do not come to 1, names that are no arms, and arms that stand for nothing", async () => {
    await register(store, numberedPackage(1));
    for (const shares of [
      {},
      { champion: 0.5 },
      { champion: 2 },
      { boss: 1 },
      { champion: "1" },
      null,
      { "01": 1 },
    ])
      expect(() => normalizeTraffic(shares)).toThrow("T2342");
    const divide = (shares: unknown) => divideTraffic(store, "numbers", normalizeTraffic(shares), effects);
    await expect(divide({ champion: 1 })).rejects.toThrow("T2343");
    await expect(divide({ "1": 0.5, "9": 0.5 })).rejects.toThrow(/T2343.*arm 9/);
    expect(await divide({ "1": 1 })).toMatchObject({ from: null, to: { shares: [{ arm: "1", share: 1 }] } });
  });
});
