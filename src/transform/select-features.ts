import { failInput } from "../base/index.ts";
import { call, float } from "../ir/index.ts";
import { asFloat, correlationsResult, numberResult } from "./expressions.ts";
import { measures, type Association } from "./feature-association.ts";
import type { AggregateResults } from "./aggregate.ts";
import { anyNumberOrNull, normalizeParams, numberFrom, numberOrNull, oneOf, wholeOrNull } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import type { JointTransform, Questions, StepInput, StepNote, TargetContext } from "./transform.ts";

/** Parameters of `select-features`. */
export interface SelectFeaturesParams {
  /** How a feature's association with the target is measured; `none`: it does not matter. */
  readonly by: "f-test" | "correlation" | "mutual-information" | "none";
  /** The largest p-value of the F-test, or the smallest correlation or mutual information; null: 0.05, or 0. */
  readonly threshold: number | null;
  /** At most so many features are kept. */
  readonly most: number | null;
  /** Features whose variance is not above this are dropped. */
  readonly variance: number;
  /** Of features that correlate so closely only the best is kept; null: all. */
  readonly duplicates: number | null;
}

const rules = {
  by: oneOf(["f-test", "correlation", "mutual-information", "none"], "f-test"),
  threshold: anyNumberOrNull,
  most: wholeOrNull(1, 100_000),
  variance: numberFrom(0, Number.MAX_VALUE, 0),
  duplicates: numberOrNull(0, 1, 0.98),
};

/**
 * Keeps the features that tell something about the target and drops the others, with the reason for each. It learns on the
 * training rows of each fit, so a fold's validation rows have no say in what is kept for them.
 */
export const selectFeatures: JointTransform<SelectFeaturesParams> = {
  over: "columns",
  name: "select-features",
  title: "Keeps the features that vary, go with the target and do not repeat each other.",
  accepts: ["Boolean", "Int", "Float", "Day", "Instant"],
  usesTarget: true,
  onlyChooses: true,
  normalize: (params, place, diagnostics) =>
    normalizeParams<SelectFeaturesParams>(rules, params, place, diagnostics),
  learn: (inputs, params, target, answers) => {
    checkTarget(inputs, params, target);
    const first = { ...spreadQuestions(inputs), ...associationQuestions(inputs, params, target, answers) };
    if (Object.keys(first).some((name) => answers[name] === undefined)) return first;
    const candidates = rank(inputs, params, answers).filter(({ reason }) => reason === undefined);
    if (params.duplicates === null || candidates.length < 2) return {};
    const of = candidates.map(({ at }) =>
      call("coalesce", asFloat(inputs[at]!.expr), float(numberResult(answers[`mean ${at}`]) ?? 0)),
    );
    return { closeness: { kind: "correlations", of } };
  },
  apply: (inputs, params, results) => {
    const kept = new Set(decide(inputs, params, results).flatMap(({ at, reason }) => (reason ? [] : [at])));
    return inputs.filter((_, at) => kept.has(at)).map(({ name, expr }) => ({ name, expr }));
  },
  describe: (inputs, params, results) => {
    const verdicts = decide(inputs, params, results).toSorted((left, right) => left.at - right.at);
    const named = ({ at }: Verdict): string => inputs[at]!.name;
    const kept = verdicts.filter(({ reason }) => reason === undefined);
    const dropped = Map.groupBy(
      verdicts.filter(({ reason }) => reason !== undefined),
      ({ reason }) => `was dropped: ${reason}`,
    );
    const notes = [...dropped].map(([text, same]): StepNote => ({ columns: same.map(named), text }));
    return kept.length === inputs.length
      ? [{ columns: kept.map(named), text: "were all kept" }]
      : [
          { columns: kept.map(named), text: `kept: ${kept.length} of ${countOf(inputs.length, "feature")}` },
          ...notes,
        ];
  },
};

function checkTarget(
  inputs: readonly StepInput[],
  { by }: SelectFeaturesParams,
  { indicators }: TargetContext,
): void {
  if (by === "none") return;
  if (indicators.length === 0)
    failInput("T1563", `select-features by ${by} needs a target`, { cure: 'Choose by: "none".' });
  const told = inputs.find(({ usesTarget }) => usesTarget);
  if (told)
    failInput(
      "T1564",
      `${JSON.stringify(told.name)} is made of the target, so it cannot be measured against it`,
      {
        cure: "Put select-features before the step that makes it, or leave it out of the columns.",
      },
    );
}

const spreadQuestions = (inputs: readonly StepInput[]): Questions =>
  Object.fromEntries(
    inputs.flatMap(({ expr }, at) => [
      [`mean ${at}`, { kind: "mean", of: asFloat(expr) } as const],
      [`deviation ${at}`, { kind: "standardDeviation", of: asFloat(expr) } as const],
    ]),
  );

const associationQuestions = (
  inputs: readonly StepInput[],
  { by }: SelectFeaturesParams,
  target: TargetContext,
  answers: AggregateResults,
): Questions =>
  by === "none"
    ? {}
    : measures[by].ask(
        inputs.map(({ expr }) => asFloat(expr)),
        target,
        answers,
      );

/** A feature by its place, its association with the target, and why it is dropped, if it is. */
interface Verdict {
  readonly at: number;
  readonly association: Association;
  readonly reason?: string | undefined;
}

/** All features, the closest to the target first, with those that vary too little or tell too little marked. */
function rank(
  inputs: readonly StepInput[],
  params: SelectFeaturesParams,
  answers: AggregateResults,
): readonly Verdict[] {
  return inputs
    .map((_, at): Verdict => {
      const deviation = numberResult(answers[`deviation ${at}`]) ?? 0;
      const association = associationAt(at, params, answers);
      const isSteady = deviation * deviation <= params.variance;
      const still =
        deviation === 0
          ? "it does not vary"
          : `its variance, ${numberText(deviation * deviation)}, is not above ${numberText(params.variance)}`;
      return { at, association, reason: isSteady ? still : tooWeak(association, params) };
    })
    .sort(
      (left, right) =>
        Number(left.reason !== undefined) - Number(right.reason !== undefined) ||
        right.association.size - left.association.size ||
        left.at - right.at,
    );
}

const associationAt = (at: number, { by }: SelectFeaturesParams, answers: AggregateResults): Association =>
  by === "none" ? { size: 0, value: 0 } : measures[by].read(at, answers);

/** Why a feature tells too little about the target, or undefined. */
function tooWeak({ value }: Association, { by, threshold }: SelectFeaturesParams): string | undefined {
  switch (by) {
    case "none":
      return undefined;
    case "f-test": {
      const most = threshold ?? 0.05;
      return value > most
        ? `the F-test of it and the target gives p = ${shortText(value)}, above ${numberText(most)}`
        : undefined;
    }
    case "correlation":
      return threshold !== null && value < threshold
        ? `it correlates ${shortText(value)} with the target, less than ${numberText(threshold)}`
        : undefined;
    case "mutual-information":
      if (value === 0) return "it tells no more about the target than chance would";
      return threshold !== null && value < threshold
        ? `it tells ${shortText(value)} nats about the target, less than ${numberText(threshold)}`
        : undefined;
  }
}

/** All features with the reason why they are dropped; the closest one is kept whatever it is like. */
function decide(
  inputs: readonly StepInput[],
  params: SelectFeaturesParams,
  answers: AggregateResults,
): readonly Verdict[] {
  const [best, ...others] = rank(inputs, params, answers);
  const ranked = best ? [{ ...best, reason: undefined }, ...others] : [];
  const candidates = ranked.filter(({ reason }) => reason === undefined);
  const { correlations } = correlationsResult(answers["closeness"]);
  const kept: number[] = [];
  const verdicts = candidates.map((one, row): Verdict => {
    const closeness = (column: number): number =>
      Math.abs(correlations[row * candidates.length + column] ?? 0);
    const twin = kept.find((column) => closeness(column) >= (params.duplicates ?? Infinity) - noise);
    if (twin !== undefined) {
      const better = params.by === "none" ? "comes before it" : "tells more about the target";
      const name = JSON.stringify(inputs[candidates[twin]!.at]!.name);
      return { ...one, reason: `it correlates ${shortText(closeness(twin))} with ${name}, which ${better}` };
    }
    if (params.most !== null && kept.length >= params.most)
      return { ...one, reason: `no more than ${countOf(params.most, "feature")} should be kept` };
    kept.push(row);
    return one;
  });
  return [...verdicts, ...ranked.filter(({ reason }) => reason !== undefined)];
}

/** What a copy may fall short of a correlation of 1 by rounding. */
const noise = 1e-12;

const shortText = (value: number): string => String(Number(value.toPrecision(3)));
