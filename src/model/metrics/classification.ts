import { naturalLogarithm, square } from "../../base/index.ts";
import {
  meanInfluence,
  meanOfRows,
  ratio,
  type PreparedMetric,
  type RowWeights,
  type ScoredRows,
} from "./metric.ts";
import { predictedClasses } from "./predicted-class.ts";
import { prepareAuc, prepareAveragePrecision } from "./ranking.ts";

/** Probabilities are kept this far from 0 and 1, so that one row cannot make the mean infinite. */
const logLossMargin = 1e-15;

/** Area under the receiver operating characteristic, of the positive class. */
export const auc = ({ truth, predictions }: ScoredRows): PreparedMetric =>
  prepareAuc(predictions.outputs[0]!, (row) => truth[row] === 1);

/** Average precision of the positive class. */
export const averagePrecision = ({ truth, predictions }: ScoredRows): PreparedMetric =>
  prepareAveragePrecision(predictions.outputs[0]!, (row) => truth[row] === 1);

/** Mean of -ln(probability given to the true class) (Good, J. R. Statist. Soc. B 14, 1952). */
export function logLoss(rows: ScoredRows): PreparedMetric {
  const given = probabilityOfTruth(rows);
  return meanOfRows(
    given.map(
      (probability) => -naturalLogarithm(Math.min(Math.max(probability, logLossMargin), 1 - logLossMargin)),
    ),
  );
}

/** Mean squared distance of the probabilities from what happened (Brier, Monthly Weather Review 78, 1950); of two classes, only the positive one is looked at. */
export function brier({ truth, predictions, classCount }: ScoredRows): PreparedMetric {
  const { outputs } = predictions;
  const distance = new Float64Array(truth.length);
  for (const [index, output] of outputs.entries()) {
    const wanted = classCount === 2 ? 1 : index;
    for (let row = 0; row < distance.length; row++)
      distance[row] = distance[row]! + square(output[row]! - (truth[row] === wanted ? 1 : 0));
  }
  return meanOfRows(distance);
}

/** Share of rows whose class is right. */
export function accuracy(rows: ScoredRows): PreparedMetric {
  const predicted = predictedClasses(rows);
  return meanOfRows(rows.truth.map((truth, row) => (truth === predicted[row] ? 1 : 0)));
}

/** Harmonic mean of precision and recall of the positive class; null where neither truth nor prediction has one. */
export function f1(rows: ScoredRows): PreparedMetric {
  const tally = prepareTally(rows);
  return {
    leftOut: 0,
    score: (weights) => classF1(tally(weights), 1),
    influence: (weights) => influenceOnF1(rows, tally(weights), weights, 1),
  };
}

/** Mean of the F1 of each class that is in the truth or in the predictions. */
export function macroF1(rows: ScoredRows): PreparedMetric {
  const tally = prepareTally(rows);
  return {
    leftOut: 0,
    score: (weights) => {
      const tallied = tally(weights);
      return meanOfDefined(Array.from({ length: rows.classCount }, (_, index) => classF1(tallied, index)));
    },
    influence: (weights) => {
      const tallied = tally(weights);
      return meanInfluence(
        Array.from({ length: rows.classCount }, (_, index) => influenceOnF1(rows, tallied, weights, index)),
      );
    },
  };
}

/** Mean of the AUC of each class against the rest (Provost & Domingos 2000), over the classes that occur. */
export function macroAuc({ truth, predictions }: ScoredRows): PreparedMetric {
  const parts = predictions.outputs.map((output, index) => prepareAuc(output, (row) => truth[row] === index));
  return {
    leftOut: 0,
    score: (weights) => meanOfDefined(parts.map((part) => part.score(weights))),
    influence: (weights) => meanInfluence(parts.map((part) => part.influence?.(weights) ?? null)),
  };
}

function probabilityOfTruth({ truth, predictions, classCount }: ScoredRows): Float64Array {
  const { outputs } = predictions;
  if (classCount > 2) return truth.map((index, row) => outputs[index]![row]!);
  const [positive] = outputs;
  return truth.map((index, row) => (index === 1 ? positive![row]! : 1 - positive![row]!));
}

/** Weight per class: rightly given, given, and there in truth. */
interface Tally {
  readonly right: Float64Array;
  readonly given: Float64Array;
  readonly there: Float64Array;
}

function prepareTally(rows: ScoredRows): (weights: Uint8Array | Float64Array) => Tally {
  const predicted = predictedClasses(rows);
  const actual = Uint32Array.from(rows.truth);
  const tally: Tally = {
    right: new Float64Array(rows.classCount),
    given: new Float64Array(rows.classCount),
    there: new Float64Array(rows.classCount),
  };
  const { right, given, there } = tally;
  return (weights) => {
    for (const counts of [right, given, there]) counts.fill(0);
    for (let row = 0; row < actual.length; row++) {
      const weight = weights[row]!;
      const is = actual[row]!;
      const said = predicted[row]!;
      if (is === said) right[is] = right[is]! + weight;
      given[said] = given[said]! + weight;
      there[is] = there[is]! + weight;
    }
    return tally;
  };
}

const classF1 = ({ right, given, there }: Tally, index: number): number | null =>
  ratio(2 * right[index]!, given[index]! + there[index]!);

/** F1 is a ratio of sums: a row moves it by what it adds above, less what it adds below. */
function influenceOnF1(
  rows: ScoredRows,
  tallied: Tally,
  weights: RowWeights,
  index: number,
): Float64Array | null {
  const value = classF1(tallied, index);
  if (value === null) return null;
  const below = tallied.given[index]! + tallied.there[index]!;
  const predicted = predictedClasses(rows);
  return rows.truth.map((truth, row) => {
    const is = truth === index ? 1 : 0;
    const said = predicted[row] === index ? 1 : 0;
    return (weights[row]! * (2 * is * said - value * (is + said))) / below;
  });
}

function meanOfDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return ratio(
    defined.reduce((sum, value) => sum + value, 0),
    defined.length,
  );
}
