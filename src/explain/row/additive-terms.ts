import { columnsOf, type Expr, type ForestExpr, type Program } from "../../ir/index.ts";

/** A part of a sum, times its weight. */
export type Term = ForestTerm | PartTerm;

/** A forest each of whose inputs follows from one column at most. */
export interface ForestTerm {
  readonly kind: "forest";
  readonly weight: number;
  readonly forest: ForestExpr;
  /** For each input the column that it follows from; undefined for a constant. */
  readonly owners: readonly (string | undefined)[];
}

/** Anything else, with the columns that it follows from. */
export interface PartTerm {
  readonly kind: "part";
  readonly weight: number;
  readonly expr: Expr;
  readonly columns: readonly string[];
}

/** The Program's input columns from which an expression follows, also through its lets; sorted. */
export type ColumnFinder = (expr: Expr) => readonly string[];

export function columnFinder({ input, lets }: Program): ColumnFinder {
  const known = new Map<string, readonly string[]>(input.fields.map(({ name }) => [name, [name]]));
  const find: ColumnFinder = (expr) =>
    [...new Set(columnsOf(expr).flatMap((name) => known.get(name) ?? []))].sort();
  for (const [name, expr] of lets) known.set(name, find(expr));
  return find;
}

/** Takes a number apart into parts whose sum it is, as far as its form says so; constants are left out. */
export function additiveTerms(expr: Expr, program: Program, find: ColumnFinder): readonly Term[] {
  const lets = new Map(program.lets);
  const terms: Term[] = [];
  const add = (part: Expr, weight: number): void => {
    const named = part.kind === "column" ? lets.get(part.name) : undefined;
    if (named) return add(named, weight);
    if (part.kind === "linear") return part.terms.forEach((term) => add(term.of, weight * term.weight));
    if (part.kind === "call" && (part.op === "add" || part.op === "subtract")) {
      add(part.args[0]!, weight);
      return add(part.args[1]!, part.op === "add" ? weight : -weight);
    }
    if (part.kind === "forest") {
      const owners = part.inputs.map(find);
      if (owners.every(({ length }) => length <= 1)) {
        terms.push({ kind: "forest", weight, forest: part, owners: owners.map(([owner]) => owner) });
        return;
      }
    }
    const columns = find(part);
    if (columns.length > 0) terms.push({ kind: "part", weight, expr: part, columns });
  };
  add(expr, 1);
  return terms;
}
