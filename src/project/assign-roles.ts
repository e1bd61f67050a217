import { columnsOf, type Expr } from "../ir/index.ts";
import type { ColumnRole, Schema } from "../schema/index.ts";
import type { ProjectDefinition } from "./definition.ts";

type Named = Pick<
  ProjectDefinition,
  "derived" | "target" | "label" | "time" | "group" | "weight" | "id" | "knownLater" | "ignore"
>;

/**
 * What each column is for. The columns that the target is derived from are not features: they know the answer.
 * A derived column that uses a column known later is known later too.
 */
export function assignRoles(schema: Schema, definition: Named): Record<string, ColumnRole> {
  const expressions = new Map(definition.derived);
  const answers = [definition.target, definition.label].filter((name) => name !== null && name !== undefined);
  const behindTarget = new Set(answers.flatMap((name) => sourcesOf(name, expressions)));
  const later = new Set(definition.knownLater);
  const roleOf = (name: string): ColumnRole => {
    if (name === definition.target) return "target";
    if (name === definition.label) return "label";
    if (definition.ignore.includes(name)) return "ignored";
    if (later.has(name) || sourcesOf(name, expressions).some((source) => later.has(source)))
      return "knownLater";
    if (
      behindTarget.has(name) ||
      sourcesOf(name, expressions).some(
        (source) =>
          behindTarget.has(source) &&
          !answers.includes(source) &&
          answers.some((answer) => expressions.has(answer)),
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
