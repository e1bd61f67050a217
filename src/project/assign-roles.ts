import { columnsOf, type Expr } from "../ir/index.ts";
import type { ColumnRole, Schema } from "../schema/index.ts";
import type { ProjectDefinition } from "./definition.ts";

type Named = Pick<
  ProjectDefinition,
  "derived" | "target" | "time" | "group" | "weight" | "id" | "knownLater" | "ignore"
>;

/**
 * What each column is for. The columns that the target is derived from are not features: they know the answer.
 * A derived column that uses a column known later is known later too.
 */
export function assignRoles(schema: Schema, definition: Named): Record<string, ColumnRole> {
  const expressions = new Map(definition.derived);
  const behindTarget = new Set(sourcesOf(definition.target, expressions));
  const later = new Set(definition.knownLater);
  const roleOf = (name: string): ColumnRole => {
    if (name === definition.target) return "target";
    if (definition.ignore.includes(name)) return "ignored";
    if (later.has(name) || sourcesOf(name, expressions).some((source) => later.has(source)))
      return "knownLater";
    if (
      behindTarget.has(name) ||
      sourcesOf(name, expressions).some(
        (source) =>
          behindTarget.has(source) && source !== definition.target && expressions.has(definition.target),
      )
    )
      return "ignored";
    if (name === definition.time) return "time";
    if (name === definition.group) return "group";
    if (name === definition.weight) return "weight";
    return definition.id.includes(name) ? "id" : "feature";
  };
  return Object.fromEntries(schema.fields.map(({ name }) => [name, roleOf(name)]));
}

/** The columns that a derived column is computed from, through other derived columns; none for a plain column. */
function sourcesOf(name: string, expressions: ReadonlyMap<string, Expr>): string[] {
  const expr = expressions.get(name);
  if (!expr) return [];
  return columnsOf(expr).flatMap((source) => [source, ...sourcesOf(source, expressions)]);
}
