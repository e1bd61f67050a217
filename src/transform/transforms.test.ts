import { describe, expect, it } from "vitest";
import { column } from "../ir/index.ts";
import {
  tableFromVectors,
  valueAt,
  vectorFromValues,
  vectorLength,
  type DataType,
  type Value,
} from "../schema/index.ts";
import { featureVectors, learnRecipe } from "./learn-recipe.ts";

const missing = null;
const target = { indicators: [{ label: "y", expr: column("y", "Float") }] };
const numbers = [3.5, -1.25, missing, 12, 7.75, 0.1, missing, 3.5, 100, 2.2];
const levels = "abacabbdac".split("");
const truth = [1, 0, 1, 0, 1, 1, 0, 0, 1, 0];

interface Given {
  readonly type: DataType;
  readonly train: readonly Value[];
  /** Rows that the transform does not learn from but must answer for. */
  readonly later?: readonly Value[];
}

/** Learns one transform on the training values; gives all features over all values, and what was done in words. */
function run(transform: string, params: Record<string, unknown>, { type, train, later = [] }: Given) {
  const table = tableFromVectors([
    ["x", vectorFromValues(type, [...train, ...later])],
    [
      "y",
      vectorFromValues(
        "Float",
        [...train, ...later].map((_, at) => truth[at] ?? null),
      ),
    ],
  ]);
  const rows = Uint32Array.from(train, (_, at) => at);
  const recipe = { columns: ["x"], steps: [{ transform, columns: ["x"], params }] };
  const learned = learnRecipe(table, rows, recipe, target);
  const vectors = featureVectors(table, null, learned);
  const features = Object.fromEntries(
    [...vectors].map(([name, vector]) => [
      name,
      Array.from({ length: vectorLength(vector) }, (_, row) => valueAt(vector, row)),
    ]),
  );
  return { features, text: learned.actions[0]!.text, types: [...vectors.values()].map((one) => one.type) };
}

const closeTo = (expected: readonly (number | null)[]): unknown[] =>
  expected.map((one) => (one === null ? null : expect.closeTo(one, 12)));

describe("impute", () => {
  // scikit-learn 1.9.1, SimpleImputer
  it.each([
    ["mean", 15.975],
    ["median", 3.5],
    ["mode", 3.5],
    ["auto", 3.5],
  ])("fills with the %s as scikit-learn does", (strategy, value) => {
    const { features } = run("impute", { strategy }, { type: "Float", train: numbers });
    expect(features["x"]).toEqual(numbers.map((one) => one ?? value));
  });

  it("flags where a value was missing, also later", () => {
    const { features, text } = run(
      "impute",
      { flag: true },
      { type: "Int", train: [1, missing, 2], later: [missing, 5] },
    );
    expect(features).toEqual({ x: [1, 1.5, 2, 1.5, 5], "x is missing": [0, 1, 0, 1, 0] });
    expect(text).toBe("1 missing value became the median, 1.5; a column says where");
  });

  it("keeps the type of days, and rounds their median down", () => {
    const { features, types, text } = run("impute", {}, { type: "Day", train: [0, 3, missing] });
    expect([features["x"], types]).toEqual([[0, 3, 1], ["Day"]]);
    expect(text).toBe("1 missing value became the median, 1970-01-02");
  });

  it("says what later missing values become where there is none yet", () => {
    const { features, text } = run("impute", {}, { type: "Boolean", train: [true], later: [missing] });
    expect(features["x"]).toEqual([true, true]);
    expect(text).toBe("has no missing value; later ones become the most frequent value, true");
  });

  it("takes the most frequent text, and a given constant", () => {
    const train = ["b", "a", "b", missing];
    expect(run("impute", {}, { type: "Text", train }).features["x"]).toEqual(["b", "a", "b", "b"]);
    expect(
      run("impute", { strategy: "constant", value: "none" }, { type: "Text", train }).features["x"],
    ).toEqual(["b", "a", "b", "none"]);
    const day = { strategy: "constant", value: "1970-01-11" };
    expect(run("impute", day, { type: "Day", train: [missing] }).features["x"]).toEqual([10]);
  });

  it("says so when there is nothing to learn from", () => {
    const { features, text } = run("impute", {}, { type: "Float", train: [missing, missing], later: [4] });
    expect(features["x"]).toEqual([0, 0, 4]);
    expect(text).toBe("2 missing values became 0, because the column has no value to learn from");
  });

  it("refuses the mean of text and a constant of another type", () => {
    const given: Given = { type: "Text", train: ["a"] };
    expect(() => run("impute", { strategy: "mean" }, given)).toThrow(
      /T1514 Text has no mean \(at steps\[0\]/,
    );
    expect(() => run("impute", { strategy: "constant", value: 3 }, given)).toThrow(/T1514/);
    expect(() => run("impute", { strategy: "constant" }, given)).toThrow(/T1513/);
  });
});

describe("scale", () => {
  // scikit-learn 1.9.1: StandardScaler, MinMaxScaler, RobustScaler
  it.each([
    [
      "standard",
      [
        -0.38981115606946365,
        -0.5382362455548306,
        null,
        -0.12420836435880706,
        -0.25700976021413535,
        -0.4960522727537263,
        null,
        -0.38981115606946365,
        2.625561714527991,
        -0.43043275950756404,
      ],
    ],
    [
      "min-max",
      [
        0.046913580246913576,
        0,
        null,
        0.1308641975308642,
        0.08888888888888889,
        0.013333333333333332,
        null,
        0.046913580246913576,
        1,
        0.034074074074074076,
      ],
    ],
    [
      "robust",
      [
        0,
        -0.6654991243432575,
        null,
        1.1908931698774081,
        0.5954465849387041,
        -0.4763572679509633,
        null,
        0,
        13.520140105078811,
        -0.18213660245183888,
      ],
    ],
  ])("scales as scikit-learn does: %s", (kind, expected) => {
    expect(run("scale", { kind }, { type: "Float", train: numbers }).features["x"]).toEqual(
      closeTo(expected),
    );
  });

  it.each(["standard", "min-max", "robust"])("makes a constant column 0: %s", (kind) => {
    const { features } = run(
      "scale",
      { kind },
      { type: "Float", train: [0.1, 0.1, 0.1, missing], later: [7] },
    );
    expect(features["x"]).toEqual([0, 0, 0, null, 0]);
  });

  it("only shifts when the quartiles coincide", () => {
    const { features } = run("scale", { kind: "robust" }, { type: "Int", train: [5, 5, 5, 5, 9] });
    expect(features["x"]).toEqual([0, 0, 0, 0, 4]);
  });

  it("takes true as 1 and days as numbers", () => {
    const kind = "min-max";
    expect(run("scale", { kind }, { type: "Boolean", train: [true, false] }).features["x"]).toEqual([1, 0]);
    expect(run("scale", { kind }, { type: "Day", train: [100, 200], later: [150] }).features["x"]).toEqual([
      0, 1, 0.5,
    ]);
  });
});

describe("one-hot", () => {
  it("gives each level a column, the most frequent first", () => {
    const { features } = run("one-hot", {}, { type: "Text", train: levels });
    expect(Object.keys(features)).toEqual(["x = a", "x = b", "x = c", "x = d"]);
    // scikit-learn 1.9.1, OneHotEncoder: column sums
    const sums = Object.values(features).map((column) =>
      column.reduce<number>((sum, one) => sum + Number(one), 0),
    );
    expect(sums).toEqual([4, 3, 2, 1]);
    expect(features["x = c"]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
  });

  it("gives missing a level of its own and an unseen one none", () => {
    const { features } = run("one-hot", {}, { type: "Text", train: ["a", missing], later: ["z", missing] });
    expect(features).toEqual({ "x = a": [1, 0, 0, 0], "x is missing": [0, 1, 0, 1] });
  });

  it("takes the most frequent level as the reference of the others", () => {
    const { features, text } = run(
      "one-hot",
      { reference: "most-frequent" },
      { type: "Text", train: levels },
    );
    expect(Object.keys(features)).toEqual(["x = b", "x = c", "x = d"]);
    expect(text).toBe("4 levels became 3 columns of 0 and 1; a, the most frequent, is 0 in all of them");
  });

  it("gives no column where the reference is the only level", () => {
    const { features } = run("one-hot", { reference: "most-frequent" }, { type: "Text", train: ["a", "a"] });
    expect(features).toEqual({});
  });

  it("puts rare and unseen levels in one column", () => {
    const given: Given = { type: "Text", train: levels, later: ["z", missing] };
    const { features, text } = run("one-hot", { maxLevels: 2 }, given);
    expect(features["x is another"]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0]);
    expect(text).toContain("2 rarer levels (30 % of the values) share one");
    const strict = run("one-hot", { minShare: 0.25, unseen: "zero" }, given).features;
    expect(strict["x is another"]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0]);
  });
});

describe("ordinal", () => {
  it("numbers levels by frequency; unseen and missing are missing", () => {
    const { features, types } = run("ordinal", {}, { type: "Text", train: levels, later: ["z", missing] });
    expect(features["x"]).toEqual([0, 1, 0, 2, 0, 1, 1, 3, 0, 2, null, null]);
    expect(types).toEqual(["Int"]);
  });

  it("follows a given order", () => {
    const { features, text } = run("ordinal", { order: ["d", "c", "b"] }, { type: "Text", train: levels });
    expect(features["x"]).toEqual([null, 2, null, 1, null, 2, 2, 0, null, 1]);
    expect(text).toContain("1 level not in the order became missing");
  });
});

describe("target-encode", () => {
  // scikit-learn 1.9.1, TargetEncoder(smooth=m, target_type="continuous")
  it.each([
    [0, [1, 1 / 3, 0, 0]],
    [2, [0.8333333333333334, 0.4, 0.25, 0.3333333333333333]],
    [10, [0.6428571428571429, 0.46153846153846156, 0.4166666666666667, 0.45454545454545453]],
  ])("smooths as scikit-learn does with %s rows", (smoothing, encoding) => {
    const { features } = run("target-encode", { smoothing }, { type: "Text", train: levels });
    expect(features["x (target mean)"]).toEqual(
      closeTo(levels.map((level) => encoding["abcd".indexOf(level)]!)),
    );
  });

  it("maps an unseen and a missing level to the prior", () => {
    const { features } = run("target-encode", {}, { type: "Text", train: levels, later: ["z", missing] });
    expect(features["x (target mean)"]!.slice(10)).toEqual([0.5, 0.5]);
  });
});

describe("date-parts", () => {
  const leapDay = 19782; // 2024-02-29, a Thursday
  it("takes a day apart", () => {
    const { features } = run("date-parts", {}, { type: "Day", train: [leapDay, missing] });
    expect(features).toEqual({
      "x year": [2024, null],
      "x month": [2, null],
      "x weekday": [4, null],
      "x day of year": [60, null],
    });
  });

  it("takes the asked parts of an instant", () => {
    const given: Given = { type: "Instant", train: [leapDay * 86_400_000 + 13 * 3_600_000] };
    const { features } = run("date-parts", { parts: ["hour", "year"] }, given);
    expect(features).toEqual({ "x hour": [13], "x year": [2024] });
  });

  it("refuses the hour of a day", () => {
    expect(() => run("date-parts", { parts: ["hour"] }, { type: "Day", train: [1] })).toThrow(/T1517/);
  });
});

describe("log1p", () => {
  it("is defined for every number", () => {
    const given: Given = { type: "Float", train: [-3, 0, 3, missing], later: [-10] };
    const ln4 = Math.log(4);
    expect(run("log1p", {}, given).features["x"]).toEqual(closeTo([-ln4, 0, ln4, null, -Math.log(11)]));
    expect(run("log1p", { kind: "shifted" }, given).features["x"]).toEqual(
      closeTo([0, ln4, Math.log(7), null, 0]),
    );
  });
});

describe("frequency", () => {
  it("gives the share of the rows, missing included", () => {
    const given: Given = { type: "Text", train: ["a", "a", "b", missing], later: ["z"] };
    expect(run("frequency", {}, given).features["x (frequency)"]).toEqual([0.5, 0.5, 0.25, 0.25, 0]);
  });
});

describe("rare-levels", () => {
  it("puts rare and unseen levels together, and leaves missing alone", () => {
    const given: Given = { type: "Text", train: levels, later: ["z", missing] };
    const { features, text } = run("rare-levels", { minShare: 0.2 }, given);
    expect(features["x"]).toEqual(["a", "b", "a", "c", "a", "b", "b", "other", "a", "c", "other", null]);
    expect(text).toBe('1 rare level (10 % of the values) and unseen ones became "other"');
    expect(run("rare-levels", { minCount: 3, other: "rest" }, given).features["x"]!.slice(7, 10)).toEqual([
      "rest",
      "a",
      "rest",
    ]);
  });
});

describe("clip", () => {
  it("cuts at learnt quantiles or at given bounds, and leaves missing alone", () => {
    const given: Given = { type: "Int", train: [0, 10, 20, 30, 40, missing], later: [-99, 99] };
    const { features, text } = run("clip", { lowQuantile: 0.25, highQuantile: 0.75 }, given);
    expect(features["x"]).toEqual([10, 10, 20, 30, 30, null, 10, 30]);
    expect(text).toBe("was cut at 10 (quantile 0.25) and 30 (quantile 0.75); 2 of 5 values changed");
    expect(run("clip", { low: 5, high: 15 }, given).features["x"]).toEqual([5, 10, 15, 15, 15, null, 5, 15]);
  });

  it("leaves a column without values as it is", () => {
    expect(run("clip", {}, { type: "Float", train: [missing], later: [7] }).features["x"]).toEqual([null, 7]);
  });

  it("lets a learnt bound give way to a given one", () => {
    const given: Given = { type: "Float", train: [0, 40], later: [99] };
    expect(run("clip", { low: 50 }, given).features["x"]).toEqual([50, 50, 50]);
    expect(run("clip", { high: -50 }, given).features["x"]).toEqual([-50, -50, -50]);
  });

  it("refuses bounds that cross", () => {
    const given: Given = { type: "Float", train: [1] };
    expect(() => run("clip", { low: 3, high: 2 }, given)).toThrow(/T1518/);
    expect(() => run("clip", { lowQuantile: 0.9, highQuantile: 0.1 }, given)).toThrow(/T1518/);
  });
});

describe("bin", () => {
  // scikit-learn 1.9.1, KBinsDiscretizer(4): edges -1.25, 1.675, 3.5, 8.8125, 100; ours belong to the bin below
  it("cuts at quantiles", () => {
    const { features, types, text } = run(
      "bin",
      { bins: 4 },
      { type: "Float", train: numbers, later: [-9, 900] },
    );
    expect(features["x"]).toEqual([1, 0, null, 3, 2, 0, null, 1, 3, 1, 0, 3]);
    expect(types).toEqual(["Int"]);
    expect(text).toBe("fell into 4 bins, cut at 1.675, 3.5, 8.8125");
  });

  it("cuts at equal widths", () => {
    const { features } = run("bin", { kind: "equal-width", bins: 4 }, { type: "Float", train: numbers });
    expect(features["x"]).toEqual([0, 0, null, 0, 0, 0, null, 0, 3, 0]);
  });

  it("gives one bin to one value, and to no value", () => {
    const one: Given = { type: "Int", train: [5, 5, missing], later: [9] };
    expect(run("bin", {}, one).features["x"]).toEqual([0, 0, null, 0]);
    const none: Given = { type: "Int", train: [missing], later: [9] };
    expect(run("bin", { kind: "equal-width" }, none).features["x"]).toEqual([null, 0]);
  });
});

describe("hash-text", () => {
  it("puts each text in one of the columns, unseen ones too, and missing in none", () => {
    const given: Given = { type: "Text", train: ["a", missing], later: ["z", "a"] };
    const { features } = run("hash-text", { columns: 3 }, given);
    // The first 32 bits of MD5: "a" 0x0cc175b9, "z" 0xfbade9e3 (RFC 1321 gives the first).
    const buckets = [0x0cc175b9 % 3, null, 0xfbade9e3 % 3, 0x0cc175b9 % 3];
    expect(features).toEqual(
      Object.fromEntries(
        [0, 1, 2].map((bucket) => [`x hash ${bucket}`, buckets.map((one) => (one === bucket ? 1 : 0))]),
      ),
    );
  });
});

describe("a category of 50,000 levels", () => {
  const train = Array.from({ length: 50_000 }, (_, at) => `level ${at}`);
  const table = tableFromVectors([
    ["x", vectorFromValues("Text", train)],
    [
      "y",
      vectorFromValues(
        "Float",
        train.map((_, at) => at % 2),
      ),
    ],
  ]);

  it.each([
    ["one-hot", {}, 51],
    ["ordinal", {}, 1],
    ["frequency", {}, 1],
    ["target-encode", {}, 1],
    ["rare-levels", {}, 1],
    ["rare-levels", { minShare: 0 }, 1],
  ])(
    "is learnt in seconds by %s",
    (transform, params, count) => {
      const recipe = { columns: ["x"], steps: [{ transform, columns: ["x"], params }] };
      expect(learnRecipe(table, null, recipe, target).features).toHaveLength(count);
    },
    5000,
  );
});
