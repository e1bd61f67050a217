import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportClient } from "../../src/export/index.ts";
import { parsePackage } from "../../src/project/index.ts";
import { loadPackage } from "../../src/serve/index.ts";
import { serveModel } from "../serving.test-support.ts";

const path = join(import.meta.dirname, "../formats/0.1.0/boosting-binary.tandem.json");
const text = readFileSync(path, "utf8");
const { proof, hash } = parsePackage(text, path);

interface Answers {
  readonly predictions: readonly unknown[];
  readonly model: { readonly name: string; readonly hash: string };
  readonly warnings: readonly { readonly code: string }[];
}
interface Client {
  predict(row: unknown, options?: { signal?: AbortSignal }): Promise<unknown>;
  predictBatch(rows: readonly unknown[], options?: { signal?: AbortSignal }): Promise<Answers>;
}
interface Module {
  readonly createClient: (url: string, options?: object) => Client;
  readonly PredictError: new () => Error;
}

const folder = mkdtempSync(join(tmpdir(), "tandem-client-"));
const servers: { close(): unknown }[] = [];
let exported: Module;
let address: string;

beforeAll(async () => {
  const file = join(folder, "client.ts");
  writeFileSync(file, exportClient(parsePackage(text, path)));
  exported = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Module;
  const server = await serveModel(() => Promise.resolve(loadPackage(text)));
  servers.push(server);
  address = server.address;
});
afterAll(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

/** A service that answers in its own way. */
async function otherService(answer: Parameters<typeof createHttpServer>[1]): Promise<string> {
  const server: Server = createHttpServer(answer);
  servers.push({ close: () => server.closeAllConnections() ?? server.close() });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("an exported client", () => {
  it("gets the answers of the model from a running service", async () => {
    const client = exported.createClient(`${address}/`);
    const answers = await client.predictBatch(proof.map(({ input }) => input));
    expect(answers.predictions).toEqual(proof.map(({ output }) => output));
    expect(answers.model).toEqual({ name: "boosting-binary", hash });
    expect(await client.predict(proof[0]!.input)).toEqual(proof[0]!.output);
    const strange = await client.predictBatch([{ ...proof[0]!.input, speed: 99_999 }]);
    expect(strange.warnings.map(({ code }) => code)).toEqual(["T2210"]);
  });

  it("tells every mistake of a row that the service refuses", async () => {
    const refused = exported.createClient(address).predict({ day: "today", sped: 1 });
    await expect(refused).rejects.toBeInstanceOf(exported.PredictError);
    await expect(refused).rejects.toMatchObject({
      name: "PredictError",
      kind: "refused",
      status: 400,
      diagnostics: [{ code: "T1102" }, { code: "T1108", place: "rows[0]" }, { code: "T1103" }],
    });
  });

  it("says when the model is not ready", async () => {
    const server = await serveModel(() => Promise.resolve(loadPackage(text.replace("small", "smell"))));
    servers.push(server);
    const client = exported.createClient(server.address);
    await expect(client.predict(proof[0]!.input)).rejects.toMatchObject({
      kind: "notReady",
      status: 503,
      diagnostics: [{ code: "T2013" }],
    });
  });

  it("stops waiting after its time, and where the caller stops it with the caller's reason", async () => {
    const silent = await otherService(() => {});
    const client = exported.createClient(silent, { timeoutMs: 50 });
    await expect(client.predict(proof[0]!.input)).rejects.toMatchObject({ kind: "timeout", status: null });
    const reason = new Error("the page was left");
    const stopped = exported
      .createClient(silent)
      .predict(proof[0]!.input, { signal: AbortSignal.abort(reason) });
    await expect(stopped).rejects.toBe(reason);
  });

  it("says when nobody listens, and when the answer is no answer", async () => {
    const closed = exported.createClient("http://127.0.0.1:1");
    await expect(closed.predict(proof[0]!.input)).rejects.toMatchObject({
      kind: "unreachable",
      status: null,
    });
    const page = await otherService((_request, response) => response.end("<html>"));
    await expect(exported.createClient(page).predict({})).rejects.toMatchObject({
      kind: "failed",
      status: 200,
    });
    const empty = await otherService((_request, response) => response.end("{}"));
    await expect(exported.createClient(empty).predict({})).rejects.toThrow(
      /no answer that this client can read/,
    );
    const broken = await otherService((_request, response) => response.writeHead(502).end('{"error":1}'));
    await expect(exported.createClient(broken).predict({})).rejects.toMatchObject({
      kind: "failed",
      status: 502,
    });
  });

  it("sends with the fetch and the headers it was given", async () => {
    const sent: unknown[] = [];
    const fetchOnce = (url: string, request: RequestInit): Promise<Response> => {
      sent.push([url, request.headers]);
      return fetch(url, request);
    };
    const client = exported.createClient(address, {
      fetch: fetchOnce,
      headers: { authorization: "Bearer a" },
    });
    await client.predict(proof[0]!.input);
    expect(sent).toEqual([
      [`${address}/predict`, { authorization: "Bearer a", "content-type": "application/json" }],
    ]);
  });
});
