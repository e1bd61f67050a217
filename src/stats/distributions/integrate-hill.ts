import { exponential } from "../../base/index.ts";
import { noEnd } from "./incomplete-gamma.ts";
import type { Scaled } from "./tail.ts";

/** How a hill is summed. */
interface HillOptions {
  /** Nearly the height, for less: where the top and the ends are found. */
  readonly outline?: (u: number) => number;
  /** The trapezoidal sums must agree to this share, finer against coarser; the finer one is then far better still. */
  readonly agreement?: number;
  /** The points of the coarsest sum. */
  readonly points?: number;
}

/** e^-depth of the top is what counts as nothing. */
const depth = 42;

/**
 * The integral over the line of e^height(u), where height has one top and falls without end on both sides: finds the top, where it
 * is `depth` below, and takes trapezoidal sums, which converge exponentially for such functions (L. N. Trefethen &
 * J. A. C. Weideman, "The exponentially convergent trapezoidal rule", 2014). All terms are positive, so the digits stay.
 */
export function integrateHill(
  height: (u: number) => number,
  start: number,
  width: number,
  { outline = height, agreement = 1e-9, points: fewest = 32 }: HillOptions = {},
): Scaled {
  const { top, log } = topOf(outline, start, width);
  const low = edge(outline, top, log, -width);
  const high = edge(outline, top, log, width);
  let points = fewest;
  let before = trapezoid(height, log, low, (high - low) / points, points);
  for (let doubling = 0; doubling < 10; doubling++) {
    const size = (high - low) / points;
    const between = trapezoid(height, log, low + size / 2, size, points - 1);
    const sum = (before + between) / 2;
    if (Math.abs(sum - before) <= agreement * sum) return { log, factor: sum };
    before = sum;
    points *= 2;
  }
  return noEnd("noncentral");
}

function trapezoid(
  height: (u: number) => number,
  log: number,
  from: number,
  size: number,
  last: number,
): number {
  let sum = 0;
  for (let place = 0; place <= last; place++) sum += exponential(height(from + place * size) - log);
  return sum * size;
}

/** Walks up with steps that double, then closes in by the golden section. */
function topOf(height: (u: number) => number, start: number, width: number) {
  let low = start - width;
  let high = start + width;
  let middle = start;
  let log = height(middle);
  for (let step = 0, size = width; step < 200; step++, size *= 2) {
    const below = height(low);
    const above = height(high);
    // Far right of the top there may be nothing at all.
    const isNothing = log === -Infinity;
    if (!isNothing && below <= log && above <= log) break;
    const isDown = isNothing || below > above;
    middle = isDown ? low : high;
    log = isDown ? below : above;
    low = middle - size;
    high = middle + size;
  }
  // The top itself need not be exact: only the scale and the ends hang on it.
  for (let step = 0; step < 60 && high - low > width / 4; step++) {
    const left = (low + middle) / 2;
    const right = (middle + high) / 2;
    const below = height(left);
    const above = height(right);
    if (below > log) [high, middle, log] = [middle, left, below];
    else if (above > log) [low, middle, log] = [middle, right, above];
    else [low, high] = [left, right];
  }
  return { top: middle, log };
}

/** Where the height is at least `depth` below the top. */
function edge(height: (u: number) => number, top: number, log: number, width: number): number {
  let size = width;
  let inner = top;
  let outer = top + size;
  for (let step = 0; step < 200 && height(outer) > log - depth; step++) {
    inner = outer;
    size *= 2;
    outer = top + size;
  }
  for (let step = 0; step < 4; step++) {
    const middle = (inner + outer) / 2;
    if (height(middle) > log - depth) inner = middle;
    else outer = middle;
  }
  return outer;
}
