import { createRandom, quietEffects } from "../../base/index.ts";
import { boosting, type Fitted, type TrainingSet } from "../../model/index.ts";
import { keepFits } from "./keep-fits.ts";

/** Rows that take a while to learn from. */
function made(): TrainingSet {
  const random = createRandom("kept");
  const rowCount = 2500;
  const features = Array.from({ length: 5 }, (_, at) => ({
    kind: "number" as const,
    name: `x${at}`,
    values: Float64Array.from({ length: rowCount }, () => random.next()),
  }));
  const target = Float64Array.from(
    { length: rowCount },
    (_, row) => features[0]!.values[row]! * features[1]!.values[row]! + random.next() / 5,
  );
  return { task: { kind: "regression" }, rowCount, features, target };
}

/** Fits with states in a folder, written as often as they are told; the model as text. */
export async function fitKept(folder: string | null): Promise<string> {
  const effects = quietEffects(() => 0);
  const kept = folder === null ? {} : await keepFits(folder, "step", effects, 0).open("all");
  const params = boosting.normalize(
    { numIterations: 160, numLeaves: 15, baggingFraction: 0.8 },
    "params",
    [],
  );
  const fitted: Fitted = await boosting.train(made(), undefined, params, { seed: 4, effects, ...kept });
  return JSON.stringify(fitted);
}
