import { describe, expect, it } from "vitest";
import { createRandom, exponential, naturalLogarithm } from "../base/index.ts";
import { createBinTable } from "./bin-table.ts";
import { openCrew } from "./bins.ts";
import { powerOfTwoSingle } from "./exponential-single.ts";
import { plainDerivatives } from "./plain-derivatives.ts";
import type { DerivativeKernel, DerivativeRounding, DerivedLoss } from "./tree-derivatives.ts";
import { openTreeKernel, treeWorkBytes } from "./tree-kernel.ts";

const rounding: DerivativeRounding = {
  gradientScale: 2 ** 13,
  hessianScale: 2 ** 16,
  gradientBits: 1,
  hessianBits: 3,
  isConstant: false,
};

/** A kernel and its plain twin for so many rows. */
function openBoth(rowCount: number, outputCount: number): readonly DerivativeKernel[] {
  const size = { binCounts: [2, 2], histogramCount: 2, outputCount, threads: 1 };
  const workBytes = treeWorkBytes({ ...size, rowCount });
  const table = createBinTable({ rowCount, columnCount: 2, workBytes, shared: false })!;
  // What stands beyond the rows must not matter.
  new Uint8Array(table.memory.buffer, table.workAddress, table.workBytes).fill(0xff);
  return [openTreeKernel(table, size)!, plainDerivatives(rowCount, outputCount)];
}

describe("sums of losses", () => {
  it.each([40, 41, 65_536 + 7])("have the bits of their plain twin for %i rows", (rowCount) => {
    const kernels = openBoth(rowCount, 2);
    fill(kernels, rowCount);
    for (const output of [0, 1])
      for (const label of [0, 2]) {
        const [fast, plain] = kernels.map((kernel) => kernel.sumLosses("log-loss", output, label, 2 ** 30));
        expect(fast).toEqual(plain);
        expect(plain!.sum).toBeGreaterThan(0);
      }
    for (const kernel of kernels) kernel.scores[0]!.fill(1.5, 0, edges.length);
    const [fast, plain] = kernels.map((kernel) => kernel.sumLosses("difference", 0, 0, 1024));
    expect(fast).toEqual(plain);
    for (const kernel of kernels) kernel.scores[0]![rowCount - 1] = Number.NaN;
    for (const kernel of kernels) expect(kernel.sumLosses("log-loss", 0, 1, 1).sum).toBe(Number.NaN);
  });

  it("have the bits of the logarithm at every border that it has", () => {
    const kernels = openBoth(1, 1);
    // Probabilities as near to 1 as there are, about 1/2 and its multiples by 2, and at the borders of the two ways.
    const borders = [1, 0.5, 0.25, 2 ** -9, 0.6902, 0.708, 0.7095, 1e-15];
    for (let at = 0; at < 20_000; at++) {
      const probability = borders[at % borders.length]! * (1 + (at - 10_000) * 2 ** -(19 + (at % 29)));
      const inside = Math.min(Math.max(probability, 1e-17), 1 - 2 ** -53);
      const [fast, plain] = kernels.map((kernel) => {
        kernel.scores[0]![0] = naturalLogarithm(inside / (1 - inside));
        kernel.labels[0] = at % 100 === 0 ? 0 : 1;
        return kernel.sumLosses("log-loss", 0, 1, 2 ** 45).sum;
      });
      if (fast !== plain) expect([inside, fast]).toEqual([inside, plain]);
    }
  });
});

describe("values of leaves", () => {
  it.each([3, 700, 30_000])(
    "are added to the rows of each of %i leaves, on threads too",
    async (leafCount) => {
      const rowCount = 40_001;
      const random = createRandom("values");
      const leafOf = Uint32Array.from({ length: rowCount }, () => random.integer(leafCount));
      const rows = Uint32Array.from(leafOf.keys()).sort(
        (one, other) => leafOf[one]! - leafOf[other]! || one - other,
      );
      const leaves = Array.from({ length: leafCount }, (_, leaf) => ({ from: 0, to: 0, value: leaf / 7 }));
      for (const [place, row] of rows.entries()) {
        const leaf = leaves[leafOf[row]!]!;
        if (leaf.to === 0) leaf.from = place;
        leaf.to = place + 1;
      }
      for (const threads of [1, 2]) {
        const size = { binCounts: [2], histogramCount: leafCount, outputCount: 1, threads };
        const workBytes = treeWorkBytes({ ...size, rowCount });
        const table = createBinTable({ rowCount, columnCount: 1, workBytes, shared: threads > 1 })!;
        const kernel = openTreeKernel(table, size)!;
        await kernel.recruit(openCrew(table, threads));
        kernel.numberRows(rowCount);
        expect(kernel.rows).toEqual(Uint32Array.from(leafOf.keys()));
        kernel.rows.set(rows);
        kernel.scores[0]!.fill(0.3);
        kernel.addValues(0, leaves);
        kernel.dismiss();
        expect(kernel.scores[0]).toEqual(Float64Array.from(leafOf, (leaf) => 0.3 + leaf / 7));
      }
    },
  );
});

/** Scores of all sizes, from numbers that no power can tell from 0 to those beyond every power. */
const edges = [
  0,
  5e-324,
  1e-310,
  1e-40,
  2 ** -24,
  0.5 * Math.LN2,
  1,
  16.6,
  17.4,
  37,
  87.3,
  88.8,
  104,
  700,
  750,
  1e10,
  1e300,
].flatMap((size) => [size, -size]);

function fill(kernels: readonly DerivativeKernel[], rowCount: number): void {
  const random = createRandom("derivatives");
  for (let row = 0; row < rowCount; row++) {
    const score = row < edges.length ? edges[row]! : (random.next() - 0.5) * (row % 3 === 0 ? 160 : 9);
    const [label, target, weight] = [random.integer(3), random.next(), 2 * random.next()];
    for (const kernel of kernels) {
      for (const [output, scores] of kernel.scores.entries())
        scores[row] = output === 0 ? score : score / (output + 1);
      kernel.labels[row] = label;
      kernel.targets[row] = target;
      kernel.weights[row] = weight;
    }
  }
}

const losses: readonly DerivedLoss[] = ["difference", "log-loss", "cross-entropy", "softmax", "tweedie"];

describe("derivatives in 32-bit floats", () => {
  it.each([40, 41, 42, 43, 1000, 65_536 + 7])("have the bits of their plain twin for %i rows", (rowCount) => {
    const kernels = openBoth(rowCount, 3);
    fill(kernels, rowCount);
    const shares = kernels.map((kernel) => kernel.shareOut().map((share) => [...share]));
    expect(shares[0]).toEqual(shares[1]);
    for (const loss of losses)
      for (const isWeighted of [false, true])
        for (const isConstant of [false, true]) {
          const task = { loss, output: 1, label: 2, isWeighted, power: 1.3 };
          // Differences of 10^300, and the powers of great scores, are far from every scale.
          for (const { scores } of kernels) {
            if (loss === "difference") scores[1]!.fill(1.5, 0, edges.length);
            if (loss === "tweedie") scores[1]!.forEach((score, row) => void (scores[1]![row] = score % 3));
          }
          const [fast, plain] = kernels.map((kernel) => kernel.derive(task, { ...rounding, isConstant }));
          expect(fast).toEqual(plain);
          const [mine, other] = kernels.map(({ derivatives }) => derivatives);
          expect(mine!.findIndex((packed, row) => packed !== other![row])).toBe(-1);
        }
  });

  it("tell that a score is no number", () => {
    const kernels = openBoth(1000, 1);
    fill(kernels, 1000);
    for (const kernel of kernels) {
      kernel.scores[0]![998] = Number.NaN;
      for (const loss of ["difference", "log-loss"] as const)
        expect(
          kernel.derive({ loss, output: 0, label: 1, isWeighted: false, power: 1 }, rounding).lowestHessian,
        ).toBe(Number.NaN);
    }
  });

  it("are at most one unit from those of 64 bits, and nearly always the same", () => {
    const rowCount = 60_000;
    const [, kernel] = openBoth(rowCount, 1);
    const whole = {
      ...rounding,
      gradientScale: 2 ** 14,
      hessianScale: 2 ** 17,
      gradientBits: 0,
      hessianBits: 0,
    };
    let [differing, greatest] = [0, 0];
    for (let row = 0; row < rowCount; row++) {
      kernel!.scores[0]![row] = (row / rowCount - 0.5) * 40;
      kernel!.labels[row] = row % 2;
    }
    kernel!.derive({ loss: "log-loss", output: 0, label: 1, isWeighted: false, power: 1 }, whole);
    for (let row = 0; row < rowCount; row++) {
      const probability = 1 / (1 + exponential(-kernel!.scores[0]![row]!));
      const gradient = Math.round((probability - (row % 2)) * 2 ** 14);
      const hessian = Math.max(1, Math.round(probability * (1 - probability) * 2 ** 17));
      const packed = kernel!.derivatives[row]!;
      const far = Math.max(Math.abs((packed >> 16) - gradient), Math.abs((packed & 0xffff) - hessian));
      if (far > 0) differing++;
      greatest = Math.max(greatest, far);
    }
    expect(greatest).toBe(1);
    expect(differing / rowCount).toBeLessThan(0.02);
  });

  it("come from powers of 2 that are right to 2^-22", () => {
    let worst = 0;
    for (let at = -126 * 4096; at <= 126 * 4096; at++) {
      const x = at / 4096;
      worst = Math.max(worst, Math.abs(powerOfTwoSingle(x) / exponential(x * Math.LN2) - 1));
    }
    expect(worst).toBeLessThan(2 ** -22);
    expect(powerOfTwoSingle(-1000)).toBe(2 ** -126);
    expect(powerOfTwoSingle(1000)).toBe(2 ** 126);
  });
});
