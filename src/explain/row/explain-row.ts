import { failInput } from "../../base/index.ts";
import { compileRow } from "../../compile/index.ts";
import { typeOf, type Expr, type Program } from "../../ir/index.ts";
import type { Value } from "../../schema/index.ts";
import { additiveTerms, columnFinder, type ForestTerm, type PartTerm } from "./additive-terms.ts";
import { addPartShapley, mostColumns } from "./part-shapley.ts";
import { addForestShapley } from "./tree-shapley.ts";

type Row = Readonly<Record<string, Value>>;

/** How much each column moves an answer away from that for another row. */
interface RowExplanation {
  /** The score of the row, and of the other row. */
  readonly score: number;
  readonly baseline: number;
  /** For each column that the score follows from. */
  readonly contributions: ReadonlyMap<string, number>;
}

/** Explains one output of a model. */
export interface RowExplainer {
  /**
   * What is explained: the output itself, or its log-odds where the output is the probability that follows from them, since
   * there the parts of a model add up.
   */
  readonly scale: "output" | "log-odds";
  /**
   * `shapley`: contributions are Shapley values and add up to score - baseline. `change`: each is the score minus the score with
   * that column alone as in the other row; they need not add up. It stands in where the exact values would take too long: a part
   * of the model takes more than ten columns together.
   */
  readonly method: "shapley" | "change";
  /** Fails with T1806 where the model has no score for the row, or for a mixture of it and the other. */
  readonly explain: (row: Row) => RowExplanation;
}

/**
 * Makes an explainer of a Program's output against one other row, such as the typical one. Fails with T1805 for an output that is no
 * number. Rows are values as `validateRow` gives them.
 * @example
 * const { explain } = explainRows(program, "probability", typicalRow(baseline, schema));
 * const { contributions } = explain(row);
 */
export function explainRows(program: Program, output: string, other: Row): RowExplainer {
  const asked = program.outputs[output];
  if (!asked || typeOf(asked) !== "Float")
    failInput("T1805", `The model has no number ${JSON.stringify(output)} that could be explained`, {
      place: "output",
      cure: `Choose of ${numbersOf(program).join(", ") || "the outputs of another model"}.`,
    });
  const { expr, scale } = scoreOf(program, asked);
  const find = columnFinder(program);
  const columns = find(expr);
  const terms = additiveTerms(expr, program, find);
  const isExact = terms.every((term) => term.kind === "forest" || term.columns.length <= mostColumns);
  const scoring = compileNumber(program, expr);
  const baseline = numberOf(scoring(other));
  const explainers = isExact ? terms.map((term) => termExplainer(program, term, other)) : [];
  return {
    scale,
    method: isExact ? "shapley" : "change",
    explain: (row) => {
      const score = numberOf(scoring(row));
      const contributions = new Map(columns.map((name) => [name, 0]));
      if (isExact) for (const add of explainers) add(row, contributions);
      else
        for (const name of columns)
          contributions.set(name, score - numberOf(scoring({ ...row, [name]: other[name] ?? null })));
      return { score, baseline, contributions };
    },
  };
}

/** The outputs of a Program that are numbers. */
const numbersOf = ({ outputs }: Program): readonly string[] =>
  Object.keys(outputs).filter((name) => typeOf(outputs[name]!) === "Float");

/** The number behind an output: the log-odds of a probability. */
function scoreOf(
  { lets }: Program,
  output: Expr,
): { readonly expr: Expr; readonly scale: RowExplainer["scale"] } {
  const known = new Map(lets);
  let expr = output;
  for (;;) {
    const named: Expr | undefined = expr.kind === "column" ? known.get(expr.name) : undefined;
    if (!named) break;
    expr = named;
  }
  return expr.kind === "call" && expr.op === "sigmoid"
    ? { expr: expr.args[0]!, scale: "log-odds" }
    : { expr, scale: "output" };
}

type AddTerm = (row: Row, into: Map<string, number>) => void;

const termExplainer = (program: Program, term: ForestTerm | PartTerm, other: Row): AddTerm =>
  term.kind === "forest" ? forestExplainer(program, term, other) : partExplainer(program, term, other);

function forestExplainer(program: Program, term: ForestTerm, other: Row): AddTerm {
  const names = term.forest.inputs.map((_, at) => `input ${at}`);
  const run = compileRow({
    ...program,
    outputs: Object.fromEntries(term.forest.inputs.map((input, at) => [names[at]!, input])),
  });
  const inputsOf = (row: Row): readonly Value[] => {
    const found = run(row);
    return names.map((name) => found[name] ?? null);
  };
  const others = inputsOf(other);
  return (row, into) => addForestShapley(term, inputsOf(row), others, into);
}

function partExplainer(program: Program, { expr, columns, weight }: PartTerm, other: Row): AddTerm {
  const run = compileNumber(program, expr);
  return (row, into) => {
    const valueOf = (set: number): number => {
      const mixed: Record<string, Value> = { ...other };
      for (const [at, name] of columns.entries()) if ((set >> at) & 1) mixed[name] = row[name] ?? null;
      return numberOf(run(mixed));
    };
    addPartShapley(columns, weight, valueOf, into);
  };
}

function compileNumber(program: Program, expr: Expr): (row: Row) => Value {
  const run = compileRow({ ...program, outputs: { score: expr } });
  return (row) => run(row)["score"] ?? null;
}

function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  return failInput("T1806", "The model has no answer that could be explained for the row", {
    place: "row",
    cure: "Give the columns that are missing; an answer that is missing has no reasons.",
  });
}
