import { compileModule, startModule } from "./instance.ts";
import { plainDealtSum, plainResampledSum, type StreamWords } from "./resample-plain.ts";
import { resampleBytes } from "./wasm/resample.ts";

/** Sums of random resamples of the same numbers. */
export interface Resampler {
  /** The sum of as many numbers as there are, each drawn with replacement. */
  readonly resampledSum: (words: StreamWords) => number;
  /** The sum of some of the numbers, drawn without replacement. */
  readonly dealtSum: (taken: number, words: StreamWords) => number;
}

interface Resamples {
  resampledSum(values: number, count: number, first: number, second: number, third: number): number;
  dealtSum(
    values: number,
    work: number,
    count: number,
    taken: number,
    first: number,
    second: number,
    third: number,
  ): number;
}

/** Numbers and their copy take 2 GiB: half of what the module can address. */
const mostNumbers = 2 ** 27;

let compiled: WebAssembly.Module | undefined;

/**
 * Sums of resamples of these numbers (one or more, fewer than 2^32), which are copied. The same words give the same bits in every
 * engine; plain loops, several times as slow, take over where WebAssembly cannot run or the numbers are too many for it.
 * @example
 * const { resampledSum } = openResampler(values);
 * const mean = resampledSum({ first: 1, second: 2, third: 0 }) / values.length;
 */
export const openResampler = (values: Float64Array): Resampler => inModule(values) ?? plainResampler(values);

/** The plain twin. */
export function plainResampler(values: Float64Array): Resampler {
  const places = new Uint32Array(values.length);
  const work = new Float64Array(values.length);
  return {
    resampledSum: (words) => plainResampledSum(values, words, places),
    dealtSum: (taken, words) => plainDealtSum(values, taken, words, work),
  };
}

function inModule(values: Float64Array): Resampler | null {
  const count = values.length;
  if (count > mostNumbers) return null;
  try {
    compiled ??= compileModule(resampleBytes);
    const memory = new WebAssembly.Memory({ initial: Math.ceil((count * 16) / 65_536) });
    const module = startModule(compiled, memory) as Resamples;
    new Float64Array(memory.buffer, 0, count).set(values);
    return {
      resampledSum: ({ first, second, third }) => module.resampledSum(0, count, first, second, third),
      dealtSum: (taken, { first, second, third }) =>
        module.dealtSum(0, count * 8, count, taken, first, second, third),
    };
  } catch {
    return null;
  }
}
