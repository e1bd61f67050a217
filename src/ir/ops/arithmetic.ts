import { onNumbers, sameNumber, twoNumbers, type OpDefinition } from "./definition.ts";

const family = "arithmetic" as const;
const nulls = "propagate" as const;

/** Half away from zero, exact: the fraction of a float64 is itself a float64. */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** Half away from zero at a decimal place: x·10ⁿ rounded, divided by 10ⁿ; x itself where x·10ⁿ leaves float64. */
export function roundToDigits(x: number, digits: number): number {
  const scale = 10 ** digits;
  const scaled = x * scale;
  return Number.isFinite(scaled) ? roundHalfAway(scaled) / scale : x;
}

/** Arithmetic and rounding. Int results beyond ±(2⁵³-1) and Float results beyond float64 are null. */
export const arithmetic = {
  add: { family, nulls, title: "a + b.", signatures: twoNumbers, evaluate: onNumbers((a, b) => a + b) },
  subtract: {
    family,
    nulls,
    title: "a - b.",
    signatures: twoNumbers,
    evaluate: onNumbers((a, b) => a - b),
  },
  multiply: {
    family,
    nulls,
    title: "a · b.",
    signatures: twoNumbers,
    evaluate: onNumbers((a, b) => a * b),
  },
  divide: {
    family,
    nulls,
    title: "a / b as Float; null when b is 0.",
    signatures: twoNumbers.map((signature) => ({ ...signature, result: "Float" as const })),
    evaluate: onNumbers((a, b) => (b === 0 ? null : a / b)),
  },
  modulo: {
    family,
    nulls,
    title: "The remainder of a / b with the sign of a, exact; null when b is 0.",
    signatures: twoNumbers,
    evaluate: onNumbers((a, b) => (b === 0 ? null : a % b)),
  },
  negate: { family, nulls, title: "-a.", signatures: sameNumber, evaluate: onNumbers((a) => -a) },
  abs: {
    family,
    nulls,
    title: "The size of a, without its sign.",
    signatures: sameNumber,
    evaluate: onNumbers((a) => Math.abs(a)),
  },
  sign: {
    family,
    nulls,
    title: "-1, 0 or 1.",
    signatures: sameNumber,
    evaluate: onNumbers((a) => Math.sign(a)),
  },
  round: {
    family,
    nulls,
    title: "The nearest whole number, half away from zero.",
    signatures: sameNumber,
    evaluate: onNumbers((a) => roundHalfAway(a)),
  },
  roundTo: {
    family,
    nulls,
    title: "a at n decimal places (0 to 15), half away from zero: a·10ⁿ rounded, divided by 10ⁿ.",
    signatures: [{ args: ["Float", "Int"], result: "Float" }],
    literalFrom: 1,
    checkLiteral: (value) =>
      Number(value) >= 0 && Number(value) <= 15 ? undefined : "the number of decimal places must be 0 to 15",
    evaluate: onNumbers((a, digits) => roundToDigits(a, digits)),
  },
  floor: {
    family,
    nulls,
    title: "The next whole number at or below a.",
    signatures: sameNumber,
    evaluate: onNumbers((a) => Math.floor(a)),
  },
  ceiling: {
    family,
    nulls,
    title: "The next whole number at or above a.",
    signatures: sameNumber,
    evaluate: onNumbers((a) => Math.ceil(a)),
  },
  truncate: {
    family,
    nulls,
    title: "a without its fraction.",
    signatures: sameNumber,
    evaluate: onNumbers((a) => Math.trunc(a)),
  },
} satisfies Record<string, OpDefinition>;
