import type { TreeKernel } from "../../kernel/index.ts";
import {
  firstGradientScale,
  firstHessianScale,
  isNarrowCount,
  narrowingOf,
  type FirstRounding,
} from "./narrow.ts";
import { boundsOf, type DerivativeForm, type Units } from "./tree-ground.ts";

/** Derivatives that the kernel took, with their sums over all rows. */
interface DerivedForm {
  readonly units: Units;
  readonly sums: { readonly gradient: number; readonly hessian: number };
}

/**
 * Takes derivatives of known forms in the kernel, narrow as `toNarrow` makes them, to the bit; undefined where they do not suit.
 */
export function openForms(
  kernel: TreeKernel,
  rowCount: number,
): (form: DerivativeForm, output: number) => DerivedForm | undefined {
  const copied = new Map<DerivativeForm["kind"], Float64Array>();
  return (form, output) => {
    if (output < 0 || !isNarrowCount(rowCount)) return undefined;
    const { kind, target } = form;
    if (copied.get(kind) !== target) {
      (kind === "log-loss" ? kernel.labels : kernel.targets).set(target);
      copied.set(kind, target);
    }
    const first =
      kind === "log-loss" ? roundLogLoss(kernel, output) : roundDifference(kernel, output, rowCount);
    const narrowing = first && narrowingOf(rowCount, first);
    if (!narrowing) return undefined;
    const { gradientBits, hessianBits, isConstant, units } = narrowing;
    const [gradient, hessian] = kernel.narrow(gradientBits, hessianBits, isConstant);
    return { units, sums: { gradient, hessian } };
  };
}

function roundLogLoss(kernel: TreeKernel, output: number): FirstRounding {
  const bounds = boundsOf["log-loss"]!;
  const gradientScale = firstGradientScale(bounds.gradient)!;
  const hessianScale = firstHessianScale(bounds.hessian)!;
  return { gradientScale, hessianScale, ...kernel.deriveLogLoss(output, gradientScale, hessianScale) };
}

function roundDifference(kernel: TreeKernel, output: number, rowCount: number): FirstRounding | undefined {
  const gradientScale = firstGradientScale(kernel.greatestDifference(output));
  if (gradientScale === undefined) return undefined;
  const gradientSizes = kernel.deriveDifference(output, gradientScale);
  const hessian = { hessianScale: 1, hessianSizes: rowCount, lowestHessian: 1, highestHessian: 1 };
  return { gradientScale, gradientSizes, ...hessian };
}
