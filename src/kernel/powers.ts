import { compileModule, startModule } from "./instance.ts";
import { plainExponentials, plainLogarithms, plainSigmoids } from "./powers-plain.ts";
import { powersBytes } from "./wasm/powers.ts";

/** Works on so many numbers from an address, in place. */
type Work = (from: number, count: number, slope: number) => void;

interface Powers {
  readonly room: Float64Array;
  readonly exponentials: Work;
  readonly sigmoids: Work;
  readonly logarithms: Work;
}

/** Numbers that are worked on at once: 64 KiB stay in the second cache on the way in and out. */
const roomLength = 8192;

let started: Powers | null | undefined;

/** The module, started once; null where WebAssembly cannot run. */
function startPowers(): Powers | null {
  try {
    const memory = new WebAssembly.Memory({ initial: (roomLength * 8) / 65_536 });
    const works = startModule(compileModule(powersBytes), memory) as Omit<Powers, "room">;
    return { ...works, room: new Float64Array(memory.buffer, 0, roomLength) };
  } catch {
    return null;
  }
}

/** Below this many numbers the way to the module and back takes longer than the work. */
const fewNumbers = 64;

function throughRoom(
  { room }: Powers,
  work: Work,
  values: Float64Array,
  into: Float64Array,
  slope: number,
): void {
  for (let from = 0; from < values.length; from += roomLength) {
    const to = Math.min(from + roomLength, values.length);
    room.set(values.subarray(from, to));
    work(0, to - from, slope);
    into.set(to - from === roomLength ? room : room.subarray(0, to - from), from);
  }
}

/**
 * e^(slope·x) of each number of `values`, into `into`, which has as many and may be the same array. The bits are those of
 * `exponential`, in a quarter of its time.
 * @example
 * exponentials(scores, means);
 */
export function exponentials(values: Float64Array, into: Float64Array, slope = 1): void {
  if (values.length >= fewNumbers) started ??= startPowers();
  if (values.length < fewNumbers || !started) plainExponentials(values, into, slope);
  else throughRoom(started, started.exponentials, values, into, slope);
}

/**
 * 1 / (1 + e^(-slope·x)) of each number of `values`, into `into`, as `exponentials`.
 * @example
 * sigmoids(scores, probabilities);
 */
export function sigmoids(values: Float64Array, into: Float64Array, slope = 1): void {
  if (values.length >= fewNumbers) started ??= startPowers();
  if (values.length < fewNumbers || !started) plainSigmoids(values, into, slope);
  else throughRoom(started, started.sigmoids, values, into, slope);
}

/**
 * slope·ln x of each number of `values`, into `into`, as `exponentials`; the bits of the logarithm are those of `naturalLogarithm`.
 * @example
 * logarithms(probabilities, losses, -1);
 */
export function logarithms(values: Float64Array, into: Float64Array, slope = 1): void {
  if (values.length >= fewNumbers) started ??= startPowers();
  if (values.length < fewNumbers || !started) plainLogarithms(values, into, slope);
  else throughRoom(started, started.logarithms, values, into, slope);
}
