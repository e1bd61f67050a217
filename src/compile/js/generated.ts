import type { Constant } from "./constant.ts";
import { buildConstant } from "./constant.ts";
import { prelude, type PreludeName } from "./prelude.ts";

/** A function as source, with what it needs. It can be run (`instantiate`) or printed as a module. */
export interface GeneratedFunction {
  /** Parameters of the function. */
  readonly parameters: readonly string[];
  /** Declarations that stand around the function, made once. */
  readonly around?: readonly string[];
  /** Statements of its body. */
  readonly body: readonly string[];
  /** The functions of the prelude it calls, by their names. */
  readonly uses: readonly PreludeName[];
  /** Its constants: `c0`, `c1`, … */
  readonly constants: readonly Constant[];
}

/** The source of a generated function: the statements that stand around it, and `return` with the function. */
const functionSource = ({ parameters, body, around = [] }: GeneratedFunction): string =>
  [...around, `return (function (${parameters.join(", ")}) {`, ...body, "});"].join("\n");

/**
 * Makes a generated function run. Only text of our own generator comes here: user text enters it as JSON strings
 * (`source.ts`) and constants.
 */
export function instantiate(generated: GeneratedFunction): (...args: never[]) => unknown {
  const { uses, constants } = generated;
  const names = [...uses, ...constants.map((_, at) => `c${at}`)];
  const values = [...uses.map((name) => prelude[name]), ...constants.map(buildConstant)];
  // oxlint-disable-next-line no-new-func, no-implied-eval -- the one place that runs generated source
  const build = new Function(...names, `"use strict";\n${functionSource(generated)}`) as (
    ...parts: readonly unknown[]
  ) => (...args: never[]) => unknown;
  return build(...values);
}
