import { createRandom, hashJson, quietEffects } from "../../src/base/index.ts";
import { boosting, type Feature, type TrainingSet } from "../../src/model/index.ts";

/** 60,000 rows of eight numbers, some with gaps, and a category: enough for the narrow sums of the kernel. */
function madeSet(): TrainingSet {
  const rowCount = 60_000;
  const random = createRandom("browser");
  const column = (value: () => number): Float64Array => Float64Array.from({ length: rowCount }, value);
  const numbers = Array.from({ length: 8 }, (_, at) =>
    column(() => (at % 3 === 1 && random.next() < 0.1 ? Number.NaN : random.next() - 0.5)),
  );
  const codes = Int32Array.from({ length: rowCount }, () => random.integer(31) - 1);
  const target = numbers[0]!.map((x, row) =>
    Number(x + numbers[2]![row]! * numbers[3]![row]! * 4 + (codes[row]! % 5) / 5 > random.next()),
  );
  const features: Feature[] = [
    ...numbers.map((values, at) => ({ kind: "number", name: `x${at}`, values }) as const),
    { kind: "category", name: "level", codes, levelCount: 30 },
  ];
  return { task: { kind: "binary", classes: [0, 1], type: "Int" }, rowCount, features, target };
}

/** The hash of a boosted model, trained where this runs. */
export async function trainedHash(threads: number): Promise<string> {
  const params = boosting.normalize({ numIterations: 15 }, "browser", []);
  const context = { seed: 1, effects: quietEffects(() => 0), threads };
  return hashJson(await boosting.train(madeSet(), undefined, params, context));
}
