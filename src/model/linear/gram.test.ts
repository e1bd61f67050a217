import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { buildDesign, type Design } from "./design.ts";
import { weightedGram } from "./gram.ts";

const rowCount = 1500;

/** Two ordinary columns, a one-hot group, a column of flags, and six columns of rare counts. */
function drawColumns(): readonly Float64Array[] {
  const random = createRandom("gram");
  const draw = (value: (row: number) => number): Float64Array =>
    Float64Array.from({ length: rowCount }, (_, row) => value(row));
  const levels = draw(() => random.integer(4));
  return [
    draw(() => random.next() * 10),
    ...[1, 2, 3].map((level) => draw((row) => Number(levels[row] === level))),
    draw(() => random.next() - 0.5),
    ...Array.from({ length: 3 }, () => draw(() => (random.next() < 0.05 ? 1 + random.integer(3) : 0))),
    draw(() => Number(random.next() < 0.4)),
    ...Array.from({ length: 3 }, () => draw(() => Number(random.next() < 0.03))),
  ];
}

const designOf = (columns: readonly Float64Array[], weight?: Float64Array): Design =>
  buildDesign({
    task: { kind: "regression" },
    rowCount,
    features: columns.map((values, at) => ({ kind: "number", name: `x${at}`, values })),
    target: new Float64Array(rowCount),
    ...(weight ? { weight } : {}),
  });

describe("weightedGram", () => {
  it("is the same whether columns are multiplied out, grouped, or gone through by what is not 0", () => {
    const columns = drawColumns();
    const design = designOf(columns);
    expect(design.dense).toEqual([0, 4]);
    expect(design.groups.map((group) => group.columns)).toEqual([[1, 2, 3], [8]]);
    expect(design.sparse.columns).toEqual([5, 6, 7, 9, 10, 11]);
    // A column moved by 7 is the same once it is standardised, but it has no zeros left.
    const moved = columns.map((values) => values.map((value) => value + 7));
    for (const weight of [undefined, Float64Array.from({ length: rowCount }, (_, row) => (row % 5) / 3)]) {
      const plain = designOf(moved, weight);
      expect(plain.dense.length).toBe(columns.length);
      const [one, other] = [weightedGram(designOf(columns, weight), weight), weightedGram(plain, weight)];
      const greatest = one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0);
      expect(greatest).toBeLessThan(1e-9);
      // Standardised columns have Σ w·z² = Σ w and Σ w·z = 0.
      const all = one.at(-1)!;
      for (let at = 0; at < columns.length; at++) {
        expect(Math.abs(one[at * (columns.length + 2)]! - all)).toBeLessThan(1e-8);
        expect(Math.abs(one[at * (columns.length + 1) + columns.length]!)).toBeLessThan(1e-8);
      }
    }
  });
});
