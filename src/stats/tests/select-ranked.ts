const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);
const sign = -(2n ** 63n);

/** Whole numbers in the order of the floats. */
function orderOf(value: number): bigint {
  float[0] = value + 0;
  const whole = bits[0]!;
  return whole >= 0n ? whole : sign - whole;
}

function floatAt(order: bigint): number {
  bits[0] = order >= 0n ? order : sign - order;
  return float[0]!;
}

/** Numbers on both sides of a bound. */
interface Split {
  /** How many are at most the bound. */
  readonly count: number;
  /** The largest of these, and the smallest of the others. */
  readonly last: number;
  readonly next: number;
}

/** Numbers that are too many to be listed, as all differences between two samples: they can be counted, and parts of them listed. */
interface Crowd {
  readonly count: number;
  readonly least: number;
  readonly most: number;
  /** Some that stand for all, ascending. */
  readonly some: () => Float64Array;
  readonly split: (bound: number) => Split;
  /** Those from `low` to `high`, of which there are `count`, in any order. */
  readonly list: (low: number, high: number, count: number) => Float64Array;
  /** So many are listed without a second thought. */
  readonly mostListed: number;
}

/** A part of a crowd: the numbers from `low` to `high`, of which `below` come before. */
interface Part {
  readonly low: number;
  readonly high: number;
  readonly below: number;
  readonly upTo: number;
}

/** Answers with the number of a rank (from 1). */
export type RankedNumber = (rank: number) => number;

/** The number of any rank among a crowd: exact. What was listed for one rank answers for its neighbours too. */
function selectFrom(crowd: Crowd): RankedNumber {
  let part: Part = { low: 0, high: 0, below: 0, upTo: 0 };
  let listed: Float64Array | null = null;
  return (rank) => {
    if (rank <= part.below || rank > part.upTo) {
      part = narrowTo(crowd, rank);
      const { low, high, below, upTo } = part;
      listed = low < high ? crowd.list(low, high, upTo - below).sort() : null;
    }
    return (listed ? listed[rank - part.below - 1]! : part.low) + 0;
  };
}

/** How far beside the rank the first cuts aim, as a share of what is left; they come closer while they hit. */
const firstAim = 1 / 32;
const closestAim = 1 / 1024;

/**
 * Narrows a crowd to a part with the rank that can be listed, or whose numbers are equal. The first cuts come from numbers that
 * stand for all, the next ones from a straight line between the ends; where that gains little, the floats between the ends
 * are halved, so there is an end to it whatever the numbers are. After D. Floyd & R. Rivest, "Expected time bounds for
 * selection" (1975), on sums of sorted columns as in D. B. Johnson & T. Mizoguchi (1978) and J. F. Monahan (1984).
 */
function narrowTo(crowd: Crowd, rank: number): Part {
  let part: Part = { low: crowd.least, high: crowd.most, below: 0, upTo: crowd.count };
  const isDone = (): boolean => part.low === part.high || part.upTo - part.below <= crowd.mostListed;
  const cut = (bound: number): void => {
    if (isDone() || !(bound >= part.low && bound < part.high)) return;
    const { count, last, next } = crowd.split(bound);
    part = count >= rank ? { ...part, high: last, upTo: count } : { ...part, low: next, below: count };
  };
  if (isDone()) return part;
  const some = crowd.some();
  const place = (rank / crowd.count) * some.length;
  const reach = 2 * Math.sqrt(some.length) + 1;
  cut(some[Math.floor(place - reach)] ?? Number.NaN);
  cut(some[Math.ceil(place + reach)] ?? Number.NaN);
  for (let aim = firstAim; !isDone();) {
    const before = part.upTo - part.below;
    const beside = before * aim;
    cut(onLine(part, rank - beside));
    cut(onLine(part, rank + beside));
    const left = (part.upTo - part.below) / before;
    if (left > 1 / 4) cut(floatAt((orderOf(part.low) + orderOf(part.high)) >> 1n));
    aim = left > 1 / 4 ? firstAim : Math.max(closestAim, aim / 8);
  }
  return part;
}

/** Where a rank lies on a straight line between the ends of a part, always below its end; NaN where float64 cannot say. */
function onLine({ low, high, below, upTo }: Part, rank: number): number {
  const share = Math.min(1, Math.max(0, (rank - below) / (upTo - below)));
  const bound = low + (high * share - low * share);
  return bound < high ? bound : floatAt(orderOf(high) - 1n);
}

/** Up to so many are listed whatever they cost to sort. */
const fewListed = 64;
const mostEverListed = 2 ** 20;
/** The most rows of each side among the numbers that stand for all. */
const mostOfSide = 1024;

/** How many numbers of so many rows are listed: sorting them takes no longer than going over the rows a few times. */
const listedOf = (rows: number): number => Math.min(mostEverListed, Math.max(fewListed, rows));

/** Numbers of a sorted column that stand for it. */
function spreadOver(sorted: Float64Array, count: number): Float64Array {
  return Float64Array.from(
    { length: count },
    (_, at) => sorted[Math.floor(((at + 0.5) * sorted.length) / count)]!,
  );
}

/** Any rank among all `first - second` of two sorted samples. */
export function rankedDifferences(first: Float64Array, second: Float64Array): RankedNumber {
  const [m, n] = [first.length, second.length];
  return selectFrom({
    count: m * n,
    least: first[0]! - second[n - 1]!,
    most: first[m - 1]! - second[0]!,
    mostListed: listedOf(m + n),
    some: () => {
      const size = Math.min(mostOfSide, Math.ceil(Math.sqrt(m + n)));
      const [left, right] = [spreadOver(first, Math.min(m, size)), spreadOver(second, Math.min(n, size))];
      const all = new Float64Array(left.length * right.length);
      for (let row = 0, at = 0; row < left.length; row++)
        for (let other = 0; other < right.length; other++) all[at++] = left[row]! - right[other]!;
      return all.sort();
    },
    split: (bound) => splitDifferences(first, second, bound),
    list: (low, high, count) => listDifferences(first, second, low, high, count),
  });
}

function splitDifferences(first: Float64Array, second: Float64Array, bound: number): Split {
  let [count, last, next, from] = [0, -Infinity, Infinity, 0];
  const n = second.length;
  for (let row = 0; row < first.length; row++) {
    const value = first[row]!;
    while (from < n && value - second[from]! > bound) from++;
    if (from > 0) {
      const above = value - second[from - 1]!;
      if (above < next) next = above;
    }
    // What follows is larger still.
    if (from === n) break;
    count += n - from;
    const below = value - second[from]!;
    if (below > last) last = below;
  }
  return { count, last, next };
}

function listDifferences(
  first: Float64Array,
  second: Float64Array,
  low: number,
  high: number,
  count: number,
): Float64Array {
  const found = new Float64Array(count);
  const n = second.length;
  for (let row = 0, from = 0, to = 0, at = 0; row < first.length && at < count; row++) {
    const value = first[row]!;
    while (from < n && value - second[from]! > high) from++;
    while (to < n && value - second[to]! >= low) to++;
    for (let place = from; place < to; place++) found[at++] = value - second[place]!;
  }
  return found;
}

/** Any rank among the means of all pairs of a sorted sample, each value with itself too (Walsh averages). */
export function rankedWalshMeans(sorted: Float64Array): RankedNumber {
  const n = sorted.length;
  return selectFrom({
    count: (n * (n + 1)) / 2,
    least: sorted[0]! / 2 + sorted[0]! / 2,
    most: sorted[n - 1]! / 2 + sorted[n - 1]! / 2,
    mostListed: listedOf(n),
    some: () => {
      const few = spreadOver(sorted, Math.min(n, mostOfSide, Math.ceil(Math.sqrt(2 * n))));
      const all = new Float64Array((few.length * (few.length + 1)) / 2);
      for (let row = 0, at = 0; row < few.length; row++)
        for (let other = row; other < few.length; other++) all[at++] = few[row]! / 2 + few[other]! / 2;
      return all.sort();
    },
    split: (bound) => splitWalshMeans(sorted, bound),
    list: (low, high, count) => listWalshMeans(sorted, low, high, count),
  });
}

function splitWalshMeans(sorted: Float64Array, bound: number): Split {
  let [count, last, next, to] = [0, -Infinity, Infinity, sorted.length - 1];
  for (let row = 0; row < sorted.length; row++) {
    const half = sorted[row]! / 2;
    while (to >= 0 && half + sorted[to]! / 2 > bound) to--;
    const beyond = Math.max(to + 1, row);
    if (beyond < sorted.length) {
      const above = half + sorted[beyond]! / 2;
      if (above < next) next = above;
    }
    // What follows is with partners that are larger still.
    if (to < row) break;
    count += to - row + 1;
    const below = half + sorted[to]! / 2;
    if (below > last) last = below;
  }
  return { count, last, next };
}

function listWalshMeans(sorted: Float64Array, low: number, high: number, count: number): Float64Array {
  const found = new Float64Array(count);
  for (
    let row = 0, from = sorted.length - 1, to = sorted.length - 1, at = 0;
    row < sorted.length && at < count;
    row++
  ) {
    const half = sorted[row]! / 2;
    while (to >= 0 && half + sorted[to]! / 2 > high) to--;
    while (from >= 0 && half + sorted[from]! / 2 >= low) from--;
    for (let place = Math.max(from + 1, row); place <= to; place++) found[at++] = half + sorted[place]! / 2;
  }
  return found;
}

/** The median of so many numbers, of which one can be asked for by its rank. */
export function medianByRank(count: number, ranked: RankedNumber): number {
  const half = Math.floor((count + 1) / 2);
  const low = ranked(half);
  return count % 2 === 1 ? low : low / 2 + ranked(half + 1) / 2;
}
