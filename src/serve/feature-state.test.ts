import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shuffledIndexes } from "../base/index.ts";
import {
  begin,
  everyFeature,
  featureSet,
  makeEvents,
  makeRows,
  randomOf,
  type Row,
} from "../feature/event-stream.test-support.ts";
import {
  createMemoryState,
  days,
  events,
  type FeatureSet,
  type FeatureStateStore,
} from "../feature/index.ts";
import type { Value } from "../schema/index.ts";
import { openFeatureState } from "./feature-state.ts";

let folder = "";
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-feature-state-"));
});
afterAll(() => rm(folder, { recursive: true }));

const newFile = (): string => join(folder, `state-${++files}.sqlite`);

async function answers(state: FeatureStateStore, rows: readonly Row[]): Promise<Record<string, Value>[]> {
  const read: Record<string, Value>[] = [];
  for (const row of rows) read.push(await state.read(row));
  return read;
}

/** What a state in memory answers after the same events. */
async function expected(set: FeatureSet, orders: readonly Row[], rows: readonly Row[]) {
  const state = createMemoryState(set);
  await state.append("orders", orders);
  return answers(state, rows);
}

describe("the feature state in a file", () => {
  it.each(["order", null] as const)("answers as before when it is opened again (id: %s)", async (id) => {
    const random = randomOf(7);
    const set = everyFeature(id);
    const made = makeEvents(random, 150, 4);
    const orders = [...shuffledIndexes(made.length, random)].map((at) => made[at]!);
    const rows = makeRows(random, 60, 4);
    const path = newFile();
    let state = await openFeatureState(set, path);
    for (let start = 0; start < orders.length; start += 40) {
      await state.append("orders", orders.slice(start, start + 40), `batch ${start}`);
      await answers(state, rows.slice(0, 5));
      await state.close();
      state = await openFeatureState(set, path, { keysInMemory: 2 });
    }
    await state.append("orders", orders.slice(0, 40), "batch 0");
    expect(await answers(state, rows)).toEqual(await expected(set, orders, rows));
    await state.close();
  });

  it("loses nothing that was acknowledged when its process is killed", async () => {
    const path = newFile();
    const child = spawn(
      process.execPath,
      ["--conditions=tandem-development", join(import.meta.dirname, "fixtures/append-events.ts"), path],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const acknowledged = await new Promise<number>((done) => {
      let heard = "";
      child.stdout.on("data", (text: Buffer) => {
        heard += text.toString();
        if (heard.split("\n").length > 100) child.kill("SIGKILL");
      });
      child.on("close", () => done(heard.split("\n").length - 1));
    });
    expect(acknowledged).toBeGreaterThanOrEqual(100);
    const orders = makeEvents(randomOf(11), 100_000, 5);
    const set = everyFeature();
    const rows = makeRows(randomOf(12), 40, 5);
    const state = await openFeatureState(set, path);
    // All that was acknowledged is there already; the one that was under way may be there too.
    const again = await state.append("orders", orders.slice(0, acknowledged));
    expect(again.accepted).toBe(0);
    await state.append("orders", orders.slice(0, acknowledged + 1));
    expect(await answers(state, rows)).toEqual(await expected(set, orders.slice(0, acknowledged + 1), rows));
    await state.close();
  });

  it("keeps nothing of a batch that fails", async () => {
    const path = newFile();
    const event: Row = { customer: 1, created: begin, loaded: begin, order: "a", amount: 1 };
    const state = await openFeatureState(everyFeature(), path);
    await state.append("orders", [event]);
    await expect(
      state.append(
        "orders",
        [
          { ...event, order: "b" },
          { ...event, order: 3 },
        ],
        "b",
      ),
    ).rejects.toThrow("T2526");
    expect(await state.append("orders", [{ ...event, order: "b" }], "b")).toMatchObject({ accepted: 1 });
    expect(await state.read({ customer: 1, when: begin + 1 })).toMatchObject({ n: 2 });
    await state.close();
  });

  it("forgets what no later row can see, and still answers as before, late events and corrections included", async () => {
    const random = randomOf(13);
    const orders = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });
    const week = orders.last(days(7));
    const set = featureSet({ n: week.count(), spent: week.sum("amount"), last: week.last("status") });
    const made = makeEvents(random, 300, 3);
    const arriving = [...shuffledIndexes(made.length, random)].map((at) => made[at]!);
    const moment = begin + 20 * 86_400_000;
    const rows = makeRows(random, 80, 3);
    const later = rows.filter(({ when }) => when === null || Number(when) >= moment);
    const path = newFile();
    let state = await openFeatureState(set, path);
    await state.append("orders", arriving.slice(0, 200));
    await state.compact(moment);
    await state.close();
    state = await openFeatureState(set, path);
    await state.append("orders", arriving.slice(200));
    await state.append("orders", arriving.slice(0, 50));
    expect(await answers(state, later)).toEqual(await expected(set, made, later));
    await expect(state.read({ customer: 1, when: moment - 1 })).rejects.toThrow("T2529");
    await state.close();
  });

  it("refuses a second process, another file, and the file of other event tables", async () => {
    const path = newFile();
    const state = await openFeatureState(everyFeature(), path);
    await expect(openFeatureState(everyFeature(), path)).rejects.toThrow(/T2527.*Another process/);
    await state.close();
    await expect(openFeatureState(everyFeature(null), path)).rejects.toThrow("T2528");
    const text = newFile();
    await writeFile(text, "this is no database, however long it may be ".repeat(100));
    await expect(openFeatureState(everyFeature(), text)).rejects.toThrow(/T2527.*no feature state/);
    await expect(openFeatureState(everyFeature(), join(folder, "none/state.sqlite"))).rejects.toThrow(
      "T2527",
    );
  });

  it("waits for the one who owns the file, reads what that one has kept, and does not wait for other event tables", async () => {
    const path = newFile();
    const event: Row = { customer: 1, created: begin, loaded: begin, order: "a", amount: 1 };
    const first = await openFeatureState(everyFeature(), path);
    await first.append("orders", [event]);
    const next = openFeatureState(everyFeature(), path, { ownerWait: { ms: 10_000 } });
    let isOpen = false;
    void next.then(() => (isOpen = true));
    await pause(50);
    expect(isOpen).toBe(false);
    await first.append("orders", [{ ...event, order: "b" }]);
    await first.close();
    const second = await next;
    expect(await second.read({ customer: 1, when: begin + 1 })).toMatchObject({ n: 2 });

    const ownerWait = { ms: 60_000 };
    await expect(openFeatureState(everyFeature(null), path, { ownerWait })).rejects.toThrow("T2528");
    const stop = new AbortController();
    const waiting = openFeatureState(everyFeature(), path, {
      ownerWait: { ms: 60_000, signal: stop.signal },
    });
    stop.abort();
    await expect(waiting).rejects.toThrow(/T2527.*Another process/);
    await second.close();
  });
});
