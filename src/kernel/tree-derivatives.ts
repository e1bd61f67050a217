import type { CallKernel } from "./tree-kernel.ts";
import { realsAt, resultsAt, type TreePlaces } from "./tree-places.ts";

/**
 * What derivatives are taken of, with s the score, y the target, and w the weight (Friedman, Annals of Statistics 29, 2001):
 * half the squared error, w·(s - y) and w; the log-loss with p = 1 / (1 + e^-s), w·(p - y) and w·p·(1 - p), where y is 1 for rows of
 * one class (`log-loss`) or a probability itself (`cross-entropy`); that of shares of the powers e^s, alike (`softmax`); and the deviance
 * of a Tweedie distribution with mean e^s and power p, of which 1 is Poisson's and 2 the gamma distribution (`tweedie`):
 * w·(e^((2-p)·s) - y·e^((1-p)·s)) and its slope.
 */
export type DerivedLoss = "difference" | "log-loss" | "cross-entropy" | "softmax" | "tweedie";

/** A loss by one output's scores. */
export interface LossOfOutput {
  readonly loss: DerivedLoss;
  readonly output: number;
  /** The label of the rows whose y is 1. */
  readonly label: number;
  readonly isWeighted: boolean;
  /** The power of `tweedie`, from 1 to 2. */
  readonly power: number;
}

/** How derivatives become whole numbers: times a scale and rounded, then without some bits, hessians at least 1 each time. */
export interface DerivativeRounding {
  readonly gradientScale: number;
  readonly hessianScale: number;
  readonly gradientBits: number;
  readonly hessianBits: number;
  /** True where all hessians become 1. */
  readonly isConstant: boolean;
}

/** What the derivatives of all rows come to. */
export interface DerivedSums {
  /** Sums of sizes before bits are taken away. */
  readonly gradientSizes: number;
  readonly hessianSizes: number;
  /** Sums of what is left. */
  readonly gradient: number;
  readonly hessian: number;
  /** The range of the hessians before any rounding; NaN for the least where a derivative is no number. */
  readonly lowestHessian: number;
  readonly highestHessian: number;
  /** The greatest size of a gradient before any rounding. */
  readonly greatestGradient: number;
}

/** A loss that rows are judged by: the squared error (s - y)², or the log-loss, with probabilities kept within 1e-15 of 0 and 1. */
export type JudgedLoss = Extract<DerivedLoss, "difference" | "log-loss">;

/** A sum of losses, each times a scale and rounded, and the greatest size of s - y (0 for the log-loss). */
export interface SummedLosses {
  readonly sum: number;
  readonly greatest: number;
}

/** A leaf's places, and what it adds to the scores of its rows. */
interface ValuedPlaces {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/**
 * Derivatives from scores that stand in the memory of a kernel. They are taken in 32-bit floats (`difference` in 64, and then rounded to 32):
 * 24 bits are enough for whole numbers of 16.
 */
export interface DerivativeKernel {
  /** The scores of each output. */
  readonly scores: readonly Float64Array[];
  /** For `log-loss` and `softmax`. */
  readonly labels: Uint8Array;
  /** For the others. */
  readonly targets: Float64Array;
  readonly weights: Float32Array;
  /** The packed derivatives of each row: gradient << 16 | hessian. */
  readonly derivatives: Int32Array;
  /** For each output the share of e^s, by the scores as they are; kept until the next call. */
  shareOut(): readonly Float32Array[];
  /** Packed derivatives of all rows; those of `softmax` by the shares that `shareOut` kept. */
  derive(loss: LossOfOutput, rounding: DerivativeRounding): DerivedSums;
  /** The losses of all rows in whole numbers, the same in any order of rows where the sum keeps within 2^53. */
  sumLosses(loss: JudgedLoss, output: number, label: number, scale: number): SummedLosses;
}

/** The derivatives' part of the kernel, with what adds to scores. */
export interface ScoreKernel extends DerivativeKernel {
  /** Adds the values of leaves, of which every row has one, to the scores of an output. Rows of a leaf must be in order. */
  addValues(output: number, leaves: readonly ValuedPlaces[]): void;
}

/** The most that a packed hessian can be. */
export const mostHessian = 0xffff;

/** What losses are called in `assembly/trees-derivatives.ts`. */
const lossNumber: Readonly<Record<DerivedLoss, number>> = {
  difference: 0,
  "log-loss": 1,
  "cross-entropy": 2,
  softmax: 3,
  tweedie: 4,
};

/** For `tweedie`, by what scores are multiplied to be exponents of 2, and what these powers count in second derivatives. */
export const tweedieTerms = (power: number) => ({
  upperRate: (2 - power) * Math.LOG2E,
  lowerRate: (1 - power) * Math.LOG2E,
  upperShare: Math.fround(2 - power),
  lowerShare: Math.fround(power - 1),
});

/** What the threads told, by the place of its number. */
function readTold(buffer: ArrayBufferLike, threads: number) {
  const told = (place: number): readonly number[] =>
    Array.from(
      { length: threads },
      (_, thread) => new Float64Array(buffer, resultsAt + thread * 64, 8)[place]!,
    );
  return {
    sum: (place: number): number => told(place).reduce((sum, value) => sum + value, 0),
    least: (place: number): number => Math.min(...told(place)),
    greatest: (place: number): number => Math.max(...told(place)),
  };
}

/** The part of the kernel that works on scores. */
export function scoreKernel(
  memory: WebAssembly.Memory,
  places: TreePlaces,
  rowCount: number,
  call: CallKernel,
): ScoreKernel {
  const { buffer } = memory;
  const scores = places.scores.map((address) => new Float64Array(buffer, address, rowCount));
  const shares = places.shares.map((address) => new Float32Array(buffer, address, rowCount));
  const reals = new Float64Array(buffer, realsAt, 16);
  const stride = (addresses: readonly number[]): number => (addresses[1] ?? 0) - addresses[0]!;
  return {
    scores,
    labels: new Uint8Array(buffer, places.labels, rowCount),
    targets: new Float64Array(buffer, places.targets, rowCount),
    weights: new Float32Array(buffer, places.weights, rowCount),
    derivatives: new Int32Array(buffer, places.derivatives, rowCount),
    shareOut: () => {
      const strides = [stride(places.scores), stride(places.shares)];
      const count = scores.length;
      call("shareOut", rowCount * count * 3, count, places.scores[0]!, places.shares[0]!, ...strides);
      return shares;
    },
    derive: ({ loss, output, label, isWeighted, power }, rounding) => {
      const { upperRate, lowerRate, upperShare, lowerShare } = tweedieTerms(power);
      reals.set([
        rounding.gradientScale,
        rounding.hessianScale,
        upperRate,
        lowerRate,
        upperShare,
        lowerShare,
      ]);
      const used = call(
        "derive",
        rowCount * 3,
        lossNumber[loss],
        (loss === "softmax" ? places.shares : places.scores)[output]!,
        places.labels,
        label,
        places.targets,
        isWeighted ? places.weights : 0,
        rounding.gradientBits,
        rounding.hessianBits,
        rounding.isConstant ? 1 : mostHessian,
      );
      const told = readTold(buffer, used);
      return {
        gradientSizes: told.sum(0),
        hessianSizes: told.sum(1),
        gradient: told.sum(2),
        hessian: told.sum(3),
        lowestHessian: told.least(4),
        highestHessian: told.greatest(5),
        greatestGradient: told.greatest(6),
      };
    },
    sumLosses: (loss, output, label, scale) => {
      reals[0] = scale;
      const where = [places.scores[output]!, places.labels, label, places.targets] as const;
      const told = readTold(buffer, call("sumLosses", rowCount * 10, lossNumber[loss], ...where));
      return { sum: told.sum(0), greatest: told.greatest(1) };
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
