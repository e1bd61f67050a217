import { call, float, linear, type Expr } from "../../ir/index.ts";
import type { Activation, Layer } from "./layers.ts";

/** The outputs of the last layer as expressions; a hidden unit is one object wherever it is read. */
export function layerExprs(
  layers: readonly Layer[],
  activation: Activation,
  inputs: readonly Expr[],
): readonly Expr[] {
  return layers.reduce<readonly Expr[]>((below, { outputs, weights, biases }, at) => {
    const sums = Array.from({ length: outputs }, (_, unit) =>
      linear(
        below.map((of, place) => ({ weight: weights[place * outputs + unit]!, of })),
        biases[unit]!,
      ),
    );
    if (at === layers.length - 1) return sums;
    return sums.map((sum) =>
      activation === "tanh" ? call("tanh", sum) : call("clamp", sum, float(0), float(Number.MAX_VALUE)),
    );
  }, inputs);
}
