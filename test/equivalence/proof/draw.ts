import type { Random } from "../../../src/base/index.ts";
import {
  dayMs,
  daysFromCivil,
  firstDay,
  lastDay,
  type DataType,
  type Value,
} from "../../../src/schema/index.ts";
import { boundaryValues } from "../boundary.ts";

const bits = new DataView(new ArrayBuffer(8));

/** A float64 of any bits that are a finite number. */
function anyFloat(random: Random): number {
  bits.setUint32(0, random.integer(2 ** 32));
  bits.setUint32(4, random.integer(2 ** 32));
  const value = bits.getFloat64(0);
  return Number.isFinite(value) ? value : random.next();
}

/** The next float64 above (1) or below (-1) a finite number. */
function beside(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(value > 0 ? direction : -direction));
  const next = bits.getFloat64(0);
  return Number.isFinite(next) ? next : value;
}

const within = (random: Random, size: number): number => (random.next() * 2 - 1) * size;

/** Numbers at which functions turn: ends of domains, powers of two and ten, quarter turns, halves. */
const turns: readonly number[] = [
  [1, 2, 4, 8, 45, 90, 180, 360, 1e6, 22, 40, 709.782712893384, -745.1332191019411, 710.4758600739439],
  Array.from({ length: 41 }, (_, at) => 2 ** ((at - 20) * 50)),
  Array.from({ length: 31 }, (_, at) => Number(`1e${at - 15}`)),
  Array.from({ length: 40 }, (_, at) => ((at + 1) * Math.PI) / 4),
  [0.5, 0.25, 0.75, Math.SQRT1_2, Math.SQRT2, Math.E, Math.LN2, 0.4375, 0.6875, 1.1875, 2.4375, 0.975],
].flat();
const floatEdges = boundaryValues.Float.map(Number);

const floats: readonly ((random: Random) => number)[] = [
  (random) => pick(random, floatEdges),
  (random) => beside(pick(random, floatEdges), random.next() < 0.5 ? 1 : -1),
  (random) => pick(random, turns) * (random.next() < 0.3 ? -1 : 1),
  (random) => beside(pick(random, turns), random.next() < 0.5 ? 1 : -1),
  (random) => anyFloat(random),
  (random) => within(random, 1),
  (random) => within(random, 10),
  (random) => within(random, 1000),
  (random) => within(random, 1) * 10 ** (random.integer(630) - 322),
  (random) => random.integer(200_000) / 1000 - 100,
  (random) => random.integer(2000) / 2 - 500,
  (random) => (random.integer(2 ** 20) * Math.PI) / 2,
  (random) => 1 + within(random, 1e-6),
];

const ints: readonly ((random: Random) => number)[] = [
  (random) => Number(pick(random, boundaryValues.Int)),
  (random) => random.integer(41) - 20,
  (random) => random.integer(20_001) - 10_000,
  (random) => random.integer(2 ** 32) - 2 ** 31,
  (random) => Math.trunc(within(random, Number.MAX_SAFE_INTEGER)),
  (random) => Math.trunc(within(random, 1) * 2 ** random.integer(54)),
];

/** Pieces of which texts are put together, so that one stands in another now and then. */
const pieces: readonly string[] = [
  Array.from("aAbBzZ019 -_.,;:/@#'\"\\%()[]{}*+?^$|\t\n"),
  ["\0", "\u0301", "é", "É", "ß", "ﬁ", "Ł", "ø", "æ", "İ", "ı", "Σ", "ς", "\u00a0", "\u200b", "\u2028"],
  ["👍", "👩‍👩‍👧", "🇩🇪", "\ufeff", "\uffff", "漢", "字", "한", "\u1112\u1161\u11ab", "ـا", "𝒳"],
  ["ab", "abc", "a-b-c", "foo", "bar", "2024-02-29", "12:30", "1.5", "-7", "1e5", "http://", "x@y.org"],
].flat();

const texts: readonly ((random: Random) => string)[] = [
  (random) => String(pick(random, boundaryValues.Text)),
  (random) => joined(random, pieces, 6),
  (random) => joined(random, ["a", "b", "A", "-", " "], 8),
  (random) => joined(random, "abcdefghij klmnop qrstuv ABCXYZ 0123456789".split(""), 14),
  (random) => String(pick(random, floats)(random)),
  (random) => String(pick(random, ints)(random)),
  (random) => joined(random, boundaryValues.Text.map(String), 2),
  (random) =>
    Array.from({ length: random.integer(5) }, () => {
      const point = random.integer(random.next() < 0.5 ? 0x300 : 0x110000);
      return point >= 0xd800 && point <= 0xdfff ? "?" : String.fromCodePoint(point);
    }).join(""),
];

const joined = (random: Random, from: readonly string[], most: number): string =>
  Array.from({ length: random.integer(most + 1) }, () => pick(random, from)).join("");

const years = [1, 2, 4, 99, 100, 400, 1582, 1899, 1900, 1904, 1969, 1970, 1999, 2000, 2023, 2024, 9998, 9999];
const days: readonly ((random: Random) => number)[] = [
  (random) => Number(pick(random, boundaryValues.Day)),
  (random) => firstDay + random.integer(lastDay - firstDay + 1),
  (random) => random.integer(40_000) - 10_000,
  // The first and last days of months, the leap day with them.
  (random) => daysFromCivil(pick(random, years), 1 + random.integer(12), 1) - random.integer(2),
];
const insideCalendar = (day: number): number => Math.min(Math.max(day, firstDay), lastDay);
const times = [0, 1, 999, 1000, 59_999, 60_000, 3_599_999, 3_600_000, dayMs - 1, dayMs / 2];

/** How a value of each type is drawn, null aside. */
const kinds: Readonly<Record<DataType, readonly ((random: Random) => Value)[]>> = {
  Boolean: [(random) => random.next() < 0.5],
  Int: ints,
  Float: floats,
  Text: texts,
  Day: days.map((draw) => (random) => insideCalendar(draw(random))),
  Instant: [
    (random) => pick(random, boundaryValues.Instant),
    (random) => insideCalendar(pick(random, days)(random)) * dayMs + pick(random, times),
    (random) => insideCalendar(pick(random, days)(random)) * dayMs + random.integer(dayMs),
  ],
};

export const pick = <T>(random: Random, from: readonly T[]): T => from[random.integer(from.length)]!;

/** A value of a type, edges and others; never null. One text in five is an example. */
export const drawValue = (type: DataType, random: Random, examples: readonly string[]): Value =>
  type === "Text" && examples.length > 0 && random.next() < 0.2
    ? pick(random, examples)
    : pick(random, kinds[type])(random);

const nullShare = 0.04;

/**
 * A column of so many values. One in ten repeats what stands in the same row of `beside`, or a part of it, so that equal values and texts
 * inside each other come together. With `edges` the column begins with every boundary value beside every other.
 */
export function drawColumn(
  type: DataType,
  rowCount: number,
  random: Random,
  {
    other,
    place,
    edges,
    texts: examples,
  }: { other?: readonly Value[]; place: number; edges: boolean; texts: readonly string[] },
): readonly Value[] {
  const boundary: readonly Value[] = [null, ...boundaryValues[type]];
  const paired = edges ? Math.min(boundary.length ** 2, rowCount) : 0;
  return Array.from({ length: rowCount }, (_, row) => {
    if (row < paired) {
      const step = place === 0 ? row : Math.floor(row / boundary.length) * (place === 1 ? 1 : place + 2);
      return boundary[step % boundary.length]!;
    }
    const chance = random.next();
    if (chance < nullShare) return null;
    const neighbour = other?.[row] ?? null;
    if (chance > 0.9 && neighbour !== null) return repeated(neighbour, random);
    return drawValue(type, random, examples);
  });
}

/** A value again, or for a text one of its parts. */
function repeated(value: Value, random: Random): Value {
  if (typeof value !== "string" || random.next() < 0.3) return value;
  const points = Array.from(value);
  const from = random.integer(points.length + 1);
  return points.slice(from, from + random.integer(4)).join("");
}
