import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../../src/base/index.ts";
import { answerQuestion, parseQuestion, type Answer, type AnswerOptions } from "../../src/explore/index.ts";
import { withFile } from "../../src/project/index.ts";
import { oneWayAnalysis, oneWayAnova, welchTTest } from "../../src/stats/index.ts";
import { certifiedSets, correctDigits, hasCertifiedSets } from "./certified-sets.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-texts-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Asks a CSV file as `tandem test` does. */
async function ask(csv: string, question: string, options: AnswerOptions = {}): Promise<Answer> {
  const path = join(folder, "rows.csv");
  await writeFile(path, csv);
  return withFile(path, quietEffects(), (reader, _snapshot, texts) =>
    answerQuestion(reader, parseQuestion(question), { ...options, texts }),
  );
}

const csvOf = (groups: readonly (readonly string[])[]): string =>
  ["treatment,y", ...groups.flatMap((texts, at) => texts.map((text) => `${at + 1},${text}`))].join("\n");

describe.skipIf(!hasCertifiedSets)("a one-way analysis of variance of NIST", () => {
  const sets = certifiedSets().filter(({ kind, columns }) => kind === "anova" && columns[0]!.length < 2001);

  it("is there", () => {
    expect(sets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["SiRstv", "SmLs01", "SmLs04", "SmLs07", "SmLs08"]),
    );
  });

  it.each(sets.map((set) => [set.name, set] as const))(
    "has 14 digits of F in `tandem test` of a CSV file: %s",
    async (_name, { columns, certified }) => {
      const { result } = await ask(csvOf(columns), "y by treatment", { test: "oneWayAnova" });
      expect(correctDigits(result.statistic.value, certified["F"]!)).toBeGreaterThanOrEqual(14);
      expect(correctDigits(result.effect.estimate, certified["R2"]!)).toBeGreaterThanOrEqual(14);
      const plain = oneWayAnova(columns.map((texts) => texts.map(Number)));
      expect(correctDigits(plain.statistic.value, certified["F"]!)).toBeGreaterThanOrEqual(14);
    },
  );
});

describe("numbers with more digits than float64 has", () => {
  // All of the first column's numbers but those of treatment 3 are the same float64.
  const small = [
    ["0.11", "0.13", "0.12", "0.15"],
    ["0.17", "0.14", "0.19", "0.16"],
    ["0.21", "0.2", "0.24", "0.22"],
  ];
  const far = small.map((texts) => texts.map((text) => `9007199254740000${text.slice(1)}`));

  it("keep what they differ in, from their texts in the file", async () => {
    const near = await ask(csvOf(small), "y by treatment", { test: "oneWayAnova" });
    const { result, groups } = await ask(csvOf(far), "y by treatment", { test: "oneWayAnova" });
    const exact = oneWayAnalysis(small.map((texts) => Float64Array.from(texts, Number)));
    expect(result.statistic.value).toBeCloseTo(exact.fStatistic!, 10);
    expect(result.statistic.value).toBeCloseTo(near.result.statistic.value, 10);
    expect(result.pValue).toBeCloseTo(near.result.pValue, 12);
    expect(groups[0]!.estimate).toBe(9007199254740000);
  });

  it("keep them in ranks, differences and correlations too", async () => {
    for (const test of ["kruskalWallisTest", "welchAnova"] as const) {
      const near = await ask(csvOf(small), "y by treatment", { test });
      const { result } = await ask(csvOf(far), "y by treatment", { test });
      expect(result.pValue).toBeCloseTo(near.result.pValue, 10);
    }
    const rows = (texts: readonly string[]): string =>
      ["x,y", ...texts.map((text, at) => `${text},${[3, 1, 4, 2][at]}`)].join("\n");
    const near = await ask(rows(small[0]!), "x vs y");
    expect((await ask(rows(far[0]!), "x vs y")).result.effect.estimate).toBeCloseTo(
      near.result.effect.estimate,
      12,
    );
  });

  it("are compared with a value in their own unit", async () => {
    const texts = ["x", ...small[0]!.map((text) => `1000000000000000${text.slice(1)}`)].join("\n");
    const { result } = await ask(texts, "x against 1000000000000000.125");
    const near = await ask(["x", ...small[0]!].join("\n"), "x against 0.125");
    expect(result.statistic.value).toBeCloseTo(near.result.statistic.value, 8);
    expect(result.effect.estimate).toBe(1000000000000000.1);
  });

  it("are not taken from texts that are written otherwise than the engine reads them", async () => {
    const csv = ["y,treatment", "1e15,a", "1000000000000001,a", "1000000000000002,b", "1000000000000004,b"];
    const { result } = await ask(csv.join("\n"), "y by treatment");
    expect(result.statistic.value).toBe(welchTTest([0, 1], [2, 4]).statistic.value);
  });
});
