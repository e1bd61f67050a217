import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "tsdown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "./browser.test-support.ts";
import { trainedHash } from "./train-model.test-support.ts";

const folder = mkdtempSync(join(tmpdir(), "tandem-training-"));
let server: Server;

beforeAll(async () => {
  await build({
    config: false,
    entry: { train: join(import.meta.dirname, "train-model.test-support.ts") },
    format: "esm",
    platform: "browser",
    target: "es2024",
    outDir: folder,
    dts: false,
    clean: false,
    logLevel: "error",
    deps: { alwaysBundle: [/^@noble\//] },
    inputOptions: { external: [/^node:/] },
  });
  const script = readdirSync(folder).find((name) => /^train\.m?js$/.test(name))!;
  server = createServer((request, response) => {
    const isScript = request.url?.endsWith("js") === true;
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    if (isScript) response.end(readFileSync(join(folder, request.url!.slice(1))));
    else
      response.end(
        `<!doctype html><title>training</title><script type="module">import { trainedHash } from "/${script}"; globalThis.trainedHash = trainedHash;</script>`,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe("boosting in a browser", () => {
  it("trains the model that Node trains, to the bit", async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction("globalThis.trainedHash");
      const inBrowser = await page.evaluate<string>("globalThis.trainedHash(4)");
      expect(inBrowser).toBe(await trainedHash(1));
      expect(await trainedHash(2)).toBe(inBrowser);
    } finally {
      await browser.close();
    }
  });
});
