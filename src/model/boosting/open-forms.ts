import { exponentOf, powerOfTwo, square } from "../../base/index.ts";
import type { DerivativeKernel } from "../../kernel/index.ts";
import { fixedPointScale } from "./fixed-point.ts";
import { firstGradientScale, firstHessianScale, isNarrowCount, isUsual, narrowingOf } from "./narrow.ts";
import type { DerivativeForm, JudgedForm, Units } from "./tree-ground.ts";

/** Derivatives that were taken, with their sums over all rows. */
interface DerivedForm {
  readonly units: Units;
  readonly sums: { readonly gradient: number; readonly hessian: number };
}

/** Derivatives of known forms, straight from scores to packed whole numbers. */
export interface Forms {
  /** What a form of several outputs shares among them, from the scores as they are; undefined where there is nothing or it does not suit. */
  prepare(form: DerivativeForm): readonly Float32Array[] | undefined;
  /** Packed derivatives by the scores of an output; undefined where they do not suit. */
  derive(form: DerivativeForm, output: number): DerivedForm | undefined;
  /** The mean loss of all rows by the scores of an output; undefined where there is no kernel for so many rows, or no such mean. */
  judge(form: JudgedForm, output: number): number | undefined;
}

/** What weights are worth in which 1 is about the greatest, and the greatest of those. */
interface WeightScale {
  readonly unit: number;
  readonly greatest: number;
}

type Rounding = Parameters<DerivativeKernel["derive"]>[1];

/** Roundings to 32 bits may make a number greater than what bounds it, by less than that. */
const guard = 1 + 2 ** -20;
/** How derivatives are rounded before anything is known of them. */
const anyRounding: Rounding = {
  gradientScale: 1,
  hessianScale: 1,
  gradientBits: 0,
  hessianBits: 0,
  isConstant: false,
};
/** -ln of 1e-15, the least probability that a loss is measured by. */
const greatestLogLoss = 34.6;
/** Labels have so many values. */
const mostLabels = 256;

/**
 * Takes derivatives of known forms on a kernel, which may be the plain one: form and number of rows decide how, and nothing else.
 * They are rounded by the bits that the iteration before lost, as sums change slowly; where others turn out to be right, once more.
 */
export function openForms(kernel: DerivativeKernel, rowCount: number): Forms {
  const give = giveRows(kernel);
  const roundings = new Map<number, Rounding>();
  const isSuited = ({ kind }: DerivativeForm): boolean =>
    isNarrowCount(rowCount) && (kind !== "softmax" || kernel.scores.length <= mostLabels);
  return {
    prepare: (form) => (form.kind === "softmax" && isSuited(form) ? kernel.shareOut() : undefined),
    derive: (form, output) => {
      if (output < 0 || !isSuited(form)) return undefined;
      const weight = give(form);
      if (!isUsual(weight.unit)) return undefined;
      const scales = scalesFor(form, weight);
      const [label, isWeighted] = [form.label ?? output, form.weight !== undefined];
      const loss = { loss: form.kind, output, label, isWeighted, power: form.power ?? 1 };
      let rounding: Rounding = { ...anyRounding, ...roundings.get(output), ...scales };
      for (;;) {
        const { gradient, hessian, ...told } = kernel.derive(loss, rounding);
        const gradientScale = scales.gradientScale ?? firstGradientScale(told.greatestGradient * guard);
        const hessianScale = scales.hessianScale ?? firstHessianScale(told.highestHessian * guard);
        if (!isSingle(gradientScale, form) || !isSingle(hessianScale, form)) return undefined;
        if (gradientScale !== rounding.gradientScale || hessianScale !== rounding.hessianScale) {
          rounding = { ...rounding, gradientScale, hessianScale };
          continue;
        }
        const narrowing = narrowingOf(rowCount, { ...rounding, ...told });
        if (!narrowing) return undefined;
        if (!isSame(rounding, narrowing)) {
          rounding = { ...rounding, ...narrowing };
          continue;
        }
        roundings.set(output, rounding);
        return { units: unitsOf(narrowing.units, form, weight), sums: { gradient, hessian } };
      }
    },
    judge: (form, output) => {
      if (output < 0 || !isSuited(form)) return undefined;
      give(form);
      const sum = (scale: number) => kernel.sumLosses(form.kind, output, form.label ?? output, scale);
      const greatest = form.kind === "difference" ? square(sum(1).greatest) : greatestLogLoss;
      if (!isUsual(greatest)) return undefined;
      const scale = fixedPointScale(greatest, rowCount);
      return sum(scale).sum / scale / rowCount;
    },
  };
}

const unitsOf = (units: Units, { hessianFactor = 1 }: DerivativeForm, { unit }: WeightScale): Units => ({
  gradientUnit: units.gradientUnit * unit,
  hessianUnit: units.hessianUnit * hessianFactor * unit,
});

type Bits = Pick<Rounding, "gradientBits" | "hessianBits" | "isConstant">;

const isSame = (left: Bits, right: Bits): boolean =>
  left.gradientBits === right.gradientBits &&
  left.hessianBits === right.hessianBits &&
  left.isConstant === right.isConstant;

/** Whether a scale is far from the ends of 32-bit floats. Differences are multiplied in 64 bits. */
const isSingle = (scale: number | undefined, { kind }: DerivativeForm): scale is number =>
  scale !== undefined && (kind === "difference" || (scale > 2 ** -100 && scale < 2 ** 100));

/** The scales for the greatest derivatives that there can be, where that is known beforehand. */
function scalesFor(
  { kind }: DerivativeForm,
  { greatest }: WeightScale,
): { readonly gradientScale?: number; readonly hessianScale?: number } {
  if (kind === "tweedie") return {};
  if (kind === "difference") return { hessianScale: firstHessianScale(greatest * guard)! };
  const hessianScale = firstHessianScale(greatest * guard * 0.25)!;
  return { gradientScale: firstGradientScale(greatest * guard)!, hessianScale };
}

/** Copies what a form knows of its rows to a kernel, once. */
function giveRows(kernel: DerivativeKernel): (form: DerivativeForm) => WeightScale {
  const room = { labels: kernel.labels, targets: kernel.targets };
  const copied = new Map<keyof typeof room, Float64Array>();
  let weighted: Float64Array | undefined;
  let scale: WeightScale = one;
  return ({ kind, target, weight }) => {
    const place = kind === "log-loss" || kind === "softmax" ? "labels" : "targets";
    if (copied.get(place) !== target) {
      room[place].set(target);
      copied.set(place, target);
    }
    if (!weight) return one;
    if (weight !== weighted) {
      weighted = weight;
      scale = giveWeights(kernel.weights, weight);
    }
    return scale;
  };
}

const one: WeightScale = { unit: 1, greatest: 1 };

/** Weights of any size as 32-bit floats of which the greatest is from 1 to 2. */
function giveWeights(room: Float32Array, weight: Float64Array): WeightScale {
  const greatest = weight.reduce((most, value) => Math.max(most, value), 0);
  if (!isUsual(greatest)) return { unit: 0, greatest };
  const unit = powerOfTwo(exponentOf(greatest));
  for (let row = 0; row < weight.length; row++) room[row] = weight[row]! / unit;
  return { unit, greatest: greatest / unit };
}
