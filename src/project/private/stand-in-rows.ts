import type { Profile } from "../../explore/index.ts";
import type { Field, Value } from "../../schema/index.ts";
import { coarseFor } from "./unshown-profile.ts";
import type { PrivateColumns } from "./private-columns.ts";

/**
 * Rows to prove a package with that hold no value of a private column: texts are made up, numbers and times are coarse, what is missing
 * stays missing. Any value proves that a Program answers here as it did where it was made.
 */
export function standInRows(
  rows: readonly Readonly<Record<string, Value>>[],
  fields: readonly Field[],
  { digested, amounts }: PrivateColumns,
  profile: Profile,
): Record<string, Value>[] {
  const summaries = new Map(profile.columns.map(({ name, numbers }) => [name, numbers]));
  const standInOf = ({ name, type }: Field): ((value: Value, at: number) => Value) => {
    if (digested.has(name)) return (_, at) => `private ${at + 1}`;
    const numbers = summaries.get(name);
    if (!amounts.has(name) || !numbers) return (value) => value;
    const { nearest } = coarseFor(numbers, type);
    return (value) => (typeof value === "number" ? nearest(value) : value);
  };
  const standIns = fields.map((field) => [field.name, standInOf(field)] as const);
  return rows.map((row, at) =>
    Object.fromEntries(
      standIns.map(([name, standIn]): [string, Value] => {
        const value = row[name] ?? null;
        return [name, value === null ? null : standIn(value, at)];
      }),
    ),
  );
}
