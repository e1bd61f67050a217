import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadPackage, servePredictor } from "../serve/index.ts";
import { createServer } from "./create-server.ts";
import { fuzzRoutes } from "./fuzz.test-support.ts";
import { protocolRoutes } from "./protocols/protocol-routes.ts";

const file = join(import.meta.dirname, "../../test/formats/0.1.0/boosting-binary.tandem.json");

it("answers made requests to every route without a crash, a hang, a 5xx or an error that is no JSON", async () => {
  const model = loadPackage(readFileSync(file, "utf8"));
  const service = servePredictor(model, {
    clock: { now: () => 0, timer: () => performance.now() },
    version: "7",
  });
  const server = createServer(service, { protocols: [(served) => protocolRoutes(served, "0")] });
  try {
    const address = await server.listen(0, "127.0.0.1");
    const { faults, byStatus } = await fuzzRoutes(address, server.routes, service.find(), 1000, 1);
    expect(faults).toEqual([]);
    // Among them are requests that fit and requests that do not.
    expect(byStatus[200]).toBeGreaterThan(100);
    expect(byStatus[400]).toBeGreaterThan(100);
    expect(server.machine.open).toBe(0);
  } finally {
    await server.close();
  }
});
