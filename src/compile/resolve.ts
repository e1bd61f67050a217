import { failInput, unreachable } from "../base/index.ts";
import type { Expr, Program } from "../ir/index.ts";

/** A Program whose names are known to be sound, with the questions that every target asks. */
export interface ResolvedProgram {
  readonly program: Program;
  /** The expression that a let stands for; any other expression is itself. */
  readonly resolve: (expr: Expr) => Expr;
  /** Over how many ways the outputs reach an expression; more than 1 means that it is worth computing once. */
  readonly uses: ReadonlyMap<Expr, number>;
  /** The name of the let that an expression is. */
  readonly letNames: ReadonlyMap<Expr, string>;
}

/** The expressions directly inside an expression, in order. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "column":
    case "literal":
      return [];
    case "call":
      return expr.args;
    case "choose":
      return [...expr.branches.flatMap(({ when, then }) => [when, then]), expr.otherwise];
    case "lookup":
      return [expr.key, expr.otherwise];
    case "linear":
      return expr.terms.map(({ of }) => of);
    case "forest":
      return expr.inputs;
    default:
      return unreachable(expr);
  }
}

/**
 * Finds what each name of a Program stands for.
 * Fails (T1301) when a name is given twice or a let uses itself or a later let.
 */
export function resolveProgram(program: Program): ResolvedProgram {
  checkNames(program);
  const lets = new Map(program.lets);
  const resolve = (expr: Expr): Expr => {
    let at = expr;
    while (at.kind === "column" && lets.has(at.name)) at = lets.get(at.name)!;
    return at;
  };
  const letNames = new Map<Expr, string>();
  for (const [name, expr] of program.lets) {
    const target = resolve(expr);
    if (target.kind !== "column" && target.kind !== "literal" && !letNames.has(target))
      letNames.set(target, name);
  }
  return { program, resolve, letNames, uses: countUses(Object.values(program.outputs), resolve) };
}

function countUses(roots: Iterable<Expr>, resolve: (expr: Expr) => Expr): Map<Expr, number> {
  const uses = new Map<Expr, number>();
  const open = [...roots];
  for (let next = open.pop(); next; next = open.pop()) {
    const expr = resolve(next);
    const known = uses.get(expr) ?? 0;
    uses.set(expr, known + 1);
    if (known === 0) open.push(...partsOf(expr));
  }
  return uses;
}

function checkNames({ input, lets }: Program): void {
  const known = new Set(input.fields.map(({ name }) => name));
  const later = new Set(lets.map(([name]) => name));
  for (const [name, expr] of lets) {
    if (known.has(name))
      failInput("T1301", `The Program has two columns or lets with the name ${JSON.stringify(name)}`, {
        cure: "Give each let a name of its own.",
      });
    for (const used of columnNames(expr)) {
      if (later.has(used))
        failInput(
          "T1301",
          `The let ${JSON.stringify(name)} uses ${JSON.stringify(used)} before it is known`,
          {
            cure: "A let may use input columns and the lets before it.",
          },
        );
    }
    known.add(name);
    later.delete(name);
  }
}

/** The names of the columns that stand in an expression, each once. Lets count as columns. */
function columnNames(expr: Expr): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<Expr>();
  const open = [expr];
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === "column") names.add(next.name);
    open.push(...partsOf(next));
  }
  return names;
}
