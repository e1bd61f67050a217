import { createServer, type Server } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "./browser.test-support.ts";
import { smallProject, tandem, tandemJson, type RunDocument } from "./tandem.test-support.ts";

interface Written {
  readonly model: { readonly name: string; readonly hash: string };
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly compressedBytes: number;
}

let folder: string;
let hash: string;
let path: string;

beforeAll(async () => {
  folder = smallProject();
  ({ hash, path } = (await tandemJson<RunDocument>(folder, "run")).package);
});

describe("tandem export", () => {
  it("finds a package by its file, its name, a version and an alias, and refuses what is none", async () => {
    for (const name of [path, "strikes", "strikes@1", "strikes@champion"]) {
      const { code, stdout } = await tandem(folder, "export", "sql", name, "--relation", "birds");
      const found = name === "strikes@champion" ? code === 0 || code === 2 : code === 0;
      expect([name, found]).toEqual([name, true]);
      if (code === 0) expect(stdout).toContain(hash);
    }
    const refused = await tandem(folder, "export", "sql", "starlings@1");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/^error T2412 .*starlings@1/)]);
  });

  it("writes the SQL and the client to files and says how large they are", async () => {
    const { code, stdout } = await tandem(folder, "export", "sql", "strikes", "--out", "out/score.sql");
    const text = readFileSync(join(folder, "out/score.sql"), "utf8");
    expect([code, stdout]).toEqual([
      0,
      `${join(folder, "out/score.sql")} (${text.length.toLocaleString("en")} bytes)\n`,
    ]);
    const client = await tandemJson<{ bytes: number; path: string }>(
      folder,
      "export",
      "client",
      "strikes",
      "--out",
      "client.ts",
    );
    expect(client.bytes).toBe(readFileSync(client.path).length);
  });

  it("refuses another dialect with exit code 2", async () => {
    const { code, stderr } = await tandem(folder, "export", "sql", "strikes", "--dialect", "postgres");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error T2581 .*postgres/)]);
  });
});

describe("tandem compatible and tandem promote", () => {
  it("refuse a version that breaks the clients of the champion, until that is meant", async () => {
    const project = smallProject();
    await tandemJson<RunDocument>(project, "run");
    const config = join(project, "tandem.config.ts");
    const [used] = (
      JSON.parse(readFileSync(path, "utf8")) as { schema: { fields: readonly { name: string }[] } }
    ).schema.fields.filter(({ name }) => name !== "Flight Date");
    const text = readFileSync(config, "utf8");
    writeFileSync(config, text.replace("  seed:", `  ignore: [${JSON.stringify(used!.name)}],\n  seed:`));
    await tandemJson<RunDocument>(project, "run");
    expect((await tandem(project, "promote", "1")).code).toBe(0);
    const told = await tandem(project, "compatible", "strikes@champion", "strikes@2");
    expect([told.code, told.stdout]).toEqual([
      1,
      expect.stringContaining(`breaks  ${JSON.stringify(used!.name)} is gone`),
    ]);
    expect(await tandem(project, "compatible", "strikes@1", "strikes@1")).toMatchObject({
      code: 0,
      stdout: "Clients of strikes@1 can go on with strikes@1.\n",
    });
    const refused = await tandem(project, "promote", "2");
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining("so nothing was changed")]);
    expect((await tandem(project, "export", "sql", "strikes@champion")).stdout).toContain(used!.name);
    expect(await tandem(project, "promote", "2", "--breaking")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("is now version 2") as string,
    });
  });
});

describe("an exported module in a browser", () => {
  let browser: Browser;
  let server: Server;
  let written: Written;

  beforeAll(async () => {
    written = await tandemJson<Written>(folder, "export", "js", "strikes", "--out", "web");
    const javascript = readFileSync(written.files[0]!.path, "utf8");
    server = createServer((request, response) => {
      const isModule = request.url === "/strikes.js";
      response
        .writeHead(200, {
          "content-type": isModule ? "text/javascript" : "text/html",
          // The strictest policy that lets a module of one's own in: no eval, nothing from elsewhere.
          "content-security-policy": "default-src 'none'; script-src 'self'",
        })
        .end(isModule ? javascript : "<!doctype html><meta charset=utf-8><title>Model</title>");
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it("says its size", () => {
    expect(written.files.map(({ path: file }) => file.split("/").at(-1))).toEqual([
      "strikes.js",
      "strikes.d.ts",
    ]);
    expect(written.files[0]!.bytes).toBe(readFileSync(written.files[0]!.path).length);
    expect(written.compressedBytes).toBeLessThan(written.files[0]!.bytes);
  });

  it("gives the bits of the package under a strict content security policy", async () => {
    const { proof } = JSON.parse(readFileSync(path, "utf8")) as {
      proof: readonly { readonly input: unknown; readonly output: unknown }[];
    };
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const answer = await page.evaluate<{ rowCount: number; hash: string; outputs: unknown[] }>(
      `(async () => {
        const { model, predictBatch, verify } = await import("/strikes.js");
        const outputs = predictBatch(${JSON.stringify(proof.map(({ input }) => input))});
        return { ...verify(), hash: model.hash, outputs };
      })()`,
    );
    expect([answer.rowCount, answer.hash]).toEqual([proof.length, hash]);
    expect(answer.outputs).toEqual(proof.map(({ output }) => output));
    await page.close();
  });
});
