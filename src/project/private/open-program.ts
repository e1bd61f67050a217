import { canonicalJson } from "../../base/index.ts";
import {
  column,
  columnsOf,
  columnsOfProgram,
  createProgram,
  substitute,
  type Expr,
  type Program,
} from "../../ir/index.ts";
import type { Field, Schema } from "../../schema/index.ts";
import type { ProjectDefinition } from "../definition.ts";
import { freeName, withoutUnused } from "../training/build-program.ts";
import { digestOf } from "./digest.ts";
import type { PrivateColumns } from "./private-columns.ts";

type Derived = Pick<ProjectDefinition, "derived">["derived"];

/**
 * Makes a Program over hidden rows one over rows as they are sent: 1. columns that are derived of private ones are computed, 2. private
 * texts become their digests, 3. the model goes on from there, and answers as it did over hidden rows.
 */
export function openProgram(
  program: Program,
  derived: Derived,
  { digested }: PrivateColumns,
  given: readonly Field[],
): Program {
  const ofProject = new Set(derived.map(([name]) => name));
  const taken = new Set([
    ...given.map(({ name }) => name),
    ...ofProject,
    ...program.lets.map(([name]) => name),
  ]);
  const digests = columnsOfProgram(program)
    .filter((name) => digested.has(name))
    .map((name) => {
      const called = freeName(name, taken, "digest");
      taken.add(called);
      return [name, called] as const;
    });
  const replacements = new Map(digests.map(([name, called]) => [name, column(called, "Text")] as const));
  const hidden = (expr: Expr): Expr => substitute(expr, replacements);
  return createProgram(
    withoutUnused({
      ...program,
      input: { fields: [...given] },
      lets: [
        ...derived,
        ...digests.map(([name, called]) => [called, digestOf(name, column(name, "Text"))] as const),
        ...program.lets
          .filter(([name]) => !ofProject.has(name))
          .map(([name, expr]) => [name, hidden(expr)] as const),
      ],
      outputs: Object.fromEntries(
        Object.entries(program.outputs).map(([name, expr]) => [name, hidden(expr)]),
      ),
    }),
  );
}

/**
 * The other way: a Program over rows as they are sent, to be asked about hidden rows. Undefined for one that reads a private text
 * itself, such as one from before the column was private: no hidden row can tell it what it asks.
 */
export function hideProgram(
  program: Program,
  derived: Derived,
  { digested, derived: made }: PrivateColumns,
  hidden: Schema,
): Program | undefined {
  const expressions = new Map(derived);
  const digests = new Map([...digested].map((name) => [canonicalDigest(name), name]));
  const replacements = new Map<string, Expr>();
  const kept = program.lets.filter(([name, expr]) => {
    const digestedName = digests.get(canonicalJson(expr));
    if (digestedName !== undefined) replacements.set(name, column(digestedName, "Text"));
    const isMade = made.has(name) && canonicalJson(expr) === canonicalJson(expressions.get(name) ?? null);
    return digestedName === undefined && !isMade;
  });
  const parts = [...kept.map(([, expr]) => expr), ...Object.values(program.outputs)];
  if (parts.some((expr) => columnsOf(expr).some((name) => digested.has(name)))) return undefined;
  const names = new Set(kept.map(([name]) => name));
  const replaced = (expr: Expr): Expr => substitute(expr, replacements);
  const input = [...program.input.fields, ...hidden.fields.filter(({ name }) => made.has(name))];
  const fields = [...new Map(input.map((field) => [field.name, field])).values()];
  return createProgram(
    withoutUnused({
      ...program,
      input: { fields: fields.filter(({ name }) => !names.has(name)) },
      lets: kept.map(([name, expr]) => [name, replaced(expr)] as const),
      outputs: Object.fromEntries(
        Object.entries(program.outputs).map(([name, expr]) => [name, replaced(expr)]),
      ),
    }),
  );
}

const canonicalDigest = (name: string): string => canonicalJson(digestOf(name, column(name, "Text")));
