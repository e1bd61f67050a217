import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { quietEffects, TandemError } from "../../base/index.ts";
import { boosting } from "../boosting.ts";
import type { Feature } from "../trainer.ts";
import { describeMemory, estimateMemory, refuseTooMuch, type BoostingSize } from "./memory.ts";

const sizeOf = (rowCount: number, featureCount: number, given: Partial<BoostingSize> = {}): BoostingSize => ({
  rowCount,
  binCounts: Array.from({ length: featureCount }, () => 256),
  leafCount: 31,
  threads: 1,
  outputCount: 1,
  hasForm: true,
  isWeighted: false,
  isJudgedInPlace: true,
  isBagged: false,
  validationRowCount: 0,
  linearFeatureCount: 0,
  ...given,
});

const codeOf = (work: () => void): string | undefined => {
  try {
    work();
  } catch (error) {
    return error instanceof TandemError ? error.diagnostics[0]!.code : String(error);
  }
  return undefined;
};

describe("estimateMemory", () => {
  it("foretells within 15 % how far a training on a million rows grows", async () => {
    const script = join(import.meta.dirname, "fixtures/memory-growth.test-support.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--conditions=tandem-development",
      script,
    ]);
    const { grown, note } = JSON.parse(stdout) as { grown: number; note: string };
    const told = Number(/^about (\d+) MB/.exec(note)![1]);
    expect(told / grown).toBeGreaterThan(0.85);
    expect(told / grown).toBeLessThan(1.15);
  });

  it("counts what each part grows with", () => {
    const base = estimateMemory(sizeOf(1_000_000, 16));
    const more = (given: Partial<BoostingSize>) => estimateMemory(sizeOf(1_000_000, 16, given));
    expect(estimateMemory(sizeOf(2_000_000, 16)).bins / base.bins).toBeGreaterThan(1.9);
    expect(more({ leafCount: 62 }).histograms / base.histograms).toBeGreaterThan(1.9);
    expect(more({ outputCount: 3, isJudgedInPlace: false }).rows).toBeGreaterThan(base.rows + 2 * 16_000_000);
    expect(more({ isJudgedInPlace: false }).rows).toBe(base.rows + 16_000_000);
    expect(more({ isBagged: true }).rows).toBe(base.rows + 16_000_000);
    expect(more({ validationRowCount: 500_000 }).validation).toBeGreaterThan(500_000 * 16);
    expect(more({ threads: 2 }).rest).toBeGreaterThan(base.rest);
    expect(base.linear).toBe(0);
    expect(more({ linearFeatureCount: 16 }).linear).toBeGreaterThan(128_000_000);
    expect(describeMemory(base)).toMatch(/^about \d+ MB \(bins \d+ MB, rows \d+ MB, histograms \d+ MB, rest/);
  });
});

describe("refuseTooMuch", () => {
  const refuse = (size: BoostingSize, limit?: number): string | undefined =>
    codeOf(() => refuseTooMuch(size, estimateMemory(size), limit));

  it("refuses tables whose bins WebAssembly cannot hold, up to 2^31 rows", () => {
    expect(refuse(sizeOf(40_000_000, 40))).toBeUndefined();
    expect(refuse(sizeOf(40_000_000, 60))).toBe("T2610");
    expect(refuse(sizeOf(2 ** 31, 2))).toBe("T2610");
  });

  it("refuses what is beyond a given limit, and says what needs how much", () => {
    expect(refuse(sizeOf(1_000_000, 28), 200_000_000)).toBeUndefined();
    expect(refuse(sizeOf(1_000_000, 28), 50_000_000)).toBe("T2611");
    const size = sizeOf(1_000_000, 28);
    expect(() => refuseTooMuch(size, estimateMemory(size), 50_000_000)).toThrow(
      /Boosting needs \d+ MB for 1,000,000 rows of 28 features, and 50 MB may be used.*bins \d+ MB.*sample of the rows/s,
    );
  });
});

describe("boosting on tables at the edge", () => {
  const train = (features: readonly Feature[], rowCount: number, memoryLimit?: number) =>
    boosting.train(
      {
        task: { kind: "regression" },
        rowCount,
        features,
        target: Float64Array.from({ length: rowCount }, (_, row) => row % 7),
      },
      undefined,
      boosting.normalize({ numIterations: 3 }, "edge", []),
      {
        seed: 1,
        effects: quietEffects(() => 0),
        threads: 1,
        ...(memoryLimit === undefined ? {} : { memoryLimit }),
      },
    );
  const numbers = (values: Float64Array): Feature => ({ kind: "number", name: "x", values });

  it.each([
    ["no feature", [], 100],
    ["one row", [numbers(Float64Array.of(3))], 1],
    ["nothing but missing values", [numbers(new Float64Array(40_000).fill(Number.NaN))], 40_000],
    ["one value", [numbers(new Float64Array(40_000).fill(5))], 40_000],
  ])("gives a constant for %s", async (_, features, rowCount) => {
    const { diagnostics, importance } = await train(features, rowCount);
    expect(diagnostics.map(({ code }) => code)).toEqual(["T1662"]);
    expect(importance).toEqual({});
  });

  it("takes a category of 100,000 levels, and refuses one of 2^31", async () => {
    const codes = Int32Array.from({ length: 200_000 }, (_, row) =>
      row % 2 === 0 ? row % 7 : (row * 7919) % 100_000,
    );
    const category: Feature = { kind: "category", name: "level", codes, levelCount: 100_000 };
    expect((await train([category], 200_000)).details["iterationsRun"]).toBe(3);
    await expect(train([{ ...category, levelCount: 2 ** 31 }], 200_000)).rejects.toThrow("T2612");
  });

  it("refuses a table that does not fit the memory it is given before it starts", async () => {
    await expect(train([numbers(new Float64Array(40_000))], 40_000, 1_000_000)).rejects.toThrow("T2611");
  });
});
