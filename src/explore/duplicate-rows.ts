import { takeRows, type Vector } from "../schema/index.ts";
import { wholeGrid, type WholeGrid } from "../stats/index.ts";
import { groupPairs } from "./group-pairs.ts";

/** Counts rows that equal an earlier row, exactly, one column at a time. */
export interface DuplicateRows {
  /** Takes one more column into account; its grid, where it is known, is not looked for again. */
  refine(vector: Vector, grid?: WholeGrid | null): void;
  /** How many rows equal an earlier row in every column so far. */
  count(): number;
}

/** Whole numbers below this are exact in float64. */
const largestKey = 2 ** 53;

/**
 * The rows that may still equal another one. Rows with equal keys are equal in the columns so far: a key is the places of
 * the row's values, as digits of one whole number. A row that is alone with its key takes no part any more.
 */
interface Candidates {
  /** Null while they are all rows. */
  readonly rows: Uint32Array | null;
  readonly keys: Float64Array;
  /** Keys are below this. */
  readonly limit: number;
}

/**
 * A column of text or of evenly spaced whole numbers appends a digit to the key of each row; only where the key is full, or
 * a column has fractions, are the rows grouped and their groups numbered anew. Values are compared, not only their hashes, so
 * the count is exact. Needs about 40 bytes a row beside the column at hand.
 */
export function createDuplicateRows(rowCount: number): DuplicateRows {
  let candidates: Candidates = { rows: null, keys: new Float64Array(rowCount), limit: 1 };
  return {
    refine: (vector, grid) => {
      if (candidates.keys.length > 0)
        candidates = refineCandidates(candidates, vector, candidates.rows ? undefined : grid);
    },
    count: () => {
      candidates = regroup(candidates, null);
      return candidates.keys.length - candidates.limit;
    },
  };
}

function refineCandidates(candidates: Candidates, column: Vector, grid?: WholeGrid | null): Candidates {
  const vector = rowsOf(candidates, column);
  const digits = digitsOf(vector, grid);
  if (digits && candidates.limit * digits.size <= largestKey) return appendDigits(candidates, vector, digits);
  if (vector.kind === "numbers" && !digits) return regroup(candidates, vector.values);
  // The groups are fewer than the rows, so that there is room for a digit again.
  return refineCandidates(regroup(candidates, null), column);
}

const rowsOf = ({ rows }: Candidates, column: Vector): Vector => (rows ? takeRows(column, rows) : column);

/** How values become digits 1, 2, …; a missing value is digit 0. */
type Digits = Pick<WholeGrid, "min" | "step" | "size">;

/** Null for fractions, and for whole numbers so far apart that no key has room for them. */
function digitsOf(vector: Vector, known?: WholeGrid | null): Digits | null {
  if (vector.kind === "texts") return { min: 0, step: 1, size: vector.dictionary.length + 1 };
  const grid = known === undefined ? wholeGrid(vector.values) : known;
  return grid && grid.size * vector.values.length < largestKey ? { ...grid, size: grid.size + 1 } : null;
}

function appendDigits({ rows, keys, limit }: Candidates, vector: Vector, digits: Digits): Candidates {
  const { min, step, size } = digits;
  const source = vector.kind === "texts" ? vector.codes : vector.values;
  for (let at = 0; at < keys.length; at++) {
    const value = source[at]!;
    // A missing text has the code -1, a missing number is NaN: neither is at least the smallest.
    keys[at] = keys[at]! * size + (value >= min ? (value - min) / step + 1 : 0);
  }
  return { rows, keys, limit: limit * size };
}

/** The candidates that equal another one in their key, and in `values` where there are some, with new keys. */
function regroup({ rows, keys }: Candidates, values: Float64Array | null): Candidates {
  const { places, groups, groupCount } = groupPairs(keys, values);
  if (rows) for (let at = 0; at < places.length; at++) places[at] = rows[places[at]!]!;
  return { rows: places, keys: groups, limit: groupCount };
}
