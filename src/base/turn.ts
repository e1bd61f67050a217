/**
 * Sine and cosine of a part of a full turn, in additions and multiplications alone, so that they have the same bits in every
 * engine. By symmetry only an eighth of a turn is left, on which the Taylor series ends quickly; within 1e-15.
 */
export function sineOfTurn(part: number): number {
  const turns = part - Math.floor(part);
  const quarter = Math.round(turns * 4);
  const angle = (turns - quarter / 4) * 2 * Math.PI;
  switch (quarter % 4) {
    case 0:
      return nearSine(angle);
    case 1:
      return nearCosine(angle);
    case 2:
      return -nearSine(angle) + 0;
    default:
      return -nearCosine(angle);
  }
}

/** The cosine of a part of a full turn. */
export const cosineOfTurn = (part: number): number => sineOfTurn(part - Math.floor(part) + 0.25);

const lastTerm = 19;

/** x - x³/3! + x⁵/5! - … from the smallest term up. */
function nearSine(angle: number): number {
  const square = angle * angle;
  let sum = 0;
  for (let order = lastTerm; order >= 3; order -= 2) sum = (1 - sum) * (square / (order * (order - 1)));
  return angle * (1 - sum) + 0;
}

/** 1 - x²/2! + x⁴/4! - … from the smallest term up. */
function nearCosine(angle: number): number {
  const square = angle * angle;
  let sum = 0;
  for (let order = lastTerm - 1; order >= 2; order -= 2) sum = (1 - sum) * (square / (order * (order - 1)));
  return 1 - sum;
}
