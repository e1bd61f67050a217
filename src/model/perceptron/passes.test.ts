import { describe, expect, it } from "vitest";
import {
  binaryTarget,
  classTarget,
  farthest,
  first,
  numberTarget,
  rowCount,
  second,
  third,
  tripled,
} from "../fixtures/formula-rows.test-support.ts";
import { weightedMoments } from "../weighted-moments.ts";
import { createAdam } from "./adam.ts";
import type { Activation, Layer } from "./layers.ts";
import { gradientOf, type Batch, type Head } from "./passes.ts";

const standardized = (values: Float64Array): Float64Array<ArrayBuffer> => {
  const { mean, deviation } = weightedMoments(values, undefined)!;
  return Float64Array.from(values, (value) => (value - mean) / deviation);
};
const columns = [first, second, third].map(standardized);
const targets: Readonly<Record<Head, Float64Array<ArrayBuffer>>> = {
  regression: standardized(numberTarget),
  binary: Float64Array.from(binaryTarget),
  multiclass: Float64Array.from(classTarget),
};
const batchOf = (head: Head, weight = new Float64Array(rowCount).fill(1)): Batch => ({
  rowCount,
  rows: Float64Array.from({ length: rowCount * 3 }, (_, at) => columns[at % 3]![Math.floor(at / 3)]!),
  target: targets[head],
  weight,
});

/** Layers of 3, 4 and 3 units from formulas, so that scikit-learn can be given the very same. */
const layersFor = (head: Head): readonly Layer[] => {
  const widths = [3, 4, 3, head === "multiclass" ? 3 : 1];
  return widths.slice(1).map((outputs, at) => ({
    inputs: widths[at]!,
    outputs,
    weights: Float64Array.from(
      { length: widths[at]! * outputs },
      (_, place) => Math.sin(place * 3.7 + at) * 0.8,
    ),
    biases: Float64Array.from({ length: outputs }, (_, place) => Math.cos(place * 2.1 + at) * 0.3),
  }));
};
const heads = ["regression", "binary", "multiclass"] as const;

// MLPRegressor and MLPClassifier of scikit-learn 1.9.1 from the same weights: the loss of five steps by Adam over all rows with
// alpha 0.6 (0.01 for each of 60 rows) and learning rate 0.01, and some weights and biases after them.
const figures: Readonly<
  Record<
    string,
    {
      readonly losses: readonly number[];
      readonly weights: readonly number[];
      readonly biases: readonly number[];
    }
  >
> = {
  "relu regression": {
    losses: [
      0.9657946196866708, 0.9197836506227313, 0.8794026748080995, 0.8434427948261967, 0.8119297330554175,
    ],
    weights: [
      0.04937234351748001, -0.47336309513263586, 0.6699511712188819, -0.7463278412567002, 0.6781322272256128,
      -0.39175017514352745, -0.027500652655569727,
    ],
    biases: [0.11265057550954431, -0.34762727758319634, 0.10772376962846852],
  },
  "relu binary": {
    losses: [
      0.7818480804839774, 0.7750903105425141, 0.7691335560376875, 0.7636296200841757, 0.7582187617523852,
    ],
    weights: [
      0.04885691427620228, -0.47387530818330303, 0.669689135181998, -0.7460719879437812, 0.6781231125520911,
      -0.3914226694775572, -0.022722417083795562,
    ],
    biases: [0.11520721963861108, -0.34736344023738613, 0.17235254068662775],
  },
  "relu multiclass": {
    losses: [
      1.2635401353163416, 1.2486776126693349, 1.2354556620816206, 1.223130301497205, 1.211880964502418,
    ],
    weights: [
      0.04670209798783695, -0.3742676847064213, 0.6697339213154316, -0.7456557928612606, 0.6787657432562594,
      -0.39116713807218, -0.030020747149478826,
    ],
    biases: [0.11283599436258542, -0.33803922786710383, 0.18800096449819934],
  },
  "tanh regression": {
    losses: [
      1.1804270577650846, 1.132691496099575, 1.0868026097168328, 1.0426978202120547, 1.0002540659986885,
    ],
    weights: [
      0.04972740640271228, -0.47407324569205905, 0.6690019947965041, -0.745639337426788, 0.677725899871045,
      -0.39093067050619557, -0.028484514021306778,
    ],
    biases: [0.21230710862845312, -0.34909106434589254, 0.11294091053648178],
  },
  "tanh binary": {
    losses: [
      0.8238737737417836, 0.8133698343904453, 0.8033092639152393, 0.793680859628413, 0.7844938394577398,
    ],
    weights: [
      0.04968882588791443, -0.4740905690066393, 0.6690941682189075, -0.7457915125448841, 0.6778134573457812,
      -0.3910802896437619, -0.029443372877606545,
    ],
    biases: [0.21182100936524476, -0.34898334689424054, 0.1728826037742705],
  },
  "tanh multiclass": {
    losses: [
      1.1420336393605457, 1.1355000816720955, 1.1302324827697612, 1.1260255493182927, 1.122659442266681,
    ],
    weights: [
      0.049092694433689056, -0.3778507819028438, 0.6733533958810562, -0.8340321288788378, 0.677331852021027,
      -0.48111572678047604, 0.06813137922336629,
    ],
    biases: [0.21177798893772942, -0.34382498121764843, 0.09099370452938217],
  },
};

describe("gradientOf", () => {
  for (const activation of ["relu", "tanh"] as const)
    for (const head of heads) {
      it(`takes the steps of scikit-learn for ${head} with ${activation}`, () => {
        const expected = figures[`${activation} ${head}`]!;
        const layers = layersFor(head);
        const adam = createAdam(layers, 0.01);
        const losses = expected.losses.map(() => {
          const gradient = gradientOf(layers, activation, head, batchOf(head), 0.01);
          adam.step(layers, gradient.layers);
          return gradient.loss;
        });
        expect(farthest(losses, expected.losses)).toBeLessThan(1e-12);
        const weights = [...layers[0]!.weights.subarray(0, 4), ...layers[2]!.weights.subarray(0, 3)];
        expect(farthest(weights, expected.weights)).toBeLessThan(1e-10);
        expect(farthest([...layers[1]!.biases], expected.biases)).toBeLessThan(1e-10);
      });

      it(`has the slopes of small differences for ${head} with ${activation} and weights`, () => {
        expect(slopeError(head, activation)).toBeLessThan(1e-8);
      });
    }

  it("knows that a loss has left float64", () => {
    const layers = layersFor("regression");
    layers[2]!.biases.fill(1e200);
    expect(gradientOf(layers, "relu", "regression", batchOf("regression"), 0).loss).toBeNaN();
  });
});

/** The greatest distance of a derivative from the slope between two points near each other. */
function slopeError(head: Head, activation: Activation): number {
  const layers = layersFor(head);
  const batch = batchOf(
    head,
    tripled.map((one) => one / 2),
  );
  const lossNow = (): number => gradientOf(layers, activation, head, batch, 0.03).loss;
  const { layers: gradient } = gradientOf(layers, activation, head, batch, 0.03);
  const step = 1e-5;
  let worst = 0;
  for (const [at, layer] of layers.entries())
    for (const part of ["weights", "biases"] as const)
      for (const [place, value] of layer[part].entries()) {
        layer[part][place] = value + step;
        const above = lossNow();
        layer[part][place] = value - step;
        const below = lossNow();
        layer[part][place] = value;
        worst = Math.max(worst, Math.abs((above - below) / (2 * step) - gradient[at]![part][place]!));
      }
  return worst;
}
