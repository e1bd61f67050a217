import { failInput, warningDiagnostic, type Diagnostic } from "../../base/index.ts";
import type { Vector } from "../../schema/index.ts";
import type { SplitSpec } from "../split.ts";
import { hashShare, hashValues, saltOf } from "./hash-rows.ts";
import { rowsToPart, type SplitInput } from "./split-input.ts";

/** Rows in a line of blocks, none of which may be cut in two: rows of one time, or of one group. */
export interface Blocks {
  readonly order: Uint32Array;
  /** How many rows each block has, in the order of the line. */
  readonly sizes: readonly number[];
  /** Rows whose time or group is missing; ascending. */
  readonly unplaced: Uint32Array;
}

/** The rows of each time together, the earliest first. T1693 for a column that has no order in time. */
export function timeBlocks(spec: SplitSpec & { readonly kind: "time" }, input: SplitInput): Blocks {
  const vector = columnOf(spec.column, input);
  if (vector.kind === "texts" || vector.type === "Boolean")
    return failInput("T1693", `"${spec.column}" is ${vector.type}, so it gives no order in time`, {
      place: spec.column,
      cure: "Name a column of days, instants or numbers, or parse this one as such.",
    });
  return lineUp(input, vector.values);
}

/** The rows of each group together, in an order that only the groups' values and the seed decide. */
export function groupBlocks(
  spec: SplitSpec & { readonly kind: "group" },
  input: SplitInput,
  seed: number,
): Blocks {
  const vector = columnOf(spec.column, input);
  const salt = saltOf(seed, "group");
  const missing = (row: number): boolean =>
    vector.kind === "texts" ? vector.codes[row]! < 0 : Number.isNaN(vector.values[row]!);
  const places = Float64Array.from(hashValues(vector, 0), (hash, row) =>
    missing(row) ? Number.NaN : hashShare(hash, salt),
  );
  return lineUp(input, places);
}

/** The rows of blocks `from` to `to` (not included). */
export function blockRows({ order, sizes }: Blocks, from: number, to: number): Uint32Array {
  const start = sum(sizes.slice(0, from));
  return order.slice(start, start + sum(sizes.slice(from, to))).sort();
}

/** Tells how many rows went into the training part because the split's column is missing there. */
export const unplacedDiagnostics = ({ unplaced }: Blocks, what: string, column: string): Diagnostic[] =>
  unplaced.length === 0
    ? []
    : [
        warningDiagnostic(
          "T1691",
          `${unplaced.length} rows have no ${what} in "${column}", so they stand in the training part only`,
          { place: column, cure: `Fill in the ${what}, or choose another split.` },
        ),
      ];

/** A block per place in the line; rows without a place stay aside. */
function lineUp(input: SplitInput, place: Float64Array): Blocks {
  const rows = rowsToPart(input);
  const order = rows
    .filter((row) => !Number.isNaN(place[row]!))
    .sort((left, right) => place[left]! - place[right]! || left - right);
  const sizes: number[] = [];
  for (let at = 0; at < order.length; at++) {
    if (at > 0 && place[order[at]!] === place[order[at - 1]!]) sizes.push(sizes.pop()! + 1);
    else sizes.push(1);
  }
  return { order, sizes, unplaced: rows.filter((row) => Number.isNaN(place[row]!)) };
}

const columnOf = (name: string, { column }: SplitInput): Vector =>
  column ??
  failInput("T1690", `The split by "${name}" was not given that column`, {
    cure: "Name a column of the data.",
  });

/** The sum of whole numbers. */
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
