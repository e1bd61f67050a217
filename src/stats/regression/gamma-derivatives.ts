import { naturalLogarithm } from "../../base/index.ts";

/** From here on the asymptotic series hold to the last bit. */
const seriesFrom = 12;

/** ψ(x), the derivative of ln Γ, for x > 0: recurrence up, then the series (DLMF 5.5.2 and 5.11.2). */
export function digamma(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < seriesFrom; at++) sum -= 1 / at;
  const inverse = 1 / (at * at);
  const series =
    inverse *
    (1 / 12 -
      inverse *
        (1 / 120 -
          inverse * (1 / 252 - inverse * (1 / 240 - inverse * (1 / 132 - (inverse * 691) / 32760)))));
  return sum + naturalLogarithm(at) - 0.5 / at - series;
}

/** ψ'(x) for x > 0, the same way. */
export function trigamma(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < seriesFrom; at++) sum += 1 / (at * at);
  const inverse = 1 / (at * at);
  const series =
    (inverse / at) *
    (1 / 6 -
      inverse *
        (1 / 30 - inverse * (1 / 42 - inverse * (1 / 30 - inverse * (5 / 66 - (inverse * 691) / 2730)))));
  return sum + 1 / at + inverse / 2 + series;
}
