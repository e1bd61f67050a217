import { showValue } from "../base/index.ts";
import { similarNames, type DataType } from "../schema/index.ts";
import type { ColumnExpr } from "./expr.ts";

/** The columns and lets that an expression may read, with their types. */
export type Scope = ReadonlyMap<string, DataType>;

/** How big a Program may be, so that no stored file can exhaust a reader, a compiler or an engine. */
export const programLimits = {
  /** Levels of expressions within expressions. */
  depth: 200,
  /** Expressions in the whole Program, each counted as often as it is written out. */
  nodes: 1_000_000,
  /** Arguments of one call. */
  args: 10_000,
} as const;

/** What is wrong with a name of a column, a let or an output, or undefined. Nearly every text will do. */
export function nameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return "is no text";
  if (name === "") return "is empty";
  if (!name.isWellFormed()) return "has half of a surrogate pair";
  return name === "__proto__" ? "is reserved" : undefined;
}

/** A problem in words, with what to do about it. */
interface Problem {
  readonly message: string;
  readonly cure: string;
}

/** What is wrong with a reference to a column, given what can be read there. */
export function columnProblem({ name, type }: ColumnExpr, scope: Scope): Problem | undefined {
  const known = scope.get(name);
  if (known === type) return undefined;
  if (known)
    return {
      message: `Column ${showValue(name)} is ${known}, but the expression reads it as ${type}`,
      cure: `Read it as ${known}, or cast it.`,
    };
  const similar = similarNames(name, [...scope.keys()]);
  return {
    message: `There is no column or earlier let ${showValue(name)}`,
    cure: similar.length > 0 ? `Did you mean ${similar.map((one) => showValue(one)).join(" or ")}?` : "",
  };
}
