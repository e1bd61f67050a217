/**
 * Made requests to every route of a service: bodies that fit and then are changed in value, form and bytes, strange headers and paths.
 *   npm run bench -- fuzz [requests]
 * Prints how often each status came (100,000 requests unless told). The bar: no crash, no hang, no status of 500 and above, no error
 * that is no JSON, nothing of the inside in an answer.
 */
import { packageText } from "../src/project/index.ts";
import { loadPackage, servePredictor } from "../src/serve/index.ts";
import { createServer, protocolRoutes } from "../src/server/index.ts";
import { fuzzRoutes } from "../src/server/fuzz.test-support.ts";
import { forestPackage } from "./serving/forest-package.ts";

const requestsByDefault = 100_000;
const seed = 2;

/** Runs the benchmark; false where something came back that must not. */
export async function benchFuzz(requests = requestsByDefault): Promise<boolean> {
  const model = loadPackage(packageText(forestPackage(100, 1)));
  const clock = { now: Date.now, timer: () => performance.now() };
  const service = servePredictor(model, { clock, version: "7" });
  const server = createServer(service, { protocols: [(served) => protocolRoutes(served, "0")] });
  try {
    const address = await server.listen(0, "127.0.0.1");
    const { byStatus, faults } = await fuzzRoutes(address, server.routes, service.find(), requests, seed);
    console.log(`${requests.toLocaleString("en")} requests to ${server.routes.length} routes`);
    for (const [status, count] of Object.entries(byStatus))
      console.log(`  ${status}  ${count.toLocaleString("en")}`);
    console.log(`  ${faults.length} faults`);
    for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
    return faults.length === 0;
  } finally {
    await server.close();
  }
}
