import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { vectorFromValues, type Value, type Vector } from "../../schema/index.ts";
import type { SplitSpec } from "../split.ts";
import type { Task } from "../task.ts";
import { defaultShares, hashRows, makeFolds, makeSplit, timeBounds, type SplitInput } from "./index.ts";

const task: Task = { kind: "binary", classes: [false, true], type: "Boolean" };

const time: SplitSpec = { kind: "time", column: "day" };
const group: SplitSpec = { kind: "group", column: "who" };
const stratified: SplitSpec = { kind: "stratified" };
const random: SplitSpec = { kind: "random" };

const textVector = (values: readonly Value[]): Vector => vectorFromValues("Text", values);
const range = (count: number): number[] => Array.from({ length: count }, (_, row) => row);

/** Rows with a target (sometimes missing), a value that is a time or a group (sometimes missing), and content. */
const rowsArbitrary = fc
  .array(
    fc.record({
      target: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(0, 1) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
      value: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: 0, max: 40 }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      content: fc.integer({ min: 0, max: 2000 }),
    }),
    { minLength: 250, maxLength: 400 },
  )
  .map((rows) => ({ rows, values: rows.map(({ value }) => value) }));
type Rows = { target: number; value: number | null; content: number }[];

const inputOf = (spec: SplitSpec, rows: Rows): SplitInput => ({
  rowCount: rows.length,
  task,
  target: Float64Array.from(rows, ({ target }) => target),
  column:
    spec.kind === "time"
      ? vectorFromValues(
          "Day",
          rows.map(({ value }) => value),
        )
      : textVector(rows.map(({ value }) => (value === null ? null : `g${value}`))),
  rowKeys: hashRows(
    [
      [
        "content",
        vectorFromValues(
          "Int",
          rows.map(({ content }) => content),
        ),
      ],
    ],
    rows.length,
  ),
});

const withTarget = (rows: Rows): number[] =>
  range(rows.length).filter((row) => !Number.isNaN(rows[row]!.target));
const sorted = (rows: Iterable<number>): number[] => [...rows].sort((left, right) => left - right);

/** How many rows with a target a group has. */
const sizeOf = (rows: Rows, value: number | null): number =>
  withTarget(rows).filter((row) => rows[row]!.value === value).length;

describe("makeSplit", () => {
  for (const spec of [time, group, stratified, random])
    it(`puts each row with a target into exactly one part (${spec.kind}), ascending, the same for the same seed`, () => {
      fc.assert(
        fc.property(rowsArbitrary, fc.integer(), ({ rows }, seed) => {
          const { train, validation, test } = makeSplit(spec, inputOf(spec, rows), defaultShares, seed);
          expect(sorted([...train, ...validation, ...test])).toEqual(withTarget(rows));
          for (const part of [train, validation, test]) {
            expect(part.length).toBeGreaterThan(0);
            expect([...part]).toEqual(sorted(part));
          }
          expect(makeSplit(spec, inputOf(spec, rows), defaultShares, seed).test).toEqual(test);
        }),
        { numRuns: 40 },
      );
    });

  it("keeps the order of time: no time stands on two sides, and the latest rows are the test", () => {
    fc.assert(
      fc.property(rowsArbitrary, ({ rows }) => {
        const { train, validation, test, diagnostics } = makeSplit(
          time,
          inputOf(time, rows),
          defaultShares,
          1,
        );
        const times = (part: Uint32Array): number[] =>
          [...part].map((row) => rows[row]!.value).filter((value) => value !== null);
        expect(Math.max(...times(train))).toBeLessThan(Math.min(...times(validation)));
        expect(Math.max(...times(validation))).toBeLessThan(Math.min(...times(test)));
        const missing = withTarget(rows).filter((row) => rows[row]!.value === null);
        expect(missing.filter((row) => !train.includes(row))).toEqual([]);
        expect(diagnostics.map(({ code }) => code)).toEqual(missing.length > 0 ? ["T1691"] : []);
        if (missing.length > 0)
          expect(diagnostics[0]!.message).toContain(`${missing.length} rows have no time`);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps each group on one side, whatever the order of the rows", () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.integer(), ({ rows }, seed) => {
        const sides = (of: Rows): Map<number, string> => {
          const split = makeSplit(group, inputOf(group, of), defaultShares, seed);
          const found = new Map<number, string>();
          for (const part of ["train", "validation", "test"] as const)
            for (const row of split[part]) {
              const { value } = of[row]!;
              if (value === null) expect(part).toBe("train");
              else expect(found.get(value) ?? part).toBe(part);
              if (value !== null) found.set(value, part);
            }
          return found;
        };
        const there = sides(rows);
        const back = sides([...rows].reverse());
        for (const [value, side] of there) expect(back.get(value)).toBe(side);
      }),
      { numRuns: 40 },
    );
  });

  it("gives each class its share within one row", () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.integer(), ({ rows }, seed) => {
        const split = makeSplit(stratified, inputOf(stratified, rows), defaultShares, seed);
        for (const index of [0, 1]) {
          const all = rows.filter(({ target }) => target === index).length;
          for (const part of ["validation", "test"] as const) {
            const found = [...split[part]].filter((row) => rows[row]!.target === index).length;
            expect(Math.abs(found - defaultShares[part] * all)).toBeLessThan(1);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("leaves a row on its side when rows are appended, and puts equal rows on one side", () => {
    fc.assert(
      fc.property(rowsArbitrary, rowsArbitrary, fc.integer(), (first, second, seed) => {
        const before = makeSplit(random, inputOf(random, first.rows), defaultShares, seed);
        const rows = [...first.rows, ...second.rows];
        const after = makeSplit(random, inputOf(random, rows), defaultShares, seed);
        for (const part of ["train", "validation", "test"] as const)
          expect([...after[part]].filter((row) => row < first.rows.length)).toEqual([...before[part]]);
        const side = new Map<number, string>();
        for (const part of ["train", "validation", "test"] as const)
          for (const row of after[part]) {
            const { content } = rows[row]!;
            expect(side.get(content) ?? part).toBe(part);
            side.set(content, part);
          }
      }),
      { numRuns: 25 },
    );
  });

  it("comes within a percent of the shares over many rows", () => {
    const count = 20_000;
    const split = makeSplit(
      random,
      {
        rowCount: count,
        task,
        target: new Float64Array(count),
        rowKeys: hashRows([["n", vectorFromValues("Int", range(count))]], count),
      },
      defaultShares,
      5,
    );
    expect(split.test.length / count).toBeCloseTo(0.2, 1.7);
    expect(split.validation.length / count).toBeCloseTo(0.15, 1.7);
  });

  it("parts only the rows it is given, and leaves a part of share 0 empty", () => {
    const target = new Float64Array(30);
    const rows = Uint32Array.from(range(10), (row) => row * 3);
    const column = vectorFromValues("Day", range(30));
    const split = makeSplit(
      time,
      { rowCount: 30, task, target, column, rows },
      { validation: 0, test: 0.3 },
      1,
    );
    expect([...split.train]).toEqual([0, 3, 6, 9, 12, 15, 18]);
    expect([...split.validation]).toEqual([]);
    expect([...split.test]).toEqual([21, 24, 27]);
  });

  it("has the rare class in every part", () => {
    const target = Float64Array.from(range(300), (row) => (row < 3 ? 1 : 0));
    const split = makeSplit(stratified, { rowCount: 300, task, target }, defaultShares, 9);
    for (const part of [split.train, split.validation, split.test])
      expect([...part].filter((row) => row < 3).length).toBe(1);
  });

  it("parts 300,000 rows without running out of stack", () => {
    const count = 300_000;
    const target = Float64Array.from(range(count), (row) => row % 2);
    expect(makeSplit(stratified, { rowCount: count, task, target }, defaultShares, 1).test.length).toBe(
      60_000,
    );
  });

  it("says what is missing where a part would be empty", () => {
    const target = new Float64Array(6);
    const input = { rowCount: 6, task, target };
    const split =
      (spec: SplitSpec, more: Partial<SplitInput>, shares = defaultShares) =>
      () =>
        makeSplit(spec, { ...input, ...more }, shares, 1);
    expect(split(time, { column: vectorFromValues("Day", [1, 1, 1, 2, 2, 2]) })).toThrow(
      /T1692 A split needs at least 3 different times in "day", and there are 2/,
    );
    expect(split(group, { column: textVector(["a", "a", "a", "a", "b", null]) })).toThrow(
      /T1692.*3 different groups/,
    );
    expect(split(random, { rowKeys: new Uint32Array(6) })).toThrow(/T1692 The \w+ part would be empty/);
    expect(split(stratified, { target: Float64Array.of(0, 1, 0, 1, Number.NaN, Number.NaN) })).toThrow(
      /T1692/,
    );
    expect(split(time, {})).toThrow(/T1690/);
    expect(split(time, { column: textVector(["a", "b", "c", "d", "e", "f"]) })).toThrow(/T1693/);
    expect(split(stratified, { task: { kind: "regression" } })).toThrow(/T1694/);
    expect(split(random, {})).toThrow(/T1695/);
    expect(split(random, {}, { validation: 0.5, test: 0.5 })).toThrow(/T1696/);
  });
});

describe("makeFolds", () => {
  for (const spec of [group, stratified, random])
    it(`validates each row once and trains on the others (${spec.kind})`, () => {
      fc.assert(
        fc.property(rowsArbitrary, fc.integer({ min: 2, max: 6 }), fc.integer(), ({ rows }, count, seed) => {
          const folds = makeFolds(spec, inputOf(spec, rows), count, seed);
          const placed = withTarget(rows).filter((row) => spec.kind !== "group" || rows[row]!.value !== null);
          expect(folds).toHaveLength(count);
          expect(sorted(folds.flatMap(({ validation }) => [...validation]))).toEqual(placed);
          for (const { train, validation } of folds)
            expect(sorted([...train, ...validation])).toEqual(withTarget(rows));
        }),
        { numRuns: 30 },
      );
    });

  it("keeps groups whole and folds of like size", () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.integer(), ({ rows }, seed) => {
        const folds = makeFolds(group, inputOf(group, rows), 4, seed);
        const owners = folds.map(({ validation }) => new Set([...validation].map((row) => rows[row]!.value)));
        expect(new Set(owners.flatMap((values) => [...values])).size).toBe(
          owners.reduce((total, { size }) => total + size, 0),
        );
        const sizes = folds.map(({ validation }) => validation.length);
        const largest = Math.max(
          ...owners.flatMap((values) => [...values].map((value) => sizeOf(rows, value))),
        );
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
      }),
      { numRuns: 30 },
    );
  });

  it("deals each class out within one row", () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.integer(), ({ rows }, seed) => {
        const folds = makeFolds(stratified, inputOf(stratified, rows), 5, seed);
        for (const index of [0, 1]) {
          const sizes = folds.map(
            ({ validation }) => [...validation].filter((row) => rows[row]!.target === index).length,
          );
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("trains on what came before what it validates on, in growing windows", () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.integer({ min: 2, max: 6 }), ({ rows }, count) => {
        const folds = makeFolds(time, inputOf(time, rows), count, 1);
        const times = (part: Uint32Array): number[] =>
          [...part].map((row) => rows[row]!.value).filter((value) => value !== null);
        for (const [index, { train, validation }] of folds.entries()) {
          expect(Math.max(...times(train))).toBeLessThan(Math.min(...times(validation)));
          const next = folds[index + 1];
          if (next) expect(sorted([...train, ...validation])).toEqual([...next.train]);
        }
        const last = folds.at(-1)!;
        expect(sorted([...last.train, ...last.validation])).toEqual(withTarget(rows));
      }),
      { numRuns: 30 },
    );
  });

  it("stays inside the given rows", () => {
    const rows = Uint32Array.of(2, 3, 5, 7, 11, 13);
    const input = { rowCount: 20, task, target: new Float64Array(20), rows };
    for (const { train, validation } of makeFolds(stratified, input, 3, 1))
      expect(sorted([...train, ...validation])).toEqual([...rows]);
  });

  it("says when there are too few rows, groups or times", () => {
    const input = { rowCount: 4, task, target: new Float64Array(4) };
    expect(() => makeFolds(stratified, input, 5, 1)).toThrow(/T1692.*Fold 5 of 5 would be empty/);
    expect(() => makeFolds(group, { ...input, column: textVector(["a", "b", "a", "b"]) }, 3, 1)).toThrow(
      /T1692.*3 groups/,
    );
    expect(() => makeFolds(time, { ...input, column: vectorFromValues("Int", [1, 2, 1, 2]) }, 2, 1)).toThrow(
      /T1692.*3 different times/,
    );
    expect(() => makeFolds(stratified, input, 1, 1)).toThrow(/T1697/);
  });
});

describe("hashRows", () => {
  it("depends on values and names, not on the order of columns or of the dictionary", () => {
    const number = vectorFromValues("Float", [1, 2, null]);
    const there = hashRows(
      [
        ["a", number],
        ["b", textVector(["x", "y", "z"])],
      ],
      3,
    );
    const back = hashRows(
      [
        ["b", { kind: "texts", type: "Text", codes: Int32Array.of(2, 1, 0), dictionary: ["z", "y", "x"] }],
        ["a", number],
      ],
      3,
    );
    expect(there).toEqual(back);
    expect(
      hashRows(
        [
          ["b", number],
          ["a", textVector(["x", "y", "z"])],
        ],
        3,
      ),
    ).not.toEqual(there);
  });

  it("gives a hash of its own to nearly every row", () => {
    const count = 20_000;
    const hashes = hashRows(
      [
        ["n", vectorFromValues("Int", range(count))],
        ["t", textVector(range(count).map((row) => `t${row % 50}`))],
      ],
      count,
    );
    expect(new Set(hashes).size).toBeGreaterThan(count - 3);
  });
});

describe("timeBounds", () => {
  it("gives the first and last time of the rows as text", () => {
    const days = vectorFromValues("Day", [null, 0, 365, 31]);
    expect(timeBounds(days, Uint32Array.of(0, 1, 3))).toEqual({ from: "1970-01-01", to: "1970-02-01" });
    expect(timeBounds(days, Uint32Array.of(0))).toBeNull();
    expect(timeBounds(vectorFromValues("Int", [1990, 2001]), Uint32Array.of(0, 1))).toEqual({
      from: "1990",
      to: "2001",
    });
  });
});
