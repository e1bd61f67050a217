import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caseExamples } from "../equivalence/proof/case-examples.ts";
import { openBrowser } from "./browser.test-support.ts";
import { operationHashes } from "./operation-hashes.test-support.ts";

const root = resolve(import.meta.dirname, "../..");
const rowCount = 2000;
const examples = caseExamples();

/** The source of the library itself, file by file, without its types. */
function sourceFile(path: string): string {
  const text = readFileSync(join(root, path), "utf8");
  return path.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
}

const imports = { imports: { "@noble/hashes/": "/node_modules/@noble/hashes/" } };
const start = `<!doctype html><meta charset=utf-8><title>Operations</title><script type=importmap>${JSON.stringify(imports)}</script>`;

let browser: Browser;
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === "/") response.writeHead(200, { "content-type": "text/html" }).end(start);
    else if (/^\/(src|test|node_modules\/@noble)\/[\w/.-]+\.(ts|js)$/.test(path))
      response.writeHead(200, { "content-type": "text/javascript" }).end(sourceFile(path));
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  server.close();
});

describe("the operations in a browser", () => {
  it("give the bits that they give in Node, every one, on boundary values and others", async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const inBrowser = await page.evaluate<ReturnType<typeof operationHashes>>(
      `import("/test/e2e/operation-hashes.test-support.ts").then(({ operationHashes }) => operationHashes(${rowCount}, ${JSON.stringify(examples)}))`,
    );
    expect(problems).toEqual([]);
    expect(inBrowser).toEqual(operationHashes(rowCount, examples));
    await page.close();
  });
});
