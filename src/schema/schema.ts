import type { DataType } from "./data-type.ts";

/** What a column is for. A column without a role is a feature. */
export type ColumnRole =
  | "feature"
  | "target"
  | "label"
  | "time"
  | "group"
  | "id"
  | "weight"
  | "knownLater"
  | "ignored";

/** One column: its name, its type, whether a value may be missing. */
export interface Field {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
}

/** The columns of a table or the inputs of a Program, in order; names are unique. */
export interface Schema {
  readonly fields: readonly Field[];
}

/** The field of that name, or undefined. */
export const findField = (schema: Schema, name: string): Field | undefined =>
  schema.fields.find((field) => field.name === name);

/** The known names closest to a misspelt one, best first (at most three), for error messages. */
export function similarNames(name: string, known: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  return (
    known
      .map((candidate) => ({
        candidate,
        lower: candidate.toLowerCase(),
        farthest: Math.max(2, Math.floor(candidate.length / 3)),
      }))
      // At least so many letters differ as one name is longer; a name that comes in a request may be as long as the request.
      .filter(({ lower, farthest }) => Math.abs(lower.length - wanted.length) <= farthest)
      .map(({ candidate, lower, farthest }) => ({
        candidate,
        farthest,
        distance: editDistance(wanted, lower),
      }))
      .filter(({ distance, farthest }) => distance <= farthest)
      .sort((left, right) => left.distance - right.distance || (left.candidate < right.candidate ? -1 : 1))
      .slice(0, 3)
      .map(({ candidate }) => candidate)
  );
}

/** Levenshtein distance by code unit. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1;
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + change));
    }
    previous = current;
  }
  return previous[right.length]!;
}
