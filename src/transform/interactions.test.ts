import { describe, expect, it } from "vitest";
import { tableFromVectors, vectorFromValues } from "../schema/index.ts";
import { numberTable, runStep } from "./joint.test-support.ts";

describe("interactions", () => {
  const table = numberTable({ a: [2, null], b: [5, 3] });

  it("gives the products of scikit-learn 1.9.1 (PolynomialFeatures(3, include_bias=False)) in its order", () => {
    const { features } = runStep(table, { transform: "interactions", params: { degree: 3 } });
    // a, b, a^2, a b, b^2, a^3, a^2 b, a b^2, b^3
    expect(Object.entries(features).map(([name, values]) => [name, values[0]])).toEqual([
      ["a", 2],
      ["b", 5],
      ["a²", 4],
      ["a × b", 10],
      ["b²", 25],
      ["a³", 8],
      ["a² × b", 20],
      ["a × b²", 50],
      ["b³", 125],
    ]);
    expect(features["a × b²"]![1]).toBeNull();
  });

  it("leaves powers out where they are not wanted", () => {
    const { features } = runStep(table, { transform: "interactions", params: { powers: false } });
    expect(Object.keys(features)).toEqual(["a", "b", "a × b"]);
  });

  it("makes a level of each combination of texts", () => {
    const texts = tableFromVectors([
      ["city", vectorFromValues("Text", ["Rome", null])],
      ["n", vectorFromValues("Int", [1, 2])],
      ["kind", vectorFromValues("Text", ["bus", "tram"])],
    ]);
    const { features, texts: told } = runStep(texts, { transform: "interactions" });
    expect(features["city × kind"]).toEqual(["Rome × bus", null]);
    expect(told).toEqual(["gave 1 product and 1 combination together"]);
  });
});
