import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPackage, openFeatureState } from "../../src/index.ts";
import { makeShop } from "../events/shop.test-support.ts";
import { keepConnection, postText } from "./kept-connection.test-support.ts";
import { startService, type StartedService } from "./started-service.test-support.ts";
import { tandem, tandemJson, temporaryFolder, type RunDocument } from "./tandem.test-support.ts";

const shop = makeShop();
const customers = [1, 2, 3, 4];
const past = shop.orders.trim().split("\n").slice(1);

// No id names an event: one that came in twice would count twice.
const config = `import { csv, days, defineProject } from "tandem-ml";
export default defineProject({
  name: "churn",
  data: csv("customers.csv"),
  events: { orders: csv("orders.csv") },
  features: ({ events }) => {
    const orders = events("orders", { by: "customer", at: "created", known: "loaded" });
    return { count: orders.last(days(3650)).count(), spent: orders.last(days(3650)).sum("amount") };
  },
  predict: "churned",
  time: "asOf",
  id: ["customer"],
});
`;

let folder: string;
let features: NonNullable<ReturnType<typeof loadPackage>["content"]["eventFeatures"]>;
beforeAll(async () => {
  folder = temporaryFolder();
  writeFileSync(join(folder, "tandem.config.ts"), config);
  writeFileSync(join(folder, "customers.csv"), shop.customers);
  writeFileSync(join(folder, "orders.csv"), shop.orders);
  const run = await tandemJson<RunDocument>(folder, "run", "--model", "logistic");
  features = loadPackage(readFileSync(run.package.path, "utf8")).content.eventFeatures!;
  await tandemJson(folder, "warm");
});

const start = (port: number): Promise<StartedService> =>
  startService({ folder, options: ["--port", String(port), "--share-port", "--log-level", "error"] });

/** Sends events of a customer, one at a time, and asks for answers in between; gives how many events were acknowledged, and what failed. */
async function send(port: number, customer: number, isOver: () => boolean) {
  const connection = keepConnection(port);
  const failed: string[] = [];
  let acknowledged = 0;
  while (!isOver()) {
    const created = new Date(Date.UTC(2024, 0, 1) + acknowledged * 1000).toISOString();
    const event = { order: "any", customer, created, loaded: created, amount: 1, status: "paid" };
    const row = { customer, plan: "gold", asOf: "2024-06-01T00:00:00Z" };
    for (const [path, body] of [
      ["/events", { table: "orders", events: [event] }],
      ["/predict", { rows: [row] }],
    ] as const)
      await connection.ask(postText(path, JSON.stringify(body))).then(
        ({ status, body: text }) => {
          if (status !== 200) failed.push(`${path} ${status} ${text}`);
          else if (path === "/events") acknowledged++;
        },
        (error: unknown) => failed.push(`${path} ${String(error)}`),
      );
  }
  connection.close();
  return { customer, acknowledged, failed };
}

describe("the events of a service that another follows on", () => {
  it("go over to it: requests wait until then, and no event is lost or kept twice", async () => {
    let isOver = false;
    let service = await start(0);
    const sending = customers.map((customer) => send(service.port, customer, () => isOver));
    for (let handover = 0; handover < 2; handover++) {
      await pause(400);
      const next = await start(service.port);
      // Both listen; the one that waits says so to whoever asks whether it is ready.
      await pause(200);
      const ready = await Promise.all(
        Array.from({ length: 20 }, () =>
          fetch(`${service.address}/health/ready`, { headers: { connection: "close" } }).then(
            async (answer) =>
              answer.status === 200 ? "ready" : ((await answer.json()) as { status: string }).status,
          ),
        ),
      );
      expect(new Set(ready)).toEqual(new Set(["ready", "not ready"]));
      expect(await service.end("SIGTERM")).toBe(0);
      service = next;
    }
    await pause(400);
    isOver = true;
    const sent = await Promise.all(sending);
    expect((await fetch(`${service.address}/health/ready`)).status).toBe(200);
    expect(await service.end("SIGTERM")).toBe(0);
    expect(sent.flatMap(({ failed }) => failed)).toEqual([]);

    const state = await openFeatureState(features.set, join(folder, ".tandem/events.sqlite"));
    const counts = await Promise.all(
      customers.map((customer) => state.read({ customer, asOf: Date.UTC(2025, 0, 1) })),
    );
    await state.close();
    const known = (customer: number): number =>
      past.filter((line) => line.split(",")[1] === String(customer)).length;
    expect(counts.map(({ count }) => count)).toEqual(
      sent.map(({ customer, acknowledged }) => known(customer) + acknowledged),
    );
    for (const { acknowledged } of sent) expect(acknowledged).toBeGreaterThan(10);
  });

  it("are not waited for by a service that does not share its port", async () => {
    const service = await start(0);
    const other = await tandem(folder, "serve", "--port", "0");
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("T2527")]);
    expect(await service.end("SIGTERM")).toBe(0);
  });

  it("are let go by a service that is ended while it waits for them", async () => {
    const service = await start(0);
    const next = await start(service.port);
    expect([await next.end("SIGTERM"), next.said(), next.child.signalCode]).toEqual([
      0,
      expect.stringContaining("Stopped"),
      null,
    ]);
    expect(await service.end("SIGTERM")).toBe(0);
  });
});
