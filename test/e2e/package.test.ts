import { createServer, type Server } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "./browser.test-support.ts";
import { root, smallProject, tandem, tandemJson, type RunDocument } from "./tandem.test-support.ts";

interface Package {
  readonly hash: string;
  readonly version: number;
  readonly proof: readonly { readonly input: object; readonly output: Readonly<Record<string, unknown>> }[];
}

let folder: string;
let path: string;
let text: string;

beforeAll(async () => {
  folder = smallProject();
  path = (await tandemJson<RunDocument>(folder, "run")).package.path;
  text = readFileSync(path, "utf8");
});

describe("a package file", () => {
  it("is shown when it is whole", async () => {
    const { code, stdout } = await tandem(folder, "show", path);
    expect(code).toBe(0);
    expect(stdout).toContain("64 proof rows reproduced bit for bit");
  });

  it("is refused with one flipped bit, wherever it is", async () => {
    const bytes = readFileSync(path);
    const changed = join(folder, "changed.tandem.json");
    const refusals = new Set<string>();
    // Every command is a process of its own, so only some places here; all codes of the loader are tested beside it.
    const places = [
      0,
      1,
      bytes.length - 1,
      ...Array.from({ length: 15 }, (_, at) => Math.floor(((at + 0.5) * bytes.length) / 15)),
    ];
    for (const [turn, at] of places.entries()) {
      const copy = Buffer.from(bytes);
      copy[at] = copy[at]! ^ (1 << (turn % 7));
      writeFileSync(changed, copy);
      const { code, stdout, stderr } = await tandem(folder, "show", changed);
      expect([at, code, stdout]).toEqual([at, 2, ""]);
      refusals.add(/^error (T[0-9]{4}) .*[.]$/m.exec(stderr)?.[1] ?? stderr);
    }
    for (const code of refusals) expect(["T2011", "T2012", "T2013", "T2014"]).toContain(code);
    expect(refusals).toContain("T2013");
  });

  it("is refused by the runtime at every thousandth byte", async () => {
    const { loadPackage } = (await import(join(root, "dist/runtime.js"))) as {
      loadPackage: (content: string) => unknown;
    };
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += 1009) {
      const copy = Buffer.from(bytes);
      copy[at] = copy[at]! ^ (1 << (at % 7));
      expect(() => loadPackage(copy.toString("utf8")), `byte ${at}`).toThrow(/T201[1-4]/);
    }
  });

  it.each([
    ["cut off", (whole: string) => whole.slice(0, -100), "T2011"],
    ["empty", () => "", "T2011"],
    [
      "of a newer version",
      (whole: string) => JSON.stringify({ ...(JSON.parse(whole) as object), version: 3 }),
      "T2014",
    ],
    ["another kind of file", () => '{"kind":"run"}', "T2012"],
  ])("is refused when it is %s", async (_, change, expected) => {
    const changed = join(folder, "refused.tandem.json");
    writeFileSync(changed, change(text));
    for (const args of [
      ["show", changed],
      ["predict", "strikes.csv", "--package", changed],
      ["serve", "--port", "0", "--package", changed],
    ]) {
      const { code, stderr } = await tandem(folder, ...args);
      expect([args[0], code, stderr.split(" ")[1]]).toEqual([args[0], 2, expected]);
    }
  });
});

describe("the runtime", () => {
  let browser: Browser;
  let server: Server;
  let address: string;

  beforeAll(async () => {
    const files: Readonly<Record<string, readonly [type: string, content: () => string]>> = {
      "/": ["text/html", () => "<!doctype html><meta charset=utf-8><title>Runtime</title>"],
      "/runtime.js": ["text/javascript", () => readFileSync(join(root, "dist/runtime.js"), "utf8")],
      "/model.tandem.json": ["application/json", () => text],
    };
    server = createServer((request, response) => {
      const [type, content] = files[request.url ?? ""] ?? ["text/plain", undefined];
      response.writeHead(content ? 200 : 404, { "content-type": type }).end(content?.());
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it("imports nothing", () => {
    const code = readFileSync(join(root, "dist/runtime.js"), "utf8");
    expect(code).not.toMatch(/^\s*(import|export)\b[^\n;]*\bfrom\s*["']/m);
    expect(code).not.toMatch(/^\s*import\s*["']|\bimport\s*\(|\brequire\s*\(/m);
    expect(code).not.toMatch(/["']node:/);
  });

  it("loads a package in a browser and gives the same bits", async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => problems.push(message.text()));
    await page.goto(address);
    const answer = await page.evaluate<{
      hash: string;
      provenRows: number;
      outputs: unknown[];
    }>(`(async () => {
      const { loadPackage } = await import("/runtime.js");
      const text = await (await fetch("/model.tandem.json")).text();
      const model = loadPackage(text);
      const rows = JSON.parse(text).proof.map(({ input }) => input);
      return { hash: model.hash, provenRows: model.provenRows, outputs: rows.map((row) => model.predict(row).output) };
    })()`);
    const { hash, proof } = JSON.parse(text) as Package;
    expect(problems.filter((problem) => !problem.includes("favicon") && !problem.includes("404"))).toEqual(
      [],
    );
    expect([answer.hash, answer.provenRows]).toEqual([hash, 64]);
    expect(answer.outputs).toEqual(proof.map(({ output }) => output));
    await page.close();
  });

  it("refuses a changed package in a browser", async () => {
    const page = await browser.newPage();
    await page.goto(address);
    const refusal = await page.evaluate<string>(`(async () => {
      const { loadPackage } = await import("/runtime.js");
      const text = await (await fetch("/model.tandem.json")).text();
      try { loadPackage(text.replace("strikes", "strokes")); return "loaded"; } catch (error) { return error.message; }
    })()`);
    expect(refusal).toMatch(/^T2013 /);
    await page.close();
  });
});
