import type { Expr } from "../ir/index.ts";

/** The names of the columns that an expression reads. */
export function columnsOf(expr: Expr, names: Set<string> = new Set()): Set<string> {
  switch (expr.kind) {
    case "column":
      return names.add(expr.name);
    case "literal":
      return names;
    case "call":
      return collect(expr.args, names);
    case "choose":
      return collect([...expr.branches.flatMap(({ when, then }) => [when, then]), expr.otherwise], names);
    case "lookup":
      return collect([expr.key, expr.otherwise], names);
    case "linear":
      return collect(
        expr.terms.map(({ of }) => of),
        names,
      );
    case "forest":
      return collect(expr.inputs, names);
  }
}

function collect(parts: readonly Expr[], names: Set<string>): Set<string> {
  for (const part of parts) columnsOf(part, names);
  return names;
}
