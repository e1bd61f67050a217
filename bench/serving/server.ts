/**
 * A server of `bench/serving.ts` in a process of its own: `node server.ts bare|bare-model|tandem|tandem-log [each|second]`. `bare` is `node:http` that reads a body, has
 * JSON.parse read it and gives a constant answer of the same length; `bare-model` has our model answer in between. Prints its address.
 */
import { mkdtempSync } from "node:fs";
import { createServer as createPlainServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageText } from "../../src/project/index.ts";
import { loadPackage, openPredictionLog, servePredictor } from "../../src/serve/index.ts";
import { createServer, openLog } from "../../src/server/index.ts";
import { forestPackage, forestRow } from "./forest-package.ts";

const trees = 100;
const [kind, flush] = process.argv.slice(2);

async function serveModel(isLogged: boolean): Promise<string> {
  const model = loadPackage(packageText(forestPackage(trees, 1)));
  const clock = { now: Date.now, timer: () => performance.now() };
  const folder = mkdtempSync(join(tmpdir(), "bench-serving-"));
  const recorder = isLogged
    ? await openPredictionLog(folder, Date.now, { flush: flush === "second" ? "second" : "each" })
    : undefined;
  const service = servePredictor(model, { clock, recorder });
  // What is answered must be the model's own.
  const row = forestRow(17);
  const { predictions } = await service.predict({ id: "first", rows: [row] });
  if (predictions[0]!.output["probability"] !== model.predict(row).output["probability"])
    throw new Error("The service answers otherwise than its model");
  return createServer(service, { log: await openLog(2, "info") }).listen(0, "127.0.0.1");
}

async function serveBare(hasModel: boolean): Promise<string> {
  const content = forestPackage(trees, 1);
  const model = loadPackage(packageText(content));
  const { name, hash } = content;
  const answerWith = (prediction: object): string =>
    JSON.stringify({
      model: { name, hash },
      version: "0".repeat(12),
      predictions: [prediction],
      warnings: [],
    });
  const constant = answerWith({ probability: 0.123456789012345, which: 1 });
  const server = createPlainServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const found = JSON.parse(body.toString()) as { rows: unknown[] };
      if (found.rows.length !== 1) throw new Error("It is one row");
      const answer = hasModel ? answerWith(model.predict(found.rows[0]).output) : constant;
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": answer.length });
      response.end(answer);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

process.once("SIGTERM", () => process.exit(0));
const isBare = kind === "bare" || kind === "bare-model";
console.log(isBare ? await serveBare(kind === "bare-model") : await serveModel(kind === "tandem-log"));
