import type { DesignTerm } from "./design.ts";
import type { LinearRegression } from "./linear-regression.ts";
import { fPValue } from "./reference-tails.ts";

/** I: each term after those before it. II: after all that do not contain it. III: after all others. */
export type AnovaType = "I" | "II" | "III";

/** One line of the table. */
export interface AnovaRow {
  readonly term: string;
  readonly sumOfSquares: number;
  readonly degreesOfFreedom: number;
  readonly meanSquare: number;
  readonly f: number;
  readonly pValue: number;
  /** Partial eta squared: the share of what the term and the residuals hold together. */
  readonly partialEtaSquared: number;
}

/** An analysis of variance. */
export interface AnovaTable {
  readonly type: AnovaType;
  readonly rows: readonly AnovaRow[];
  readonly residual: {
    readonly sumOfSquares: number;
    readonly degreesOfFreedom: number;
    readonly meanSquare: number;
  };
  readonly notes: readonly string[];
}

/**
 * Sums of squares of the terms of a linear regression, with their F tests against the residual variance. All three types come from
 * the triangular factor, without another fit. Type III compares means of cells evenly only with `sum` coding: a note says where that
 * is not so. Source: Searle, "Linear Models for Unbalanced Data", 1987; the types have their names from SAS GLM.
 * @example
 * const group = { kind: "category", name: "group", labels: ["a", "a", "b", "b"] };
 * const fit = linearRegression({ design: createDesign({ variables: [group] }), response: [1, 2, 5, 6] });
 * Number(anovaTable(fit, "I").rows[0].f.toFixed(9)) // 32
 */
export function anovaTable(fit: LinearRegression, type: AnovaType = "II"): AnovaTable {
  const { design, residualSquares, residualDegreesOfFreedom: spare } = fit;
  const meanSquare = residualSquares / spare;
  const all = design.names.map((_, at) => at);
  const rows = design.terms.map((term): AnovaRow => {
    const before = columnsBefore(term, design.terms, all, type);
    const sumOfSquares = squaresAfter(fit, before, term.columns);
    const f = sumOfSquares === 0 ? 0 : sumOfSquares / term.columns.length / meanSquare;
    return {
      term: term.name,
      sumOfSquares,
      degreesOfFreedom: term.columns.length,
      meanSquare: sumOfSquares / term.columns.length,
      f,
      pValue: fPValue(f, term.columns.length, spare),
      partialEtaSquared: sumOfSquares === 0 ? 0 : sumOfSquares / (sumOfSquares + residualSquares),
    };
  });
  return {
    type,
    rows,
    residual: { sumOfSquares: residualSquares, degreesOfFreedom: spare, meanSquare },
    notes: notesOf(fit, type),
  };
}

/** The columns that a term is judged after. */
function columnsBefore(
  term: DesignTerm,
  terms: readonly DesignTerm[],
  all: readonly number[],
  type: AnovaType,
): readonly number[] {
  if (type === "III") return all.filter((at) => !term.columns.includes(at));
  if (type === "I") return all.filter((at) => at < term.columns[0]!);
  const containing = terms.filter((one) => term.variables.every((name) => one.variables.includes(name)));
  return all.filter((at) => !containing.some(({ columns }) => columns.includes(at)));
}

/** What some columns explain beyond others: the squares of their effects when they come last (Gram-Schmidt, twice). */
function squaresAfter(
  { factor, effects }: LinearRegression,
  before: readonly number[],
  columns: readonly number[],
): number {
  const { size, upper } = factor;
  const found: Float64Array[] = [];
  let sum = 0;
  for (const column of [...before, ...columns]) {
    const vector = Float64Array.from({ length: size }, (_, row) => upper[row * size + column]!);
    for (let time = 0; time < 2; time++)
      for (const one of found) {
        const share = dotOf(one, vector);
        for (let at = 0; at < size; at++) vector[at]! -= share * one[at]!;
      }
    const length = Math.sqrt(dotOf(vector, vector));
    const unit = vector.map((value) => value / length);
    found.push(unit);
    if (found.length > before.length) sum += dotOf(unit, effects) ** 2;
  }
  return sum;
}

function dotOf(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!;
  return sum;
}

function notesOf({ design, covarianceKind }: LinearRegression, type: AnovaType): readonly string[] {
  const notes: string[] = [];
  const crossed = new Set(
    design.terms.filter(({ variables }) => variables.length > 1).flatMap(({ variables }) => variables),
  );
  const uneven = design.recipe.variables.filter(
    (one) => one.kind === "category" && one.coding === "treatment" && crossed.has(one.name),
  );
  if (type === "III" && uneven.length > 0)
    notes.push(
      `Type III with treatment coding tests main effects at the base level of ${uneven.map(({ name }) => name).join(", ")}; take coding "sum" to test them over all levels.`,
    );
  if (covarianceKind !== "classical")
    notes.push(
      "Sums of squares believe in one variance for all rows; the errors of the coefficients do not.",
    );
  return notes;
}
