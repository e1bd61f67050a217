import { createRandom, type Random } from "../base/index.ts";
import {
  dayMs,
  firstDay,
  lastDay,
  tableFromVectors,
  vectorFromValues,
  type DataType,
  type Table,
  type Value,
} from "../schema/index.ts";

/** Columns `input`, `input 2`, … with two 0/1 targets beside it; a transform learns from the first rows and must answer for all. */
export interface TransformCase {
  readonly title: string;
  readonly table: Table;
  readonly rows: Uint32Array;
}

/**
 * The situations that every transform must stand, from the usual to none at all: one column of a type, and for a joint
 * transform more columns beside it. Those hold the values of the same situation in another order.
 */
export function transformCases([type, ...others]: readonly [
  DataType,
  ...DataType[],
]): readonly TransformCase[] {
  const cases = casesOf(type);
  return others.reduce((sofar, other, at) => {
    const beside = casesOf(other);
    return sofar.map((one, index) => withColumn(one, `input ${at + 2}`, beside[index]!, 7 + 4 * at));
  }, cases);
}

/** The columns of a case that a transform works on. */
export const inputNames = (table: Table): readonly string[] =>
  [...table.columns.keys()].filter((name) => name.startsWith("input"));

/** A case with the input of another one beside its own, taken by strides so that no two columns run alike. */
function withColumn(one: TransformCase, name: string, other: TransformCase, stride: number): TransformCase {
  const values = caseValues(other.table, "input");
  const learnt = values.slice(0, other.rows.length);
  const later = values.slice(other.rows.length);
  const take = (from: readonly Value[], at: number): Value => from[(at * stride + 1) % from.length] ?? null;
  const own = Array.from({ length: one.table.rowCount }, (_, row) =>
    row < one.rows.length ? take(learnt, row) : take(later, row - one.rows.length),
  );
  const { type } = other.table.columns.get("input")!;
  return { ...one, table: tableFromVectors([...one.table.columns, [name, vectorFromValues(type, own)]]) };
}

function casesOf(type: DataType): readonly TransformCase[] {
  const random = createRandom(`transform cases ${type}`);
  const usual = Array.from({ length: 90 }, () => (random.next() < 0.1 ? null : usualValue(type, random)));
  const later: readonly Value[] = [...usual.slice(0, 20).toReversed(), ...unseenValues[type], null];
  const constant = usual.find((value) => value !== null)!;
  const extremes = [...extremeValues[type], null, ...extremeValues[type]];
  return [
    transformCase("usual values", type, usual, later),
    transformCase(
      "no missing value",
      type,
      usual.map((value) => value ?? constant),
      later,
    ),
    transformCase(
      "every value missing",
      type,
      usual.slice(0, 9).map(() => null),
      later,
    ),
    transformCase(
      "one value",
      type,
      usual.slice(0, 9).map(() => constant),
      later,
    ),
    transformCase("one value, or missing", type, [constant, null, constant, null], later),
    transformCase("one row", type, [constant], later),
    transformCase("no row", type, [], later),
    transformCase("extreme values", type, extremes, later),
    transformCase("unseen extreme values", type, usual, extremes),
    transformCase(
      "many different values",
      type,
      Array.from({ length: 130 }, (_, at) => manyValue(type, at)),
      later,
    ),
  ];
}

/** The same case with other values (and targets) in the rows that are not learnt from. */
export function withOtherLaterRows({ title, table, rows }: TransformCase): TransformCase {
  const random = createRandom("other later rows");
  const learnt = new Set(rows);
  const columns = [...table.columns].map(([name, vector]) => {
    const change = (value: Value, row: number): Value =>
      learnt.has(row)
        ? value
        : name.startsWith("input")
          ? usualValue(vector.type, random)
          : random.integer(2);
    return [name, vectorFromValues(vector.type, caseValues(table, name).map(change))] as const;
  });
  return { title, table: tableFromVectors(columns), rows };
}

/** The values of a column of a case. */
export function caseValues(table: Table, name: string): readonly Value[] {
  const vector = table.columns.get(name)!;
  return vector.kind === "texts"
    ? Array.from(vector.codes, (code) => (code < 0 ? null : vector.dictionary[code]!))
    : Array.from(vector.values, (value) =>
        Number.isNaN(value) ? null : vector.type === "Boolean" ? value === 1 : value,
      );
}

function transformCase(
  title: string,
  type: DataType,
  learnt: readonly Value[],
  later: readonly Value[],
): TransformCase {
  const random = createRandom(`targets of ${title}`);
  const values = [...learnt, ...later];
  const bits = (): Value[] => values.map(() => (random.next() < 0.05 ? null : random.integer(2)));
  const table = tableFromVectors([
    ["input", vectorFromValues(type, values)],
    ["target 1", vectorFromValues("Float", bits())],
    ["target 2", vectorFromValues("Float", bits())],
  ]);
  return { title, table, rows: Uint32Array.from(learnt, (_, row) => row) };
}

const texts = ["red", "green", "blue", 'a "quoted" one', "it's", "", "Grüße 😀", "other", "missing"];

function usualValue(type: DataType, random: Random): Value {
  switch (type) {
    case "Boolean":
      return random.integer(3) > 0;
    case "Int":
      return random.integer(12) - 3;
    case "Float":
      return random.integer(4) === 0 ? 0 : (random.next() - 0.3) * 100;
    case "Text":
      return texts[random.integer(random.integer(texts.length) + 1)]!;
    case "Day":
      return 19_000 + random.integer(500);
    case "Instant":
      return (19_000 + random.integer(500)) * dayMs + random.integer(dayMs);
  }
}

/** One of very many values; for Boolean there are two. */
function manyValue(type: DataType, at: number): Value {
  return type === "Boolean" ? at % 2 === 0 : type === "Text" ? `level ${at}` : at * 3 - 500;
}

const unseenValues: Readonly<Record<DataType, readonly Value[]>> = {
  Boolean: [true, false],
  Int: [123_456, -123_456],
  Float: [1e9, -1e9, 0.123456],
  Text: ["never seen", "__proto__", "null"],
  Day: [0, 40_000],
  Instant: [-1, 40_000 * dayMs],
};

const extremeValues: Readonly<Record<DataType, readonly Value[]>> = {
  Boolean: [true, false],
  Int: [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 0],
  Float: [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 0, 1e-300, 1e16 + 2],
  Text: ["", " ", "__proto__", "constructor", "NaN", "null", "\u0000", "'); --", "😀".repeat(300)],
  Day: [firstDay, lastDay],
  Instant: [firstDay * dayMs, (lastDay + 1) * dayMs - 1],
};
