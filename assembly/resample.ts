/**
 * Random resamples of float64 numbers. The random words are those of sfc32 by Chris Doty-Humphrey (PractRand 0.93): four streams side by
 * side in SIMD, and a fifth for what is drawn again. A word becomes a place below a bound by D. Lemire's multiplication ("Fast Random
 * Integer Generation in an Interval", 2019), which favours none. Addresses are in bytes.
 */

let spareA: u32 = 0;
let spareB: u32 = 0;
let spareC: u32 = 0;
let spareCounter: u32 = 0;

const warmRounds: i32 = 15;

function startSpare(first: u32, second: u32, third: u32): void {
  spareA = first;
  spareB = second;
  spareC = third;
  spareCounter = 1;
  for (let round: i32 = 0; round < warmRounds; round++) spareWord();
}

function spareWord(): u32 {
  const sum = spareA + spareB + spareCounter;
  spareCounter++;
  spareA = spareB ^ (spareB >> 9);
  spareB = spareC + (spareC << 3);
  spareC = rotl<u32>(spareC, 21) + sum;
  return sum;
}

/** A place below the bound; words whose product has a low half below 2^32 mod bound would favour some places. */
function sparePlace(bound: u32): u32 {
  const limit: u32 = (u32.MAX_VALUE - bound + 1) % bound;
  let product = <u64>spareWord() * <u64>bound;
  while (<u32>product < limit) product = <u64>spareWord() * <u64>bound;
  return <u32>(product >> 32);
}

/** The places with those that would be favoured drawn again. */
function drawnAgain(places: v128, lows: v128, bound: u32, limit: u32): v128 {
  let drawn = places;
  if (<u32>i32x4.extract_lane(lows, 0) < limit) drawn = i32x4.replace_lane(drawn, 0, sparePlace(bound));
  if (<u32>i32x4.extract_lane(lows, 1) < limit) drawn = i32x4.replace_lane(drawn, 1, sparePlace(bound));
  if (<u32>i32x4.extract_lane(lows, 2) < limit) drawn = i32x4.replace_lane(drawn, 2, sparePlace(bound));
  if (<u32>i32x4.extract_lane(lows, 3) < limit) drawn = i32x4.replace_lane(drawn, 3, sparePlace(bound));
  return drawn;
}

/**
 * The sum of `count` numbers, each drawn with replacement from the `count` at `values`: draw d comes from stream d mod 4 and is added
 * to the sum of that stream; the four are added at the end.
 */
export function resampledSum(values: usize, count: u32, first: u32, second: u32, third: u32): f64 {
  let a = i32x4.splat(first);
  let b = i32x4.splat(second);
  let c = i32x4.add(i32x4.splat(third), i32x4(0, 1, 2, 3));
  let counter = i32x4.splat(1);
  const one = i32x4.splat(1);
  startSpare(first, second, third + 4);
  const limit: u32 = (u32.MAX_VALUE - count + 1) % count;
  const bounds = i32x4.splat(count);
  const limits = i32x4.splat(limit);
  let sum0: f64 = 0;
  let sum1: f64 = 0;
  let sum2: f64 = 0;
  let sum3: f64 = 0;
  // The first rounds only mix.
  let left: i64 = <i64>count;
  for (let round: i32 = -warmRounds; left > 0; round++) {
    const words = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, one);
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), words);
    if (round < 0) continue;
    const low = i64x2.extmul_low_i32x4_u(words, bounds);
    const high = i64x2.extmul_high_i32x4_u(words, bounds);
    let places = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
    const lows = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
    if (v128.any_true(i32x4.lt_u(lows, limits))) places = drawnAgain(places, lows, count, limit);
    sum0 += f64.load(values + ((<usize>i32x4.extract_lane(places, 0)) << 3));
    if (left > 3) {
      sum1 += f64.load(values + ((<usize>i32x4.extract_lane(places, 1)) << 3));
      sum2 += f64.load(values + ((<usize>i32x4.extract_lane(places, 2)) << 3));
      sum3 += f64.load(values + ((<usize>i32x4.extract_lane(places, 3)) << 3));
    } else {
      if (left > 1) sum1 += f64.load(values + ((<usize>i32x4.extract_lane(places, 1)) << 3));
      if (left > 2) sum2 += f64.load(values + ((<usize>i32x4.extract_lane(places, 2)) << 3));
    }
    left -= 4;
  }
  return sum0 + sum1 + (sum2 + sum3);
}

/**
 * The sum of `taken` numbers, drawn without replacement from the `count` at `values`, by the first steps of a shuffle (R. A. Fisher &
 * F. Yates 1938, R. Durstenfeld 1964) of a copy at `work`.
 */
export function dealtSum(
  values: usize,
  work: usize,
  count: u32,
  taken: u32,
  first: u32,
  second: u32,
  third: u32,
): f64 {
  memory.copy(work, values, (<usize>count) << 3);
  startSpare(first, second, third);
  let sum: f64 = 0;
  for (let at: u32 = 0; at < taken; at++) {
    const here = work + ((<usize>at) << 3);
    const there = here + ((<usize>sparePlace(count - at)) << 3);
    const value = f64.load(there);
    f64.store(there, f64.load(here));
    sum += value;
  }
  return sum;
}
