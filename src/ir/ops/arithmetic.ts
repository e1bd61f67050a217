import { eachType, onNumbers, sameNumber, twoNumbers, type OpDefinition } from "./definition.ts";

const family = "arithmetic" as const;
const nulls = "propagate" as const;

/** Half away from zero, exact: the fraction of a float64 is itself a float64. */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** Half to the even neighbour, exact. */
export function roundHalfEven(x: number): number {
  const whole = Math.trunc(x);
  const rest = Math.abs(x - whole);
  return rest > 0.5 || (rest === 0.5 && whole % 2 !== 0) ? whole + Math.sign(x) : whole;
}

/** The remainder with the sign of the divisor; NaN for a divisor of 0. */
const floorModuloOf = (a: number, b: number): number => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};

/** x·10ⁿ rounded by `round`, divided by 10ⁿ; x itself where x·10ⁿ leaves float64. */
const atDigits = (x: number, digits: number, round: (x: number) => number): number => {
  const scale = 10 ** digits;
  const scaled = x * scale;
  return Number.isFinite(scaled) ? round(scaled) / scale : x;
};

const toDigits = {
  family,
  nulls,
  signatures: [{ args: ["Float", "Int"], result: "Float" }],
  literalFrom: 1,
  checkLiteral: (value) =>
    Number(value) >= 0 && Number(value) <= 15 ? undefined : "the number of decimal places must be 0 to 15",
} as const satisfies Partial<OpDefinition>;

/** Numbers, days and instants: what has an order and no code points. */
const measured = ["Int", "Float", "Day", "Instant"] as const;

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
  floorDivide: {
    family,
    nulls,
    title: "How often b goes into a: the whole number at or below a / b, exact; null when b is 0.",
    signatures: [{ args: ["Int", "Int"], result: "Int" }],
    evaluate: onNumbers((a, b) => (b === 0 ? null : Math.floor(a / b))),
  },
  floorModulo: {
    family,
    nulls,
    title:
      "The remainder of floorDivide, with the sign of b: modulo, and b more where the signs differ; null when b is 0.",
    signatures: twoNumbers,
    evaluate: onNumbers((a, b) => floorModuloOf(a, b)),
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
  roundHalfEven: {
    family,
    nulls,
    title: "The nearest whole number, half to the even one.",
    signatures: sameNumber,
    evaluate: onNumbers((a) => roundHalfEven(a)),
  },
  roundTo: {
    ...toDigits,
    title: "a at n decimal places (0 to 15), half away from zero: a·10ⁿ rounded, divided by 10ⁿ.",
    evaluate: onNumbers((a, digits) => atDigits(a, digits, roundHalfAway)),
  },
  floorTo: {
    ...toDigits,
    title: "a at n decimal places (0 to 15), at or below: the floor of a·10ⁿ, divided by 10ⁿ.",
    evaluate: onNumbers((a, digits) => atDigits(a, digits, Math.floor)),
  },
  ceilingTo: {
    ...toDigits,
    title: "a at n decimal places (0 to 15), at or above: the ceiling of a·10ⁿ, divided by 10ⁿ.",
    evaluate: onNumbers((a, digits) => atDigits(a, digits, Math.ceil)),
  },
  roundToMultiple: {
    family,
    nulls,
    title: "The nearest multiple of b, half away from zero: a / b rounded, times b; null when b is 0.",
    signatures: twoNumbers,
    evaluate: onNumbers((a, b) => (b === 0 ? null : roundHalfAway(a / b) * b)),
  },
  floorToMultiple: {
    family,
    nulls,
    title: "The multiple of b at or below a (for b above 0): the floor of a / b, times b; null when b is 0.",
    signatures: twoNumbers,
    evaluate: onNumbers((a, b) => (b === 0 ? null : Math.floor(a / b) * b)),
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
  fraction: {
    family,
    nulls,
    title: "What truncate takes away, with the sign of a.",
    signatures: [{ args: ["Float"], result: "Float" }],
    evaluate: onNumbers((a) => a - Math.trunc(a)),
  },
  clamp: {
    family,
    nulls,
    title: "a, but low where it is below low and high where it is above high; null when low is above high.",
    signatures: eachType(measured, (type) => ({ args: [type, type, type], result: type })),
    evaluate: onNumbers((a, low, high) => (low > high ? null : Math.min(Math.max(a, low), high))),
  },
} satisfies Record<string, OpDefinition>;
