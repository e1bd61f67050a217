import { exponential, naturalLogarithm } from "../base/index.ts";
import { powerOfTwoSingle, roundSingle, shareSingle } from "./exponential-single.ts";
import {
  mostHessian,
  tweedieTerms,
  type DerivativeKernel,
  type DerivativeRounding,
  type DerivedSums,
  type JudgedLoss,
  type LossOfOutput,
  type SummedLosses,
} from "./tree-derivatives.ts";

const single = Math.fround;

/** The plain twin of the kernel's derivatives, with the same bits, on memory of its own. */
export function plainDerivatives(rowCount: number, outputCount: number): DerivativeKernel {
  const scores = Array.from({ length: outputCount }, () => new Float64Array(rowCount));
  const shares = outputCount > 1 ? scores.map(() => new Float32Array(rowCount)) : [];
  const room = {
    scores,
    shares,
    labels: new Uint8Array(rowCount),
    targets: new Float64Array(rowCount),
    weights: new Float32Array(rowCount),
    derivatives: new Int32Array(rowCount),
  };
  return {
    ...room,
    shareOut: () => {
      for (let row = 0; row < rowCount; row++) shareRow(scores, shares, row);
      return shares;
    },
    derive: (loss, rounding) => derive(room, loss, rounding),
    sumLosses: (loss, output, label, scale) => sumLosses(room, { loss, output, label, scale }),
  };
}

/** The share of e^s that each output of a row has. */
function shareRow(scores: readonly Float64Array[], shares: readonly Float32Array[], row: number): void {
  let greatest = scores[0]![row]!;
  for (const score of scores) if (greatest < score[row]!) greatest = score[row]!;
  let sum = 0;
  for (const [output, score] of scores.entries()) {
    const part = powerOfTwoSingle(single((score[row]! - greatest) * Math.LOG2E));
    shares[output]![row] = part;
    sum = single(sum + part);
  }
  const share = single(1 / sum);
  for (const one of shares) one[row]! *= share;
}

interface PlainRoom extends Omit<DerivativeKernel, "shareOut" | "derive" | "sumLosses"> {
  readonly shares: readonly Float32Array[];
}

function derive(
  { scores, shares, labels, targets, weights, derivatives }: PlainRoom,
  { loss, output, label, isWeighted, power }: LossOfOutput,
  rounding: DerivativeRounding,
): DerivedSums {
  const { gradientScale, gradientBits, hessianBits } = rounding;
  const score = scores[output]!;
  const hessianScale = single(rounding.hessianScale);
  const gradientHalf = (1 << gradientBits) >> 1;
  const hessianHalf = (1 << hessianBits) >> 1;
  const most = rounding.isConstant ? 1 : mostHessian;
  const { upperRate, lowerRate, upperShare, lowerShare } = tweedieTerms(power);
  const deriveRow = (row: number): readonly [gradient: number, hessian: number] => {
    if (loss === "tweedie") {
      const upper = powerOfTwoSingle(single(score[row]! * upperRate));
      const lower = single(single(targets[row]!) * powerOfTwoSingle(single(score[row]! * lowerRate)));
      return [single(upper - lower), single(single(upper * upperShare) + single(lower * lowerShare))];
    }
    const probability = loss === "softmax" ? shares[output]![row]! : shareSingle(score[row]!);
    const truth = loss === "cross-entropy" ? single(targets[row]!) : labels[row] === (label & 0xff) ? 1 : 0;
    return [single(probability - truth), single(probability * single(1 - probability))];
  };
  let [gradientSizes, hessianSizes, gradientSum, hessianSum] = [0, 0, 0, 0];
  let [lowest, highest, greatest, isOdd] = [Infinity, 0, 0, false];
  for (let row = 0; row < derivatives.length; row++) {
    const weight = isWeighted ? weights[row]! : 1;
    let gradient: number;
    let hessian: number;
    if (loss === "difference") {
      const wide = (score[row]! - targets[row]!) * weight;
      const size = Math.abs(wide);
      if (greatest < size) greatest = size;
      gradient = single(wide * gradientScale);
      hessian = weight;
    } else {
      const [slope, bend] = deriveRow(row);
      gradient = single(slope * weight);
      hessian = single(bend * weight);
      greatest = Math.max(greatest, Math.abs(gradient));
      gradient = single(gradient * gradientScale);
    }
    isOdd ||= Number.isNaN(gradient + hessian);
    if (hessian < lowest) lowest = hessian;
    if (hessian > highest) highest = hessian;
    const wholeGradient = roundSingle(gradient);
    const whole = Math.max(1, roundSingle(single(hessian * hessianScale)));
    const narrowGradient = (wholeGradient + gradientHalf) >> gradientBits;
    const narrowHessian = Math.min(most, Math.max(1, (whole + hessianHalf) >> hessianBits));
    gradientSizes += Math.abs(wholeGradient);
    hessianSizes += whole;
    gradientSum += narrowGradient;
    hessianSum += narrowHessian;
    derivatives[row] = (narrowGradient << 16) | narrowHessian;
  }
  return {
    gradientSizes,
    hessianSizes,
    gradient: gradientSum,
    hessian: hessianSum,
    lowestHessian: isOdd ? Number.NaN : lowest,
    highestHessian: highest,
    greatestGradient: greatest,
  };
}

/** Adding and taking away this number rounds to the nearest whole number, halves to even, below 2^51. */
const rounder = 2 ** 52 + 2 ** 51;

function sumLosses(
  { scores, labels, targets }: PlainRoom,
  { loss, output, label, scale }: { loss: JudgedLoss; output: number; label: number; scale: number },
): SummedLosses {
  const score = scores[output]!;
  let [sum, greatest] = [0, 0];
  for (let row = 0; row < score.length; row++) {
    let lost: number;
    if (loss === "difference") {
      const difference = targets[row]! - score[row]!;
      if (greatest < Math.abs(difference)) greatest = Math.abs(difference);
      lost = difference * difference;
    } else {
      const probability = 1 / (1 + exponential(-score[row]!));
      const given = labels[row] === label ? probability : 1 - probability;
      lost = -naturalLogarithm(Math.min(Math.max(given, 1e-15), 1 - 1e-15));
    }
    sum += lost * scale + rounder - rounder;
  }
  return { sum, greatest };
}
