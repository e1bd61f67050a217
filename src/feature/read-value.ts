import { errorDiagnostic, showValue, TandemError, type Diagnostic } from "../base/index.ts";
import { call, chainContext, isColumn, typeOf, type Expr } from "../ir/index.ts";
import type { Schema } from "../schema/index.ts";
import type { AggregateRule } from "./aggregate-rules.ts";

/**
 * What a feature aggregates, as an expression: the column of that name, or what a function over the event's columns builds.
 * What is wrong goes to `diagnostics`; then there is none.
 */
export function readValue(
  value: unknown,
  schema: Schema,
  place: string,
  diagnostics: Diagnostic[],
): Expr | undefined {
  try {
    const context = chainContext(schema);
    const chain: unknown =
      typeof value === "function"
        ? (value as (tools: object) => unknown)(context)
        : context.column(value as string);
    if (isColumn(chain)) return chain.expr;
    diagnostics.push(
      errorDiagnostic("T2502", "The function must give a column of the event", {
        place,
        value: showValue(chain),
        cure: 'Write ({ column }) => column("price").multiply(column("pieces")), for example.',
      }),
    );
  } catch (error) {
    if (error instanceof TandemError)
      diagnostics.push(...error.diagnostics.map((one) => ({ ...one, place: one.place ?? place })));
    else
      diagnostics.push(
        errorDiagnostic(
          "T2503",
          `The function threw: ${error instanceof Error ? error.message : String(error)}`,
          {
            place,
            cure: "Mend the function; it may only build columns of the event.",
          },
        ),
      );
  }
  return undefined;
}

/** All conditions of a feature as one expression, null where there is none; undefined when one is wrong. */
export function readConditions(
  conditions: readonly unknown[],
  schema: Schema,
  place: string,
  diagnostics: Diagnostic[],
): Expr | null | undefined {
  const read = conditions.map((condition, at) => {
    const here = `${place}.where[${at}]`;
    const expr = readValue(condition, schema, here, diagnostics);
    if (!expr || typeOf(expr) === "Boolean") return expr;
    diagnostics.push(
      errorDiagnostic("T2504", `The condition is ${typeOf(expr)}, not true or false`, {
        place: here,
        cure: 'Compare the column with something: column("status").equals("paid").',
      }),
    );
    return undefined;
  });
  if (read.includes(undefined)) return undefined;
  const exprs = read.filter((expr) => expr !== undefined);
  if (exprs.length < 2) return exprs[0] ?? null;
  return call("and", ...exprs);
}

/** Whether an aggregate can take the value; told where it cannot. */
export function checkValue(
  aggregate: string,
  { takes, accepts }: AggregateRule,
  value: Expr,
  place: string,
  diagnostics: Diagnostic[],
): boolean {
  const type = typeOf(value);
  if (accepts(type)) return true;
  const what = value.kind === "column" ? `column ${showValue(value.name)}` : "the value";
  diagnostics.push(
    errorDiagnostic("T2505", `${aggregate}() takes ${takes}, and ${what} is ${type}`, {
      place,
      cure: cureFor(aggregate, type, value),
    }),
  );
  return false;
}

function cureFor(aggregate: string, type: string, value: Expr): string {
  const name = value.kind === "column" ? showValue(value.name) : '"…"';
  if (aggregate === "share")
    return `Compare it with something: share(({ column }) => column(${name}).equals(…)).`;
  if (type === "Text")
    return `Use countOf(), distinct(), first(), last() or lag() for text; or read numbers out of it: ({ column }) => column(${name}).parseFloat().`;
  if (type === "Boolean") return `Use share(), or count numbers: ({ column }) => column(${name}).toInt().`;
  return "Use min(), max(), first(), last() or distinct() for days and instants.";
}
