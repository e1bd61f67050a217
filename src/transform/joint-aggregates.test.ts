import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../base/index.ts";
import { column } from "../ir/index.ts";
import {
  tableFromVectors,
  takeTableRows,
  vectorFromValues,
  type Table,
  type Value,
} from "../schema/index.ts";
import type { Aggregate } from "./aggregate.ts";
import { correlationsResult, sampledResult } from "./expressions.ts";
import { runAggregates } from "./run-aggregates.ts";

const numbers = (entries: Readonly<Record<string, readonly Value[]>>): Table =>
  tableFromVectors(
    Object.entries(entries).map(([name, values]) => [name, vectorFromValues("Float", values)]),
  );
const exprsOf = (table: Table) => [...table.columns.keys()].map((name) => column(name, "Float"));
const ask = (table: Table, request: Aggregate) => runAggregates(table, null, { answer: request })["answer"];
const correlate = (table: Table) =>
  correlationsResult(ask(table, { kind: "correlations", of: exprsOf(table) }));
const sample = (table: Table, count: number, seed = 1) =>
  sampledResult(ask(table, { kind: "sampleRows", of: exprsOf(table), count, seed }));
const shuffled = (table: Table): Table =>
  takeTableRows(table, shuffledIndexes(table.rowCount, createRandom("another order")));

/** Columns of very different size and with gaps. */
function wideTable(rowCount: number): Table {
  const random = createRandom("wide table");
  const values = (size: number): Value[] =>
    Array.from({ length: rowCount }, () =>
      random.next() < 0.1 ? null : (random.next() - 0.2) * size * 10 ** random.integer(4),
    );
  return numbers({ a: values(1), b: values(1e12), c: values(1e-9), d: values(1e300) });
}

describe("correlations", () => {
  const table = numbers({
    x: [3.5, null, -1.25, 12, 7.75, 0.1],
    y: [1, 100, 4, 9, 2, 5],
    z: [0.2, 3, 0.1, -3, 8, 1],
  });

  it("agrees with NumPy 2.4.6 over the complete rows", () => {
    const found = correlate(table);
    expect(found.count).toBe(5);
    const expected = {
      means: [4.42, 4.2, 1.26],
      deviations: [5.481856437375937, 3.1144823004794877, 4.065464303127012],
      correlations: [
        [1, 0.43460065887505445, -0.013135877626157536],
        [0.43460065887505445, 1, -0.6290566545058545],
        [-0.013135877626157536, -0.6290566545058545, 1],
      ].flat(),
    };
    for (const [name, values] of Object.entries(expected))
      for (const [at, value] of values.entries())
        expect(found[name as keyof typeof expected][at], `${name} ${at}`).toBeCloseTo(value, 13);
  });

  it("does not depend on the order of the rows, to the bit", () => {
    const wide = wideTable(3000);
    expect(correlate(shuffled(wide))).toEqual(correlate(wide));
    expect(correlate(wide).deviations.every((one) => one > 0 && Number.isFinite(one))).toBe(true);
  });

  it("keeps its digits beside a large common part", () => {
    const near = [4, 7, 13, 16].map((value) => value + 1e9);
    const found = correlate(numbers({ near, same: [4, 7, 13, 16], opposite: [-4, -7, -13, -16] }));
    expect(found.deviations[0]).toBeCloseTo(Math.sqrt(30), 12);
    expect(found.correlations.slice(0, 3)).toEqual([1, 1, -1].map((one) => expect.closeTo(one, 12)));
  });

  it("gives real numbers for equal values, at the ends of float64, and for no rows", () => {
    const ends = correlate(
      numbers({ equal: [0.1, 0.1, 0.1], ends: [-1.7e308, 1.7e308, 0], tiny: [5e-324, 0, 1e-323] }),
    );
    expect(ends.means.slice(0, 2)).toEqual([0.1, 0]);
    expect(ends.deviations[0]).toBe(0);
    expect(ends.deviations[1]! / 1.7e308).toBeCloseTo(1, 12);
    expect(ends.correlations.slice(0, 4)).toEqual([1, 0, 0, 0]);
    expect(ends.correlations[5]).toBeCloseTo(-0.5, 12);
    expect(correlate(numbers({ a: [null], b: [1] }))).toEqual({
      count: 0,
      means: [0, 0],
      deviations: [0, 0],
      correlations: [1, 0, 0, 1],
    });
  });

  it("multiplies 200 columns in seconds", () => {
    const random = createRandom("many columns");
    const many = numbers(
      Object.fromEntries(
        Array.from({ length: 200 }, (_, at) => [`c${at}`, Array.from({ length: 2000 }, () => random.next())]),
      ),
    );
    const before = process.cpuUsage();
    expect(correlate(many).correlations).toHaveLength(40_000);
    // Processor time, in microseconds.
    expect(process.cpuUsage(before).user).toBeLessThan(5e6);
  });
});

describe("sampleRows", () => {
  const wide = wideTable(400);

  it("chooses the same rows in any order of the rows, others with another seed", () => {
    expect(sample(shuffled(wide), 30)).toEqual(sample(wide, 30));
    expect(sample(wide, 30)).toHaveLength(30);
    expect(sample(wide, 30, 2)).not.toEqual(sample(wide, 30));
  });

  it("gives all rows that have a value where there are no more", () => {
    const rows = sample(numbers({ x: [1, null, 2, 1], y: [null, null, 4, null] }), 10);
    expect(rows.toSorted((left, right) => Number(left[0]) - Number(right[0]))).toEqual([
      [1, null],
      [1, null],
      [2, 4],
    ]);
  });

  it("chooses a frequent row about as often as its share", () => {
    const values = Array.from({ length: 2000 }, (_, at) => (at % 4 === 0 ? at : -1));
    const often = sample(numbers({ x: values }), 200).filter(([value]) => value === -1).length;
    // 150 of 200 are expected, with a standard deviation of 6.
    expect(often).toBeGreaterThan(125);
    expect(often).toBeLessThan(175);
  });
});

describe("groupStatistics", () => {
  it("agrees with pandas 3.1.1, with missing as a group", () => {
    const table = tableFromVectors([
      ["x", vectorFromValues("Float", [3.5, -1.25, null, 12, 7.75, 0.1, null, 3.5, 100, 2.2])],
      ["g", vectorFromValues("Text", ["a", "b", "a", "c", "a", "b", "b", null, "a", "c"])],
    ]);
    const near = (value: number): unknown => expect.closeTo(value, 12);
    expect(
      ask(table, { kind: "groupStatistics", by: column("g", "Text"), of: column("x", "Float") }),
    ).toEqual([
      {
        value: "a",
        count: 3,
        mean: near(37.083333333333336),
        min: 3.5,
        max: 100,
        deviation: near(54.528853218579),
      },
      { value: "b", count: 2, mean: near(-0.575), min: -1.25, max: 0.1, deviation: near(0.9545941546018392) },
      { value: "c", count: 2, mean: near(7.1), min: 2.2, max: 12, deviation: near(6.929646455628165) },
      { value: null, count: 1, mean: 3.5, min: 3.5, max: 3.5, deviation: 0 },
    ]);
  });
});
