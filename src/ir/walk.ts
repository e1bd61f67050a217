import { failInput } from "../base/index.ts";
import { call, choose, forestInputProblem, linear, lookup } from "./build.ts";
import type { Expr, ExprKind } from "./expr.ts";
import { nearestOver } from "./nearest.ts";
import type { Program } from "./program.ts";
import { typeOf } from "./type-of.ts";

/** What a kind of expression needs to be walked and rewritten: its parts, and itself with other parts. */
interface Shape<E extends Expr> {
  readonly children: (expr: E) => readonly Expr[];
  /** The same expression over other children, in the order of `children`; types are checked. */
  readonly withChildren: (expr: E, children: readonly Expr[]) => Expr;
}

const none: readonly Expr[] = Object.freeze([]);

/** The one table behind every walk over expressions. */
const shapes: { readonly [Kind in ExprKind]: Shape<Extract<Expr, { kind: Kind }>> } = {
  column: { children: () => none, withChildren: (expr) => expr },
  literal: { children: () => none, withChildren: (expr) => expr },
  call: {
    children: (expr) => expr.args,
    withChildren: (expr, children) => call(expr.op, ...children),
  },
  choose: {
    children: (expr) => [...expr.branches.flatMap(({ when, then }) => [when, then]), expr.otherwise],
    withChildren: (expr, children) =>
      choose(
        expr.branches.map((_, at) => ({ when: children[2 * at]!, then: children[2 * at + 1]! })),
        children.at(-1)!,
      ),
  },
  lookup: {
    children: (expr) => [expr.key, expr.otherwise],
    withChildren: (expr, [key, otherwise]) => lookup(key!, expr.table, expr.type, otherwise!),
  },
  linear: {
    children: (expr) => expr.terms.map(({ of }) => of),
    withChildren: (expr, children) =>
      linear(
        expr.terms.map(({ weight }, at) => ({ weight, of: children[at]! })),
        expr.bias,
      ),
  },
  forest: {
    children: (expr) => expr.inputs,
    withChildren: (expr, children) => {
      const problem = forestInputProblem(children);
      if (problem)
        failInput("T1207", `The forest is not well formed: ${problem}`, {
          cure: "Replace an input by one number.",
        });
      return Object.freeze({ ...expr, inputs: Object.freeze([...children]) });
    },
  },
  nearest: {
    children: (expr) => (expr.within ? [...expr.inputs, expr.within] : expr.inputs),
    withChildren: (expr, children) =>
      nearestOver(expr, children.slice(0, expr.inputs.length), children[expr.inputs.length] ?? null),
  },
};

const shapeOf = (expr: Expr): Shape<Expr> => shapes[expr.kind] as Shape<Expr>;

/** The expressions that an expression is made of, in order. */
export const children = (expr: Expr): readonly Expr[] => shapeOf(expr).children(expr);

/** The same expression over other parts, in the order of `children`; their types are checked. */
export const withChildren = (expr: Expr, parts: readonly Expr[]): Expr =>
  parts.length === 0 ? expr : shapeOf(expr).withChildren(expr, parts);

/** Visits an expression and all it is made of, parents first. A part that stands in several places is visited once. */
export function walk(expr: Expr, visit: (expr: Expr) => void): void {
  const seen = new Set<Expr>();
  const open = [expr];
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    visit(next);
    open.push(...children(next).toReversed());
  }
}

/**
 * Replaces every part by what `change` makes of it, children first. Where nothing changes, the very same objects come
 * back, and a part that stands in several places stays one object.
 * @example
 * rewrite(expr, (part) => (part.kind === "literal" && part.value === null ? float(0) : part))
 */
export function rewrite(expr: Expr, change: (expr: Expr) => Expr): Expr {
  const done = new Map<Expr, Expr>();
  const visit = (part: Expr): Expr => {
    const known = done.get(part);
    if (known) return known;
    const before = children(part);
    const after = before.map(visit);
    const same = after.every((child, at) => child === before[at]);
    const result = change(same ? part : shapeOf(part).withChildren(part, after));
    done.set(part, result);
    return result;
  };
  return visit(expr);
}

/** Puts expressions in the place of columns. Each must have the type of its column. */
export function substitute(expr: Expr, replacements: ReadonlyMap<string, Expr>): Expr {
  return rewrite(expr, (part) => {
    const replacement = part.kind === "column" ? replacements.get(part.name) : undefined;
    if (!replacement || part.kind !== "column") return part;
    if (typeOf(replacement) !== part.type)
      failInput("T1208", `Column ${JSON.stringify(part.name)} is ${part.type}, not ${typeOf(replacement)}`, {
        cure: "Replace it by an expression of its type.",
      });
    return replacement;
  });
}

/** The names of the columns and lets that an expression reads, in the order of their first use. */
export function columnsOf(expr: Expr): readonly string[] {
  const names = new Set<string>();
  walk(expr, (part) => {
    if (part.kind === "column") names.add(part.name);
  });
  return [...names];
}

/** The input columns that the outputs really need, through the lets, in the order of the input schema. */
export function columnsOfProgram(program: Program): readonly string[] {
  const needed = new Set(Object.values(program.outputs).flatMap(columnsOf));
  for (const [name, expr] of program.lets.toReversed())
    if (needed.has(name)) for (const used of columnsOf(expr)) needed.add(used);
  return program.input.fields.map(({ name }) => name).filter((name) => needed.has(name));
}
