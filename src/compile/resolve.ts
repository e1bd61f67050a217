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
  /**
   * Lets that stand on so many levels that they are computed by themselves, in this order and before the outputs, although
   * they may be used only once: no reader of a long chain of lets then needs more of the stack than one of a short chain.
   */
  readonly tall: readonly Expr[];
}

/** Levels of expressions, through the lets, that are written into each other. */
const mostLevels = 200;

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
    case "nearest":
      return expr.within ? [...expr.inputs, expr.within] : expr.inputs;
    default:
      return unreachable(expr);
  }
}

/**
 * Finds what each name of a Program stands for.
 * Fails (T1301) when a name is given twice or a let uses itself or a later let.
 */
export function resolveProgram(program: Program): ResolvedProgram {
  const tallLets = checkLets(program);
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
  const uses = countUses(Object.values(program.outputs), resolve);
  const tall = tallLets.filter((expr) => uses.has(expr));
  for (const expr of tall) uses.set(expr, uses.get(expr)! + 1);
  return { program, resolve, letNames, uses, tall };
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

/** Checks the names of the lets in order, and finds those that stand on too many levels. */
function checkLets({ input, lets }: Program): Expr[] {
  const known = new Set(input.fields.map(({ name }) => name));
  const later = new Set(lets.map(([name]) => name));
  const letLevels = new Map<string, number>();
  const levels = new Map<Expr, number>();
  const tall: Expr[] = [];
  for (const [name, expr] of lets) {
    if (known.has(name))
      failInput("T1301", `The Program has two columns or lets with the name ${JSON.stringify(name)}`, {
        cure: "Give each let a name of its own.",
      });
    const levelsOf = (part: Expr): number => {
      // What an earlier let has too reads what was known there already.
      const found = levels.get(part);
      if (found !== undefined) return found;
      if (part.kind === "column" && later.has(part.name)) failUnknown(name, part.name);
      const own =
        part.kind === "column"
          ? (letLevels.get(part.name) ?? 0)
          : 1 + partsOf(part).reduce((most, child) => Math.max(most, levelsOf(child)), 0);
      levels.set(part, own);
      return own;
    };
    const height = levelsOf(expr);
    const isTall = height > mostLevels && expr.kind !== "column";
    if (isTall) tall.push(expr);
    letLevels.set(name, isTall ? 0 : height);
    if (isTall) levels.set(expr, 0);
    known.add(name);
    later.delete(name);
  }
  return tall;
}

const failUnknown = (name: string, used: string): never =>
  failInput("T1301", `The let ${JSON.stringify(name)} uses ${JSON.stringify(used)} before it is known`, {
    cure: "A let may use input columns and the lets before it.",
  });
