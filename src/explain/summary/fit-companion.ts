import { TandemError, warningDiagnostic, type Diagnostic } from "../../base/index.ts";
import {
  createDesign,
  dependentColumns,
  generalizedLinearModel,
  linearRegression,
  type CovarianceKind,
  type Design,
  type DesignTerm,
  type GeneralizedLinearModel,
  type LinearRegression,
} from "../../stats/index.ts";
import type { Companion } from "./companion.ts";
import type { SummaryErrors } from "./model-summary.ts";
import type { SummaryColumn } from "./summary-columns.ts";

/** The rows and columns of one equation. */
export interface EquationRows {
  readonly columns: readonly SummaryColumn[];
  readonly response: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly offset: Float64Array | undefined;
  readonly clusters: { readonly column: string; readonly codes: Int32Array } | null;
}

/** A companion that was fitted: which columns it has, by which errors, and what was named on the way. */
export interface FittedCompanion {
  readonly fit: LinearRegression | GeneralizedLinearModel;
  /** The place of each column in the design; undefined for those that were left out. */
  readonly places: readonly (number | undefined)[];
  readonly errors: SummaryErrors;
  readonly problems: readonly Diagnostic[];
}

/** Rows times the square of the columns up to which Firth's penalty, which goes over them many times, is affordable. */
const mostFirthWork = 3e7;

/**
 * Fits the companion of a model. Columns that are combinations of others are left out and named with their combination (T2970); where columns
 * separate two classes they are named and Firth's penalty is taken (T2971); errors that a row makes impossible give way to others (T2972).
 * What cannot be fitted for another reason is told (T2973) and gives no fit.
 */
export function fitCompanion(
  companion: Companion,
  rows: EquationRows,
): FittedCompanion | { readonly fit: null; readonly problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  try {
    const whole = designOf(rows.columns);
    const dependent = dependentColumns(whole, rows.weights);
    if (dependent.length > 0) problems.push(dependenceProblem(dependent, rows.columns));
    const left = new Set(dependent.map(({ column }) => column - 1));
    const kept = rows.columns.filter((_, at) => !left.has(at));
    const places = rows.columns.map((column) => {
      const place = kept.indexOf(column);
      return place < 0 ? undefined : place + 1;
    });
    if (kept.length === 0) return { fit: null, problems: [...problems, emptyProblem()] };
    const design = left.size > 0 ? designOf(kept) : whole;
    return { ...fitDesign(companion, design, rows, problems), places };
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    return { fit: null, problems: [...problems, unfittedProblem(error)] };
  }
}

/** An intercept and the columns, with the levels of a category as one term; names in quotes, since they have spaces. */
function designOf(columns: readonly SummaryColumn[]): Design {
  const design = createDesign({
    variables: columns.map(({ name, values }, at) => ({
      kind: "number",
      name: columns.findIndex((one) => one.name === name) < at ? `“${name}” (${at + 1})` : `“${name}”`,
      values,
    })),
  });
  const terms = [...Map.groupBy(columns.keys(), (at) => columns[at]!.term)].map(
    ([name, places]): DesignTerm => ({
      name,
      variables: [name],
      columns: places.map((at) => at + 1),
    }),
  );
  return { ...design, terms };
}

type Fit = Pick<FittedCompanion, "fit" | "errors" | "problems">;

function fitDesign(companion: Companion, design: Design, rows: EquationRows, problems: Diagnostic[]): Fit {
  const [wanted, ...others] = errorsFor(companion, rows);
  for (const errors of [wanted!, ...others]) {
    try {
      const fit = fitOnce(companion, design, rows, covarianceOf(errors.kind, rows), "none");
      if (errors === wanted) return { fit, errors, problems };
      return { fit, errors, problems: [...problems, errorsProblem(wanted!, errors)] };
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      const [first] = error.diagnostics;
      if (first!.code === "T2868") return fitSeparated(companion, design, rows, error, problems);
      // A row that decides a coefficient alone, or a covariance without full rank: other errors may still be had.
      if (first!.code !== "T2870" && first!.code !== "T2871" && first!.code !== "T2872") throw error;
    }
  }
  throw new TandemError([warningDiagnostic("T2973", "No kind of error can be had from these rows")]);
}

function fitSeparated(
  companion: Companion,
  design: Design,
  rows: EquationRows,
  error: TandemError,
  problems: Diagnostic[],
): Fit {
  const [named] = error.diagnostics;
  const work = design.rowCount * design.columns.length ** 2;
  const canFirth = companion.family === "binomial" && companion.link === "logit" && work <= mostFirthWork;
  const problem = warningDiagnostic("T2971", `${named!.message} (${named!.value ?? ""})`, {
    value: named!.value ?? "",
    cure: `${canFirth ? "The table shows estimates with Firth's penalty, which are finite, with the errors of that likelihood. " : "The table is left out. "}Look whether a named column knows the answer already (leakage); else join levels that have one outcome only.`,
  });
  if (!canFirth) throw new TandemError([...problems, problem]);
  return {
    fit: fitOnce(companion, design, rows, { kind: "classical" }, "firth"),
    errors: {
      kind: "classical",
      reason: "the likelihood with Firth's penalty gives its own errors",
      clusters: null,
    },
    problems: [...problems, problem],
  };
}

function fitOnce(
  { family, link }: Companion,
  design: Design,
  { response, weights, offset }: EquationRows,
  covariance: CovarianceKind,
  penalty: "none" | "firth",
): Fit["fit"] {
  const shared = { design, response, covariance, ...(weights && { weights }) };
  return family === "least-squares"
    ? linearRegression(shared)
    : generalizedLinearModel({ ...shared, family, link, penalty, ...(offset && { offset }) });
}

/** The errors to take, and those to fall back on. */
function errorsFor({ family }: Companion, { weights, clusters }: EquationRows): readonly SummaryErrors[] {
  const of = (kind: SummaryErrors["kind"], reason: string): SummaryErrors => ({
    kind,
    reason,
    clusters: null,
  });
  const robust = of(
    "HC3",
    "they hold where the spread differs between rows, and are careful in small samples",
  );
  const plain = of("HC1", "they hold where the spread differs between rows");
  const classical = of("classical", "the model's own");
  const alone =
    family === "binomial" && !weights
      ? [
          of(
            "classical",
            "the mean of a yes-or-no answer fixes its spread, so the likelihood's own errors hold",
          ),
        ]
      : [robust, plain, classical];
  const count = clusters ? new Set(clusters.codes).size : 0;
  if (!clusters || count < 2) return alone;
  const reason = `rows of one “${clusters.column}” go together, as the project's group says`;
  return [{ kind: "clustered", reason, clusters: { column: clusters.column, count } }, ...alone];
}

const covarianceOf = (kind: SummaryErrors["kind"], { clusters }: EquationRows): CovarianceKind =>
  kind === "clustered" ? { kind, clusters: clusters!.codes } : { kind };

function dependenceProblem(
  dependent: ReturnType<typeof dependentColumns>,
  columns: readonly SummaryColumn[],
): Diagnostic {
  const names = dependent.map(({ column }) => columns[column - 1]!.name);
  const more = dependent.length - 5;
  return warningDiagnostic(
    "T2970",
    `${names.length === 1 ? "A column follows" : `${names.length} columns follow`} from others, so ${names.length === 1 ? "its coefficient has" : "their coefficients have"} no one value: ${dependent
      .slice(0, 5)
      .map(({ equation }) => equation)
      .join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
    {
      place: names[0]!,
      value: names.slice(0, 12).join(", "),
      cure: "The table leaves such columns out, and the others take their part over. Leave one column of each combination out of the data to read the rest as they are.",
    },
  );
}

const errorsProblem = (wanted: SummaryErrors, taken: SummaryErrors): Diagnostic =>
  warningDiagnostic(
    "T2972",
    `Errors of the kind ${wanted.kind} cannot be had, because rows decide a coefficient alone or are too few: ${taken.kind} stand in the table`,
    { value: wanted.kind, cure: "Join rare levels, so that no coefficient hangs on one row." },
  );

const emptyProblem = (): Diagnostic =>
  warningDiagnostic("T2973", "No column is left to estimate a coefficient of", {
    cure: "Give the model a column that varies.",
  });

function unfittedProblem({ diagnostics }: TandemError): Diagnostic {
  const [first] = diagnostics.toReversed();
  if (first?.code === "T2971") return first;
  return warningDiagnostic("T2973", `The regression beside the model cannot be fitted: ${first!.message}`, {
    ...(first!.value === undefined ? {} : { value: first!.value }),
    ...(first!.cure === undefined ? {} : { cure: first!.cure }),
  });
}
