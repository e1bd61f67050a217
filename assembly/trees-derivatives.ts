/**
 * Derivatives of the losses that the kernel knows, in 32-bit floats, as whole numbers of 16 bits. `src/kernel/tree-derivatives.ts` tells what
 * is computed; `src/kernel/plain-derivatives.ts` has the same bits.
 */

import { log2e, powersOfTwo, preparePowers, rounder, shares } from "./exponential-single";
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
  takeShare,
} from "./trees-plan";

/** Real arguments of a command. */
export function real(at: i32): f64 {
  return load<f64>(argumentsAt + 128 + ((<usize>at) << 3));
}

// What derivatives are taken of: `lossNumber` in `src/kernel/tree-derivatives.ts`.
const difference = 0;
const logLoss = 1;
const crossEntropy = 2;
const softmax = 3;
const tweedie = 4;

/** Rows after which sums of 32 bits move to wider ones: each lane has a quarter of them, of 16 bits. */
const blockRows: usize = 65536;

/** Four numbers of 64 bits as floats of 32. */
function narrowFour(from: usize): v128 {
  const low = f32x4.demote_f64x2_zero(v128.load(from));
  return v128.shuffle<i64>(low, f32x4.demote_f64x2_zero(v128.load(from, 16)), 0, 2);
}

/** Four numbers of 64 bits times others, as floats of 32. */
function multiplyFour(low: v128, high: v128, factors: v128): v128 {
  return v128.shuffle<i64>(
    f32x4.demote_f64x2_zero(f64x2.mul(low, factors)),
    f32x4.demote_f64x2_zero(f64x2.mul(high, factors)),
    0,
    2,
  );
}

/** 1 for rows of a class, else 0. */
function membership(labels: usize, code: v128): v128 {
  const isClass = i8x16.eq(v128.load32_zero(labels), code);
  return v128.and(i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(isClass)), ones);
}

// Variables, for V8 writes constant vectors anew in every turn of a loop.
let ones: v128 = i64x2.splat(0);
let roundings: v128 = i64x2.splat(0);
let oneWholes: v128 = i64x2.splat(0);

function prepare(): void {
  preparePowers();
  ones = f32x4.splat(1.0);
  roundings = f32x4.splat(rounder);
  oneWholes = i32x4.splat(1);
}

/** Whole numbers of 32 bits from the floats that are near them. */
function wholes(values: v128): v128 {
  return i32x4.sub(f32x4.add(values, roundings), roundings);
}

function sumOfLanes(sums: v128): i64 {
  const pairs = i64x2.add(i64x2.extend_low_i32x4_s(sums), i64x2.extend_high_i32x4_s(sums));
  return i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1);
}

/** Repeats the last of some things of `1 << shift` bytes, so that there are whole fours of them. */
export function repeatLast(from: usize, count: usize, shift: usize): void {
  const size = (<usize>1) << shift;
  const last = from + ((count - 1) << shift);
  for (let at: usize = 1; at < 4; at++) memory.copy(last + (at << shift), last, size);
}

/**
 * Packed derivatives of the rows, and what they come to: 2 the loss, 3 the scores (for softmax the probabilities of the class),
 * 4 the labels, 5 the class, 6 the targets, 7 the weights or 0, 8 and 9 the bits that gradients and hessians lose, 10 the greatest
 * hessian; reals 0 and 1 the scales; for tweedie 2 and 3 the exponents by scores, 4 and 5 what their powers count in hessians.
 */
export function derive(thread: i32): void {
  const rowCount = <usize>plan(planRowCount);
  const blocks = <i32>((rowCount + blockRows - 1) / blockRows);
  const loss = argument(2);
  const scores = <usize>argument(3);
  const labels = <usize>argument(4);
  const code = i8x16.splat(<i8>argument(5));
  const targets = <usize>argument(6);
  const weights = <usize>argument(7);
  const derivatives = <usize>plan(planDerivatives);
  const gradientBits = argument(8);
  const hessianBits = argument(9);
  const gradientHalf = i32x4.splat((1 << gradientBits) >> 1);
  const hessianHalf = i32x4.splat((1 << hessianBits) >> 1);
  const mostHessian = i32x4.splat(argument(10));
  const wideScale = f64x2.splat(real(0));
  const gradientScale = f32x4.splat(<f32>real(0));
  const hessianScale = f32x4.splat(<f32>real(1));
  const toTwos = f64x2.splat(-log2e);
  const upperRate = f64x2.splat(real(2));
  const lowerRate = f64x2.splat(real(3));
  const upperShare = f32x4.splat(<f32>real(4));
  const lowerShare = f32x4.splat(<f32>real(5));
  prepare();
  let odd = i64x2.splat(0);
  let lowest = f32x4.splat(Infinity);
  let highest = f32x4.splat(0.0);
  let greatest = f64x2.splat(0.0);
  let greatestSingle = f32x4.splat(0.0);
  let gradientSizes: i64 = 0;
  let hessianSizes: i64 = 0;
  let gradientSum: i64 = 0;
  let hessianSum: i64 = 0;
  for (let block = takeShare(0); block < blocks; block = takeShare(0)) {
    const from = <usize>block * blockRows;
    const to = min(from + blockRows, rowCount);
    if (to == rowCount) {
      repeatLast(scores, to, loss == softmax ? 2 : 3);
      repeatLast(labels, to, 0);
      repeatLast(targets, to, 3);
      if (weights != 0) repeatLast(weights, to, 2);
    }
    let sizes = i64x2.splat(0);
    let hessians = i64x2.splat(0);
    let gradients = i64x2.splat(0);
    let kept = i64x2.splat(0);
    let size = i64x2.splat(0);
    let whole = i64x2.splat(0);
    let narrowGradient = i64x2.splat(0);
    let narrowHessian = i64x2.splat(0);
    for (let row = from; row < to; row += 4) {
      let gradient: v128;
      let hessian = ones;
      if (loss == difference) {
        const at = row << 3;
        let low = f64x2.sub(v128.load(scores + at), v128.load(targets + at));
        let high = f64x2.sub(v128.load(scores + at, 16), v128.load(targets + at, 16));
        if (weights != 0) {
          hessian = v128.load(weights + (row << 2));
          low = f64x2.mul(low, f64x2.promote_low_f32x4(hessian));
          high = f64x2.mul(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(hessian, hessian, 1, 1)));
        }
        greatest = f64x2.pmax(f64x2.pmax(greatest, f64x2.abs(low)), f64x2.abs(high));
        gradient = multiplyFour(low, high, wideScale);
      } else {
        const at = scores + (row << 3);
        if (loss == tweedie) {
          const low = v128.load(at);
          const high = v128.load(at, 16);
          const upper = powersOfTwo(multiplyFour(low, high, upperRate));
          const power = powersOfTwo(multiplyFour(low, high, lowerRate));
          const lower = f32x4.mul(narrowFour(targets + (row << 3)), power);
          gradient = f32x4.sub(upper, lower);
          hessian = f32x4.add(f32x4.mul(upper, upperShare), f32x4.mul(lower, lowerShare));
        } else {
          const probability =
            loss == softmax
              ? v128.load(scores + (row << 2))
              : shares(multiplyFour(v128.load(at), v128.load(at, 16), toTwos));
          const truth =
            loss == crossEntropy ? narrowFour(targets + (row << 3)) : membership(labels + row, code);
          gradient = f32x4.sub(probability, truth);
          hessian = f32x4.mul(probability, f32x4.sub(ones, probability));
        }
        if (weights != 0) {
          const weight = v128.load(weights + (row << 2));
          gradient = f32x4.mul(gradient, weight);
          hessian = f32x4.mul(hessian, weight);
        }
        greatestSingle = f32x4.pmax(greatestSingle, f32x4.abs(gradient));
        gradient = f32x4.mul(gradient, gradientScale);
      }
      const both = f32x4.add(gradient, hessian);
      odd = v128.or(odd, f32x4.ne(both, both));
      lowest = f32x4.pmin(lowest, hessian);
      highest = f32x4.pmax(highest, hessian);
      const wholeGradient = wholes(gradient);
      size = i32x4.abs(wholeGradient);
      whole = i32x4.max_s(wholes(f32x4.mul(hessian, hessianScale)), oneWholes);
      narrowGradient = i32x4.shr_s(i32x4.add(wholeGradient, gradientHalf), gradientBits);
      const shifted = i32x4.shr_s(i32x4.add(whole, hessianHalf), hessianBits);
      narrowHessian = i32x4.min_s(i32x4.max_s(shifted, oneWholes), mostHessian);
      sizes = i32x4.add(sizes, size);
      hessians = i32x4.add(hessians, whole);
      gradients = i32x4.add(gradients, narrowGradient);
      kept = i32x4.add(kept, narrowHessian);
      v128.store(derivatives + (row << 2), v128.or(i32x4.shl(narrowGradient, 16), narrowHessian));
    }
    // Rows beyond the last are like it, and must not count.
    const beyond = <i64>((0 - to) & 3);
    gradientSizes += sumOfLanes(sizes) - beyond * i32x4.extract_lane(size, 3);
    hessianSizes += sumOfLanes(hessians) - beyond * i32x4.extract_lane(whole, 3);
    gradientSum += sumOfLanes(gradients) - beyond * i32x4.extract_lane(narrowGradient, 3);
    hessianSum += sumOfLanes(kept) - beyond * i32x4.extract_lane(narrowHessian, 3);
  }
  const result = resultsAt + <usize>thread * lineBytes;
  store<f64>(result, <f64>gradientSizes);
  store<f64>(result, <f64>hessianSizes, 8);
  store<f64>(result, <f64>gradientSum, 16);
  store<f64>(result, <f64>hessianSum, 24);
  store<f64>(result, v128.any_true(odd) ? NaN : <f64>least(lowest), 32);
  store<f64>(result, most(highest), 40);
  const greatestWide = max(f64x2.extract_lane(greatest, 0), f64x2.extract_lane(greatest, 1));
  store<f64>(result, max(greatestWide, most(greatestSingle)), 48);
}

function least(lanes: v128): f32 {
  const pairs = f32x4.pmin(lanes, v128.shuffle<i64>(lanes, lanes, 1, 0));
  return min(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

function most(lanes: v128): f64 {
  return -(<f64>least(f32x4.neg(lanes)));
}

/**
 * Probabilities from the scores of all outputs: 2 how many outputs, 3 the scores of the first, 4 its probabilities; 5 and 6 the bytes
 * from one output's to the next one's.
 */
export function shareOut(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const begin = <usize>shareBegin(thread, threads, rowCount);
  const end = <usize>shareEnd(thread, threads, rowCount);
  const outputs = argument(2);
  const scoreBytes = <usize>argument(5);
  const probabilityBytes = <usize>argument(6);
  const toTwos = f64x2.splat(log2e);
  prepare();
  for (let row = begin; row < end; row += 4) {
    const scores = <usize>argument(3) + (row << 3);
    const probabilities = <usize>argument(4) + (row << 2);
    let low = v128.load(scores);
    let high = v128.load(scores, 16);
    let at = scores;
    for (let output = 1; output < outputs; output++) {
      at += scoreBytes;
      low = f64x2.pmax(low, v128.load(at));
      high = f64x2.pmax(high, v128.load(at, 16));
    }
    at = scores;
    let to = probabilities;
    let sum = f32x4.splat(0.0);
    for (let output = 0; output < outputs; output++) {
      const below = f64x2.sub(v128.load(at), low);
      const part = powersOfTwo(multiplyFour(below, f64x2.sub(v128.load(at, 16), high), toTwos));
      sum = f32x4.add(sum, part);
      v128.store(to, part);
      at += scoreBytes;
      to += probabilityBytes;
    }
    const share = f32x4.div(ones, sum);
    to = probabilities;
    for (let output = 0; output < outputs; output++) {
      v128.store(to, f32x4.mul(v128.load(to), share));
      to += probabilityBytes;
    }
  }
}
