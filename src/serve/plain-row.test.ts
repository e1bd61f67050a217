import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TandemError, throwIfErrors, type Diagnostic } from "../base/index.ts";
import { compileRow } from "../compile/index.ts";
import type { ColumnProfile } from "../explore/index.ts";
import { call, column, createProgram, float, type Program } from "../ir/index.ts";
import { packageText, type ModelPackage } from "../project/index.ts";
import { validateRow, type DataType, type Field, type Value } from "../schema/index.ts";
import { compilePlainRow } from "./plain-row.ts";
import { rowWarnings } from "./row-warnings.ts";
import { loadPackage } from "./runtime.ts";
import { packageOf } from "./small-packages.test-support.ts";

const types: readonly DataType[] = ["Boolean", "Int", "Float", "Text", "Day", "Instant"];
const fields: readonly Field[] = [
  ...types.flatMap((type) => [
    { name: type, type, nullable: false },
    { name: `${type} or none`, type, nullable: true },
  ]),
  // Names that every object inherits something under.
  { name: "constructor", type: "Float", nullable: true },
  { name: "valueOf", type: "Text", nullable: true },
  { name: "0", type: "Int", nullable: true },
];

/** Gives every column back, so that each value that was read can be seen. */
const program: Program = createProgram({
  input: { fields },
  outputs: Object.fromEntries([
    ...fields.map(({ name, type }, at) => [`out ${at}`, column(name, type)] as const),
    ["sum", call("add", column("Float", "Float"), float(0.1))],
  ]),
});

const profileOf = ({ name, type }: Field, at: number): ColumnProfile => {
  const isText = type === "Text";
  const bounds = {
    Boolean: null,
    Text: null,
    Int: [-5, 40],
    Float: [-1.5, 40],
    Day: [-10, 30_000],
    Instant: [0, 2e12],
  };
  const [min, max] = bounds[type] ?? [0, 0];
  return {
    name,
    type,
    role: name === "Instant or none" ? "time" : "feature",
    count: 10,
    missing: 0,
    // Of every second text only the most frequent values are known.
    distinct: isText && at % 2 === 0 ? 2 : 9,
    numbers: bounds[type]
      ? {
          mean: 0,
          standardDeviation: 1,
          min: min!,
          max: max!,
          quantiles: [],
          zeros: 0,
          negative: 0,
          skewness: 0,
          histogram: { edges: [], counts: [] },
        }
      : null,
    top: isText
      ? [
          { value: "a", count: 5 },
          { value: "é\u{1f600}", count: 5 },
        ]
      : [],
    lengths: null,
  };
};

/** Every column has a value of its own, so none is taken from what objects inherit. */
const row0: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(fields.map(({ name }) => [name, null])),
  Boolean: true,
  Int: 1,
  Float: 2.5,
  Text: "a",
  Day: 3,
  Instant: 4,
};
const loaded = (): ModelPackage => {
  const empty = packageOf("columns", program, [row0]);
  return packageOf("columns", program, [row0], { ...empty.baseline, columns: fields.map(profileOf) });
};
const content = loaded();
const predictor = loadPackage(packageText(content));
const answerPlain = compilePlainRow(content)!;

/** The long way, written out once more. */
function longWay(row: unknown): { readonly output?: unknown; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  try {
    const values = validateRow(content.schema, row, "row", diagnostics);
    throwIfErrors(diagnostics);
    const output = compileRow(program)(values!);
    return { output, diagnostics: rowWarnings(content.baseline, values!, "row") };
  } catch (error) {
    if (error instanceof TandemError) return { diagnostics: error.diagnostics };
    throw error;
  }
}

const value = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      true,
      false,
      0,
      1,
      -5,
      40,
      2.5,
      "a",
      "é\u{1f600}",
      "2024-02-29",
      "2024-01-31T12:30:00Z",
    ),
  },
  fc.constantFrom<unknown>(
    null,
    undefined,
    -0,
    41,
    -6,
    1e300,
    Number.NaN,
    Infinity,
    2 ** 53,
    "",
    "b",
    "\ud800",
    "2023-02-29",
    " 2024-01-31 ",
    "0000-01-01",
    "2024-1-31",
    "1969-12-31T23:59:60Z",
    [],
    {},
    [1],
    "1",
  ),
  fc.double(),
  fc.integer(),
  fc.string({ unit: "binary" }),
);
const right: Readonly<Record<DataType, fc.Arbitrary<unknown>>> = {
  Boolean: fc.boolean(),
  Int: fc.integer({ min: -5, max: 40 }),
  Float: fc.double({ min: -1.5, max: 40, noNaN: true }),
  Text: fc.constantFrom("a", "é\u{1f600}"),
  Day: fc.constantFrom("1970-01-01", "2024-02-29", "2050-12-31"),
  Instant: fc.constantFrom("1970-01-01T00:00:00Z", "2024-01-31 12:30", "2024-01-31T12:30:00.123456Z"),
};
const rowArbitrary = fc
  .tuple(
    fc.tuple(
      ...fields.map(({ type, nullable }) =>
        nullable ? fc.option(right[type], { nil: undefined }) : right[type],
      ),
    ),
    fc.array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom(...fields.map(({ name }) => name)),
          fc.string(),
          fc.constantFrom("toString", "__proto__"),
        ),
        value,
      ),
      { maxLength: 2 },
    ),
    fc.boolean(),
  )
  .map(([values, changes, isBare]) => {
    const row: Record<string, unknown> = Object.create(isBare ? null : Object.prototype) as Record<
      string,
      unknown
    >;
    const set = (name: string, given: unknown): void =>
      void Object.defineProperty(row, name, {
        value: given,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    for (const [at, { name }] of fields.entries()) if (values[at] !== undefined) set(name, values[at]);
    for (const [name, given] of changes) set(name, given);
    return row;
  });

const bitsOf = (output: unknown): unknown =>
  Object.entries(output as object).map(([name, one]) => [name, Object.is(one, -0) ? "-0" : one]);

describe("the short way for a plain row", () => {
  it("gives what the long way gives, and answers only rows without mistakes and warnings", () => {
    let plain = 0;
    fc.assert(
      fc.property(rowArbitrary, (row) => {
        const short = answerPlain(row);
        const long = longWay(row);
        if (short === undefined) return;
        plain++;
        expect(long.diagnostics).toEqual([]);
        expect(bitsOf(short)).toEqual(bitsOf(long.output));
      }),
      { numRuns: 4000, seed: 7 },
    );
    expect(plain).toBeGreaterThan(800);
  });

  it("takes every row that has nothing to tell", () => {
    fc.assert(
      fc.property(rowArbitrary, (row) => {
        const long = longWay(row);
        const hasMinusZero = Object.values(row).some((one) => Object.is(one, -0));
        const hasUndefined = Object.values(row).includes(undefined);
        const inherits = ["constructor", "valueOf"].some((name) => name in row && !Object.hasOwn(row, name));
        if (long.diagnostics.length > 0 || hasMinusZero || hasUndefined || inherits) return;
        expect(answerPlain(row)).toBeDefined();
      }),
      { numRuns: 2000, seed: 8 },
    );
  });

  it("changes nothing of what a predictor says: outputs, warnings and mistakes", () => {
    fc.assert(
      fc.property(rowArbitrary, (row) => {
        const long = longWay(row);
        try {
          const { output, warnings } = predictor.predict(row);
          expect(warnings).toEqual(long.diagnostics);
          expect(Object.keys(output)).toEqual(Object.keys(predictor.content.program.outputs));
        } catch (error) {
          if (!(error instanceof TandemError)) throw error;
          expect(error.diagnostics).toEqual(long.diagnostics);
        }
      }),
      { numRuns: 2000, seed: 9 },
    );
  });

  it.each([
    ["a list", []],
    ["null", null],
    ["a text", "a"],
    ["a Map", new Map()],
    ["an object that inherits its columns", Object.create(row0) as object],
  ])("leaves %s to the long way", (_, row) => {
    expect(answerPlain(row)).toBeUndefined();
    expect(() => predictor.predict(row)).toThrow(TandemError);
  });

  it("is not taken for a package whose baseline is not that of its columns", () => {
    const [first, ...others] = content.baseline.columns;
    const odd = { ...content.baseline, columns: [{ ...first!, type: "Text" as const }, ...others] };
    expect(compilePlainRow({ ...content, baseline: odd })).toBeUndefined();
    const twice = { ...content.baseline, columns: [...content.baseline.columns, first!] };
    expect(compilePlainRow({ ...content, baseline: twice })).toBeUndefined();
  });
});
