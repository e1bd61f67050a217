import type { Random } from "../../base/index.ts";

/** What a hidden unit makes of its sum. */
export type Activation = "relu" | "tanh";

/** One layer: `outputs` sums over `inputs` numbers. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Row after row, one row for each input. */
  readonly weights: Float64Array<ArrayBuffer>;
  readonly biases: Float64Array<ArrayBuffer>;
}

/** Layers of some widths, from the inputs to the outputs, with the weights of Glorot & Bengio (2010) and biases 0. */
export function createLayers(widths: readonly number[], random: Random): readonly Layer[] {
  return widths.slice(1).map((outputs, at) => {
    const inputs = widths[at]!;
    const reach = Math.sqrt(6 / (inputs + outputs));
    return {
      inputs,
      outputs,
      weights: Float64Array.from({ length: inputs * outputs }, () => (random.next() * 2 - 1) * reach),
      biases: new Float64Array(outputs),
    };
  });
}

/** Layers of the same shape, all zeros. */
export const zerosLike = (layers: readonly Layer[]): readonly Layer[] =>
  layers.map(({ inputs, outputs }) => ({
    inputs,
    outputs,
    weights: new Float64Array(inputs * outputs),
    biases: new Float64Array(outputs),
  }));

/** A copy that later steps leave alone. */
export const copyLayers = (layers: readonly Layer[]): readonly Layer[] =>
  layers.map((layer) => ({ ...layer, weights: layer.weights.slice(), biases: layer.biases.slice() }));
