import { failInput } from "../../../base/index.ts";
import { compileTable } from "../../../compile/index.ts";
import { column, createProgram, typeOf, type Expr } from "../../../ir/index.ts";
import type { Table } from "../../../schema/index.ts";
import { callOwn } from "./own-functions.ts";

/** Predictions that expressions of the scores make: for the model, and row by row while it learns. */
export interface BuiltOutput {
  readonly kind: "built";
  /** Over the columns `score 1`, `score 2`, …. */
  readonly exprs: readonly Expr[];
  evaluate(scores: readonly Float64Array[]): readonly Float64Array[];
}

/** The column that stands for a score, counted from 0. */
export const scoreColumn = (output: number): string => `score ${output + 1}`;

/** Asks a builder for its expressions; T2637 where it throws, T2640 where they are not one number for each output. */
export function buildOutput(
  name: string,
  count: number,
  build: (scores: readonly [Expr, ...Expr[]]) => readonly Expr[],
): BuiltOutput {
  const columns = Array.from({ length: count }, (_, output) => column(scoreColumn(output), "Float"));
  const [first = column(scoreColumn(0), "Float"), ...others] = columns;
  const exprs = callOwn("output", name, () => build([first, ...others]));
  const fields = columns.map((one) => ({ name: one.name, type: "Float", nullable: false }) as const);
  if (!Array.isArray(exprs) || exprs.length !== count) return failOutput(name, count);
  const names = exprs.map((_, output) => `prediction ${output + 1}`);
  const program = callOwn("output", name, () =>
    createProgram({
      input: { fields },
      lets: [],
      outputs: Object.fromEntries(exprs.map((expr: Expr, output) => [names[output]!, expr])),
    }),
  );
  if (exprs.some((expr: Expr) => typeOf(expr) !== "Float")) return failOutput(name, count);
  const run = compileTable(program);
  return {
    kind: "built",
    exprs: exprs as readonly Expr[],
    evaluate: (scores) => {
      const table: Table = {
        schema: program.input,
        rowCount: scores[0]!.length,
        columns: new Map(
          scores.map((values, output) => [scoreColumn(output), { kind: "numbers", type: "Float", values }]),
        ),
      };
      const answers = run(table).columns;
      return names.map((one) => {
        const vector = answers.get(one);
        return vector?.kind === "numbers" ? vector.values : new Float64Array(0);
      });
    },
  };
}

const failOutput = (name: string, count: number): never =>
  failInput("T2640", `output of ${JSON.stringify(name)} gave no list of ${count} Float expressions`, {
    place: "output",
    cure: `Return ${count === 1 ? "one expression in a list" : "one expression per class"}, made of the scores by call(), or name a link.`,
  });
