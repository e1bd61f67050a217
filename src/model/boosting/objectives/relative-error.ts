import type { ObjectiveKind } from "./objective.ts";
import { weightedQuantile } from "./weighted-quantile.ts";

/** |s - y| / max(1, |y|): the absolute error where a row counts by the size of its target (`mape` of LightGBM). */
export const relativeError: ObjectiveKind = {
  tasks: ["regression"],
  metric: "mape",
  open: ({ target, weight }) => {
    const share = target.map((value) => 1 / Math.max(1, Math.abs(value)));
    const both = weight ? share.map((value, row) => value * weight[row]!) : share;
    return {
      link: { kind: "identity" },
      start: [weightedQuantile(target, both, 0.5)],
      renewal: { share: 0.5, weight: both },
      differentiate: ([score], _output, gradient, hessian) => {
        for (let row = 0; row < gradient.length; row++) {
          gradient[row] = Math.sign(score![row]! - target[row]!) * share[row]!;
          hessian[row] = 1;
        }
      },
    };
  },
};
