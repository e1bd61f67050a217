import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";

/** factor · e^log: a small number whose logarithm may lie below that of every float. */
export interface Scaled {
  readonly log: number;
  readonly factor: number;
}

/** One of the two tails, the one that is known with all its digits; the other is 1 less it. */
export interface Tail extends Scaled {
  readonly isLower: boolean;
}

export const nothingBelow: Tail = { isLower: true, log: -Infinity, factor: 1 };
export const nothingAbove: Tail = { isLower: false, log: -Infinity, factor: 1 };

/** A probability of which all digits are known, as a tail. */
export const tailOf = (isLower: boolean, probability: number): Tail => ({
  isLower,
  log: 0,
  factor: probability,
});

/** A scaled number over x, which may be close to the ends of the floats. */
export const dividedBy = ({ log, factor }: Scaled, x: number): Scaled =>
  x > 1e-290 && x < 1e290 ? { log, factor: factor / x } : { log: log - naturalLogarithm(x), factor };

export function valueOf({ log, factor }: Scaled): number {
  if (factor === 0) return 0;
  return log < -690 ? exponential(log + naturalLogarithm(factor)) : exponential(log) * factor;
}

export const logarithmOf = ({ log, factor }: Scaled): number => log + naturalLogarithm(factor);

export function lowerOf(tail: Tail): number {
  const value = valueOf(tail);
  return tail.isLower ? value : 1 - value;
}

export function upperOf(tail: Tail): number {
  const value = valueOf(tail);
  return tail.isLower ? 1 - value : value;
}

const logarithmOfRest = (tail: Tail): number => logarithmOfOnePlus(-Math.min(1, valueOf(tail)));

export const logLowerOf = (tail: Tail): number => (tail.isLower ? logarithmOf(tail) : logarithmOfRest(tail));

export const logUpperOf = (tail: Tail): number => (tail.isLower ? logarithmOfRest(tail) : logarithmOf(tail));

/** The same point seen from the other side: lower becomes upper. */
export const mirrored = (tail: Tail): Tail => ({ ...tail, isLower: !tail.isLower });
