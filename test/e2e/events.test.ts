import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fencesOf } from "../docs/fences.test-support.ts";
import { makeShop } from "../events/shop.test-support.ts";
import { root, startTandem, tandem, tandemJson, type Running } from "./tandem.test-support.ts";

interface Answers {
  readonly predictions: readonly { readonly probability: number }[];
}

const folder = mkdtempSync(join(tmpdir(), "tandem-e2e-events-"));
const shop = makeShop();

// The project of the guide, over a shop that is made up.
beforeAll(async () => {
  const fences = await fencesOf(join(root, "docs/guide/event-features.md"));
  writeFileSync(join(folder, "tandem.config.ts"), fences.find(({ info }) => info === "ts")!.code);
  writeFileSync(join(folder, "customers.csv"), shop.customers);
  writeFileSync(join(folder, "orders.csv"), shop.orders);
  await tandemJson(folder, "run", "--model", "boosting");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const running: Running[] = [];
afterAll(() => running.forEach(({ child }) => child.kill("SIGKILL")));

async function serve(): Promise<Running & { readonly address: string }> {
  const started = startTandem(folder, "serve", "--port", "0");
  running.push(started);
  while (!/http:[^ ]+/.test(started.said())) {
    if (started.child.exitCode !== null) throw new Error(started.said());
    await setTimeout(20);
  }
  return { ...started, address: /http:\/\/[0-9.]+:[0-9]+/.exec(started.said())![0] };
}

async function post<Answer>(url: string, body: unknown): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  expect(response.status, JSON.stringify(answer)).toBe(200);
  return answer as Answer;
}

const probabilities = async (address: string, rows: readonly object[]): Promise<number[]> =>
  (await post<Answers>(`${address}/predict`, { rows })).predictions.map(({ probability }) => probability);

describe("a project with event features, from its files to its service", () => {
  it("is not served without its past, and says how to load it", async () => {
    const service = await serve();
    const ready = await fetch(`${service.address}/health/ready`);
    expect([ready.status, await ready.text()]).toEqual([
      503,
      expect.stringContaining("tandem warm") as string,
    ]);
    service.child.kill("SIGTERM");
    expect((await service.finished).code).toBe(1);
    expect(await tandem(folder, "predict", "customers.csv")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("T2542") as string,
    });
  });

  it("is warmed once, and again without effect", async () => {
    const first = await tandemJson<{ sources: object[] }>(folder, "warm");
    expect(first.sources).toEqual([
      { source: "orders", rowCount: 2430, accepted: 2430, duplicates: 0, leftOut: 0 },
    ]);
    const again = await tandemJson<{ sources: object[] }>(folder, "warm");
    expect(again.sources).toMatchObject([{ accepted: 0, duplicates: 2430 }]);
  });

  it("answers with the bits of the batch, and loses no event that it has acknowledged", async () => {
    await tandemJson(
      folder,
      "predict",
      "customers.csv",
      "--events",
      "orders=orders.csv",
      "--output",
      "scored.csv",
    );
    const batch = readFileSync(join(folder, "scored.csv"), "utf8").trim().split("\n").slice(1);
    const rows = shop.customers
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => {
        const [customer, asOf, plan] = line.split(",");
        return { customer: Number(customer), asOf, plan };
      });
    const service = await serve();
    expect(await probabilities(service.address, rows)).toEqual(
      batch.map((line) => Number(line.split(",").at(-1))),
    );

    const row = { customer: 3, plan: "gold", asOf: "2024-01-01T00:00:00Z" };
    const [before] = await probabilities(service.address, [row]);
    const events = Array.from({ length: 8 }, (_, at) => ({
      order: `new ${at}`,
      customer: 3,
      created: `2023-12-2${at}T12:00:00Z`,
      loaded: `2023-12-2${at}T12:00:00Z`,
      amount: 10,
      status: "paid",
    }));
    expect(await post(`${service.address}/events`, { table: "orders", events })).toMatchObject({
      accepted: 8,
    });
    service.child.kill("SIGKILL");
    await service.finished;

    const next = await serve();
    const [after] = await probabilities(next.address, [row]);
    expect(after).toBeLessThan(before!);
    expect(await post(`${next.address}/events`, { table: "orders", events })).toMatchObject({
      accepted: 0,
      duplicates: 8,
    });
    next.child.kill("SIGTERM");
    expect((await next.finished).code).toBe(0);
  });
});
