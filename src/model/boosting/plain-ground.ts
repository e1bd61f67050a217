import type { FeatureBins } from "./feature-bins.ts";
import { toFixedPoint } from "./fixed-point.ts";
import { binWidth, fillHistogram, subtractHistogram, type Histogram } from "./histogram.ts";
import { plainDerivatives, type DerivativeKernel } from "../../kernel/index.ts";
import { rowsPerHessian, toNarrow } from "./narrow.ts";
import { openForms, type Forms } from "./open-forms.ts";
import type { Sums } from "./split.ts";
import type { HistogramKey, TreeGround } from "./tree-ground.ts";
import { partRows, placeDrawn } from "./part-rows.ts";

/**
 * A ground in plain TypeScript. Where derivatives suit, it takes them as narrow as the kernels do, and shows as little of how many
 * rows there are, so that it gives the same bits.
 */
export function openPlainGround(
  bins: readonly FeatureBins[],
  columns: readonly Uint8Array[],
  rowCount: number,
): TreeGround {
  const { offsets, length } = layOut(bins);
  const histograms: Histogram[] = [];
  const free: HistogramKey[] = [];
  const rows = new Uint32Array(rowCount);
  const scratch = new Uint32Array(rowCount);
  const orderedGradient = new Float64Array(rowCount);
  const orderedHessian = new Float64Array(rowCount);
  let gradients: Float64Array = orderedGradient;
  let hessians: Float64Array = orderedHessian;
  let placeCount = rowCount;
  let features: readonly number[] = [];
  let isNarrow = false;
  let recounted = -1;
  let scored: { readonly kernel: DerivativeKernel; readonly forms: Forms } | undefined;

  const take = (): HistogramKey => {
    const key = free.pop() ?? histograms.push(new Float64Array(length)) - 1;
    histograms[key]!.fill(0);
    return key;
  };
  const fill = (from: number, to: number): HistogramKey => {
    for (let at = from; at < to; at++) {
      orderedGradient[at - from] = gradients[rows[at]!]!;
      orderedHessian[at - from] = hessians[rows[at]!]!;
    }
    const key = take();
    const leaf = { rows, from, to, gradient: orderedGradient, hessian: orderedHessian };
    fillHistogram(histograms[key]!, columns, offsets, features, leaf);
    return key;
  };
  return {
    rowCount,
    bins,
    scoreRoom: (count) => {
      const kernel = plainDerivatives(rowCount, count);
      scored = { kernel, forms: openForms(kernel, rowCount) };
      return kernel.scores;
    },
    prepareForm: (form) => scored?.forms.prepare(form),
    judgeForm: (form, scores) => scored?.forms.judge(form, scored.kernel.scores.indexOf(scores)),
    deriveForm: (form, scores) => {
      const derived = scored?.forms.derive(form, scored.kernel.scores.indexOf(scores));
      if (!scored || !derived) return undefined;
      isNarrow = true;
      gradients = Float64Array.from(scored.kernel.derivatives, (packed) => packed >> 16);
      hessians = Float64Array.from(scored.kernel.derivatives, (packed) => packed & 0xffff);
      return derived.units;
    },
    derive: (gradient, hessian) => {
      gradients = gradient;
      hessians = hessian;
      const narrow = toNarrow(gradient, hessian);
      isNarrow = narrow !== undefined;
      return narrow ?? { gradientUnit: 1 / toFixedPoint(gradient), hessianUnit: 1 / toFixedPoint(hessian) };
    },
    begin: (given, asked) => {
      features = asked;
      placeCount = given?.length ?? rowCount;
      if (given) placeDrawn(rows, given);
      else for (let row = 0; row < rowCount; row++) rows[row] = row;
      return sumRows(rows.subarray(0, placeCount), gradients, hessians);
    },
    fill,
    fillSide: (from, to, leaf) => {
      if (recounted === leaf) recounted = -1;
      const side = fill(from, to);
      subtractHistogram(histograms[leaf]!, histograms[side]!);
      return side;
    },
    recount: (key, from, to) => {
      rows.subarray(from, to).sort();
      recounted = key;
    },
    release: (key) => {
      if (recounted === key) recounted = -1;
      free.push(key);
    },
    read: (key, feature) => {
      const end = offsets[feature]! + bins[feature]!.binCount * binWidth;
      const triples = histograms[key]!.subarray(offsets[feature], end);
      return isNarrow && recounted !== key ? withEstimates(triples) : triples;
    },
    part: (from, to, feature, goesLeft) => partRows(rows, from, to, columns[feature]!, goesLeft, scratch),
    placeCount: () => placeCount,
    addValues: (leaves, scores) => {
      for (const { from, to, value } of leaves)
        for (let at = from; at < to; at++) scores[rows[at]!]! += value;
    },
    close: () => {},
  };
}

/** The rows of each bin by its hessian. */
function withEstimates(triples: Histogram): Histogram {
  const estimated = triples.slice();
  let [hessian, count] = [0, 0];
  for (let at = 0; at < triples.length; at += binWidth) {
    hessian += triples[at + 1]!;
    count += triples[at + 2]!;
  }
  const rows = rowsPerHessian(count, hessian);
  for (let at = 0; at < triples.length; at += binWidth) estimated[at + 2] = triples[at + 1]! * rows;
  return estimated;
}

/** Where each feature starts in a histogram, and how long that is. */
function layOut(bins: readonly FeatureBins[]): {
  readonly offsets: readonly number[];
  readonly length: number;
} {
  const offsets: number[] = [];
  let length = 0;
  for (const { binCount } of bins) {
    offsets.push(length);
    length += binCount * binWidth;
  }
  return { offsets, length };
}

function sumRows(rows: Uint32Array, gradient: Float64Array, hessian: Float64Array): Sums {
  let gradients = 0;
  let hessians = 0;
  for (let at = 0; at < rows.length; at++) {
    gradients += gradient[rows[at]!]!;
    hessians += hessian[rows[at]!]!;
  }
  return { gradient: gradients, hessian: hessians, count: rows.length };
}
