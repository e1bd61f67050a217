import { square } from "../../base/index.ts";
/** One model's scores on the validation folds. */
export interface FoldScores {
  readonly name: string;
  readonly folds: readonly number[];
  readonly mean: number;
}

/** A smaller share of the metric than this is no reason for a more complex model, however sure it is. */
const material = 0.001;

/**
 * Chooses among models, listed from the simplest to the most complex: the best mean over the folds, or the simplest one
 * that is within one standard error of it (the one-standard-error rule of Breiman et al., "Classification and Regression
 * Trees", 1984, on the paired differences). One that does worse than a simpler one is not taken: nothing speaks for it, and the noisier
 * its scores, the wider its standard error. A difference of less than a
 * thousandth counts as none. With one fold there is no standard error, and the best wins.
 */
export function chooseWinner(
  models: readonly FoldScores[],
  metric: string,
  better: "higher" | "lower",
): { readonly model: string; readonly reason: string } {
  const sign = better === "higher" ? 1 : -1;
  const best = models.reduce((leader, model) => (sign * (model.mean - leader.mean) > 0 ? model : leader));
  const foldText = best.folds.length === 1 ? "on the validation rows" : `over ${best.folds.length} folds`;
  const bestText = `${best.name} has the best ${metric} ${foldText} (${round(best.mean)})`;
  for (const [at, model] of models.entries()) {
    if (model === best) break;
    if (models.slice(0, at).some((simpler) => sign * (simpler.mean - model.mean) > 0)) continue;
    const gap = pairedGap(best, model, sign);
    if (gap && gap.mean > gap.standardError && gap.mean <= material * Math.abs(best.mean))
      return {
        model: model.name,
        reason: `${bestText}, but ${model.name} is simpler and less than a thousandth away from it (${round(model.mean)})`,
      };
    if (gap && gap.mean <= gap.standardError)
      return {
        model: model.name,
        reason: `${bestText}, but ${model.name} is simpler and within one standard error of it (${round(model.mean)}, difference ${round(gap.mean)} ± ${round(gap.standardError)})`,
      };
  }
  return { model: best.name, reason: bestText };
}

function pairedGap(
  best: FoldScores,
  other: FoldScores,
  sign: number,
): { mean: number; standardError: number } | undefined {
  const count = best.folds.length;
  if (count < 2) return undefined;
  const gaps = best.folds.map((score, fold) => sign * (score - other.folds[fold]!));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / count;
  const variance = gaps.reduce((sum, gap) => sum + square(gap - mean), 0) / (count - 1);
  return { mean, standardError: Math.sqrt(variance / count) };
}

const round = (value: number): string => String(Number(value.toPrecision(4)));
