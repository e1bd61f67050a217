import { failInput, warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { call, column, float, type Expr } from "../ir/index.ts";
import { weightedMean } from "./baseline.ts";
import { oneClassModel } from "./class-shares.ts";
import { buildDesign, createDesign, type Design } from "./linear/design.ts";
import { families, type Family, type FamilyName } from "./linear/glm-families.ts";
import { fitGlm, type GlmFit, type GlmProblem } from "./linear/glm-fit.ts";
import { links, type LinkName } from "./linear/glm-links.ts";
import { summarizeGlm } from "./linear/glm-summary.ts";
import { weightedGram } from "./linear/gram.ts";
import { designDiagnostics, dropCollinear } from "./linear/linear-diagnostics.ts";
import {
  coefficientImportance,
  describeCoefficients,
  linearScore,
  rawCoefficients,
} from "./linear/linear-score.ts";
import {
  normalizeParameters,
  oneOf,
  realNumber,
  type ParameterRule,
  type ParameterRules,
} from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { takeTurn } from "./take-turn.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `glm` can be told. */
export interface GlmParameters {
  /** How the target is spread around its mean; `auto` is binomial for two classes, else gaussian. */
  readonly family: FamilyName | "auto";
  /** How the mean follows from the score; `auto` is the family's own. */
  readonly link: LinkName | "auto";
  /** Tweedie: the power of the mean that the variance grows with. */
  readonly power: number;
  /** Negative binomial: the variance is μ + μ²/θ. */
  readonly theta: number;
  /** The penalty λ/2·Σβ² on the coefficients of the standardised features, beside half the deviance. */
  readonly lambda: number;
  /** The feature that is added to the score as it is, without a coefficient; null for none. */
  readonly offset: string | null;
}

const columnName: ParameterRule<string | null> = {
  fallback: null,
  allowed: "the name of a feature, or null",
  accepts: (value): value is string | null => value === null || typeof value === "string",
};

const rules: ParameterRules<GlmParameters> = {
  family: oneOf("auto", ["auto", ...(Object.keys(families) as FamilyName[])]),
  link: oneOf("auto", ["auto", ...(Object.keys(links) as LinkName[])]),
  power: realNumber(1.5, { from: 1, to: 3 }),
  theta: realNumber(1, { above: 0 }),
  lambda: realNumber(0, { from: 0 }),
  offset: columnName,
};

/**
 * Generalized linear models (Nelder & Wedderburn 1972): a family for the spread of the target, a link from the linear score
 * to its mean, fitted by iteratively reweighted least squares. It tells what R's `summary(glm)` tells.
 * @example
 * const params = glm.normalize({ family: "poisson" }, "models.0", diagnostics);
 * const fitted = await glm.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const glm: Trainer<GlmParameters> = {
  name: "glm",
  title: "Generalized linear model: counts, amounts, shares",
  tasks: ["regression", "binary"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) => fit(prepareTrainingSet(glm, train), params, context),
};

/** The family and the link that were asked for, when they fit each other and the target. */
interface Model {
  readonly familyName: FamilyName;
  readonly linkName: LinkName;
  readonly family: Family;
}

async function fit(set: TrainingSet, params: GlmParameters, { effects }: TrainContext): Promise<Fitted> {
  await takeTurn(effects, { task: "train glm" });
  const model = chooseModel(set, params);
  const constant = oneClassModel(set);
  if (constant) return constant;
  const { offset, features } = takeOffset(set, params.offset);
  const full = buildDesign({ ...set, features });
  const gram = weightedGram(full, set.weight);
  const design = params.lambda === 0 ? dropCollinear(full, gram) : full;
  const problem: GlmProblem = {
    design,
    target: set.target,
    weight: set.weight,
    offset,
    family: model.family,
    link: links[model.linkName],
    lambda: params.lambda,
  };
  const turn = (done: number): Promise<void> => takeTurn(effects, { task: "train glm", done });
  const fitted = (await fitGlm(problem, startOf(problem), turn)) ?? cannotStart(model, problem);
  const withoutFeatures = { ...problem, design: emptyDesign(design) };
  const none = await fitGlm(withoutFeatures, startOf(withoutFeatures), turn);
  const raw = rawCoefficients(design, fitted.coefficients);
  const score = linearScore(design, raw);
  const whole: Expr = params.offset === null ? score : call("add", score, column(params.offset, "Float"));
  return {
    outputs: [meanExpr(set, model, whole)],
    details: {
      family: model.familyName,
      link: model.linkName,
      ...(model.familyName === "tweedie" ? { power: params.power } : {}),
      ...(model.familyName === "negative-binomial" ? { theta: params.theta } : {}),
      lambda: params.lambda,
      ...(params.offset === null ? {} : { offset: params.offset }),
      iterations: fitted.iterations,
      converged: fitted.converged,
      ...describeCoefficients(design, raw),
      nullDeviance: none ? Number(none.deviance.toPrecision(12)) : null,
      ...summarizeGlm(problem, fitted, raw),
    },
    importance: coefficientImportance(design, [fitted.coefficients]),
    diagnostics: [
      ...designDiagnostics(full, gram, params.lambda === 0),
      ...fitDiagnostics(model, fitted, params.lambda),
    ],
  };
}

/** A design of the same rows without a feature. */
const emptyDesign = (design: Design): Design =>
  createDesign({
    ...design,
    names: [],
    columns: [],
    means: new Float64Array(0),
    scales: new Float64Array(0),
  });

/** The mean as an expression; a probability by another link than its own could leave 0 to 1 for rows not seen. */
function meanExpr({ task }: TrainingSet, { linkName }: Model, score: Expr): Expr {
  const mean = links[linkName].expr(score);
  const isBounded = linkName === "logit" || linkName === "probit" || linkName === "cloglog";
  return task.kind === "binary" && !isBounded ? call("clamp", mean, float(0), float(1)) : mean;
}

function chooseModel({ task, target }: TrainingSet, params: GlmParameters): Model {
  const familyName =
    params.family === "auto" ? (task.kind === "binary" ? "binomial" : "gaussian") : params.family;
  const family: Family = families[familyName](params);
  const linkName = params.link === "auto" ? family.link : params.link;
  if (task.kind === "binary" && familyName !== "binomial")
    return failInput("T2683", `The family ${familyName} cannot tell two classes apart`, {
      place: "family",
      value: familyName,
      cure: 'Take "binomial", or leave the family out.',
    });
  if (!family.links.includes(linkName))
    return failInput("T2684", `The family ${familyName} does not take the link ${linkName}`, {
      place: "link",
      value: linkName,
      cure: `It takes ${family.links.join(", ")}.`,
    });
  const wrong = target.findIndex((value) => !family.acceptsTarget(value));
  if (wrong >= 0)
    return failInput("T2685", `The target is ${target[wrong]} in row ${wrong + 1}`, {
      place: "target",
      value: String(target[wrong]),
      cure: `The family ${familyName} takes ${family.allowed}. Leave such rows out, or take another family.`,
    });
  return { familyName, linkName, family };
}

/** Parts the offset from the features. A column that was put on the scale of others would change every answer silently. */
function takeOffset(
  { features, rowCount, weight, task, target }: TrainingSet,
  name: string | null,
): { readonly offset: Float64Array | undefined; readonly features: TrainingSet["features"] } {
  if (name === null) return { offset: undefined, features };
  const found = features.find((feature) => feature.name === name);
  if (found?.kind !== "number")
    return failInput("T2686", `There is no feature ${JSON.stringify(name)} to be the offset`, {
      place: "offset",
      value: name,
      cure: `The features are ${features.map((feature) => feature.name).join(", ") || "none"}.`,
    });
  const { means, scales } = buildDesign({
    features: [found],
    rowCount,
    task,
    target,
    ...(weight && { weight }),
  });
  if (rowCount > 2 && Math.abs(means[0] ?? 1) < 1e-9 && Math.abs((scales[0] ?? 0) - 1) < 1e-9)
    return failInput("T2687", `The offset ${JSON.stringify(name)} was put on the scale of the features`, {
      place: "offset",
      value: name,
      cure: "Give the model a recipe of its own whose scale step leaves this column out.",
    });
  return { offset: found.values, features: features.filter((feature) => feature !== found) };
}

/** Coefficients 0, and the intercept that gives the mean of the target. */
function startOf({ design, target, weight, offset, link }: GlmProblem): Float64Array {
  const coefficients = new Float64Array(design.names.length + 1);
  const shift = offset ? weightedMean(offset, weight) : 0;
  coefficients[design.names.length] = link.score(weightedMean(target, weight)) - shift;
  return coefficients;
}

function cannotStart({ familyName, linkName }: Model, { target, weight }: GlmProblem): never {
  const mean = weightedMean(target, weight);
  const value = `mean ${Number(mean.toPrecision(6))}`;
  return failInput("T2688", `The ${familyName} model cannot begin with the link ${linkName}`, {
    place: "link",
    value,
    cure:
      mean === 0
        ? "The mean of the target is 0, which this link gives for no row. Take the link identity, or baseline where every target is 0."
        : "The mean of the target is outside what the link can give. Take the link log or identity.",
  });
}

function fitDiagnostics({ familyName }: Model, fitted: GlmFit, lambda: number): Diagnostic[] {
  const advice = lambda === 0 ? "Give lambda a value above 0" : "Give lambda a greater value";
  if (fitted.extremeRows > 0)
    return [
      warningDiagnostic(
        "T2689",
        `The model is sure of some rows: their mean is 0${familyName === "binomial" ? " or 1" : ""}`,
        {
          value: `${fitted.extremeRows} rows`,
          cure: `The features part some rows without an error, so coefficients have no finite best value and their tests mean nothing. ${advice}, and look whether a feature knows the answer already (leakage).`,
        },
      ),
    ];
  if (fitted.converged) return [];
  return [
    warningDiagnostic("T2690", `The model did not settle after ${fitted.iterations} iterations`, {
      cure: `${advice}, take the family's own link, or remove features that say the same.`,
    }),
  ];
}
