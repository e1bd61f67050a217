import { partsOf, resolveProgram } from "../../src/compile/index.ts";
import type { Program } from "../../src/ir/index.ts";
import type { Value } from "../../src/schema/index.ts";

/** A Program and rows on which the targets differ. */
export interface Counterexample {
  readonly program: Program;
  readonly rows: readonly Readonly<Record<string, Value>>[];
}

/**
 * Makes a counterexample small: one row, one output, and of that output the smallest part that still differs. fast-check
 * shrinks values well, but not a tree towards its own branches.
 */
export async function minimize(
  given: Counterexample,
  fails: (candidate: Counterexample) => Promise<boolean>,
): Promise<Counterexample> {
  let best = given;
  for (let next = await firstFailing(best, fails); next; next = await firstFailing(best, fails)) best = next;
  return best;
}

async function firstFailing(
  given: Counterexample,
  fails: (candidate: Counterexample) => Promise<boolean>,
): Promise<Counterexample | undefined> {
  for (const candidate of candidates(given)) if (await fails(candidate)) return candidate;
  return undefined;
}

function* candidates({ program, rows }: Counterexample): Generator<Counterexample> {
  if (rows.length > 1) for (const row of rows) yield { program, rows: [row] };
  const outputs = Object.entries(program.outputs);
  if (outputs.length > 1)
    for (const [name, expr] of outputs) yield { program: { ...program, outputs: { [name]: expr } }, rows };
  const { resolve } = resolveProgram(program);
  if (outputs.length === 1) {
    for (const part of partsOf(resolve(outputs[0]![1])))
      yield { program: { ...program, outputs: { out: part } }, rows };
    for (let at = program.lets.length - 1; at >= 0; at--)
      yield { program: { ...program, lets: program.lets.filter((_, place) => place !== at) }, rows };
  }
}
