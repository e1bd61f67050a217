import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kindsOf } from "./kinds.test-support.ts";
import type { Snapshot } from "../../src/data/index.ts";
import { canonicalJson, hashJson } from "../../src/base/index.ts";
import { parseProgram, printProgram } from "../../src/ir/index.ts";
import type { RunRecord } from "../../src/project/index.ts";
import { writeProfileReport, writeReport } from "../../src/report/index.ts";
import { loadPackage, openPredictionLog } from "../../src/serve/index.ts";
import { logRows } from "../../src/serve/log/log.test-support.ts";

const read = (...path: string[]): string => readFileSync(join(import.meta.dirname, ...path), "utf8");
const folders = readdirSync(import.meta.dirname, { withFileTypes: true });
const releases = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
const filesOf = (release: string, ending: string): readonly string[] =>
  readdirSync(join(import.meta.dirname, release)).filter((name) => name.endsWith(ending));

describe("what earlier releases stored", () => {
  it("holds a file of this release", () => {
    const { version } = JSON.parse(read("../../package.json")) as { version: string };
    expect(releases).toContain(version);
  });

  for (const release of releases) {
    for (const name of filesOf(release, ".tandem.json"))
      it(`${release}/${name} is loaded and gives its answers bit for bit`, () => {
        const model = loadPackage(read(release, name), name);
        expect(model.provenRows).toBe(model.content.proof.length);
        for (const { input, output } of model.content.proof)
          expect(model.predict(input).output).toStrictEqual(output);
        expect(parseProgram(printProgram(model.content.program))).toEqual(model.content.program);
      });

    for (const name of filesOf(release, ".run.json"))
      it(`${release}/${name} gives a report`, async () => {
        const record = JSON.parse(read(release, name)) as RunRecord;
        const { html, markdown } = await writeReport(record);
        expect(html).toContain(record.packageHash.slice(0, 8));
        expect(markdown).toContain(record.winner.model);
      });

    for (const name of filesOf(release, ".snapshot.json"))
      it(`${release}/${name} describes the rows that it was made of`, async () => {
        const snapshot = JSON.parse(read(release, name)) as Snapshot;
        const { profile } = JSON.parse(read(release, name.replace("snapshot", "run"))) as RunRecord;
        const { markdown } = await writeProfileReport({ name, snapshot, profile });
        for (const field of snapshot.schema.fields) expect(markdown).toContain(field.name);
        for (const { read: readable, missing, failed } of snapshot.columns)
          expect(readable + missing + failed).toBe(snapshot.rowCount);
      });

    it(`${release}/prediction-log gives its rows and labels, before its files are sealed and after`, async () => {
      const folder = await mkdtemp(join(tmpdir(), "tandem-formats-"));
      try {
        await cp(join(import.meta.dirname, release, "prediction-log"), folder, { recursive: true });
        const rows: unknown = JSON.parse(read(release, "prediction-log.rows.json"));
        expect(await logRows(folder)).toEqual(rows);
        const log = await openPredictionLog(folder, () => Date.UTC(2026, 1, 1), { maintenance: "here" });
        await log.maintain();
        await log.close();
        expect(readdirSync(folder).filter((name) => name.endsWith(".wal"))).toEqual([]);
        expect(await logRows(folder)).toEqual(rows);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it(`${release} has every kind of expression and task`, () => {
      const kinds = new Set(
        filesOf(release, ".tandem.json").flatMap((name) => kindsOf(JSON.parse(read(release, name)))),
      );
      for (const kind of [
        "column",
        "literal",
        "call",
        "choose",
        "lookup",
        "linear",
        "forest",
        "regression",
        "binary",
        "multiclass",
      ])
        expect(kinds).toContain(kind);
    });
  }
});

describe("a package that was tampered with", () => {
  const text = read("0.1.0", "boosting-binary.tandem.json");
  const model = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const sealed = (changes: Readonly<Record<string, unknown>>): string => {
    const { seal: _, ...rest } = { ...model, ...changes };
    return canonicalJson({ ...rest, seal: hashJson(rest) });
  };

  it.each([
    ["is cut off", text.slice(0, -100), /T2011/],
    ["has one other digit", text.replace('"seed":1', '"seed":2'), /T2013 .*seal/],
    ["has the hash of another model under a right seal", sealed({ seed: 2 }), /T2013 .*hash/],
    ["is of a newer version", sealed({ version: 3 }), /T2014 .*version 3/],
    ["is something else", '{"kind":"run"}', /T2012/],
  ])("is refused when it %s", (_, changed, message) => {
    expect(changed).not.toBe(text);
    expect(() => loadPackage(changed)).toThrow(message);
  });

  it("is refused when a proof row does not come out, though seal and hash are right", () => {
    const { seal: _, hash: __, stamp, ...rest } = model;
    const [first, ...others] = model["proof"] as readonly {
      readonly input: object;
      readonly output: object;
    }[];
    const proof = [{ ...first, output: { ...first!.output, probability: 0.125 } }, ...others];
    const hash = hashJson({ ...rest, proof });
    expect(() => loadPackage(sealed({ proof, hash, stamp }))).toThrow(/T2015 Proof row 1 .*probability/);
  });
});
