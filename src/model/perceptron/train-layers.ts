import { createRandom, failInput, shuffledIndexes } from "../../base/index.ts";
import { takeNumbers } from "../../schema/index.ts";
import { takeTurn } from "../take-turn.ts";
import type { TrainContext } from "../trainer.ts";
import { createAdam } from "./adam.ts";
import { copyLayers, createLayers, type Activation, type Layer } from "./layers.ts";
import { forwardPass, gradientOf, meanLoss, type Batch, type Head } from "./passes.ts";

/** What the steps of training need to know. */
export interface TrainingSteps {
  /** Widths of the layers, from the features to the outputs. */
  readonly widths: readonly number[];
  readonly activation: Activation;
  readonly head: Head;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly earlyStoppingRounds: number;
}

/** Trained layers, and how the training went. */
export interface TrainedLayers {
  readonly layers: readonly Layer[];
  readonly epochsRun: number;
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  /** After each epoch; validation is null without rows for it. */
  readonly curve: readonly {
    readonly epoch: number;
    readonly training: number;
    readonly validation: number | null;
  }[];
}

/** Without rows to stop by, training ends when the loss has not gone down by this share for so many epochs. */
const leastGain = 1e-4;

/** Steps by Adam over small batches; with validation rows the layers of the epoch with their least loss are kept. */
export async function trainLayers(
  all: Batch,
  validation: Batch | undefined,
  steps: TrainingSteps,
  { seed, effects }: TrainContext,
): Promise<TrainedLayers> {
  const { activation, head, widths, epochs, batchSize, earlyStoppingRounds } = steps;
  const layers = createLayers(widths, createRandom(`${seed}/mlp/weights`));
  const adam = createAdam(layers, steps.learningRate);
  const curve: { epoch: number; training: number; validation: number | null }[] = [];
  let kept = layers;
  let best = { epoch: 0, loss: Infinity };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await takeTurn(effects, { task: "train mlp", done: epoch - 1, total: epochs });
    let training = 0;
    for (const batch of batchesOf(all, batchSize, `${seed}/mlp/epoch/${epoch}`)) {
      const gradient = gradientOf(layers, activation, head, batch, steps.weightDecay);
      training += (gradient.loss * batch.rowCount) / all.rowCount;
      adam.step(layers, gradient.layers);
    }
    const loss = validation
      ? meanLoss(
          head,
          forwardPass(layers, activation, validation.rows, validation.rowCount).at(-1)!,
          validation,
        )
      : training;
    if (!Number.isFinite(training) || !Number.isFinite(loss)) failRunAway(epoch, steps.learningRate);
    curve.push({ epoch, training, validation: validation ? loss : null });
    if (loss < best.loss - (validation ? 0 : leastGain)) {
      best = { epoch, loss };
      if (validation) kept = copyLayers(layers);
    }
    if (earlyStoppingRounds > 0 && epoch - best.epoch >= earlyStoppingRounds) break;
  }
  return {
    layers: kept,
    epochsRun: curve.length,
    bestEpoch: validation ? best.epoch : curve.length,
    stoppedEarly: curve.length < epochs,
    curve,
  };
}

const failRunAway = (epoch: number, learningRate: number): never =>
  failInput("T2704", `The loss of the perceptron left float64 in epoch ${epoch}`, {
    place: "learningRate",
    value: String(learningRate),
    cure: "Give a smaller learningRate or weightDecay, and look for extreme values among the features.",
  });

/** The rows in small batches; their order comes from the seed alone, and the rows stand in the order of what they hold. */
function* batchesOf(all: Batch, batchSize: number, seed: string): Generator<Batch> {
  const order = shuffledIndexes(all.rowCount, createRandom(seed));
  const size = all.rowCount === 0 ? 0 : all.rows.length / all.rowCount;
  for (let from = 0; from < order.length; from += batchSize) {
    const drawn = order.subarray(from, from + batchSize);
    const rows = new Float64Array(drawn.length * size);
    for (const [at, row] of drawn.entries())
      rows.set(all.rows.subarray(row * size, (row + 1) * size), at * size);
    yield {
      rowCount: drawn.length,
      rows,
      target: takeNumbers(all.target, drawn),
      weight: takeNumbers(all.weight, drawn),
    };
  }
}
