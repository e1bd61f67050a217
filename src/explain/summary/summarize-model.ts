import { exponential, naturalLogarithm, warningDiagnostic, type Diagnostic } from "../../base/index.ts";
import { isClassTask, type ClassTask } from "../../model/index.ts";
import { takeNumbers, valueToJson } from "../../schema/index.ts";
import { adjustHolm, conditionNumber, varianceInflation } from "../../stats/index.ts";
import { checkResiduals } from "./check-residuals.ts";
import { companionOf, familyName, penaltyOf, type Companion } from "./companion.ts";
import { describeFit } from "./describe-fit.ts";
import { fitCompanion, type EquationRows, type FittedCompanion } from "./fit-companion.ts";
import { influentialRows } from "./influential-rows.ts";
import { modelCoefficients, type ModelCoefficients } from "./model-coefficients.ts";
import type {
  CoefficientInference,
  ModelSummary,
  SummaryCoefficient,
  SummaryEquation,
  SummaryErrors,
} from "./model-summary.ts";
import { residualPictures } from "./residual-pictures.ts";
import { brief, rounded } from "./rounded.ts";
import { caveatsOf } from "./summary-caveats.ts";
import { gatherRows, mostColumns, type SummaryRows } from "./summary-rows.ts";
import type { SummaryRequest } from "./summary-request.ts";

const level = 0.95;
/** Classes that are compared with the reference class, the most frequent first. */
const mostOutcomes = 9;

/**
 * Summarizes linear models that share their features: the unpenalised companion over the same rows and columns, in the user's units, with
 * errors, intervals, fit, influence and residual checks, beside what each model uses. Of more than two classes each is compared with the
 * most frequent one by a regression of its own (Begg & Gray, "Calculation of polychotomous logistic regression parameters using
 * individualized regressions", 1984). Never fails for what the data are like: what stands against a table is named in `problems`.
 */
export function summarizeModel(request: SummaryRequest): ModelSummary {
  const { models, task, features } = request;
  const companion = companionOf(models[0]!, task);
  if (typeof companion === "string") return emptySummary(request, null, unknownProblem(companion));
  if (features.length > mostColumns) return emptySummary(request, companion, wideProblem(features.length));
  const rows = gatherRows(request, companion);
  const parts = isClassTask(task) ? outcomesOf(task, rows) : [null];
  const fitted = parts.map((outcome) => {
    request.effects.signal.throwIfAborted();
    return summarizeOutcome(request, companion, rows, outcome);
  });
  const equations = adjustTogether(fitted.flatMap(({ equation }) => (equation ? [equation] : [])));
  // Where some equations needed Firth's penalty, and its errors, the others tell which errors the rest has.
  const errors =
    fitted.find(({ equation }) => equation?.penalty === "none")?.errors ??
    fitted.find((one) => one.errors)?.errors ??
    null;
  return {
    ...summaryHead(request, companion),
    rows: { used: rows.rows.length, available: rows.available, incomplete: rows.incomplete },
    errors,
    preparation: preparationOf(request),
    equations,
    problems: uniqueProblems(fitted.flatMap(({ problems }) => problems)),
    caveats: caveatsOf(request, rows, equations, errors),
  };
}

/** A class and the class that it is compared with, by their index. */
type Outcome = readonly [outcome: number, against: number];

/** Of two classes the positive one against the other; of more each against the most frequent. */
function outcomesOf({ kind, classes }: ClassTask, { target }: SummaryRows): readonly Outcome[] {
  if (kind === "binary") return [[1, 0]];
  const counts = classes.map((_, index) => target.reduce((sum, value) => sum + (value === index ? 1 : 0), 0));
  const order = [...classes.keys()].sort((one, other) => counts[other]! - counts[one]! || one - other);
  return order.slice(1, 1 + mostOutcomes).map((index) => [index, order[0]!]);
}

interface SummarizedOutcome {
  readonly equation: SummaryEquation | null;
  readonly errors: SummaryErrors | null;
  readonly problems: readonly Diagnostic[];
}

function summarizeOutcome(
  request: SummaryRequest,
  companion: Companion,
  rows: SummaryRows,
  outcome: Outcome | null,
): SummarizedOutcome {
  const { own, places } = rowsOf(rows, outcome);
  const fitted = fitCompanion(companion, own);
  const problems = fitted.problems.map((problem) => withOutcome(request, outcome, problem));
  if (fitted.fit === null) return { equation: null, errors: null, problems };
  const { fit } = fitted;
  const used = request.models.map((model) => modelCoefficients(model, own.columns, outcome));
  // Residuals of rounding alone say nothing.
  const isExact = fit.kind === "linear-regression" && fit.notes.length > 0;
  // Where columns part the classes, what is left of the answers is 0 nearly everywhere.
  const isSeparated = fit.kind !== "linear-regression" && fit.penalty === "firth";
  const equation: SummaryEquation = {
    outcome: outcome ? className(request, outcome[0]) : null,
    against: outcome ? className(request, outcome[1]) : null,
    rowCount: fit.rowCount,
    penalty: fit.kind === "linear-regression" ? "none" : fit.penalty,
    coefficients: coefficientsOf(fitted, own, used),
    fit: describeFit(fit, own.weights !== undefined),
    inflation: inflationOf(fit),
    condition: conditionOf(fit),
    checks: isExact ? [] : checkResiduals(fit, companion, rows.isOrdered),
    influence: isExact ? [] : influentialRows(fit, (place) => rows.rows[places[place]!]!, request.keyOf),
    pictures: isExact || isSeparated ? { points: [], bins: [], quantiles: [] } : residualPictures(fit),
  };
  return { equation, errors: fitted.errors, problems };
}

/** A problem of one of several equations says of which; what follows from what is mostly the same in all. */
function withOutcome(request: SummaryRequest, outcome: Outcome | null, problem: Diagnostic): Diagnostic {
  if (!outcome || request.task.kind !== "multiclass" || problem.place !== undefined) return problem;
  return { ...problem, place: `${className(request, outcome[0])} against ${className(request, outcome[1])}` };
}

/** The rows of one equation: all, or those of its two classes, as 1 and 0. */
function rowsOf(
  rows: SummaryRows,
  outcome: Outcome | null,
): { readonly own: EquationRows; readonly places: Uint32Array } {
  const all = Uint32Array.from(rows.rows.keys());
  if (!outcome) return { own: { ...rows, response: rows.target }, places: all };
  const places = all.filter((at) => rows.target[at] === outcome[0] || rows.target[at] === outcome[1]);
  const take = (values: Float64Array): Float64Array =>
    places.length === all.length ? values : takeNumbers(values, places);
  const response = Float64Array.from(places, (at) => (rows.target[at] === outcome[0] ? 1 : 0));
  const own: EquationRows = {
    columns: rows.columns.map((column) => ({ ...column, values: take(column.values) })),
    response,
    weights: rows.weights && take(rows.weights),
    offset: rows.offset && take(rows.offset),
    clusters: rows.clusters && {
      column: rows.clusters.column,
      codes: Int32Array.from(places, (at) => rows.clusters!.codes[at]!),
    },
  };
  return { own, places };
}

function coefficientsOf(
  { fit, places }: FittedCompanion,
  { columns }: EquationRows,
  used: readonly ModelCoefficients[],
): readonly SummaryCoefficient[] {
  const inferenceAt = (place: number | undefined): CoefficientInference | null => {
    const one = place === undefined ? undefined : fit.coefficients[place];
    if (!one) return null;
    return {
      estimate: rounded(one.estimate) ?? 0,
      standardError: rounded(one.standardError),
      statistic: rounded(one.statistic),
      pValue: rounded(one.pValue),
      adjustedPValue: null,
      low: rounded(one.interval.low),
      high: rounded(one.interval.high),
    };
  };
  const modelsAt = (at: number) => used.map((list) => rounded(list[at] ?? undefined));
  const intercept: SummaryCoefficient = {
    name: "intercept",
    kind: "intercept",
    from: [],
    reference: null,
    step: 1,
    inference: inferenceAt(0),
    models: modelsAt(0),
  };
  return [
    intercept,
    ...columns.map(({ name, kind, from, reference, values }, at): SummaryCoefficient => ({
      name,
      kind,
      from,
      reference,
      step: kind === "level" || kind === "missing" ? 1 : deviationOf(values),
      inference: inferenceAt(places[at]),
      models: modelsAt(at + 1),
    })),
  ];
}

function deviationOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return brief(Math.sqrt(squares / Math.max(1, values.length - 1)));
}

/** Holm's adjustment over the coefficients of all equations but the intercepts. */
function adjustTogether(equations: readonly SummaryEquation[]): readonly SummaryEquation[] {
  const pValues = equations.flatMap(({ coefficients }) =>
    coefficients.flatMap(({ kind, inference }) =>
      kind === "intercept" || inference?.pValue === null || !inference ? [] : [inference.pValue],
    ),
  );
  const adjusted = adjustHolm(pValues);
  let next = 0;
  return equations.map((equation) => ({
    ...equation,
    coefficients: equation.coefficients.map((one) =>
      one.kind === "intercept" || !one.inference || one.inference.pValue === null
        ? one
        : { ...one, inference: { ...one.inference, adjustedPValue: rounded(adjusted[next++]) } },
    ),
  }));
}

/** On the scale of one column: Fox & Monette's factor to the power of one over its columns. */
const inflationOf = ({ design }: FittedCompanion["fit"]): SummaryEquation["inflation"] =>
  varianceInflation(design).map(({ term, factor, degreesOfFreedom }) => ({
    term,
    factor: brief(degreesOfFreedom === 1 ? factor : exponential(naturalLogarithm(factor) / degreesOfFreedom)),
  }));

/** The names without the quotes that they have in the design. */
function conditionOf({ design }: FittedCompanion["fit"]): NonNullable<SummaryEquation["condition"]> {
  const { value, columns } = conditionNumber(design);
  return { value: brief(value), columns: columns.map((name) => name.replace(/^“(.*)”$/, "$1")) };
}

const className = ({ task }: SummaryRequest, index: number): string =>
  isClassTask(task) ? String(valueToJson(task.classes[index]!, task.type)) : "";

/** The same problem of several equations is told once. */
const uniqueProblems = (problems: readonly Diagnostic[]): readonly Diagnostic[] =>
  problems.filter(
    ({ code, message, place }, at) =>
      problems.findIndex((one) => one.code === code && one.message === message && one.place === place) === at,
  );

/** What was done to the columns, without what the summary takes back or says itself. */
function preparationOf({ actions, features }: SummaryRequest): ModelSummary["preparation"] {
  const columns = new Set(features.flatMap(({ from, alsoFrom = [] }) => [from, ...alsoFrom]));
  return actions
    .filter(({ column, transform, text }) => {
      const isSilent = transform === "scale" || transform === "one-hot" || transform === "log1p";
      return columns.has(column) && !isSilent && !/^has no (missing value|rare level);/.test(text);
    })
    .map(({ column, text }) => ({ column, text }));
}

const summaryHead = (
  { models }: SummaryRequest,
  companion: Companion | null,
): Pick<ModelSummary, "kind" | "version" | "models" | "family" | "link" | "level"> => ({
  kind: "model-summary",
  version: 1,
  models: models.map((model) => ({ name: model.name, trainer: model.trainer, penalty: penaltyOf(model) })),
  family: companion ? familyName(companion) : "unknown",
  link: companion ? companion.link : "unknown",
  level,
});

const emptySummary = (
  request: SummaryRequest,
  companion: Companion | null,
  problem: Diagnostic,
): ModelSummary => ({
  ...summaryHead(request, companion),
  rows: { used: 0, available: request.rows.length, incomplete: 0 },
  errors: null,
  preparation: [],
  equations: [],
  problems: [problem],
  caveats: [],
});

const unknownProblem = (reason: string): Diagnostic =>
  warningDiagnostic("T2974", `There is no summary of this model: ${reason}`, {
    cure: "Take another family or link to read its coefficients with errors; the model itself is as it was.",
  });

const wideProblem = (count: number): Diagnostic =>
  warningDiagnostic("T2975", `There are ${count} columns after encoding, more than a summary has`, {
    value: String(count),
    cure: `At most ${mostColumns} are summarized. Leave columns out, or give the model a recipe that makes fewer of them, such as rare-levels before one-hot.`,
  });
