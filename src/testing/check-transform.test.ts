import { describe, expect, it } from "vitest";
import { failInput } from "../base/index.ts";
import { call, column, float, int, missing, type LiteralExpr } from "../ir/index.ts";
import { transformNames, transforms, type Transform, type TransformName } from "../transform/index.ts";
import { checkTransform } from "./check-transform.ts";

/** The parameters to try with each transform: every choice at least once. */
const paramSets: Readonly<Record<TransformName, readonly unknown[]>> = {
  "parse-number": [{}, { decimal: ",", units: { level: 2 } }, { thousands: " " }],
  "parse-date": [{}, { order: "mdy", to: "Instant", pivot: 30 }],
  "merge-categories": [{}, { plurals: false, typingErrors: false, apart: ["red"] }],
  impute: [
    {},
    { strategy: "mean", flag: true },
    { strategy: "median" },
    { strategy: "mode" },
    { strategy: "constant", value: 7 },
    { strategy: "constant", value: "none" },
    { strategy: "constant", value: "2024-02-29" },
  ],
  clip: [{}, { low: -3, high: 2.5 }, { low: 1e12 }, { lowQuantile: 0.4, highQuantile: 0.4 }, { kind: "mad" }],
  "flag-outliers": [{}, { kind: "z-score", factor: 1 }, { kind: "mad", low: 0 }, { kind: "quantile" }],
  scale: [
    {},
    { kind: "min-max" },
    { kind: "max-abs" },
    { kind: "robust" },
    { kind: "robust", lowQuantile: 0, highQuantile: 0.9 },
  ],
  "quantile-scale": [{ quantiles: 9 }, { to: "normal", quantiles: 4 }],
  "power-scale": [{}, { kind: "box-cox" }, { standardize: false }],
  log1p: [{}, { kind: "shifted" }],
  bin: [{}, { kind: "equal-width", bins: 7 }, { cuts: [-1, 0.5, 19_100], output: "one-hot" }],
  spline: [
    {},
    { kind: "equal-width", knots: 3, extrapolation: "linear", bias: false },
    { degree: 0, knots: 2 },
    { degree: 1, extrapolation: "continue" },
  ],
  "one-hot": [{}, { maxLevels: 2 }, { minShare: 0.2, unseen: "zero" }],
  ordinal: [{}, { order: ["green", "red"] }, { order: [5, 1, 2] }, { order: [true] }],
  frequency: [{}],
  "target-encode": [{}, { smoothing: 0 }],
  woe: [{}, { smoothing: 0.5 }],
  "rare-levels": [{}, { minShare: 0.2, other: "rest" }, { minCount: 4 }],
  "hash-text": [{}, { columns: 2, kind: "signed" }],
  "similarity-encode": [{ levels: 4 }],
  "date-parts": [{}, { parts: ["weekday"] }, { parts: ["hour", "month"], encoding: "cyclical" }],
  cyclical: [{ period: 7 }, { period: 0.3 }, { period: 1e6 }],
  "text-vocabulary": [
    { maxTokens: 4 },
    { tokens: "characters", from: 2, to: 3, maxTokens: 6, norm: "none", minRows: 1 },
    { to: 2, stopWords: "english", counts: "sublinear", maxShare: 0.5, maxTokens: 3 },
    { counts: "binary", idf: false, maxTokens: 3 },
  ],
  "text-hash": [{ columns: 3 }, { columns: 2, to: 2, counts: "sublinear", norm: "none" }],
  interactions: [{}, { degree: 4, powers: false }, { degree: 3 }],
  pca: [{}, { components: 2, scale: false }, { variance: 1, name: "axis" }],
  "impute-iterative": [{}, { flag: true, ridge: 0, rounds: 2, nearest: 1 }],
  "impute-nearest": [
    { donors: 6, neighbours: 3 },
    { neighbours: 1, donors: 4, scale: false, flag: true, seed: 4 },
  ],
  "select-features": [
    {},
    { by: "correlation", threshold: 0.1, most: 1 },
    { by: "mutual-information", duplicates: 1 },
    { by: "none", duplicates: 0.1, variance: 1 },
  ],
  "group-statistics": [{}, { by: "input 3", statistics: null }, { statistics: ["ratio", "count"] }],
};

describe("checkTransform", () => {
  it.each(transformNames)("finds nothing wrong with %s", (name) => {
    expect(transforms[name].name).toBe(name);
    expect(checkTransform(transforms[name], paramSets[name])).toEqual([]);
  });

  it.each<[string, Partial<Transform<unknown>>]>([
    ["answers from its input only", { apply: () => [{ suffix: "", expr: column("target 1", "Float") }] }],
    [
      "names outputs apart",
      {
        apply: (input) => [
          { suffix: "", expr: input },
          { suffix: "", expr: input },
        ],
      },
    ],
    [
      "asks about its input only",
      { learn: () => ({ mean: { kind: "mean", of: column("target 1", "Float") } }) },
    ],
    [
      "works on every column",
      {
        apply: (input, _, { mean }) => [
          { suffix: "", expr: call("add", input, float(Number(mean) / Number(mean))) },
        ],
      },
    ],
    ["is deterministic", { describe: counting() }],
    ["survives JSON", { apply: () => [{ suffix: "", expr: hiddenLiteral }] }],
    ["gives real values", { apply: () => [{ suffix: "", expr: wrongLiteral }] }],
    ["tells what it did", { describe: (_, __, { mean }) => `minus ${Number(mean) / 0}` }],
    ["normalizes parameters", { normalize: () => ({}) }],
    ["accepts", { learn: () => failInput("T0000", "I do not work") }],
  ])("finds a transform that breaks: %s", (rule, part) => {
    const problems = checkTransform({ ...centered, ...part });
    expect(new Set(problems.map((problem) => problem.rule))).toContain(rule);
    expect(checkTransform(centered)).toEqual([]);
  });

  it("finds a transform of the target that names its outputs by the data", () => {
    const byData: Transform<unknown> = {
      ...centered,
      usesTarget: true,
      apply: (input, _, { mean }) => [{ suffix: ` ${Number(mean)}`, expr: input }],
    };
    expect(checkTransform(byData).map(({ rule }) => rule)).toContain(
      "names outputs of the target without looking at data",
    );
  });
});

/** The smallest transform: x minus its mean. */
const centered: Transform<unknown> = {
  name: "centered",
  title: "Takes the mean away.",
  accepts: ["Float"],
  usesTarget: false,
  normalize: transforms.frequency.normalize.bind(transforms.frequency),
  learn: (input) => ({ mean: { kind: "mean", of: input } }),
  apply: (input, _, { mean }) => [
    { suffix: "", expr: typeof mean === "number" ? call("subtract", input, float(mean)) : missing("Float") },
  ],
  describe: () => "lost its mean",
};

/** What the builders would refuse. */
const wrongLiteral = { ...int(1), value: 1.5 };

/** A value that is there, but not for JSON. */
const hiddenLiteral: LiteralExpr = Object.defineProperty({ ...float(1) }, "value", {
  value: 1,
  enumerable: false,
});

function counting(): () => string {
  let calls = 0;
  return () => `call ${++calls}`;
}
