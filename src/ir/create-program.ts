import { deepFreeze, errorDiagnostic, showValue, throwIfErrors, type Diagnostic } from "../base/index.ts";
import type { DataType, Schema } from "../schema/index.ts";
import type { Expr } from "./expr.ts";
import type { Program } from "./program.ts";
import { columnProblem, nameProblem, programLimits, type Scope } from "./scope.ts";
import { typeOf } from "./type-of.ts";
import { children, walk } from "./walk.ts";

/** What a Program is made of. */
export interface ProgramParts {
  readonly input: Schema;
  readonly lets?: readonly (readonly [name: string, expr: Expr])[];
  readonly outputs: Readonly<Record<string, Expr>>;
}

/**
 * Puts a Program together and checks it: names are unique, nothing is read that is not there or has another type, and
 * nothing is bigger than `programLimits`. Throws a `TandemError` with everything that is wrong.
 * @example
 * createProgram({ input: { fields: [{ name: "x", type: "Float", nullable: true }] }, outputs: { y: call("negate", column("x", "Float")) } })
 */
export function createProgram({ input, lets = [], outputs }: ProgramParts): Program {
  const diagnostics: Diagnostic[] = [];
  const scope = new Map<string, DataType>();
  for (const { name, type } of input.fields) declare(scope, name, type, "input", diagnostics);
  const sizes = new Map<Expr, Size>();
  let nodes = 0;
  for (const [name, expr] of lets) {
    const place = `let ${showValue(name)}`;
    nodes += checkExpr(expr, scope, place, sizes, diagnostics);
    declare(scope, name, typeOf(expr), place, diagnostics);
  }
  for (const [name, expr] of Object.entries(outputs)) {
    const place = `output ${showValue(name)}`;
    nodes += checkExpr(expr, scope, place, sizes, diagnostics);
    const problem = nameProblem(name);
    if (problem)
      diagnostics.push(errorDiagnostic("T1210", `A name ${problem}`, { place, cure: "Rename it." }));
  }
  if (nodes > programLimits.nodes) diagnostics.push(tooManyNodes("program"));
  throwIfErrors(diagnostics);
  return deepFreeze({
    kind: "program",
    version: 1,
    input: { fields: input.fields.map(({ name, type, nullable }) => ({ name, type, nullable })) },
    lets: lets.map(([name, expr]) => [name, expr] as const),
    outputs: { ...outputs },
  });
}

/** Adds a name to the scope, or says why it cannot be. */
export function declare(
  scope: Map<string, DataType>,
  name: string,
  type: DataType,
  place: string,
  diagnostics: Diagnostic[],
): void {
  const problem = nameProblem(name);
  if (problem)
    diagnostics.push(
      errorDiagnostic("T1210", `A name ${problem}`, { place, value: showValue(name), cure: "Rename it." }),
    );
  else if (scope.has(name))
    diagnostics.push(
      errorDiagnostic("T1211", `The name ${showValue(name)} is given twice`, {
        place,
        cure: "A let may not have the name of an input column or of another let. Rename one.",
      }),
    );
  else scope.set(name, type);
}

/** The diagnostic for a Program with more expressions than `programLimits.nodes`. */
export const tooManyNodes = (place: string): Diagnostic =>
  errorDiagnostic(
    "T1213",
    `The program has more than ${programLimits.nodes.toLocaleString("en")} expressions`,
    {
      place,
      cure: "Give a part that is used often a name with a let.",
    },
  );

interface Size {
  readonly depth: number;
  readonly nodes: number;
}

/** Checks what an expression reads and how big it is; returns how many expressions it has, written out. */
function checkExpr(
  expr: Expr,
  scope: Scope,
  place: string,
  sizes: Map<Expr, Size>,
  diagnostics: Diagnostic[],
): number {
  const refused = new Set<string>();
  walk(expr, (part) => {
    if (part.kind === "call" && part.args.length > programLimits.args)
      diagnostics.push(tooManyArgs(part.op, place));
    const problem = part.kind === "column" ? columnProblem(part, scope) : undefined;
    if (!problem || refused.has(problem.message)) return;
    refused.add(problem.message);
    diagnostics.push(errorDiagnostic("T1209", problem.message, { place, cure: problem.cure }));
  });
  const { depth, nodes } = sizeOf(expr, sizes);
  if (depth > programLimits.depth) diagnostics.push(tooDeep(place));
  return nodes;
}

/** The diagnostic for a call with more arguments than `programLimits.args`. */
export const tooManyArgs = (op: string, place: string): Diagnostic =>
  errorDiagnostic("T1213", `${op}() has more than ${programLimits.args.toLocaleString("en")} arguments`, {
    place,
    cure: "Use lookup() for a long list.",
  });

/** The diagnostic for expressions nested deeper than `programLimits.depth`. */
export const tooDeep = (place: string): Diagnostic =>
  errorDiagnostic("T1213", `Expressions are nested more than ${programLimits.depth} deep`, {
    place,
    cure: "Give the inner part a name with a let.",
  });

function sizeOf(expr: Expr, sizes: Map<Expr, Size>): Size {
  const known = sizes.get(expr);
  if (known) return known;
  let depth = 0;
  let nodes = 1;
  for (const child of children(expr)) {
    const size = sizeOf(child, sizes);
    depth = Math.max(depth, size.depth);
    nodes += size.nodes;
  }
  const size = { depth: depth + 1, nodes };
  sizes.set(expr, size);
  return size;
}
