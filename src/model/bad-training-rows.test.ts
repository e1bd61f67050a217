import { describe, expect, it } from "vitest";
import { quietEffects, TandemError, type Diagnostic } from "../base/index.ts";
import type { Fitted, Trainer, TrainingSet } from "./trainer.ts";
import { trainerNames, trainers } from "./trainers.ts";

const context = { seed: 1, effects: quietEffects(() => 0) };
const x = Float64Array.from({ length: 12 }, (_, row) => row);
const z = Float64Array.from({ length: 12 }, (_, row) => (row * 5) % 12);
const tasks = {
  regression: { kind: "regression" },
  binary: { kind: "binary", classes: ["no", "yes"], type: "Text" },
  multiclass: { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" },
} as const;

/** Rows whose classes are parted by x; the numbers of a regression follow from it. */
const setOf = (task: keyof typeof tasks, more: Partial<TrainingSet> = {}): TrainingSet => ({
  task: tasks[task],
  rowCount: 12,
  features: [
    { name: "x", kind: "number", values: x },
    { name: "z", kind: "number", values: z },
  ],
  target: x.map((value) =>
    task === "regression" ? 2 * value : Math.floor((value * (task === "binary" ? 2 : 3)) / 12),
  ),
  ...more,
});

/** Trained with what is usual for the trainer. */
async function train(name: (typeof trainerNames)[number], set: TrainingSet): Promise<Fitted> {
  const trainer: Trainer<unknown> = trainers[name];
  const diagnostics: Diagnostic[] = [];
  const params = trainer.normalize({}, "models.0", diagnostics);
  expect(diagnostics).toEqual([]);
  return trainer.train(set, undefined, params, context);
}

const cases = trainerNames.flatMap((name) =>
  (["regression", "binary", "multiclass"] as const)
    .filter((task) => trainers[name].tasks.includes(task))
    .map((task) => [name, task] as const),
);

describe("rows that no model can be learnt from", () => {
  it.each(cases)("%s, %s: weights that are no weights are refused with their row", async (name, task) => {
    for (const wrong of [-1, -Number.MIN_VALUE, Number.NaN, Infinity]) {
      const weight = new Float64Array(12).fill(1);
      weight[3] = wrong;
      await expect(train(name, setOf(task, { weight }))).rejects.toThrow(/T1655 The weight is .* in row 4/);
    }
    await expect(train(name, setOf(task, { weight: new Float64Array(12) }))).rejects.toThrow(/T1655/);
    await expect(train(name, setOf(task, { weight: Float64Array.of(1) }))).rejects.toThrow(/T1655/);
  });

  it.each(cases)(
    "%s, %s: classes that a column parts give a finite model or a refusal",
    async (name, task) => {
      try {
        const { outputs, details } = await train(name, setOf(task));
        const told = JSON.stringify({ outputs, details }, (_, value: unknown) =>
          typeof value === "number" && !Number.isFinite(value) ? "not finite" : value,
        );
        expect(told).not.toContain("not finite");
      } catch (error) {
        expect(error).toBeInstanceOf(TandemError);
      }
    },
  );

  it("logistic and glm name what parts the classes", async () => {
    const { diagnostics: ofLogistic } = await train("logistic", setOf("binary"));
    const { diagnostics: ofGlm } = await train("glm", setOf("binary"));
    expect(ofLogistic).toEqual([
      expect.objectContaining({ code: "T1660", message: expect.stringContaining('"x"') as string }),
    ]);
    expect(ofGlm?.map(({ code }) => code)).toContain("T2689");
  });
});
