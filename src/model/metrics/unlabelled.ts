import { rankedColumn } from "../../stats/index.ts";
import { ratio, type Metric, type PreparedMetric, type ScoredRows } from "./metric.ts";

/**
 * How alike a model puts the rows in order when it learns from half of them only: Spearman's rank correlation of both scores
 * (stability in the sense of Yu, Bernoulli 19, 2013). Null where the model was not learnt twice, or answers alike for all rows.
 */
export function stability({ predictions }: ScoredRows): PreparedMetric {
  const { again } = predictions;
  if (!again) return { leftOut: 0, score: () => null };
  const [first, second] = [predictions.outputs[0]!, again].map((scores) => rankedColumn(scores).ranks!);
  return {
    leftOut: 0,
    score: (weights) => {
      let [total, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
      for (let row = 0; row < first!.length; row++) {
        const weight = weights[row]!;
        const [left, right] = [first![row]!, second![row]!];
        total += weight;
        x += weight * left;
        y += weight * right;
        xx += weight * left * left;
        yy += weight * right * right;
        xy += weight * left * right;
      }
      const variances = (xx - (x * x) / total) * (yy - (y * y) / total);
      return variances > 0 ? ratio(xy - (x * y) / total, Math.sqrt(variances)) : null;
    },
  };
}

/** A metric of two classes over the rows that a label speaks of; the others are left out. Null where there is none. */
export const ofLabelled =
  (prepare: Metric["prepare"]): Metric["prepare"] =>
  (rows) => {
    const { truth, predictions } = rows;
    const known = Uint32Array.from(truth.keys().filter((row) => !Number.isNaN(truth[row]!)));
    if (known.length === truth.length) return prepare(rows);
    const take = (values: Float64Array): Float64Array => Float64Array.from(known, (row) => values[row]!);
    const prepared = prepare({
      ...rows,
      truth: take(truth),
      predictions: { outputs: predictions.outputs.map(take) },
    });
    const weights = new Float64Array(known.length);
    return {
      leftOut: truth.length - known.length,
      score: (all) => {
        for (let at = 0; at < known.length; at++) weights[at] = all[known[at]!]!;
        return known.length === 0 ? null : prepared.score(weights);
      },
    };
  };
