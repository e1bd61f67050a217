import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import type { Tail } from "./tail.ts";

/**
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23, 1969: ratios of
 * polynomials with 18 digits, here in the scale of the normal distribution (as in R's pnorm).
 */
const near = {
  top: [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356],
  first: 0.06568233791820745,
  bottom: [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
};
const middle = {
  top: [
    0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726,
    6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  first: 1.0765576773720192e-8,
  bottom: [
    22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
    34900.95272114598, 38912.00328609327, 19685.429676859992,
  ],
};
const far = {
  top: [
    0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
    2.9112874951168793e-5,
  ],
  first: 0.023073441764940174,
  bottom: [
    1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5,
  ],
};

function ratio({ top, first, bottom }: typeof near, at: number): number {
  let above = first * at;
  let below = at;
  const last = top.length - 1;
  for (let place = 0; place < last; place++) {
    above = (above + top[place]!) * at;
    below = (below + bottom[place]!) * at;
  }
  return (above + top[last]!) / (below + bottom[last]!);
}

/** 1 / √(2π), the top of the normal density. */
export const oneOverRootTwoPi = 0.3989422804014327;

/** e^(z²/2) P(Z > z) for a standard normal Z and z ≥ 0. */
export function scaledNormalUpper(z: number): number {
  if (z <= 0.67448975) return exponential((z * z) / 2) * (0.5 - z * ratio(near, z * z));
  if (z < 5.656854249492381) return ratio(middle, z);
  if (z > 1e8) return oneOverRootTwoPi / z;
  const inverse = 1 / (z * z);
  return (oneOverRootTwoPi - inverse * ratio(far, inverse)) / z;
}

/** e^(-z²/2), with z² in two parts so that nothing of it is lost. */
export function normalBell(z: number): number {
  const size = Math.abs(z);
  if (size > 50) return 0;
  const coarse = Math.trunc(size * 16) / 16;
  return exponential((-coarse * coarse) / 2) * exponential((-(size - coarse) * (size + coarse)) / 2);
}

/** The tail of a standard normal variable beyond z. */
export function normalTail(z: number): Tail {
  const size = Math.abs(z);
  if (size < 37) return { isLower: z < 0, log: 0, factor: normalBell(z) * scaledNormalUpper(size) };
  return { isLower: z < 0, log: (-size * size) / 2, factor: scaledNormalUpper(size) };
}

/** The probability that a standard normal variable is above z; accurate far into the tail (z = 37 is about 1e-300). */
export function normalUpper(z: number): number {
  const size = Math.abs(z);
  if (size <= 0.67448975) return 0.5 - z * ratio(near, z * z);
  const upper = normalBell(z) * scaledNormalUpper(size);
  return z < 0 ? 1 - upper : upper;
}

/** The probability that a standard normal variable is below z. */
export const normalCdf = (z: number): number => normalUpper(-z);

/** The density of the standard normal distribution. */
export const normalDensity = (z: number): number => oneOverRootTwoPi * normalBell(z);

/** ln P(Z > z) for a standard normal Z, also where P itself is below every float. */
export function logNormalUpper(z: number): number {
  if (z < -1) return logarithmOfOnePlus(-normalUpper(-z));
  return z < 1 ? naturalLogarithm(normalUpper(z)) : (-z * z) / 2 + naturalLogarithm(scaledNormalUpper(z));
}
