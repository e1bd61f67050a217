import { commonLogarithm, exponential, naturalLogarithm } from "../../base/index.ts";
import { anyNumber, onNumbers, twoNumbers, type OpDefinition } from "./definition.ts";

const family = "mathematics" as const;
const nulls = "propagate" as const;

/** Roots, powers, logarithms and what is made of them. Outside its domain a function is null. */
export const mathematics = {
  sqrt: {
    family,
    nulls,
    title: "The square root; null below 0.",
    signatures: anyNumber("Float"),
    evaluate: onNumbers((a) => (a < 0 ? null : Math.sqrt(a))),
  },
  power: {
    family,
    nulls,
    ulps: 4,
    title: "a to the power b; null where that is no finite real number.",
    signatures: twoNumbers.map((signature) => ({ ...signature, result: "Float" as const })),
    evaluate: onNumbers((a, b) => (a === 0 && b < 0 ? null : a ** b)),
  },
  exp: {
    family,
    nulls,
    title: "e to the power a; null beyond float64.",
    signatures: anyNumber("Float"),
    evaluate: onNumbers((a) => exponential(a)),
  },
  ln: {
    family,
    nulls,
    title: "The natural logarithm; null at 0 and below.",
    signatures: anyNumber("Float"),
    evaluate: onNumbers((a) => (a <= 0 ? null : naturalLogarithm(a))),
  },
  log10: {
    family,
    nulls,
    title: "The logarithm to base 10; null at 0 and below.",
    signatures: anyNumber("Float"),
    evaluate: onNumbers((a) => (a <= 0 ? null : commonLogarithm(a))),
  },
  log1p: {
    family,
    nulls,
    title: "ln(1 + a), computed so; null at -1 and below.",
    signatures: anyNumber("Float"),
    evaluate: onNumbers((a) => (1 + a <= 0 ? null : naturalLogarithm(1 + a))),
  },
  sin: {
    family,
    nulls,
    ulps: 2,
    title: "The sine of a in radians.",
    signatures: anyNumber("Float"),
    evaluate: onNumbers((a) => Math.sin(a)),
  },
  cos: {
    family,
    nulls,
    ulps: 2,
    title: "The cosine of a in radians.",
    signatures: anyNumber("Float"),
    evaluate: onNumbers((a) => Math.cos(a)),
  },
  tanh: {
    family,
    nulls,
    ulps: 4,
    title: "The hyperbolic tangent.",
    signatures: anyNumber("Float"),
    evaluate: onNumbers((a) => Math.tanh(a)),
  },
  sigmoid: {
    family,
    nulls,
    title: "1 / (1 + e⁻ᵃ), computed so: a score to a probability.",
    signatures: anyNumber("Float"),
    evaluate: onNumbers((a) => 1 / (1 + exponential(-a))),
  },
} satisfies Record<string, OpDefinition>;
