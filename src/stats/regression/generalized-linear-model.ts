import { naturalLogarithm } from "../../base/index.ts";
import type { AssumptionCheck } from "../tests/index.ts";
import type { Design } from "./design.ts";
import { dispersionCheck } from "./dispersion-check.ts";
import { factorDesign, inverseOf } from "./factor.ts";
import { checkResponse, familyOf, type Family, type FamilyKind, type FamilySpec } from "./families.ts";
import { fitFirth } from "./firth.ts";
import {
  checkedLevel,
  coefficientTable,
  smallestNotes,
  type Coefficient,
  type Estimates,
} from "./inference.ts";
import {
  fitReweighted,
  isLarge,
  refuseDependent,
  stateAt,
  workingRows,
  type ReweightedFit,
  type ReweightedProblem,
} from "./iteratively-reweighted.ts";
import { links, type LinkName } from "./links.ts";
import { fitNegativeBinomial } from "./negative-binomial.ts";
import {
  checkedWeights,
  checkRowCount,
  finiteNumbers,
  refuseConstant,
  refuseSeparation,
  refuseSetting,
  refuseTooFewRows,
  type Numbers,
} from "./refusals.ts";
import {
  clusterCodes,
  covarianceNotes,
  leverageOf,
  robustCovariance,
  type CovarianceKind,
  type SandwichParts,
} from "./robust-covariance.ts";
import type { Separation } from "./separation.ts";
import { total } from "./weighted-sums.ts";

/** What a generalized linear model is made of. */
export interface GeneralizedLinearModelSpec {
  readonly design: Design;
  /** Of the family's range; for the binomial 0 and 1, or numbers of successes where `trials` are given. */
  readonly response: Numbers;
  readonly family: FamilySpec;
  /** The family's usual link where absent: identity, logit or log. */
  readonly link?: LinkName;
  readonly trials?: Numbers;
  /** How often each row counts; 0 leaves it out. */
  readonly weights?: Numbers;
  /** Added to the linear predictor with the coefficient 1: the logarithm of an exposure. */
  readonly offset?: Numbers;
  readonly covariance?: CovarianceKind;
  /** `firth`: Jeffreys' prior takes the first-order bias away and keeps estimates finite under separation. Binomial with logit only. */
  readonly penalty?: "none" | "firth";
  readonly level?: number;
}

/** A generalized linear model with its inference. */
export interface GeneralizedLinearModel {
  readonly kind: "generalized-linear-model";
  readonly family: FamilyKind;
  readonly link: LinkName;
  readonly penalty: "none" | "firth";
  readonly design: Design;
  readonly problem: ReweightedProblem;
  readonly coefficients: readonly Coefficient[];
  readonly estimates: Estimates;
  readonly covarianceKind: CovarianceKind["kind"];
  readonly rowCount: number;
  readonly residualDegreesOfFreedom: number;
  readonly deviance: number;
  /** The deviance of the intercept alone, or of the offset where there is none; Infinity where the family has no such mean. */
  readonly nullDeviance: number;
  readonly pearsonChiSquared: number;
  /** 1 where the family knows it, else Pearson's statistic per degree of freedom. */
  readonly dispersion: number;
  /** Of the family, without a penalty; undefined for Tweedie, whose density has no closed form. */
  readonly logLikelihood: number | undefined;
  readonly aic: number | undefined;
  readonly bic: number | undefined;
  readonly theta: { readonly estimate: number; readonly standardError: number } | undefined;
  /** Means: probabilities of one trial for the binomial. */
  readonly fitted: Float64Array;
  readonly linearPredictor: Float64Array;
  readonly assumptions: readonly AssumptionCheck[];
  readonly steps: number;
  readonly level: number;
  readonly notes: readonly string[];
}

/**
 * Fits a generalized linear model by maximum likelihood and infers from it: z where the family knows its dispersion, else Student's t,
 * as R's `glm`. Infinite estimates are never given out: columns that separate the response, completely or in part, are named and
 * refused (T2868), and `penalty: "firth"` is the way round. Refused besides: what `linearRegression` refuses, a response outside of the
 * family's range (T2867), a fit that does not settle (T2869). Sources: McCullagh & Nelder, "Generalized Linear Models", 1989; Firth,
 * "Bias reduction of maximum likelihood estimates", 1993; Heinze & Schemper 2002; Venables & Ripley 2002, 7.4 (theta).
 * @example
 * const design = designOfNumbers({ dose: [1, 2, 3, 4] });
 * const fit = generalizedLinearModel({ design, response: [1, 3, 6, 9], trials: [10, 10, 10, 10], family: "binomial" });
 * fit.coefficients[1].estimate > 0 // true
 */
export function generalizedLinearModel(spec: GeneralizedLinearModelSpec): GeneralizedLinearModel {
  const { design, penalty = "none" } = spec;
  const level = checkedLevel(spec.level ?? 0.95);
  const first = problemOf(spec);
  const rowCount = first.weights
    ? first.weights.reduce((sum, weight) => sum + (weight > 0 ? 1 : 0), 0)
    : design.rowCount;
  const size = design.columns.length;
  if (rowCount < size || (rowCount === size && !first.family.hasFixedDispersion))
    refuseTooFewRows(rowCount, size, 0);
  // Columns that are combinations of others are named before anything is fitted; of large tables where a fit comes upon them.
  if (!isLarge(first)) refuseDependent(first);
  const { problem, fit, theta } = fitFamily(spec, first, penalty);
  if (fit.kind === "separation") return refuseSeparated(fit, design);
  const spare = rowCount - size;
  const pearson = pearsonOf(problem, fit.means);
  const dispersion = problem.family.hasFixedDispersion ? 1 : pearson / spare;
  const covarianceKind = spec.covariance ?? { kind: "classical" };
  const parts = covarianceKind.kind === "classical" ? undefined : sandwichOf(problem, fit, design, rowCount);
  const estimates: Estimates = {
    names: design.names,
    values: fit.coefficients,
    covariance: parts
      ? robustCovariance(parts, covarianceKind)
      : inverseOf(fit.factor).map((value) => value * dispersion),
    degreesOfFreedom:
      covarianceKind.kind === "clustered" && !problem.family.hasFixedDispersion
        ? clusterCodes(covarianceKind.clusters, design.rowCount).count - 1
        : problem.family.hasFixedDispersion
          ? Infinity
          : spare,
  };
  const parameters = size + (problem.family.hasFixedDispersion && !theta ? 0 : 1);
  const logLikelihood = logLikelihoodOf(spec, problem, fit);
  const coefficients = coefficientTable(estimates, level);
  return Object.freeze({
    kind: "generalized-linear-model",
    family: problem.family.kind,
    link: problem.link.name,
    penalty,
    design,
    problem,
    coefficients,
    estimates,
    covarianceKind: covarianceKind.kind,
    rowCount,
    residualDegreesOfFreedom: spare,
    deviance: fit.deviance,
    nullDeviance: finiteOrNone(nullDevianceOf(problem, design)),
    pearsonChiSquared: pearson,
    dispersion,
    logLikelihood,
    aic: logLikelihood === undefined ? undefined : -2 * logLikelihood + 2 * parameters,
    bic:
      logLikelihood === undefined ? undefined : -2 * logLikelihood + naturalLogarithm(rowCount) * parameters,
    theta,
    fitted: fit.means,
    linearPredictor: fit.predictor,
    assumptions: dispersionCheck(problem, spec.trials !== undefined, pearson, spare),
    steps: fit.steps,
    level,
    notes: [
      ...notesOf(problem, penalty, theta),
      ...smallestNotes(coefficients),
      ...(parts ? covarianceNotes(parts, covarianceKind) : []),
    ],
  });
}

interface FamilyFit {
  readonly problem: ReweightedProblem;
  readonly fit: ReweightedFit | Separation;
  readonly theta: GeneralizedLinearModel["theta"];
}

function fitFamily(
  spec: GeneralizedLinearModelSpec,
  problem: ReweightedProblem,
  penalty: "none" | "firth",
): FamilyFit {
  const { family } = spec;
  const kind = typeof family === "string" ? family : family.kind;
  if (penalty === "firth") {
    if (problem.family.kind !== "binomial" || problem.link.name !== "logit")
      refuseSetting("penalty", penalty, 'Take it with family "binomial" and link "logit", or leave it out.');
    factorDesign(spec.design, problem.weights);
    return { problem, fit: fitFirth(problem), theta: undefined };
  }
  if (
    kind === "negative-binomial" &&
    (typeof family === "string" || !("theta" in family) || family.theta === undefined)
  )
    return fitNegativeBinomial(problem);
  return { problem, fit: fitReweighted(problem), theta: undefined };
}

/** The checked parts of a specification. */
function problemOf(spec: GeneralizedLinearModelSpec): ReweightedProblem {
  const { design } = spec;
  const family = familyOf(spec.family);
  const link = spec.link ?? family.link;
  if (!family.links.includes(link))
    refuseSetting("link", link, `The family ${family.kind} takes ${family.links.join(", ")}.`);
  const counts = finiteNumbers(spec.response, "response");
  checkRowCount(counts.length, design.rowCount, "response");
  const trials = spec.trials && checkedWeights(spec.trials, design.rowCount);
  if (trials && family.kind !== "binomial")
    refuseSetting("trials", family.kind, 'Give trials with the family "binomial" only.');
  const response = trials
    ? counts.map((count, row) => (trials[row]! > 0 ? count / trials[row]! : 0))
    : counts;
  checkResponse(family, response);
  const prior = spec.weights && checkedWeights(spec.weights, design.rowCount);
  const weights = prior && trials ? prior.map((weight, row) => weight * trials[row]!) : (prior ?? trials);
  let offset: Float64Array | undefined;
  if (spec.offset) {
    offset = finiteNumbers(spec.offset, "offset");
    checkRowCount(offset.length, design.rowCount, "offset");
  }
  checkSpread(family, response, weights);
  return {
    columns: design.columns,
    names: design.names,
    response,
    weights,
    offset,
    family,
    link: links[link],
  };
}

/** A response that is the same everywhere is refused where the model then has no finite answer, or nothing to explain. */
function checkSpread(family: Family, response: Float64Array, weights: Float64Array | undefined): void {
  const first = response[weights ? weights.findIndex((weight) => weight > 0) : 0]!;
  const isSame = response.every((value, row) => value === first || weights?.[row] === 0);
  const hasBound = first === 0 || (family.kind === "binomial" && first === 1);
  if (isSame && (hasBound || !family.hasFixedDispersion)) refuseConstant("response", first);
}

function refuseSeparated({ isComplete, columns, rowCount }: Separation, design: Design): never {
  const names = columns.map((at) => design.names[at]!);
  return refuseSeparation(
    `The columns separate the response ${isComplete ? "completely" : `in part (${rowCount} of ${design.rowCount} rows)`}: the likelihood grows without end, so their coefficients have no finite estimate`,
    names,
    'Take penalty: "firth" (binomial), join levels that have one response only, or leave the named columns out.',
  );
}

function pearsonOf({ response, weights, family }: ReweightedProblem, means: Float64Array): number {
  const parts = means.map((mean, row) => {
    const weight = weights?.[row] ?? 1;
    return weight === 0 ? 0 : (weight * (response[row]! - mean) ** 2) / family.variance(mean);
  });
  return total(parts);
}

function sandwichOf(
  problem: ReweightedProblem,
  fit: ReweightedFit,
  { hasIntercept }: Design,
  rowCount: number,
): SandwichParts {
  const { weights, scores } = workingRows(problem, fit);
  return {
    columns: problem.columns,
    hasIntercept,
    factor: fit.factor,
    scores,
    leverage: () => leverageOf(problem.columns, fit.factor, weights),
    rowCount,
  };
}

function logLikelihoodOf(
  spec: GeneralizedLinearModelSpec,
  { response, weights, family }: ReweightedProblem,
  { means, deviance }: ReweightedFit,
): number | undefined {
  const rows = weights ? weights.reduce((sum, weight) => sum + (weight > 0 ? 1 : 0), 0) : response.length;
  if (family.kind === "gaussian") {
    const ofWeights = weights
      ? total(weights.map((weight) => (weight > 0 ? naturalLogarithm(weight) : 0)))
      : 0;
    return (ofWeights - rows * (naturalLogarithm((2 * Math.PI * deviance) / rows) + 1)) / 2;
  }
  const { logProbability } = family;
  if (!logProbability) return undefined;
  const dispersion = deviance / (weights ? total(weights) : rows);
  // An exact fit has a density without bound.
  if (!family.hasFixedDispersion && !(dispersion > 0)) return Infinity;
  const parts = means.map((mean, row) => {
    const weight = weights?.[row] ?? 1;
    if (weight === 0) return 0;
    const trials = spec.trials?.[row] ?? 1;
    return (weight / trials) * logProbability(response[row]!, mean, trials, dispersion);
  });
  return total(parts);
}

const finiteOrNone = (deviance: number): number => (Number.isNaN(deviance) ? Infinity : deviance);

function nullDevianceOf(problem: ReweightedProblem, design: Design): number {
  const { response, weights, offset, link } = problem;
  const constant = { ...problem, columns: [new Float64Array(design.rowCount).fill(1)], names: ["1"] };
  if (!design.hasIntercept) return stateAt(constant, Float64Array.of(0)).deviance;
  // One mean for all rows is the mean of the responses, whatever the link.
  const mean = total(response, weights) / (weights ? total(weights) : response.length);
  if (!offset) return stateAt(constant, Float64Array.of(link.predictorOf(mean))).deviance;
  const fit = fitReweighted(constant, undefined, false);
  return "deviance" in fit ? fit.deviance : Number.POSITIVE_INFINITY;
}

function notesOf(
  { family }: ReweightedProblem,
  penalty: string,
  theta: GeneralizedLinearModel["theta"],
): readonly string[] {
  const notes: string[] = [];
  if (penalty === "firth") notes.push("Firth's penalty: profile intervals are to be preferred to Wald's.");
  if (family.kind === "tweedie")
    notes.push("The density of a Tweedie variable has no closed form: no likelihood, no AIC.");
  if (theta?.estimate === Infinity)
    notes.push(
      "The counts spread no more than a Poisson's: theta is without bound, and the Poisson is given.",
    );
  return notes;
}
