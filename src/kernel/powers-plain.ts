import { exponential, naturalLogarithm } from "../base/index.ts";

/** e^(slope·x) of each number, into `into`; the plain twin of the kernel. */
export function plainExponentials(values: Float64Array, into: Float64Array, slope: number): void {
  for (let at = 0; at < values.length; at++) into[at] = exponential(slope * values[at]!);
}

/** 1 / (1 + e^(-slope·x)) of each number, into `into`; the plain twin of the kernel. */
export function plainSigmoids(values: Float64Array, into: Float64Array, slope: number): void {
  for (let at = 0; at < values.length; at++) into[at] = 1 / (1 + exponential(-slope * values[at]!));
}

/** slope·ln x of each number, into `into`; the plain twin of the kernel. */
export function plainLogarithms(values: Float64Array, into: Float64Array, slope: number): void {
  for (let at = 0; at < values.length; at++) into[at] = slope * naturalLogarithm(values[at]!);
}
