import { zerosLike, type Layer } from "./layers.ts";

/** Takes steps against a gradient. */
export interface Stepper {
  /** Changes the layers in place. */
  step(layers: readonly Layer[], gradient: readonly Layer[]): void;
}

const firstDecay = 0.9;
const secondDecay = 0.999;
const smallest = 1e-8;

/** Adam (Kingma & Ba 2015) with its own constants. */
export function createAdam(shape: readonly Layer[], learningRate: number): Stepper {
  const means = zerosLike(shape);
  const squares = zerosLike(shape);
  let firstPower = 1;
  let secondPower = 1;
  return {
    step(layers, gradient) {
      firstPower *= firstDecay;
      secondPower *= secondDecay;
      const rate = (learningRate * Math.sqrt(1 - secondPower)) / (1 - firstPower);
      for (const [at, layer] of layers.entries())
        for (const part of ["weights", "biases"] as const)
          stepPart(layer[part], gradient[at]![part], means[at]![part], squares[at]![part], rate);
    },
  };
}

function stepPart(
  values: Float64Array,
  gradient: Float64Array,
  means: Float64Array,
  squares: Float64Array,
  rate: number,
): void {
  for (let at = 0; at < values.length; at++) {
    const slope = gradient[at]!;
    const mean = firstDecay * means[at]! + (1 - firstDecay) * slope;
    const square = secondDecay * squares[at]! + (1 - secondDecay) * slope * slope;
    means[at] = mean;
    squares[at] = square;
    values[at]! -= (rate * mean) / (Math.sqrt(square) + smallest);
  }
}
