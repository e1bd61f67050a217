import { exponential, naturalLogarithm } from "../../base/index.ts";
import { gemm } from "../../kernel/index.ts";
import { ExactSum } from "../../stats/index.ts";
import type { Activation, Layer } from "./layers.ts";

/** What the outputs of the last layer are: a number, the log-odds of the second class, or a score for each class. */
export type Head = "regression" | "binary" | "multiclass";

/** Rows to learn from, standardised. */
export interface Batch {
  readonly rowCount: number;
  readonly rows: Float64Array<ArrayBuffer>;
  /** The number, or the place of the class. */
  readonly target: Float64Array<ArrayBuffer>;
  /** A weight for each row; 1 is the mean of all rows. */
  readonly weight: Float64Array<ArrayBuffer>;
}

/** The mean loss of some rows with its derivatives by all weights and biases. */
export interface Gradient {
  readonly loss: number;
  readonly layers: readonly Layer[];
}

/** (e^2x - 1) / (e^2x + 1), without the digits that this form loses near 0 and without overflow. */
function hyperbolicTangent(x: number): number {
  const size = Math.abs(x);
  if (size < 1e-3) return x * (1 - (x * x) / 3);
  const power = exponential(-2 * size);
  return (Math.sign(x) * (1 - power)) / (1 + power);
}

/** The outputs of every layer; those of the hidden ones are activated. */
export function forwardPass(
  layers: readonly Layer[],
  activation: Activation,
  rows: Float64Array,
  rowCount: number,
): readonly Float64Array<ArrayBuffer>[] {
  const outputs: Float64Array<ArrayBuffer>[] = [];
  let left = rows;
  for (const [at, { inputs, outputs: columns, weights, biases }] of layers.entries()) {
    const sums = new Float64Array(rowCount * columns);
    for (let row = 0; row < rowCount; row++) sums.set(biases, row * columns);
    gemm({ rows: rowCount, inner: inputs, columns, left, right: weights }, sums);
    if (at < layers.length - 1) activate(sums, activation);
    outputs.push(sums);
    left = sums;
  }
  return outputs;
}

function activate(sums: Float64Array, activation: Activation): void {
  for (let at = 0; at < sums.length; at++) {
    const sum = sums[at]!;
    sums[at] = activation === "tanh" ? hyperbolicTangent(sum) : sum > 0 ? sum : 0;
  }
}

/**
 * The weighted mean loss: half the squared error, or the log-loss, by an exact sum; NaN where a score has left float64. With `errors` given, the derivative of each row's share by its
 * outputs is written there.
 */
export function meanLoss(head: Head, scores: Float64Array, batch: Batch, errors?: Float64Array): number {
  const { rowCount, target, weight } = batch;
  const columns = rowCount === 0 ? 0 : scores.length / rowCount;
  const sum = new ExactSum();
  const add = (loss: number): boolean => {
    if (Number.isFinite(loss)) sum.add(loss);
    return Number.isFinite(loss);
  };
  for (let row = 0; row < rowCount; row++) {
    const share = weight[row]! / rowCount;
    if (head === "multiclass") {
      if (!add(share * softmaxLoss(scores, row * columns, columns, target[row]!, share, errors))) return NaN;
      continue;
    }
    const score = scores[row]!;
    const truth = target[row]!;
    if (head === "regression") {
      const error = score - truth;
      if (!add((share * (error * error)) / 2)) return NaN;
      if (errors) errors[row] = share * error;
    } else {
      const power = exponential(-Math.abs(score));
      if (!add(share * (Math.max(score, 0) - score * truth + naturalLogarithm(1 + power)))) return NaN;
      if (errors) errors[row] = share * ((score < 0 ? power : 1) / (1 + power) - truth);
    }
  }
  return sum.total();
}

/** The log-loss of one row, with the derivatives by its scores. */
function softmaxLoss(
  scores: Float64Array,
  from: number,
  columns: number,
  truth: number,
  share: number,
  errors: Float64Array | undefined,
): number {
  let greatest = -Infinity;
  for (let at = 0; at < columns; at++) greatest = Math.max(greatest, scores[from + at]!);
  let total = 0;
  for (let at = 0; at < columns; at++) total += exponential(scores[from + at]! - greatest);
  if (errors)
    for (let at = 0; at < columns; at++) {
      const probability = exponential(scores[from + at]! - greatest) / total;
      errors[from + at] = share * (probability - (at === truth ? 1 : 0));
    }
  return naturalLogarithm(total) + greatest - scores[from + truth]!;
}

/** Loss and derivatives by backpropagation (Rumelhart, Hinton & Williams 1986), with `decay`/2 · Σ weight² beside the mean loss. */
export function gradientOf(
  layers: readonly Layer[],
  activation: Activation,
  head: Head,
  batch: Batch,
  decay: number,
): Gradient {
  const outputs = forwardPass(layers, activation, batch.rows, batch.rowCount);
  let errors: Float64Array<ArrayBuffer> = new Float64Array(outputs.at(-1)!.length);
  let loss = meanLoss(head, outputs.at(-1)!, batch, errors);
  const gradients: Layer[] = [];
  for (let at = layers.length - 1; at >= 0; at--) {
    const layer = layers[at]!;
    const inputs = at === 0 ? batch.rows : outputs[at - 1]!;
    const weights = layer.weights.map((weight) => decay * weight);
    for (const weight of layer.weights) loss += (decay / 2) * weight * weight;
    gemm(
      {
        rows: layer.inputs,
        inner: batch.rowCount,
        columns: layer.outputs,
        left: inputs,
        leftTurned: true,
        right: errors,
      },
      weights,
    );
    const biases = new Float64Array(layer.outputs);
    for (let place = 0; place < errors.length; place++) biases[place % layer.outputs]! += errors[place]!;
    gradients.unshift({ ...layer, weights, biases });
    if (at > 0) errors = errorsBelow(layer, errors, inputs, batch.rowCount, activation);
  }
  return { loss, layers: gradients };
}

/** The derivatives by the sums of the layer below. */
function errorsBelow(
  { inputs, outputs, weights }: Layer,
  errors: Float64Array,
  activated: Float64Array,
  rowCount: number,
  activation: Activation,
): Float64Array<ArrayBuffer> {
  const below = gemm({
    rows: rowCount,
    inner: outputs,
    columns: inputs,
    left: errors,
    right: weights,
    rightTurned: true,
  });
  for (let at = 0; at < below.length; at++) {
    const unit = activated[at]!;
    below[at]! *= activation === "tanh" ? 1 - unit * unit : unit > 0 ? 1 : 0;
  }
  return below;
}
