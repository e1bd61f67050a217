import { valueToJson, vectorLength, type Vector } from "../schema/index.ts";
import { dependenceGrid } from "./dependence-grid.ts";

/** A part of the rows that can be named in plain words. */
export interface SliceCandidate {
  readonly column: string;
  readonly text: string;
  readonly rows: Uint32Array;
}

/** Parts of fewer rows say nothing. */
const smallestSlice = 30;
/** Numbers are parted at these quantiles. */
const binCount = 4;

/** The parts of a column with at least 30 rows: levels of text and booleans, quarters of numbers and days, and missing. */
export function sliceCandidates(column: string, vector: Vector): SliceCandidate[] {
  const candidates =
    vector.kind === "numbers" && vector.type !== "Boolean"
      ? numberSlices(column, vector.values, vector.type)
      : levelSlices(column, vector);
  return [...candidates, missingSlice(column, vector)].filter(({ rows }) => rows.length >= smallestSlice);
}

const rowsWhere = (count: number, holds: (row: number) => boolean): Uint32Array =>
  Uint32Array.from({ length: count }, (_, row) => row).filter(holds);

function levelSlices(column: string, vector: Vector): SliceCandidate[] {
  const levels = dependenceGrid(vector).filter(({ value, rows }) => value !== null && rows >= smallestSlice);
  return levels.map(({ value }) => {
    const stored = vector.kind === "texts" ? vector.dictionary.indexOf(String(value)) : Number(value);
    const places = vector.kind === "texts" ? vector.codes : vector.values;
    return {
      column,
      text: `${column} is ${String(value)}`,
      rows: rowsWhere(places.length, (row) => places[row] === stored),
    };
  });
}

function numberSlices(column: string, values: Float64Array, type: Vector["type"]): SliceCandidate[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return [];
  const inner = Array.from(
    { length: binCount - 1 },
    (_, at) => sorted[Math.floor(((at + 1) / binCount) * sorted.length)]!,
  );
  const edges = [...new Set(inner)].filter((edge) => edge > sorted[0]!);
  if (edges.length === 0) return [];
  const say = (edge: number): string => String(valueToJson(edge, type)).replace(/T00:00:00\.000Z$/, "");
  const isTime = type === "Day" || type === "Instant";
  return [-Infinity, ...edges].map((from, index) => {
    const to = edges[index] ?? Infinity;
    const below = isTime ? `before ${say(to)}` : `below ${say(to)}`;
    const text =
      from === -Infinity
        ? below
        : to === Infinity
          ? `${say(from)} or ${isTime ? "later" : "more"}`
          : `from ${say(from)} to ${below}`;
    return {
      column,
      text: `${column} is ${text}`,
      rows: rowsWhere(values.length, (row) => values[row]! >= from && values[row]! < to),
    };
  });
}

const missingSlice = (column: string, vector: Vector): SliceCandidate => ({
  column,
  text: `${column} is missing`,
  rows: rowsWhere(vectorLength(vector), (row) =>
    vector.kind === "texts" ? vector.codes[row]! < 0 : Number.isNaN(vector.values[row]!),
  ),
});
