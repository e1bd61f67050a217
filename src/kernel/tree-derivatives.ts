import type { CallKernel } from "./tree-kernel.ts";
import { realsAt, resultsAt, type TreePlaces } from "./tree-places.ts";

/** A leaf's places, and what it adds to the scores of its rows. */
interface ValuedPlaces {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** What derivatives came to when they were rounded for the first time: sums of sizes, and the range of the hessians. */
interface RoundedDerivatives {
  readonly gradientSizes: number;
  readonly hessianSizes: number;
  readonly lowestHessian: number;
  readonly highestHessian: number;
}

/** Derivatives of well-known losses from scores that stand in the memory of the kernel. */
export interface DerivativeKernel {
  /** The scores of each output. */
  readonly scores: readonly Float64Array[];
  /** 1 for rows of the positive class. */
  readonly labels: Uint8Array;
  readonly targets: Float64Array;
  /** Packed derivatives of log-loss: gradients times a scale and hessians times another, rounded, the latter at least 1. */
  deriveLogLoss(output: number, gradientScale: number, hessianScale: number): RoundedDerivatives;
  /** The greatest size of score - target. */
  greatestDifference(output: number): number;
  /** Packed derivatives of half the squared error, (score - target) times a scale, rounded, and 1; gives the sum of sizes. */
  deriveDifference(output: number, scale: number): number;
  /** Takes bits away from packed derivatives, and makes hessians 1 where they are constant; gives both sums. */
  narrow(
    gradientBits: number,
    hessianBits: number,
    isConstant: boolean,
  ): readonly [gradient: number, hessian: number];
  /** Adds the values of leaves, of which every row has one, to the scores of an output. Rows of a leaf must be in order. */
  addValues(output: number, leaves: readonly ValuedPlaces[]): void;
}

/** The derivatives' part of the kernel. */
export function derivativeKernel(
  memory: WebAssembly.Memory,
  places: TreePlaces,
  rowCount: number,
  call: CallKernel,
): DerivativeKernel {
  const { buffer } = memory;
  const scores = places.scores.map((address) => new Float64Array(buffer, address, rowCount));
  const reals = new Float64Array(buffer, realsAt, 16);
  /** What the threads told, one after the other. */
  const told = (threads: number, place: number): readonly number[] =>
    Array.from(
      { length: threads },
      (_, thread) => new Float64Array(buffer, resultsAt + thread * 64, 4)[place]!,
    );
  const sumOf = (threads: number, place: number): number =>
    told(threads, place).reduce((sum, value) => sum + value, 0);
  return {
    scores,
    labels: new Uint8Array(buffer, places.labels, rowCount),
    targets: new Float64Array(buffer, places.targets, rowCount),
    deriveLogLoss: (output, gradientScale, hessianScale) => {
      reals.set([gradientScale, hessianScale]);
      const used = call("deriveLogLoss", rowCount * 6, places.scores[output]!, places.labels);
      return {
        gradientSizes: sumOf(used, 0),
        hessianSizes: sumOf(used, 1),
        lowestHessian: Math.min(...told(used, 2)),
        highestHessian: Math.max(...told(used, 3)),
      };
    },
    greatestDifference: (output) => {
      const used = call("rangeDifference", rowCount, places.scores[output]!, places.targets);
      return Math.max(...told(used, 3));
    },
    deriveDifference: (output, scale) => {
      reals[0] = scale;
      return sumOf(call("deriveDifference", rowCount * 2, places.scores[output]!, places.targets), 0);
    },
    narrow: (gradientBits, hessianBits, isConstant) => {
      const used = call("narrow", rowCount, gradientBits, hessianBits, isConstant ? 1 : 0);
      return [sumOf(used, 0), sumOf(used, 1)];
    },
    addValues: (output, leaves) => {
      const values = new Float64Array(buffer, places.leaves, leaves.length * 2);
      const words = new Int32Array(buffer, places.leaves, leaves.length * 4);
      for (const [at, { from, to, value }] of leaves.entries()) {
        values[at * 2] = value;
        words[at * 4 + 2] = from;
        words[at * 4 + 3] = to;
      }
      call("addValues", rowCount * 3, places.scores[output]!, leaves.length, places.leaves);
    },
  };
}
