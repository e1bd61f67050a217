import { warningDiagnostic, type Diagnostic, type Json } from "../base/index.ts";
import { call, float, type Expr } from "../ir/index.ts";
import { takeNumbers } from "../schema/index.ts";
import { weightedMean } from "./baseline.ts";
import { oneClassModel } from "./class-shares.ts";
import { contentFolds } from "./linear/content-folds.ts";
import { buildDesign, type Design } from "./linear/design.ts";
import { fitHinge } from "./linear/interior-margin.ts";
import { designDiagnostics } from "./linear/linear-diagnostics.ts";
import {
  coefficientImportance,
  describeCoefficients,
  linearScore,
  rawCoefficients,
} from "./linear/linear-score.ts";
import {
  classSides,
  tubeSides,
  type MarginFit,
  type MarginProblem,
  type Side,
} from "./linear/margin-problem.ts";
import { momentsDeviation } from "./linear/moments.ts";
import { allScores, takeDesignRows } from "./linear/passes.ts";
import { fitPlatt, type PlattScaling } from "./linear/platt.ts";
import { fitSquaredMargin } from "./linear/squared-margin.ts";
import { weightedGram } from "./linear/gram.ts";
import { normalizeParameters, oneOf, realNumber, wholeNumber, type ParameterRules } from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { takeTurn } from "./take-turn.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `linear-svm` can be told. */
export interface LinearSvmParameters {
  /** The penalty λ/2·Σβ² on the coefficients of the standardised features, beside the sum of the losses. */
  readonly lambda: number;
  /** How a margin that is missed costs: by its size, or by its square. */
  readonly loss: "squared-hinge" | "hinge";
  /** Regression: errors up to this share of the target's standard deviation cost nothing. */
  readonly epsilon: number;
  /** Classes: parts of the training rows that are held out in turn to find the probabilities. */
  readonly folds: number;
}

const rules: ParameterRules<LinearSvmParameters> = {
  lambda: realNumber(1, { above: 0 }),
  loss: oneOf("squared-hinge", ["squared-hinge", "hinge"]),
  epsilon: realNumber(0.1, { from: 0 }),
  folds: wholeNumber(5, 2, 20),
};

/**
 * Linear support vector machines: classes by the plane with the widest margin (Cortes & Vapnik 1995), one against the rest
 * where there are more than two, with probabilities by Platt scaling; quantities within a tube. It minimises
 * λ/2·Σβ² + Σ w·loss with β the coefficients of the standardised features; the intercept is free.
 * @example
 * const params = linearSvm.normalize({ loss: "hinge" }, "models.0", diagnostics);
 * const fitted = await linearSvm.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const linearSvm: Trainer<LinearSvmParameters> = {
  name: "linear-svm",
  title: "Linear support vector machine: the widest margin",
  tasks: ["regression", "binary", "multiclass"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) => {
    const set = prepareTrainingSet(linearSvm, train);
    return set.task.kind === "regression" ? fitTube(set, params, context) : fitClasses(set, params, context);
  },
};

/** Numbers in the design from which on other work gets a turn in each iteration. */
const longWork = 100_000;

/** Fits one machine, with the user's loss; `near` is that of nearly the same rows. */
async function fitMachine(
  { loss, lambda }: LinearSvmParameters,
  problem: Omit<MarginProblem, "lambda">,
  { effects }: TrainContext,
  near?: MarginFit,
): Promise<MarginFit> {
  const { design } = problem;
  // A turn takes a millisecond: more than an iteration on few rows.
  const isLong = design.rowCount * (design.names.length + 1) > longWork;
  await takeTurn(effects, { task: "train linear-svm" });
  const turn = async (done: number): Promise<void> => {
    if (isLong) await takeTurn(effects, { task: "train linear-svm", done });
  };
  const whole = { ...problem, lambda };
  return loss === "hinge" ? fitHinge(whole, turn) : fitSquaredMargin(whole, turn, near?.coefficients);
}

/** A quantity, on the scale of its standard deviation, so that the penalty does not depend on its unit. */
async function fitTube(
  set: TrainingSet,
  params: LinearSvmParameters,
  context: TrainContext,
): Promise<Fitted> {
  const design = buildDesign(set);
  const mean = weightedMean(set.target, set.weight);
  const scale = momentsDeviation(set.target, mean, set.weight) || 1;
  const sides = tubeSides(
    set.target.map((value) => (value - mean) / scale),
    params.epsilon,
  );
  const machine = await fitMachine(params, { design, weight: set.weight, sides }, context);
  const coefficients = machine.coefficients.map((value) => value * scale);
  coefficients[design.names.length]! += mean;
  const raw = rawCoefficients(design, coefficients);
  return {
    outputs: [linearScore(design, raw)],
    details: { ...describeParams(params), ...describeMachine(machine), ...describeCoefficients(design, raw) },
    importance: coefficientImportance(design, [coefficients]),
    diagnostics: diagnosticsOf(set, design, [machine]),
  };
}

/** One machine, or one for each class against all others, each with its sigmoid. */
async function fitClasses(
  set: TrainingSet,
  params: LinearSvmParameters,
  context: TrainContext,
): Promise<Fitted> {
  const constant = oneClassModel(set);
  if (constant) return constant;
  const design = buildDesign(set);
  const folds = contentFolds(set, params.folds, context.seed);
  const positives = set.task.kind === "binary" ? [1] : classPlaces(set);
  const machines: ClassMachine[] = [];
  for (const positive of positives)
    machines.push(await fitClass(set, design, folds, positive, params, context));
  const fits = machines.map(({ machine }) => machine);
  const probabilities = machines.map(({ machine, platt }) => probabilityExpr(design, machine, platt));
  return {
    outputs: probabilities.length === 1 ? probabilities : sharesOf(probabilities),
    details: {
      ...describeParams(params),
      ...(machines.length === 1
        ? describeClass(design, machines[0]!)
        : { classes: machines.map((one) => describeClass(design, one)) }),
    },
    importance: coefficientImportance(
      design,
      fits.map(({ coefficients }) => coefficients),
    ),
    diagnostics: diagnosticsOf(set, design, fits),
  };
}

const classPlaces = ({ task }: TrainingSet): readonly number[] =>
  task.kind === "multiclass" ? task.classes.map((_, at) => at) : [];

interface ClassMachine {
  readonly machine: MarginFit;
  readonly platt: PlattScaling;
  /** True where the sigmoid was fitted on margins of rows that were held out. */
  readonly crossFitted: boolean;
}

async function fitClass(
  { target, weight, rowCount }: TrainingSet,
  design: Design,
  folds: Uint8Array,
  positive: number,
  params: LinearSvmParameters,
  context: TrainContext,
): Promise<ClassMachine> {
  const isPositive = (row: number): boolean => target[row] === positive;
  const sides = classSides(isPositive, rowCount);
  const machine = await fitMachine(params, { design, weight, sides }, context);
  const margins = new Float64Array(rowCount).fill(Number.NaN);
  for (const fold of new Set(folds)) {
    const learning = Uint32Array.from(folds.keys().filter((row) => folds[row] !== fold));
    const kinds = new Set(learning.map((row) => Number(isPositive(row))));
    if (kinds.size < 2) continue;
    const part = takeDesignRows(design, learning);
    const partSides: readonly Side[] = classSides((at) => isPositive(learning[at]!), learning.length);
    const partWeight = weight && takeNumbers(weight, learning);
    const { coefficients } = await fitMachine(
      params,
      { design: part, weight: partWeight, sides: partSides },
      context,
      machine,
    );
    const held = Uint32Array.from(folds.keys().filter((row) => folds[row] === fold));
    for (const [at, score] of allScores(takeDesignRows(design, held), coefficients).entries())
      margins[held[at]!] = score;
  }
  const known = Uint32Array.from(margins.keys().filter((row) => !Number.isNaN(margins[row]!)));
  const crossFitted = new Set(known.map((row) => Number(isPositive(row)))).size === 2;
  if (!crossFitted)
    return {
      machine,
      crossFitted,
      platt: fitPlatt(allScores(design, machine.coefficients), isPositive, weight),
    };
  const platt = fitPlatt(
    takeNumbers(margins, known),
    (at) => isPositive(known[at]!),
    weight && takeNumbers(weight, known),
  );
  return { machine, crossFitted, platt };
}

function probabilityExpr(design: Design, { coefficients }: MarginFit, { slope, shift }: PlattScaling): Expr {
  const scaled = coefficients.map((value) => value * slope);
  scaled[design.names.length]! += shift;
  return call("sigmoid", linearScore(design, rawCoefficients(design, scaled)));
}

/** Probabilities of one class against the rest as shares of their sum; none is so small that the sum could be 0. */
function sharesOf(probabilities: readonly Expr[]): readonly Expr[] {
  const parts = probabilities.map((one): Expr => call("greatest", one, float(1e-300)));
  const total = parts.reduce((sum, part) => call("add", sum, part));
  return parts.map((part) => call("divide", part, total));
}

const describeParams = ({ lambda, loss }: LinearSvmParameters): Readonly<Record<string, Json>> => ({
  lambda,
  loss,
});

const describeMachine = ({
  iterations,
  converged,
  objective,
}: MarginFit): Readonly<Record<string, Json>> => ({
  iterations,
  converged,
  objective,
});

const describeClass = (
  design: Design,
  { machine, platt, crossFitted }: ClassMachine,
): Readonly<Record<string, Json>> => ({
  ...describeMachine(machine),
  ...describeCoefficients(design, rawCoefficients(design, machine.coefficients)),
  platt: { ...platt, crossFitted },
});

function diagnosticsOf(set: TrainingSet, design: Design, fits: readonly MarginFit[]): Diagnostic[] {
  return [
    ...designDiagnostics(design, weightedGram(design, set.weight), false),
    ...(fits.every(({ converged }) => converged)
      ? []
      : [
          warningDiagnostic("T2691", "The support vector machine did not settle", {
            cure: "Give lambda a greater value, or take the loss squared-hinge.",
          }),
        ]),
  ];
}
