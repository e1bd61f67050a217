import { showValue, warningDiagnostic, type Diagnostic } from "../../base/index.ts";
import { boostingRules, type BoostingParameters } from "./parameters.ts";

/** When a parameter bears on a training, and in words what it is for. */
interface Use {
  readonly bears: (params: BoostingParameters, objective: string, metrics: readonly string[]) => boolean;
  readonly isFor: string;
}

const forObjectives = (...names: readonly string[]): Use => ({
  bears: (_, objective, metrics) =>
    names.includes(objective) || metrics.some((metric) => names.includes(metric.replace(/_deviance$/, ""))),
  isFor: `the ${names.length > 1 ? "objectives" : "objective"} ${names.join(", ")}`,
});
/** The losses by which such an objective is measured have no such parameter. */
const onlyForObjectives = (...names: readonly string[]): Use => ({
  ...forObjectives(...names),
  bears: (_, objective) => names.includes(objective),
});
const forDart: Use = { bears: ({ boosting }) => boosting === "dart", isFor: 'boosting: "dart"' };
const forGoss: Use = {
  bears: ({ dataSampleStrategy }) => dataSampleStrategy === "goss",
  isFor: 'dataSampleStrategy: "goss"',
};
const forRanking = onlyForObjectives("lambdarank");
const forClassWeights = onlyForObjectives("binary", "multiclassova");
const forStopping: Use = {
  bears: ({ boosting }) => boosting !== "dart",
  isFor: "trees that do not change later, and dropouts change those that would be gone back to",
};
const forBags: Use = { bears: ({ baggingFreq }) => baggingFreq > 0, isFor: "a baggingFreq above 0" };

/** The parameters that bear on some trainings only. */
const uses: Readonly<Partial<Record<keyof BoostingParameters, Use>>> = {
  alpha: forObjectives("huber", "quantile"),
  fairC: forObjectives("fair"),
  poissonMaxDeltaStep: onlyForObjectives("poisson"),
  tweedieVariancePower: forObjectives("tweedie"),
  sigmoid: onlyForObjectives("binary", "multiclassova", "lambdarank"),
  scalePosWeight: forClassWeights,
  isUnbalance: forClassWeights,
  lambdarankTruncationLevel: forRanking,
  lambdarankNorm: forRanking,
  labelGain: forRanking,
  dropRate: forDart,
  maxDrop: forDart,
  skipDrop: forDart,
  uniformDrop: forDart,
  xgboostDartMode: forDart,
  topRate: forGoss,
  otherRate: forGoss,
  linearLambda: { bears: ({ linearTree }) => linearTree, isFor: "linearTree: true" },
  monotoneConstraintsMethod: {
    bears: ({ monotoneConstraints }) => Object.keys(monotoneConstraints).length > 0,
    isFor: "monotoneConstraints",
  },
  earlyStoppingRounds: {
    ...forStopping,
    bears: (params, ...rest) => params.earlyStoppingRounds === 0 || forStopping.bears(params, ...rest),
  },
  earlyStoppingMinDelta: forStopping,
  baggingFraction: forBags,
  posBaggingFraction: forBags,
  negBaggingFraction: forBags,
};

/** T2984 for every parameter that was set and changes nothing in a training by this objective and these metrics. */
export function idleParameters(
  params: BoostingParameters,
  objective: string,
  metrics: readonly string[],
): readonly Diagnostic[] {
  return Object.entries(uses).flatMap(([name, { bears, isFor }]) => {
    const key = name as keyof BoostingParameters;
    const value = params[key];
    if (value === boostingRules[key].fallback || bears(params, objective, metrics)) return [];
    return [
      warningDiagnostic("T2984", `${name} changes nothing here: it is for ${isFor}`, {
        place: name,
        value: showValue(value),
        cure: "Leave it out, or set what it is for.",
      }),
    ];
  });
}
