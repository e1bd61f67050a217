import type { AggregateName } from "../../feature/index.ts";
import { columnsOf, typeOf } from "../../ir/index.ts";
import type { DataType, Field } from "../../schema/index.ts";
import type { ProjectDefinition } from "../definition.ts";

/** Which columns of a project are private, and what follows for those that are made of them. */
export interface PrivateColumns {
  /** The columns of the data and of its events that the project marks, by name. */
  readonly named: ReadonlySet<string>;
  /** Texts that models know by their digests only: marked ones, and those that are made of marked columns. */
  readonly digested: ReadonlySet<string>;
  /** Private numbers, days and instants, made ones too: models learn from them, and no value of theirs is shown. */
  readonly amounts: ReadonlySet<string>;
  /** Derived columns that read a private one, those of true and false too: they are computed before anything is hidden. */
  readonly derived: ReadonlySet<string>;
}

type Named = Pick<ProjectDefinition, "private" | "derived" | "features">;

/** What tells when an event was, though it reads no column besides the clocks. */
const clockAggregates: ReadonlySet<AggregateName> = new Set<AggregateName>(["timeSince", "timeSinceFirst"]);

/**
 * Finds out which columns are private; undefined where the project marks none. What is made of a private column is private too, but
 * for true and false: that much about somebody a project may say, as a target or beside others.
 */
export function privateColumns(
  { private: marked = [], derived, features }: Named,
  fields: readonly Field[],
): PrivateColumns | undefined {
  if (marked.length === 0) return undefined;
  const named = new Set(marked);
  const types = new Map(fields.map(({ name, type }) => [name, type]));
  const reads = new Set(marked);
  const privateClocks = new Set(
    features?.tables.filter(({ at, known }) => named.has(at) || named.has(known)).map(({ name }) => name),
  );
  for (const { name, table, aggregate, value, type } of features?.features ?? []) {
    types.set(name, type);
    const tellsMoment = clockAggregates.has(aggregate) && privateClocks.has(table);
    if (tellsMoment || (value && columnsOf(value).some((column) => named.has(column)))) reads.add(name);
  }
  const made = new Set<string>();
  for (const [name, expr] of derived) {
    types.set(name, typeOf(expr));
    if (!columnsOf(expr).some((column) => reads.has(column))) continue;
    reads.add(name);
    made.add(name);
  }
  const ofType = (isWanted: (type: DataType | undefined) => boolean): ReadonlySet<string> =>
    new Set([...reads].filter((name) => isWanted(types.get(name))));
  return {
    named,
    digested: ofType((type) => type === "Text"),
    // Columns of events alone have no type here: no row has them.
    amounts: ofType((type) => type !== undefined && type !== "Text" && type !== "Boolean"),
    derived: made,
  };
}

/** Whether the values of a column are kept out of everything that a run leaves behind. */
export const isUnshown = ({ digested, amounts }: PrivateColumns, name: string): boolean =>
  digested.has(name) || amounts.has(name);
