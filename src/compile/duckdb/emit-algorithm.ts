import { partsOfFormula, type Formula, type FormulaOp, type Algorithm } from "../../ir/index.ts";
import { joinSql, sql, type Sql } from "../sql.ts";
import { fragment, type EmitSql, type Fragment, type SqlEmitter } from "./fragment.ts";

/**
 * Writes an algorithm in its own steps. A step that is read more than once is a column of its own, named after the algorithm and
 * the step; the engine computes each operation of a statement by itself, so that every rounding is the one of the algorithm.
 */
function emitAlgorithm(
  algorithm: Algorithm,
  args: readonly Fragment[],
  emitter: Pick<SqlEmitter, "hoist">,
): Fragment {
  const uses = countUses(algorithm);
  const known = new Map<string, Fragment>();
  const name = (step: string, given: Fragment): void => {
    const often = (uses.get(step) ?? 0) > 1;
    known.set(step, often ? emitter.hoist(given, `${algorithm.name} ${step}`) : given);
  };
  const write = (formula: Formula): Fragment => {
    switch (formula.kind) {
      case "number":
        return { sql: sql`${formula.value}`, stage: 0, atomic: true, bound: Math.abs(formula.value) };
      case "missing":
        return { sql: sql`NULL`, stage: 0, atomic: true, bound: 0 };
      case "name":
        return known.get(formula.name)!;
      case "call":
        return emitAlgorithm(algorithm.uses.get(formula.name)!, formula.args.map(write), emitter);
      case "choose":
        return chooseFragment(formula, write);
      case "apply": {
        const parts = formula.args.map(write);
        return fragment(operations[formula.op](parts.map((part) => part.sql) as [Sql, Sql]), parts, Infinity);
      }
    }
  };
  algorithm.inputs.forEach((input, at) => name(input, args[at]!));
  for (const [step, formula] of algorithm.steps) name(step, write(formula));
  return { ...write(algorithm.result), bound: algorithm.bound };
}

/** A chain of choices as one CASE. */
function chooseFragment(first: Formula, write: (formula: Formula) => Fragment): Fragment {
  const parts: Fragment[] = [];
  const cases: Sql[] = [];
  let at = first;
  for (; at.kind === "choose"; at = at.otherwise) {
    const [test, then] = [write(at.test), write(at.then)];
    parts.push(test, then);
    cases.push(sql`WHEN ${test.sql} THEN ${then.sql}`);
  }
  const last = write(at);
  return fragment(sql`CASE ${joinSql(cases, sql` `)} ELSE ${last.sql} END`, [...parts, last], Infinity);
}

const infix =
  (operator: Sql) =>
  ([a, b]: readonly [Sql, Sql]): Sql =>
    sql`(${a} ${operator} ${b})`;

const operations: Readonly<Record<FormulaOp, (args: readonly [Sql, Sql]) => Sql>> = {
  "+": infix(sql`+`),
  "-": infix(sql`-`),
  "*": infix(sql`*`),
  "/": infix(sql`/`),
  "<": infix(sql`<`),
  "<=": infix(sql`<=`),
  ">": infix(sql`>`),
  ">=": infix(sql`>=`),
  "==": infix(sql`=`),
  "&&": infix(sql`AND`),
  "||": infix(sql`OR`),
  negate: ([a]) => sql`(- ${a})`,
  abs: ([a]) => sql`abs(${a})`,
  floor: ([a]) => sql`floor(${a})`,
  truncate: ([a]) => sql`trunc(${a})`,
  sqrt: ([a]) => sql`sqrt(${a})`,
  // Exact for whole exponents: a test asks the engine for every one of them.
  powerOfTwo: ([a]) => sql`pow(2e0, ${a})`,
  roughExponent: ([a]) => sql`floor(log2(${a}))`,
};

/** How often each input and step is read. */
function countUses({ steps, result }: Algorithm): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const count = (formula: Formula): void => {
    if (formula.kind === "name") uses.set(formula.name, (uses.get(formula.name) ?? 0) + 1);
    partsOfFormula(formula).forEach(count);
  };
  for (const [, formula] of steps) count(formula);
  count(result);
  return uses;
}

const fromAlgorithm =
  (algorithm: Algorithm): EmitSql =>
  ({ args }, emitter) => {
    const parts = args.map((arg) => emitter.value(arg));
    return emitAlgorithm(algorithm, parts, emitter);
  };

/** Operations that follow algorithms. */
export const fromAlgorithms = <Name extends string>(
  algorithms: Readonly<Record<Name, Algorithm>>,
): Record<Name, EmitSql> =>
  Object.fromEntries(
    Object.entries<Algorithm>(algorithms).map(([name, algorithm]) => [name, fromAlgorithm(algorithm)]),
  ) as Record<Name, EmitSql>;
