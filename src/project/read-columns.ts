import { errorDiagnostic, showValue, TandemError, type Diagnostic } from "../base/index.ts";
import { chainContext, isColumn, opNames, type Expr } from "../ir/index.ts";
import { findField, similarNames, type Schema } from "../schema/index.ts";

/** What a mistake in a chain turns into: every further step gives it again, so that one mistake is told once. */
const mistaken: object = new Proxy(() => mistaken, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "a mistaken column" : mistaken),
  apply: () => mistaken,
});

/**
 * Calls the `columns` function of a project and gives the derived columns as expressions. A wrong name or a step that does
 * not fit goes to `diagnostics`, and the function goes on, so that all its mistakes are found at once.
 */
export function readColumns(
  columns: (tools: object) => unknown,
  source: Schema,
  place: string,
  diagnostics: Diagnostic[],
): (readonly [string, Expr])[] {
  const tell = (code: string, message: string, cure: string): void => {
    diagnostics.push(errorDiagnostic(code, message, { place, cure }));
  };
  let derived: unknown;
  try {
    derived = columns(watched(chainContext(source), place, diagnostics) as object);
  } catch (error) {
    tell(
      "T2065",
      `The function threw: ${error instanceof Error ? error.message : String(error)}`,
      "Mend the function; it may only build columns.",
    );
    return [];
  }
  if (derived instanceof Promise) derived.catch(() => {});
  if (derived === mistaken) return [];
  if (!isPlainObject(derived)) {
    tell(
      "T2066",
      `The function must give an object of named columns, not ${showValue(derived)}`,
      'Write `({ column }) => ({ month: column("…").month() })`.',
    );
    return [];
  }
  return Object.entries(derived).flatMap(([name, chain]) => {
    if (chain === mistaken) return [];
    if (findField(source, name))
      tell(
        "T2067",
        `The derived column "${name}" has the name of a column of the data`,
        "Give it another name.",
      );
    else if (!isColumn(chain))
      tell("T2066", `"${name}" is no column but ${showValue(chain)}`, 'Start from column("…").');
    else return [[name, chain.expr] as const];
    return [];
  });
}

/** The same tools and chains, but a TandemError becomes a diagnostic and a mistaken column. */
function watched(value: unknown, place: string, diagnostics: Diagnostic[]): unknown {
  if (typeof value === "function")
    return (...args: readonly unknown[]): unknown => {
      if (args.flat(3).includes(mistaken)) return mistaken;
      try {
        return watched((value as (...plain: readonly unknown[]) => unknown)(...args), place, diagnostics);
      } catch (error) {
        if (!(error instanceof TandemError)) throw error;
        diagnostics.push(
          ...error.diagnostics.map((diagnostic) => ({ ...diagnostic, place: diagnostic.place ?? place })),
        );
        return mistaken;
      }
    };
  if (isColumn(value))
    return new Proxy(value, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof key === "string" && !(key in target))
          return tellUnknown(key, target.type, place, diagnostics);
        return typeof member === "function" ? watched(member.bind(target), place, diagnostics) : member;
      },
    });
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, watched(item, place, diagnostics)]),
    );
  return value;
}

/** A wrong operation is told and gives a mistaken column, so that the function goes on. */
function tellUnknown(name: string, type: string, place: string, diagnostics: Diagnostic[]): unknown {
  const similar = similarNames(name, [...opNames, "lookup"]);
  diagnostics.push(
    errorDiagnostic("T2072", `A ${type} column has no ${name}()`, {
      place,
      value: showValue(name),
      cure:
        similar.length > 0
          ? `Did you mean ${similar.map((one) => `${one}()`).join(" or ")}?`
          : "docs/ops.md lists the operations.",
    }),
  );
  return mistaken;
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
