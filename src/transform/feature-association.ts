import { naturalLogarithm } from "../base/index.ts";
import { call, choose, float, int, missing, type Expr } from "../ir/index.ts";
import { betaLower, choleskyFactor, solveCholesky } from "../stats/index.ts";
import type { Aggregate, AggregateResults, Group } from "./aggregate.ts";
import { correlationsResult, groupsResult, missingWith, numbersResult, oneWhen } from "./expressions.ts";
import type { Questions, TargetContext } from "./transform.ts";

/** How closely a feature goes with the target: `size` to rank by, and what a threshold is compared with. */
export interface Association {
  /** Larger is closer. */
  readonly size: number;
  /** The F-test's p-value; the correlation's size; the mutual information in nats. */
  readonly value: number;
}

/** A way to measure how closely a number goes with the target, in one or two rounds of questions. */
interface Measure {
  readonly ask: (features: readonly Expr[], target: TargetContext, answers: AggregateResults) => Questions;
  readonly read: (at: number, answers: AggregateResults) => Association;
}

/** The ways by their names. */
export const measures: Readonly<Record<"f-test" | "correlation" | "mutual-information", Measure>> = {
  "f-test": {
    ask: regressions,
    read: (at, answers) => {
      const { explained, degrees, rest } = explainedBy(at, answers);
      if (degrees === 0 || rest <= 0) return { size: 0, value: 1 };
      const unexplained = Math.max(0, 1 - explained);
      const ratio = explained / degrees / (unexplained / rest);
      return {
        size: Number.isFinite(ratio) ? ratio : Number.MAX_VALUE,
        value: betaLower(unexplained, rest / 2, degrees / 2, explained),
      };
    },
  },
  correlation: {
    ask: regressions,
    read: (at, answers) => {
      const size = Math.sqrt(explainedBy(at, answers).explained);
      return { size, value: size };
    },
  },
  "mutual-information": {
    ask: (features, target, answers) => {
      const cuts = cutQuestions(features, target);
      const isKnown = Object.keys(cuts).every((name) => answers[name] !== undefined);
      return isKnown ? { ...cuts, ...binCounts(features, target, answers) } : cuts;
    },
    read: (at, answers) => {
      const size = mutualInformation(at, answers);
      return { size, value: size };
    },
  },
};

/** For each feature its correlations with the target's indicators, over the rows where it has a value. */
function regressions(features: readonly Expr[], { indicators }: TargetContext): Questions {
  return Object.fromEntries(
    features.map((feature, at): [string, Aggregate] => [
      `target ${at}`,
      { kind: "correlations", of: [feature, ...indicators.map(({ expr }) => expr)] },
    ]),
  );
}

/**
 * The share of a feature's variance that the target explains: r² for a number, that of the analysis of variance for classes,
 * as the multiple R² of the feature on the classes' indicators.
 */
function explainedBy(at: number, answers: AggregateResults) {
  const { count, deviations, correlations } = correlationsResult(answers[`target ${at}`]);
  const size = deviations.length;
  const used = deviations.flatMap((deviation, place) => (place > 0 && deviation > 0 ? [place] : []));
  const none = { explained: 0, degrees: used.length, rest: count - used.length - 1 };
  if (used.length === 0 || !(deviations[0]! > 0)) return none;
  const matrix = Float64Array.from(
    { length: used.length * used.length },
    (_, place) => correlations[used[Math.floor(place / used.length)]! * size + used[place % used.length]!]!,
  );
  const right = Float64Array.from(used, (place) => correlations[place]!);
  const weights = solveCholesky(choleskyFactor(matrix, used.length), right);
  const explained = weights.reduce((sum, weight, place) => sum + weight * right[place]!, 0);
  return { ...none, explained: Math.min(1, Math.max(0, explained)) };
}

/** Into so many bins numbers are cut, by quantiles. */
const binCount = 10;
const probabilities = Array.from({ length: binCount - 1 }, (_, cut) => (cut + 1) / binCount);

const cutQuestions = (features: readonly Expr[], { indicators }: TargetContext): Questions =>
  Object.fromEntries(
    [
      ...features.map((of, at) => [`cuts ${at}`, of] as const),
      ...(indicators.length === 1 ? [["target cuts", indicators[0]!.expr] as const] : []),
    ].map(([name, of]) => [name, { kind: "quantiles", of, probabilities: [...probabilities, 1] } as const]),
  );

function binCounts(features: readonly Expr[], target: TargetContext, answers: AggregateResults): Questions {
  const classes = classIndicators(target, answers);
  return Object.fromEntries(
    features.flatMap((feature, at) => {
      const by = binOf(feature, cutsOf(answers[`cuts ${at}`]));
      return classes.map((of, place) => [`bins ${at} ${place}`, { kind: "groupSums", by, of } as const]);
    }),
  );
}

/** A number's bin as a whole number; a value on a cut belongs to the bin below. */
const binOf = (of: Expr, cuts: readonly number[]): Expr =>
  choose(
    [
      { when: call("isNull", of), then: missing("Int") },
      ...cuts.map((cut, at) => ({ when: call("lessOrEqual", of, float(cut)), then: int(at) })),
    ],
    int(cuts.length),
  );

const cutsOf = (answer: AggregateResults[string] | undefined): readonly number[] => {
  const known = numbersResult(answer).filter((cut) => cut !== null);
  return [...new Set(known)].filter((cut) => cut < known.at(-1)!);
};

/** One 0/1 expression per class but one: several indicators as they are, a single number (or indicator) by its bins. */
function classIndicators({ indicators }: TargetContext, answers: AggregateResults): readonly Expr[] {
  const [first, ...others] = indicators.map(({ expr }) => expr);
  if (!first || others.length > 0) return indicators.map(({ expr }) => expr);
  const cuts = cutsOf(answers["target cuts"]);
  const bin = binOf(first, cuts);
  return cuts.map((_, place) => missingWith(first, oneWhen(call("equals", bin, int(place)))));
}

/**
 * The mutual information of a feature's bin (missing is one more) and the target's class, in nats, less what chance alone gives:
 * (bins - 1)(classes - 1) / 2n (G. A. Miller, "Note on the Bias of Information Estimates", 1955). Never below 0.
 */
function mutualInformation(at: number, answers: AggregateResults): number {
  const parts: (readonly Group[])[] = [];
  while (answers[`bins ${at} ${parts.length}`] !== undefined)
    parts.push(groupsResult(answers[`bins ${at} ${parts.length}`]));
  if (parts.length === 0) return 0;
  const bins = parts[0]!.map(({ value, count }) => {
    const own = parts.map((groups) => groups.find((group) => group.value === value)?.sum ?? 0);
    return [...own, count - own.reduce((sum, one) => sum + one, 0)];
  });
  const sumOf = (counts: readonly number[]): number => counts.reduce((sum, one) => sum + one, 0);
  const totals = Array.from({ length: parts.length + 1 }, (_, place) =>
    sumOf(bins.map((bin) => bin[place]!)),
  );
  const total = sumOf(totals);
  if (total === 0) return 0;
  const shares = bins.flatMap((bin) =>
    bin.map((count, place) =>
      count === 0 ? 0 : (count / total) * naturalLogarithm((count / sumOf(bin)) * (total / totals[place]!)),
    ),
  );
  const chance = ((bins.length - 1) * (totals.filter((count) => count > 0).length - 1)) / (2 * total);
  return Math.max(0, sumOf(shares) - chance);
}
