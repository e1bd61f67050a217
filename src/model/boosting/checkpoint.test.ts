import { describe, expect, it } from "vitest";
import { quietEffects, type Json } from "../../base/index.ts";
import { boosting, type BoostingParameters } from "../boosting.ts";
import { takeTrainingRows } from "../prepare-training-set.ts";
import type { Fitted, TrainContext, TrainingSet } from "../trainer.ts";
import { peerParts, peerTasks, type PeerTask } from "./peer-set.test-support.ts";

const quiet = { seed: 9, effects: quietEffects(() => 0) };

const train = (
  set: TrainingSet,
  given: Partial<BoostingParameters>,
  more: Partial<TrainContext> = {},
  validation?: TrainingSet,
): Promise<Fitted> =>
  boosting.train(set, validation, boosting.normalize(given, "models.0", []), { ...quiet, ...more });

/** All states that a training leaves, through JSON text as a file would hold them. */
async function statesOf(set: TrainingSet, given: Partial<BoostingParameters>): Promise<readonly Json[]> {
  const states: Json[] = [];
  const onCheckpoint = (state: Json): void => void states.push(JSON.parse(JSON.stringify(state)) as Json);
  await train(set, given, { onCheckpoint });
  return states;
}

const rows = (task: PeerTask): TrainingSet =>
  takeTrainingRows(
    peerParts(task).train,
    Uint32Array.from({ length: 700 }, (_, row) => row),
  );

const ways: Readonly<Record<string, Partial<BoostingParameters>>> = {
  gbdt: { baggingFraction: 0.7, featureFraction: 0.7 },
  goss: { dataSampleStrategy: "goss", learningRate: 0.3 },
  dart: { boosting: "dart", skipDrop: 0.2 },
  rf: { boosting: "rf", baggingFraction: 0.6 },
  "linear leaves": { linearTree: true, linearLambda: 1 },
  "linear leaves and dart": { linearTree: true, boosting: "dart", skipDrop: 0.2 },
  "linear leaves and goss": { linearTree: true, dataSampleStrategy: "goss", learningRate: 0.3 },
};

describe("checkpoints of boosting", () => {
  for (const [way, given] of Object.entries(ways)) {
    it(`goes on after an interruption to the same bytes with ${way}`, async () => {
      const set = rows(peerTasks.multiclass);
      const params = { numIterations: 24, numLeaves: 7, ...given };
      const whole = JSON.stringify(await train(set, params));
      const states = await statesOf(set, params);
      expect(states.length).toBeGreaterThan(5);
      for (const state of [states[0]!, states[4]!, states.at(-1)!])
        expect(JSON.stringify(await train(set, params, { resume: state }))).toBe(whole);
    });

    it(`adds iterations to a finished model as if it had been trained in one go with ${way}`, async () => {
      const set = rows(peerTasks.binary);
      const params = { numLeaves: 7, ...given };
      const first = (await statesOf(set, { ...params, numIterations: 9 })).at(-1)!;
      const longer = await train(set, { ...params, numIterations: 8 }, { initModel: first });
      const whole = await train(set, { ...params, numIterations: 17 });
      expect(JSON.stringify(longer.outputs)).toBe(JSON.stringify(whole.outputs));
      expect(longer.importance).toEqual(whole.importance);
    });
  }

  it("does not grow what a state holds already", async () => {
    const set = rows(peerTasks.regression);
    const [state] = (await statesOf(set, { numIterations: 20 })).slice(-1);
    const told: Json[] = [];
    await train(set, { numIterations: 20 }, { resume: state!, onCheckpoint: (one) => void told.push(one) });
    expect(told).toEqual([state]);
  });

  it("is stopped early to the bytes of a shorter training", async () => {
    const [set, validation] = [rows(peerTasks.regression), peerParts(peerTasks.regression).test];
    const given = { learningRate: 0.3, earlyStoppingRounds: 5 };
    for (const way of [{}, { boosting: "rf", baggingFraction: 0.3 }, { linearTree: true }] as const) {
      const stopped = await train(set, { ...given, ...way, numIterations: 300 }, {}, validation);
      expect(stopped.details["stoppedEarly"]).toBe(true);
      const numIterations = Number(stopped.details["bestIteration"]);
      const short = await train(set, { ...given, ...way, numIterations });
      expect(JSON.stringify(stopped.outputs)).toBe(JSON.stringify(short.outputs));
    }
  });

  it("refuses a state of other rows, parameters or none at all", async () => {
    const set = rows(peerTasks.regression);
    const state = (await statesOf(set, { numIterations: 5 })).at(-1)!;
    const given = { numIterations: 5 };
    await expect(train(set, { ...given, numLeaves: 9 }, { resume: state })).rejects.toThrow("T2657");
    await expect(train(rows(peerTasks.binary), given, { resume: state })).rejects.toThrow("T2657");
    const other = takeTrainingRows(
      set,
      Uint32Array.from({ length: 600 }, (_, row) => row),
    );
    await expect(train(other, given, { initModel: state })).rejects.toThrow("T2657");
    const loop = structuredClone(state) as { iterations: number[][][][] };
    loop.iterations[0]![0]![0]![4] = 0;
    for (const broken of [null, 7, {}, { ...(state as object), iterations: [[[]]] }, loop as unknown as Json])
      await expect(train(set, given, { resume: broken })).rejects.toThrow("T2656");
  });
});
