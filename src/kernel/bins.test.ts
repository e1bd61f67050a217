import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../base/index.ts";
import { createBinTable } from "./bin-table.ts";
import { binnerWorkBytes, openColumnBinner, openCrew } from "./bins.ts";
import { plainColumnBinner, type ColumnBinner } from "./column-binner.ts";

/** The kernel's binner for one column. */
function kernelBinner(rowCount: number): ColumnBinner {
  const size = { rowCount, columnCount: 1, workBytes: binnerWorkBytes(rowCount), shared: false };
  return openColumnBinner(createBinTable(size)!)!;
}

interface Binned {
  readonly edges: readonly number[];
  readonly bins: Uint8Array;
}

function learn(binner: ColumnBinner, values: Float64Array, maxBin: number): Binned {
  const edges = [...binner.learnNumbers(0, values, maxBin)()];
  return { edges, bins: binner.column(0).slice() };
}

const both = (values: Float64Array, maxBin: number): readonly [kernel: Binned, plain: Binned] => [
  learn(kernelBinner(values.length), values, maxBin),
  learn(plainColumnBinner(1, values.length), values, maxBin),
];

/** The same edges to the bit (0 and -0 are two), and the same bin for every row. */
function expectSame([kernel, plain]: readonly [Binned, Binned]): void {
  expect(kernel.edges).toEqual(plain.edges);
  expect(Buffer.compare(kernel.bins, plain.bins)).toBe(0);
}

const random = createRandom("columns of bins");
const normal = (): number => {
  let sum = -6;
  for (let at = 0; at < 12; at++) sum += random.next();
  return sum;
};

/** Columns of 20,000 rows that are hard in one way each. */
const nasty: Readonly<Record<string, (row: number) => number>> = {
  "numbers around zero": () => normal(),
  "numbers over many octaves": () => 2 ** Math.floor(random.next() * 2000 - 1000) * (random.next() - 0.5),
  denormals: () => random.integer(5000) * Number.MIN_VALUE * (random.next() < 0.5 ? -1 : 1),
  "huge numbers": () => (random.next() - 0.5) * 2 * Number.MAX_VALUE,
  "neighbouring float64": () => 1 + random.integer(4000) * Number.EPSILON,
  cents: () => Math.round(random.next() * 300_000) / 100,
  moments: () => 1.6e12 + random.integer(1_000_000_000),
  "a few values": () => random.integer(9) - 4,
  "both zeros": () => [0, -0, 1e-300, -1e-300][random.integer(4)]!,
  "255 values": () => random.integer(255),
  "256 values": () => random.integer(256),
  "300 values": () => random.integer(300),
  "a heavy value": () => (random.next() < 0.7 ? 0 : normal()),
  "a heavy value at the end": () => (random.next() < 0.7 ? 9 : Math.min(9, normal())),
  "many heavy values": () => (random.next() < 0.8 ? random.integer(150) : random.next() * 150),
  "a heavy value above the rest but some": () => (random.next() < 0.999 ? random.next() : 5 + random.next()),
  gaps: () => (random.next() < 0.4 ? Number.NaN : normal()),
  "nothing but gaps": () => Number.NaN,
  "one value": () => 42,
  "one value beside gaps": (row) => (row === 7 ? -0 : Number.NaN),
  "ascending numbers": (row) => row * 0.1,
  "descending numbers": (row) => 1e9 - row,
  "a far end": (row) => (row % 5000 === 0 ? 1e30 * random.next() : random.next()),
  "one bucket of all but some": (row) => (row % 10_000 === 0 ? 2 ** 52 : 1 + random.next() * 1e-10),
};

describe("openColumnBinner", () => {
  it.each(Object.entries(nasty))("gives the edges and bins of the plain binner for %s", (_, draw) => {
    const values = Float64Array.from({ length: 20_000 }, (_, row) => draw(row));
    for (const maxBin of [2, 16, 255]) expectSame(both(values, maxBin));
  });

  it("gives the edges and bins of the plain binner whatever the values", () => {
    const value = fc.oneof(
      fc.double({ noDefaultInfinity: true }),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(Number.NaN, -0, Number.MIN_VALUE, -Number.MAX_VALUE, Number.MAX_VALUE),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), fc.integer({ min: 2, max: 255 }), (values, maxBin) =>
        expectSame(both(Float64Array.from(values), maxBin)),
      ),
      { numRuns: 300 },
    );
  });

  it("learns the same from a column of a million rows as from its rows shuffled, and as the plain binner", () => {
    const values = Float64Array.from({ length: 1_000_000 }, (_, row) => (row % 3 === 0 ? 0 : normal() ** 3));
    const order = shuffledIndexes(values.length, random);
    const shuffled = Float64Array.from(order, (row) => values[row]!);
    const [first, second] = [
      learn(kernelBinner(values.length), values, 255),
      learn(kernelBinner(values.length), shuffled, 255),
    ];
    expect(second.edges).toEqual(first.edges);
    expect(
      Buffer.compare(
        second.bins,
        Uint8Array.from(order, (row) => first.bins[row]!),
      ),
    ).toBe(0);
    expectSame([first, learn(plainColumnBinner(1, values.length), values, 255)]);
  });

  it("bins other rows by edges that were learnt before", () => {
    const binner = kernelBinner(5000);
    const plain = plainColumnBinner(1, 5000);
    for (const draw of Object.values(nasty)) {
      const edges = Float64Array.from(
        plain.learnNumbers(
          0,
          Float64Array.from({ length: 5000 }, (_, row) => draw(row)),
          255,
        )(),
      );
      const others = Float64Array.from({ length: 5000 }, (_, row) =>
        row % 2 === 0 ? draw(row) : normal() * 100,
      );
      binner.binNumbers(0, others, edges, edges.length + 1);
      plain.binNumbers(0, others, edges, edges.length + 1);
      expect(Buffer.compare(binner.column(0), plain.column(0))).toBe(0);
    }
  });

  it("bins the same in memory that threads share, and whatever stood in its work before", () => {
    const values = Float64Array.from({ length: 5001 }, () => (random.next() < 0.1 ? Number.NaN : normal()));
    const table = createBinTable({
      rowCount: 5001,
      columnCount: 1,
      workBytes: binnerWorkBytes(5001),
      shared: true,
    })!;
    new Uint8Array(table.memory.buffer, table.workAddress, table.workBytes).fill(0xa5);
    expectSame([learn(openColumnBinner(table)!, values, 63), learn(plainColumnBinner(1, 5001), values, 63)]);
  });

  it("learns the same whoever of a crew learns which column", () => {
    const rowCount = 20_000;
    const draws = Object.values(nasty);
    const columns = Array.from({ length: 3 * draws.length }, (_, at) =>
      Float64Array.from({ length: rowCount }, (_value, row) => draws[at % draws.length]!(row)),
    );
    const size = { rowCount, columnCount: columns.length, workBytes: 3 * binnerWorkBytes(rowCount) };
    const table = createBinTable({ ...size, shared: true })!;
    const crew = openCrew(table, 3);
    expect(crew.length).toBe(2);
    const binner = openColumnBinner(table, crew)!;
    // Whoever starts them may begin before they are up; here all take part.
    while (!crew.every((member) => member.isFree()));
    const learnt = columns.map((values, at) => binner.learnNumbers(at, values, 255));
    const edges = learnt.map((ask) => ask());
    for (const [at, values] of columns.entries()) {
      const plain = plainColumnBinner(1, rowCount);
      expect(edges[at]).toEqual(plain.learnNumbers(0, values, 255)());
      expect(Buffer.compare(binner.column(at), plain.column(0))).toBe(0);
      expect(learnt[at]!()).toEqual(edges[at]);
    }
    for (const member of crew) member.dismiss();
  });

  it("leaves nothing of one column to the next", () => {
    const [kernel, plain] = [kernelBinner(3000), plainColumnBinner(1, 3000)];
    for (const draw of Object.values(nasty)) {
      const values = Float64Array.from({ length: 3000 }, (_, row) => draw(row));
      expectSame([learn(kernel, values, 255), learn(plain, values, 255)]);
    }
  });

  it("sorts in good time what no bucket parts", () => {
    const values = Float64Array.from({ length: 300_000 }, (_, row) => 1 + ((row * 7919) % 300_000) * 1e-15);
    const started = performance.now();
    expect(learn(kernelBinner(values.length), values, 255).edges.length).toBeGreaterThan(250);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
