/** Powers of ten that float64 holds exactly, so that coarse numbers are the same on every machine. */
const largestPower = 22;
const powers = Array.from({ length: largestPower + 1 }, (_, power) => Number(`1e${power}`));

/** Makes numbers of one column coarse. */
export interface Coarse {
  readonly nearest: (value: number) => number;
  readonly below: (value: number) => number;
  readonly above: (value: number) => number;
}

/**
 * Coarse numbers: multiples of the power of ten at or below a spread, such as the standard deviation of a column. So much tells how large
 * its values are and nobody's own; a column of whole numbers keeps whole numbers.
 */
export function coarseBy(spread: number, isWhole: boolean): Coarse {
  const least = isWhole ? 0 : -largestPower;
  let power = largestPower;
  while (power > least && !(sizeOf(power) <= spread)) power--;
  const rounded =
    (how: (value: number) => number) =>
    (value: number): number =>
      power >= 0
        ? how(value / powers[power]!) * powers[power]! + 0
        : how(value * powers[-power]!) / powers[-power]! + 0;
  return { nearest: rounded(Math.round), below: rounded(Math.floor), above: rounded(Math.ceil) };
}

const sizeOf = (power: number): number => (power >= 0 ? powers[power]! : 1 / powers[-power]!);
