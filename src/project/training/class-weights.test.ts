import { describe, expect, it } from "vitest";
import type { Task } from "../../model/index.ts";
import { classWeights, weighByClass } from "./class-weights.ts";

const task: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };
const target = Float64Array.of(0, 0, 0, 0, 0, 1, 1, 2);
const weight = Float64Array.of(1, 2, 1, 1, 1, 3, 1, 0.5);

describe("classWeights", () => {
  it("balances as scikit-learn does, with weights and without", () => {
    // scikit-learn 1.9.1 compute_class_weight("balanced", …), the second with sample_weight.
    const plain = classWeights("balanced", { task, target });
    for (const [at, value] of [0.53333333, 1.33333333, 2.66666667].entries())
      expect(plain[at]).toBeCloseTo(value, 8);
    const weighted = classWeights("balanced", { task, target, weight });
    for (const [at, value] of [0.58333333, 0.875, 7].entries()) expect(weighted[at]).toBeCloseTo(value, 8);
  });

  it("takes named classes as named, and others as 1", () => {
    expect(classWeights({ b: 5 }, { task, target })).toEqual([1, 5, 1]);
    const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
    expect(classWeights({ true: 3 }, { task: binary, target })).toEqual([1, 3]);
  });

  it("knows a class by no more than its name", () => {
    const named: Task = { kind: "multiclass", classes: ["constructor", "toString", "a"], type: "Text" };
    expect(classWeights({ a: 2 }, { task: named, target })).toEqual([1, 1, 2]);
    expect(classWeights({ constructor: 4 }, { task: named, target })).toEqual([4, 1, 1]);
  });

  it("multiplies the weights of rows", () => {
    expect([...weighByClass({ task, target, weight }, [1, 2, 4])]).toEqual([1, 2, 1, 1, 1, 6, 2, 2]);
  });
});
