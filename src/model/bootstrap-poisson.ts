import type { Random } from "../base/index.ts";

const drawBits = 32;
const cellBits = 13;
const mixed = 255;
/** Draws below `limits[k]` mean at most k. */
const limits = poissonLimits();
/** The count for each cell of the leading bits of a draw, or `mixed` where a limit falls inside the cell. */
const cells = poissonCells();

/**
 * Fills `counts` with Poisson(1) numbers. The inner loop is sfc32 (C. Doty-Humphrey, PractRand) on local variables, seeded
 * by the stream: the stream itself, one call per number, takes three times as long.
 */
export function drawPoisson(counts: Uint8Array, random: Random): void {
  const seedWord = (): number => random.integer(2 ** 32) | 0;
  let a = seedWord();
  let b = seedWord();
  let c = seedWord();
  let counter = seedWord();
  for (let at = 0; at < counts.length; at++) {
    const bits = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + bits) | 0;
    const count = cells[bits >>> (drawBits - cellBits)]!;
    counts[at] = count === mixed ? poissonOf(bits >>> 0) : count;
  }
}

/** The smallest count whose limit is above the draw. */
function poissonOf(draw: number): number {
  return limits.findIndex((limit) => draw < limit);
}

function poissonLimits(): readonly number[] {
  const found: number[] = [];
  // e^-1 as a literal: an engine may round Math.exp in its own way.
  let term = 0.36787944117144233;
  let below = 0;
  for (let count = 0; count < 12; count++) {
    below += term;
    found.push(Math.floor(below * 2 ** drawBits));
    term /= count + 1;
  }
  return [...found, 2 ** drawBits];
}

function poissonCells(): Uint8Array {
  const width = 2 ** (drawBits - cellBits);
  return Uint8Array.from({ length: 2 ** cellBits }, (_, cell) => {
    const first = poissonOf(cell * width);
    return (cell + 1) * width <= limits[first]! ? first : mixed;
  });
}
