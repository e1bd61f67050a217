import { describe, expect, it } from "vitest";
import { runTransform } from "./run-transform.test-support.ts";

const missing = null;
const train = [1, 2, 2, 3, 4, 4, 5, 6, 50, -40, missing];

/** numpy and scipy.stats 1.17.1: percentile, std, median_abs_deviation(scale="normal") */
const bounds = [
  [{ kind: "iqr" }, -2.125, 8.875],
  [{ kind: "z-score", factor: 2 }, -36.668799833534806, 44.06879983353481],
  [{ kind: "mad" }, -4.2836616471544104, 11.28366164715441],
] as const;

describe("clip", () => {
  it.each(bounds)("cuts at learnt bounds: %o", (params, low, high) => {
    const { features, text } = runTransform("clip", params, { type: "Float", train, later: [-1e9, 1e9, 0] });
    expect(features["x"]!.slice(-3)).toEqual([expect.closeTo(low, 12), expect.closeTo(high, 12), 0]);
    expect(features["x"]![10]).toBe(null);
    expect(text).toContain("; 2 of 10 values changed");
  });

  it("says what the bounds are made of", () => {
    expect(runTransform("clip", { kind: "iqr" }, { type: "Int", train }).text).toBe(
      "was cut at -2.125 (1.5 interquartile ranges beyond the quartile) and 8.875 (1.5 interquartile ranges beyond the quartile); 2 of 10 values changed",
    );
  });
});

describe("flag-outliers", () => {
  it.each(bounds)("says which values are beyond the bounds, also later ones: %o", (params) => {
    const { features, types, text } = runTransform("flag-outliers", params, {
      type: "Int",
      train,
      later: [-1000, 7, missing],
    });
    expect(features["x"]).toEqual([...train, -1000, 7, null]);
    expect(features["x is outlier"]!.slice(6)).toEqual([false, false, true, true, false, true, false, false]);
    expect(types).toEqual(["Int", "Boolean"]);
    expect(text).toContain("2 of 10 values");
  });

  it("finds no outlier where there is nothing to learn from", () => {
    const { features } = runTransform(
      "flag-outliers",
      { kind: "mad" },
      { type: "Int", train: [missing], later: [9] },
    );
    expect(features["x is outlier"]).toEqual([false, false]);
  });
});
