import { opNames, typeOf, type Expr, type OpName, type Program } from "../../ir/index.ts";
import type { DataType } from "../../schema/index.ts";
import { resolveProgram, type ResolvedProgram } from "../resolve.ts";
import { identifier, joinSql, sql, type Sql } from "../sql.ts";
import { emitExpr } from "./emit-expr.ts";
import { opEmitters } from "./emit-op.ts";
import {
  failUnsupported,
  guard,
  limitOf,
  type Fragment,
  type OpEmitters,
  type SqlEmitter,
} from "./fragment.ts";
import { createStages, type StageColumn, type Stages } from "./stages.ts";
import { inputSql, outputSql, valueBound, valueSql } from "./values.ts";

/** Where a compiled Program reads its rows, and what it hands through. */
export interface DuckdbOptions {
  /** What stands after FROM: a name, or a query in parentheses. */
  readonly relation: Sql;
  /** Columns of the relation that come out unchanged before the outputs: a key, an order. */
  readonly keep?: readonly string[];
}

/**
 * Compiles a Program to one SELECT for DuckDB with a column for each output. Each let, what is used more than once, and what a
 * test must look at before it may be used, is a column of an earlier stage (WITH); the rest is written in place. Equal to the
 * oracle bit for bit. The time zone of the connection must be UTC.
 * Fails (T1304) when DuckDB cannot compute an operation exactly.
 * @example
 * compileDuckdb(program, { relation: identifier("birds") }).text
 */
export const compileDuckdb = (program: Program, options: DuckdbOptions): Sql =>
  compileWith(opEmitters, program, options);

/** `compileDuckdb` for an engine with these operations. */
export function compileWith(ops: OpEmitters, program: Program, { relation, keep = [] }: DuckdbOptions): Sql {
  const { stages, columns } = compileStages(ops, program, keep, plainStyle);
  const { clause, last } = stages.statement(relation);
  const list = columns.map(({ name, sql: text }) => sql`${text} AS ${identifier(name)}`);
  return sql`${clause}\nSELECT\n  ${joinSql(list, sql`,\n  `)}\nFROM ${last}`;
}

/** The stages of a compiled Program, and the columns that come out of the last. */
export function compileStages(
  ops: OpEmitters,
  program: Program,
  keep: readonly string[],
  style: SqlStyle,
): { readonly stages: Stages; readonly columns: readonly StageColumn[] } {
  const resolved = resolveProgram(program);
  const kept = keep.map((name, at) => ({ name: `tandem_keep_${at + 1}`, as: name }));
  const used = usedColumns(resolved);
  checkCase(used.map(({ name }) => name));
  const stages = createStages([
    ...used.map(({ name, type }) => ({ name, sql: style.input(identifier(name), type) })),
    ...kept.map(({ name, as }) => ({ name, sql: identifier(as) })),
  ]);
  const emitter = createSqlEmitter(ops, resolved, (name) => identifier(name), {
    ...style,
    hoist: (given, name, of) => stages.add(given, name ?? "value", of),
  });
  for (const expr of resolved.tall) emitter.unguarded(expr);
  const outputs = Object.entries(program.outputs).map(([name, expr]) => ({
    name,
    sql: outputSql(emitter.value(expr).sql, typeOf(expr)),
  }));
  return {
    stages,
    columns: [...kept.map(({ name, as }) => ({ name: as, sql: identifier(name) })), ...outputs],
  };
}

/**
 * Compiles one expression over raw columns to SQL that can stand anywhere in a statement. Intermediate results that are
 * needed twice are written twice, so it is for small expressions; for a model use `compileDuckdb`.
 * @example
 * compileExprDuckdb(call("parseFloat", column("price", "Text"))) // CASE WHEN regexp_matches("price", …) …
 */
export function compileExprDuckdb(expr: Expr, columnSql: (name: string) => Sql = identifier): Sql {
  const program: Program = {
    kind: "program",
    version: 1,
    input: { fields: [] },
    lets: [],
    outputs: { expr },
  };
  const emitter = createSqlEmitter(
    opEmitters,
    { ...resolveProgram(program), uses: new Map() },
    (name, type) => inputSql(columnSql(name), type),
    { ...plainStyle, hoist: (given) => ({ ...given, sql: sql`(${given.sql})`, atomic: true }) },
  );
  return outputSql(emitter.value(expr).sql, typeOf(expr));
}

/** A column that is used more often than this is tested once, in a column of its own. */
const mostTests = 2;

/** How a statement is written where there is a choice. It changes no answer. */
export interface SqlStyle {
  /** A column as it comes in. */
  readonly input: (column: Sql, type: DataType) => Sql;
  /** The column that holds an expression (`tested`: null where it left its type); `letName` is the name of the let that it is. */
  readonly nameOf: (expr: Expr, letName: string | undefined, tested: boolean) => string | undefined;
  /** A lookup of up to so many texts is a CASE with a line for each, which is read more easily and runs more slowly. */
  readonly longestCase: number;
  /** An expression that is a column of its own even when it is used once. */
  readonly isApart: (expr: Expr) => boolean;
}

const plainStyle: SqlStyle = {
  input: inputSql,
  nameOf: (_, letName) => letName,
  longestCase: 0,
  isApart: () => false,
};

interface Hoisting extends Omit<SqlStyle, "input"> {
  readonly hoist: (given: Fragment, name?: string, of?: Expr) => Fragment;
}

function createSqlEmitter(
  ops: OpEmitters,
  { resolve, uses, letNames }: ResolvedProgram,
  columnSql: (name: string, type: DataType) => Sql,
  { hoist, nameOf, longestCase, isApart }: Hoisting,
): SqlEmitter {
  /** Columns that may be infinite or NaN where they should be null; readers that mind put the test around them. */
  const named = new Map<Expr, Fragment>();
  const atoms = new Map<Expr, Fragment>();
  const hoistGuarded = (expr: Expr, guarded: Fragment): Fragment => {
    const column =
      atoms.get(expr) ??
      (guarded.atomic ? guarded : hoist(guarded, nameOf(expr, letNames.get(expr), named.has(expr)), expr));
    atoms.set(expr, column);
    return column;
  };
  const emitter: SqlEmitter = {
    ops,
    longestCase,
    value(given) {
      const expr = resolve(given);
      const unguarded = emitter.unguarded(expr);
      const guarded = guard(unguarded, typeOf(expr), emitter);
      const oftenTested = guarded !== unguarded && named.has(expr) && (uses.get(expr) ?? 0) > mostTests;
      return oftenTested ? hoistGuarded(expr, guarded) : guarded;
    },
    unguarded(given) {
      const expr = resolve(given);
      if (expr.kind === "column")
        return {
          sql: columnSql(expr.name, expr.type),
          stage: 0,
          atomic: true,
          bound: limitOf(expr.type),
        };
      if (expr.kind === "literal")
        return {
          sql: valueSql(expr.value, expr.type),
          stage: 0,
          atomic: true,
          bound: valueBound(expr.value),
        };
      const known = named.get(expr);
      if (known) return known;
      const written = emitExpr(expr, emitter);
      const whole = typeOf(expr) === "Int" ? guard(written, "Int", emitter) : written;
      if ((uses.get(expr) ?? 0) <= 1 && !letNames.has(expr) && !isApart(expr)) return whole;
      const column = hoist(whole, nameOf(expr, letNames.get(expr), false), expr);
      named.set(expr, column);
      return column;
    },
    atom(given) {
      const expr = resolve(given);
      return atoms.get(expr) ?? hoistGuarded(expr, emitter.value(expr));
    },
    hoist: (given, name) => (given.atomic ? given : hoist(given, name)),
  };
  return emitter;
}

/** The engine takes names that differ by case alone for one name, and would read one column in place of both. */
function checkCase(names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const folded = name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    const other = seen.get(folded);
    if (other !== undefined)
      failUnsupported(
        `the columns ${JSON.stringify(other)} and ${JSON.stringify(name)} together`,
        "their names differ by case alone, and it takes them for one",
      );
    seen.set(folded, name);
  }
}

/** The columns that the outputs read, each once. */
function usedColumns({ uses }: ResolvedProgram): { name: string; type: DataType }[] {
  const columns = new Map<string, DataType>();
  for (const expr of uses.keys()) if (expr.kind === "column") columns.set(expr.name, expr.type);
  return [...columns].map(([name, type]) => ({ name, type }));
}

/** The operations of a Program that DuckDB cannot compute exactly, with the reason. */
export function unsupportedOps(
  program: Program,
  ops: OpEmitters = opEmitters,
): { readonly op: OpName; readonly reason: string }[] {
  const used = new Set<OpName>();
  for (const expr of resolveProgram(program).uses.keys()) if (expr.kind === "call") used.add(expr.op);
  return opNames.flatMap((op) => {
    const emit = ops[op];
    return used.has(op) && typeof emit !== "function" ? [{ op, reason: emit.unsupported }] : [];
  });
}
