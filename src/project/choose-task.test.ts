import { describe, expect, it } from "vitest";
import { vectorFromValues } from "../schema/index.ts";
import { chooseTask, targetNumbers } from "./choose-task.ts";

const texts = (...values: (string | null)[]) => vectorFromValues("Text", values);

describe("chooseTask", () => {
  it("takes yes as positive, whatever is rarer", () => {
    expect(chooseTask("paid", texts("yes", "no", "yes", "yes"), null).task).toEqual({
      kind: "binary",
      classes: ["no", "yes"],
      type: "Text",
    });
  });

  it("takes the rarer of two classes as positive", () => {
    expect(chooseTask("Revenue", vectorFromValues("Int", [2, 2, 1, 2]), null).task).toEqual({
      kind: "binary",
      classes: [2, 1],
      type: "Int",
    });
  });

  it("takes the class that the user names", () => {
    expect(chooseTask("paid", texts("yes", "no"), "no").task).toMatchObject({ classes: ["yes", "no"] });
  });

  it("reads more than two texts as classes and more than two numbers as a quantity", () => {
    expect(chooseTask("kind", texts("b", "a", "c", null), null).task).toEqual({
      kind: "multiclass",
      classes: ["a", "b", "c"],
      type: "Text",
    });
    expect(chooseTask("price", vectorFromValues("Int", [1, 2, 3]), null).task).toEqual({
      kind: "regression",
    });
  });

  it.each([
    ["T2040", vectorFromValues("Float", [null, null])],
    ["T2041", texts("same", "same", null)],
    ["T2042", vectorFromValues("Day", [1, 2])],
    ["T2043", texts(...Array.from({ length: 150 }, (_, index) => `id ${index}`))],
  ])("refuses with %s and a cure", (code, target) => {
    expect(() => chooseTask("target", target, null)).toThrow(
      new RegExp(`${code} The target "target".*(Predict|Derive)`),
    );
  });

  it("refuses a positive class that never occurs", () => {
    expect(() => chooseTask("paid", texts("yes", "no"), "maybe")).toThrow(/T2045.*"maybe".*"no" and "yes"/);
  });

  it("gives classes as their index and a missing target as NaN", () => {
    const target = texts("no", "yes", null);
    const { task } = chooseTask("paid", target, null);
    expect([...targetNumbers(task, target)]).toEqual([0, 1, Number.NaN]);
    const flags = vectorFromValues("Boolean", [true, false, null]);
    expect([...targetNumbers(chooseTask("flag", flags, null).task, flags)]).toEqual([1, 0, Number.NaN]);
  });
});
