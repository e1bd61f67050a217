import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { openStore, promote } from "../../src/project/index.ts";
import { openPredictionLog, openProver, serveRegistry, type Predictor } from "../../src/serve/index.ts";
import { numberedPackage, register } from "../../src/serve/small-packages.test-support.ts";
import { createServer, logMetrics } from "../../src/server/index.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const reloads = 30;

it(`lets the models of ${reloads} reloads go`, async () => {
  const folder = await mkdtemp(join(tmpdir(), "tandem-reloads-"));
  const store = await openStore(folder, { now: Date.now });
  const log = await openPredictionLog(join(folder, "log"), Date.now);
  // From sources the runtime takes long to start, so the thread is kept.
  const prover = openProver(new URL("../../src/serve/runtime.ts", import.meta.url).href, 60_000);
  for (const which of [1, 2, 3]) await register(store, numberedPackage(which));
  await promote(store, "numbers", 1, "champion", { now: () => 1 });
  const registry = await serveRegistry({
    store,
    name: "numbers",
    prove: prover.prove,
    clock: { now: Date.now, timer: () => performance.now() },
    recorder: log,
    pollMs: 0,
  });
  const server = createServer(registry.service, { collectors: [logMetrics(log)] });
  const address = await server.listen(0, "127.0.0.1");
  const seen: WeakRef<Predictor>[] = [];
  try {
    for (let at = 1; at <= reloads; at++) {
      const next = (at % 3) + 1;
      await promote(store, "numbers", next, "champion", { now: () => at });
      await registry.reload();
      const answer = await fetch(`${address}/predict`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"rows":[{"x":1}]}',
      });
      expect(await answer.text()).toContain(`"which":${next}`);
      await (await fetch(`${address}/metrics`)).text();
      seen.push(new WeakRef(registry.service.find().predictor));
    }
    const alive = (): number => {
      collectGarbage();
      return seen.filter((one) => one.deref() !== undefined).length;
    };
    // What was looked at in this turn is kept until its end. The one that answers is left, and at most the one before it.
    await expect.poll(alive, { timeout: 20_000, interval: 50 }).toBeLessThanOrEqual(2);
    expect(alive()).toBeGreaterThan(0);
  } finally {
    await server.close();
    await registry.close();
    prover.close();
    await log.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
});
