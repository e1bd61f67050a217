import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { smallProject, startTandem, tandem, tandemJson, type RunDocument } from "./tandem.test-support.ts";

let folder: string;
let inputs: readonly Readonly<Record<string, unknown>>[];

beforeAll(async () => {
  folder = smallProject();
  const run = await tandemJson<RunDocument>(folder, "run");
  const { proof } = JSON.parse(readFileSync(run.package.path, "utf8")) as {
    proof: readonly { readonly input: Readonly<Record<string, unknown>> }[];
  };
  inputs = proof.map(({ input }) => input);
});

interface Started {
  readonly address: string;
  readonly kill: () => Promise<void>;
}

async function serve(...options: readonly string[]): Promise<Started> {
  const running = startTandem(folder, "serve", "--port", "0", "--record", ...options);
  while (!/http:[^ ]+/.test(running.said())) {
    if (running.child.exitCode !== null) throw new Error(running.said());
    await setTimeout(20);
  }
  return {
    address: /http:\/\/[0-9.]+:[0-9]+/.exec(running.said())![0],
    kill: async () => {
      const closed = new Promise((done) => running.child.once("close", done));
      running.child.kill("SIGKILL");
      await closed;
    },
  };
}

const post = (address: string, path: string, body: unknown, id: string): Promise<Response> =>
  fetch(`${address}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": id },
    body: JSON.stringify(body),
  });

interface Summary {
  readonly rows: number;
  readonly versions: readonly {
    readonly version: string;
    readonly rows: number;
    readonly labelled: number;
  }[];
}

describe("tandem serve --record", () => {
  it("keeps every acknowledged row once, though it is killed and requests are sent again", async () => {
    let service = await serve();
    const acknowledged: string[] = [];
    const load = async (address: string, from: number): Promise<void> => {
      for (let at = from; at < from + 60; at++) {
        const answer = await post(address, "/predict", { rows: [inputs[at % inputs.length]] }, `r-${at}`);
        if (answer.status === 200) acknowledged.push(`r-${at}`);
      }
    };
    const loads = [0, 100, 200].map((from) => load(service.address, from).catch(() => {}));
    while (acknowledged.length < 40) await setTimeout(5);
    await service.kill();
    await Promise.all(loads);
    service = await serve();
    // The client sends all of them again, for it cannot know which were kept.
    for (const id of acknowledged)
      expect((await post(service.address, "/predict", { rows: [inputs[0]] }, id)).status).toBe(200);
    const labels = [{ request: acknowledged[0], row: 0, label: true }];
    expect((await post(service.address, "/labels", { labels }, "labels-1")).status).toBe(200);
    await service.kill();
    const summary = await tandemJson<Summary>(folder, "log", "summary");
    // What was under way when it was killed may have been kept without an answer: one row for each of three clients at most.
    expect(summary.rows).toBeGreaterThanOrEqual(acknowledged.length);
    expect(summary.rows).toBeLessThanOrEqual(acknowledged.length + 3);
    expect(summary.versions.map(({ version, labelled }) => [version, labelled])).toEqual([["1", 1]]);
    const output = join(folder, "kept.jsonl");
    await tandem(folder, "log", "export", output);
    const kept = readFileSync(output, "utf8")
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { request: string }).request);
    expect(new Set(kept).size).toBe(kept.length);
    expect(acknowledged.filter((id) => !kept.includes(id))).toEqual([]);
  });

  it("keeps a hash of a private column, and takes labels of a file", async () => {
    const [column] = Object.keys(inputs[0]!).filter((name) => typeof inputs[0]![name] === "string");
    const service = await serve("--log", "private-log", "--private", column!, "--private-key", "hash.key");
    const secret = `secret-${"x".repeat(20)}`;
    const row = { ...inputs[0], [column!]: secret };
    expect((await post(service.address, "/predict", { rows: [row] }, "p-1")).status).toBe(200);
    await service.kill();
    writeFileSync(join(folder, "labels.csv"), "request,label\np-1,true\n");
    await tandem(folder, "labels", "labels.csv", "--log", "private-log");
    await tandem(folder, "log", "export", "private.csv", "--log", "private-log");
    const text = readFileSync(join(folder, "private.csv"), "utf8");
    expect(text).toContain("p-1");
    expect(text).not.toContain(secret);
    expect(await tandemJson<Summary>(folder, "log", "summary", "--log", "private-log")).toMatchObject({
      rows: 1,
      versions: [{ labelled: 1 }],
    });
  });
});
