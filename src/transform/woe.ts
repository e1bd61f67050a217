import { failInput, naturalLogarithm } from "../base/index.ts";
import { call, float, lookup, type Expr } from "../ir/index.ts";
import type { Aggregate, AggregateResults, Group } from "./aggregate.ts";
import { groupsResult, numberResult } from "./expressions.ts";
import { normalizeParams, numberFrom } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `woe`. */
export interface WoeParams {
  /** How many rows of each class are added to each level, so that a level of one class stays finite. */
  readonly smoothing: number;
}

const rules = { smoothing: numberFrom(1e-9, 1e9, 1) };

/**
 * A level becomes its weight of evidence: the logarithm of how much more frequent it is among the rows of a class than
 * among the others (I. J. Good, "Probability and the Weighing of Evidence", 1950), once per target indicator. Unseen and missing
 * levels become 0, which speaks for neither.
 */
export const woe: Transform<WoeParams> = {
  name: "woe",
  title: "Replaces a level by its weight of evidence for a class.",
  accepts: ["Boolean", "Int", "Text", "Day"],
  usesTarget: true,
  normalize: (params, place, diagnostics) => normalizeParams<WoeParams>(rules, params, place, diagnostics),
  learn: (input, _, { indicators }) => {
    if (indicators.length === 0)
      failInput("T1532", "woe needs a target", { cure: "Choose frequency or one-hot instead." });
    const requests = indicators.flatMap(({ expr }, at): readonly [string, Aggregate][] => {
      const neither = call("multiply", expr, call("subtract", expr, float(1)));
      return [
        [`levels ${at}`, { kind: "groupSums", by: input, of: expr }],
        // 0 for 0 and 1, and for nothing else.
        [`least ${at}`, { kind: "min", of: neither }],
        [`most ${at}`, { kind: "max", of: neither }],
      ];
    });
    return Object.fromEntries(requests);
  },
  apply: (input, params, results, { indicators }) =>
    indicators.map(({ label }, at) => ({
      suffix: woeSuffix(label, indicators.length),
      expr: evidence(input, weightsFor(params, results, at)),
    })),
  describe: (_, params, results) => {
    const count = levelsOf(results, 0).length;
    const values: string[] = [];
    for (let at = 0; Object.hasOwn(results, `levels ${at}`); at++)
      values.push(numberText(informationValue(weightsFor(params, results, at))));
    const noun = values.length === 1 ? "information value" : "information values";
    return `${countOf(count, "level")} became their weight of evidence; ${noun} ${values.join(", ")}`;
  },
};

/** One level: its weight, and by how much its shares of the two classes differ. */
interface Weight {
  readonly group: Group;
  readonly weight: number;
  readonly difference: number;
}

const evidence = (input: Expr, weights: readonly Weight[]): Expr =>
  lookup(
    input,
    weights
      .filter(({ group }) => group.value !== null)
      .map(({ group, weight }) => [group.value, weight] as const),
    "Float",
    float(0),
  );

const levelsOf = (results: AggregateResults, at: number): readonly Group[] =>
  groupsResult(results[`levels ${at}`]).filter(({ value }) => value !== null);

function weightsFor({ smoothing }: WoeParams, results: AggregateResults, at: number): readonly Weight[] {
  checkClasses(results, at);
  const groups = groupsResult(results[`levels ${at}`]);
  const inClass = groups.reduce((total, { sum }) => total + sum, 0);
  const others = groups.reduce((total, { count, sum }) => total + count - sum, 0);
  return groups.map((group) => {
    const own = (group.sum + smoothing) / (inClass + 2 * smoothing);
    const rest = (group.count - group.sum + smoothing) / (others + 2 * smoothing);
    return { group, weight: naturalLogarithm(own / rest), difference: own - rest };
  });
}

function checkClasses(results: AggregateResults, at: number): void {
  const ends = [results[`least ${at}`], results[`most ${at}`]].map(numberResult);
  if (ends.every((end) => end === null || end === 0)) return;
  failInput("T1530", "woe needs a target of classes, and this one has other numbers than 0 and 1", {
    cure: "Choose target-encode, which takes the mean of any target.",
  });
}

const informationValue = (weights: readonly Weight[]): number =>
  weights.reduce((sum, { weight, difference }) => sum + weight * difference, 0);

const woeSuffix = (label: string, indicatorCount: number): string =>
  indicatorCount === 1 ? " (evidence)" : ` (evidence for ${label})`;
