import { call, type Expr } from "../ir/index.ts";

/**
 * Scores of the classes to probabilities: e^(sᵢ-m) / Σ e^(sⱼ-m) with m the greatest score, so nothing overflows and the
 * divisor is at least 1. The parts are shared by identity, so a target can compute each once.
 */
export function softmaxExprs(scores: readonly Expr[]): readonly Expr[] {
  const greatest = call("greatest", ...scores);
  const parts: readonly Expr[] = scores.map((score) => call("exp", call("subtract", score, greatest)));
  const total = parts.reduce((sum, part) => call("add", sum, part));
  return parts.map((part) => call("divide", part, total));
}
