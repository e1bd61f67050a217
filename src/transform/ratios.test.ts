import { describe, expect, it } from "vitest";
import { numberTable, runStep } from "./joint.test-support.ts";

describe("ratios", () => {
  const table = numberTable({ rooms: [6, 3, null], people: [2, 0, 4], homes: [3, 1, 2] });

  it("divides the first of each pair by the second; by 0 and by nothing it is missing", () => {
    const { features, texts } = runStep(table, { transform: "ratios" });
    expect(Object.keys(features)).toEqual([
      "rooms",
      "people",
      "homes",
      "rooms / people",
      "rooms / homes",
      "people / homes",
    ]);
    expect(features["rooms / people"]).toEqual([3, null, null]);
    expect(features["people / homes"]).toEqual([2 / 3, 0, 2]);
    expect(texts).toEqual(["gave 3 ratios together"]);
  });

  it("adds differences where they are wanted", () => {
    const { features, texts } = runStep(table, { transform: "ratios", params: { differences: true } });
    expect(features["rooms - homes"]).toEqual([3, 2, null]);
    expect(texts).toEqual(["gave 3 ratios and 3 differences together"]);
  });

  it("refuses to pair very many columns", () => {
    const wide = numberTable(Object.fromEntries(Array.from({ length: 41 }, (_, at) => [`c${at}`, [1]])));
    expect(() => runStep(wide, { transform: "ratios" })).toThrow(/T1567 .*41 columns/);
  });
});
