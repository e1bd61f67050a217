/** Derivatives of the losses that the kernel knows, as whole numbers of 16 bits. */

import { power } from "./exponential";
import {
  argumentsAt,
  resultsAt,
  lineBytes,
  argument,
  plan,
  planRowCount,
  planDerivatives,
  shareEnd,
  shareBegin,
} from "./trees-plan";

/** Real arguments of a command. */
function real(at: i32): f64 {
  return load<f64>(argumentsAt + 128 + ((<usize>at) << 3));
}

/** Adding it rounds to a whole number, halves to even, which then stands in the lower bits. */
const rounder: f64 = 6755399441055744;

// What a thread tells of derivatives.
let gradientSizes: v128 = i64x2.splat(0);
let hessians: v128 = i64x2.splat(0);
let lowest: v128 = i64x2.splat(0);
let highest: v128 = i64x2.splat(0);

/** Two rows of log-loss: 2 gradients and hessians as whole numbers, packed into the lower halves of two numbers of 64 bits. */
function deriveTwo(score: v128, label: v128, gradientScale: v128, hessianScale: v128): v128 {
  const x = f64x2.min(f64x2.max(f64x2.neg(score), f64x2.splat(-700)), f64x2.splat(700));
  const one = f64x2.splat(1);
  const probability = f64x2.div(one, f64x2.add(one, power(x, f64x2.abs(x))));
  const gradient = f64x2.sub(probability, label);
  const hessian = f64x2.mul(probability, f64x2.sub(one, probability));
  lowest = f64x2.pmin(lowest, hessian);
  highest = f64x2.pmax(highest, hessian);
  const magic = f64x2.splat(rounder);
  const gradientBits = f64x2.add(f64x2.mul(gradient, gradientScale), magic);
  const rounded = f64x2.sub(f64x2.add(f64x2.mul(hessian, hessianScale), magic), magic);
  const whole = f64x2.pmax(rounded, one);
  gradientSizes = f64x2.add(gradientSizes, f64x2.abs(f64x2.sub(gradientBits, magic)));
  hessians = f64x2.add(hessians, whole);
  return v128.or(i64x2.shl(gradientBits, 16), v128.and(f64x2.add(whole, magic), i64x2.splat(0xffff)));
}

/** Derivatives of log-loss: 2 the scores, 3 the labels (bytes); reals 0 and 1 the scales. Tells sums and the range of hessians. */
export function deriveLogLoss(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const begin = <usize>shareBegin(thread, threads, rowCount);
  const end = <usize>shareEnd(thread, threads, rowCount);
  const scores = <usize>argument(2);
  const labels = <usize>argument(3);
  const derivatives = <usize>plan(planDerivatives);
  const gradientScale = f64x2.splat(real(0));
  const hessianScale = f64x2.splat(real(1));
  gradientSizes = f64x2.splat(0);
  hessians = f64x2.splat(0);
  lowest = f64x2.splat(Infinity);
  highest = f64x2.splat(0);
  let row = begin;
  for (; row + 3 < end; row += 4) {
    const bytes = v128.load_zero<u32>(labels + row);
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
    const first = deriveTwo(
      v128.load(scores + (row << 3)),
      f64x2.convert_low_i32x4_s(words),
      gradientScale,
      hessianScale,
    );
    const second = deriveTwo(
      v128.load(scores + (row << 3), 16),
      f64x2.convert_low_i32x4_s(v128.shuffle<i32>(words, words, 2, 3, 2, 3)),
      gradientScale,
      hessianScale,
    );
    v128.store(derivatives + (row << 2), v128.shuffle<i32>(first, second, 0, 2, 4, 6));
  }
  for (; row < end; row++) {
    // The same row twice counts once: the sums of one lane are put back.
    const sizesBefore = gradientSizes;
    const hessiansBefore = hessians;
    const packed = deriveTwo(
      f64x2.splat(load<f64>(scores + (row << 3))),
      f64x2.splat(<f64>load<u8>(labels + row)),
      gradientScale,
      hessianScale,
    );
    gradientSizes = v128.shuffle<i64>(gradientSizes, sizesBefore, 0, 3);
    hessians = v128.shuffle<i64>(hessians, hessiansBefore, 0, 3);
    store<i32>(derivatives + (row << 2), i32x4.extract_lane(packed, 0));
  }
  tell(thread);
}

function tell(thread: i32): void {
  const result = resultsAt + <usize>thread * lineBytes;
  store<f64>(result, f64x2.extract_lane(gradientSizes, 0) + f64x2.extract_lane(gradientSizes, 1));
  store<f64>(result, f64x2.extract_lane(hessians, 0) + f64x2.extract_lane(hessians, 1), 8);
  store<f64>(result, min(f64x2.extract_lane(lowest, 0), f64x2.extract_lane(lowest, 1)), 16);
  store<f64>(result, max(f64x2.extract_lane(highest, 0), f64x2.extract_lane(highest, 1)), 24);
}

/** The greatest size of score - target: 2 the scores, 3 the targets. */
export function rangeDifference(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const end = (<usize>shareEnd(thread, threads, rowCount)) << 3;
  const scores = <usize>argument(2);
  const targets = <usize>argument(3);
  let greatest = f64x2.splat(0);
  let at = (<usize>shareBegin(thread, threads, rowCount)) << 3;
  for (; at + 8 < end; at += 16) {
    const size = f64x2.abs(f64x2.sub(v128.load(scores + at), v128.load(targets + at)));
    greatest = f64x2.pmax(greatest, size);
  }
  if (at < end)
    greatest = f64x2.pmax(greatest, f64x2.splat(abs(load<f64>(scores + at) - load<f64>(targets + at))));
  gradientSizes = f64x2.splat(0);
  hessians = f64x2.splat(0);
  lowest = f64x2.splat(1);
  highest = greatest;
  tell(thread);
}

/** Derivatives of half the squared error: 2 the scores, 3 the targets; real 0 the scale. Tells the sum of sizes. */
export function deriveDifference(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const begin = <usize>shareBegin(thread, threads, rowCount);
  const end = <usize>shareEnd(thread, threads, rowCount);
  const scores = <usize>argument(2);
  const targets = <usize>argument(3);
  const derivatives = <usize>plan(planDerivatives);
  const scale = real(0);
  let sizes: f64 = 0;
  for (let row = begin; row < end; row++) {
    const whole =
      (load<f64>(scores + (row << 3)) - load<f64>(targets + (row << 3))) * scale + rounder - rounder;
    sizes += abs(whole);
    store<i32>(derivatives + (row << 2), ((<i32>whole) << 16) | 1);
  }
  const result = resultsAt + <usize>thread * lineBytes;
  store<f64>(result, sizes);
}

/** Takes bits away from packed derivatives: 2 from gradients, 3 from hessians; 4 makes all hessians 1. Tells both sums. */
export function narrow(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const begin = <usize>shareBegin(thread, threads, rowCount);
  const end = <usize>shareEnd(thread, threads, rowCount);
  const derivatives = <usize>plan(planDerivatives);
  const gradientBits = argument(2);
  const hessianBits = argument(3);
  const gradientHalf = (1 << gradientBits) >> 1;
  const hessianHalf = (1 << hessianBits) >> 1;
  const mostHessian = argument(4) != 0 ? 1 : 0xffff;
  let gradientSum: i64 = 0;
  let hessianSum: i64 = 0;
  for (let row = begin; row < end; row++) {
    const at = derivatives + (row << 2);
    const packed = load<i32>(at);
    const gradient = ((packed >> 16) + gradientHalf) >> gradientBits;
    const hessian = min(mostHessian, max(1, ((packed & 0xffff) + hessianHalf) >> hessianBits));
    gradientSum += gradient;
    hessianSum += hessian;
    store<i32>(at, (gradient << 16) | hessian);
  }
  const result = resultsAt + <usize>thread * lineBytes;
  store<f64>(result, <f64>gradientSum);
  store<f64>(result, <f64>hessianSum, 8);
}
