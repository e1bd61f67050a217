import { describe, expect, it } from "vitest";
import { runTransform } from "./run-transform.test-support.ts";

const levels = "abacabbdac".split("");
const truth = [1, 0, 1, 0, 1, 1, 0, 0, 1, 0];
const given = { type: "Text", train: levels, later: ["z", null], target: truth } as const;

describe("woe", () => {
  // The formula of WOEEncoder of category_encoders 2.8 (regularization), computed with numpy 2
  it.each([
    [1, [1.6094379124341003, -0.40546510810816444, -1.0986122886681098, -Math.LN2], "1.39051"],
    [0.5, [2.1972245773362196, -0.5108256237659907, -1.6094379124341005, -1.0986122886681098], "2.26954"],
  ])(
    "weighs levels as WOEEncoder does with %s rows, and tells the information value",
    (smoothing, weights, value) => {
      const { features, text } = runTransform("woe", { smoothing }, given);
      expect(features["x (evidence)"]).toEqual([
        ...levels.map((level) => expect.closeTo(weights["abcd".indexOf(level)]!, 12)),
        0,
        0,
      ]);
      expect(text).toBe(`4 levels became their weight of evidence; information value ${value}`);
    },
  );

  it("refuses a target that is not of two classes", () => {
    const target = levels.map((_, at) => at / 2);
    expect(() => runTransform("woe", {}, { ...given, target })).toThrow(/T1530.*target-encode/s);
  });
});

describe("similarity-encode", () => {
  const cities = ["Zürich", "Zürich", "Basel", "Basel", "Basel", "Geneva", null];

  it("places levels by the trigrams that they share with the frequent ones, unseen ones too", () => {
    const { features, text } = runTransform(
      "similarity-encode",
      { levels: 2 },
      { type: "Text", train: cities, later: ["BASEL", "Basle", "Rome"] },
    );
    // The trigrams of "basle" are "  b", " ba", "bas", "asl", "sle", "le "; it shares 3 of the 9 that it and "basel" have.
    expect(features).toEqual({
      "x like Basel": [0, 0, 1, 1, 1, 0, 0, 1, expect.closeTo(3 / 9, 15), 0],
      "x like Zürich": [1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    });
    expect(text).toBe("3 levels became their similarity to the 2 most frequent");
  });
});

describe("hash-text", () => {
  it("gives a sign to every text", () => {
    const { features } = runTransform(
      "hash-text",
      { columns: 3, kind: "signed" },
      { type: "Text", train: ["a", null, "z"] },
    );
    // The first 32 bits of MD5: "a" 0x0cc175b9, "z" 0xfbade9e3; modulo 6 that is 3 and 5: the upper half counts as -1.
    expect([0x0cc175b9 % 6, 0xfbade9e3 % 6]).toEqual([3, 5]);
    expect(features).toEqual({ "x hash 0": [-1, 0, 0], "x hash 1": [0, 0, 0], "x hash 2": [0, 0, -1] });
  });
});

describe("an unknown step", () => {
  it("is told what does the same here", () => {
    expect(() => runTransform("leave-one-out", {}, given)).toThrow(
      /T1507.*"target-encode" with smoothing 0/s,
    );
    expect(() => runTransform("RobustScaler", {}, given)).toThrow(/"scale" with kind "robust"/);
  });
});

describe("cyclical", () => {
  it("puts whole numbers on a circle, before 0 too", () => {
    const { features } = runTransform(
      "cyclical",
      { period: 4 },
      { type: "Int", train: [0, 1, 2, 7, -1, null] },
    );
    expect(features).toEqual({ "x (sine)": [0, 1, 0, -1, -1, null], "x (cosine)": [1, 0, -1, 0, 0, null] });
  });

  it("takes any period of other numbers", () => {
    const { features, text } = runTransform(
      "cyclical",
      { period: 0.5 },
      { type: "Float", train: [0.125, -0.125, 1] },
    );
    expect(features["x (sine)"]).toEqual([1, -1, 0].map((one) => expect.closeTo(one, 14)));
    expect(text).toBe("became a place on a circle of 0.5: sine and cosine");
  });

  it("wants the period", () => {
    expect(() => runTransform("cyclical", {}, { type: "Int", train: [1] })).toThrow(/T1531/);
    expect(() => runTransform("cyclical", { period: 0 }, { type: "Int", train: [1] })).toThrow(/T1512/);
  });
});

describe("date-parts", () => {
  it("puts all parts but the year on circles", () => {
    const leapDay = 19782; // 2024-02-29, a Thursday, day 60
    const { features, text } = runTransform(
      "date-parts",
      { encoding: "cyclical" },
      { type: "Instant", train: [leapDay * 86_400_000 + 13 * 3_600_000, null] },
    );
    // numpy 2: sin and cos of 2π·2/12, 2π·4/7, 2π·60/366, 2π·13/24
    expect(features).toEqual({
      "x year": [2024, null],
      "x month (sine)": [expect.closeTo(0.8660254037844386, 15), null],
      "x month (cosine)": [expect.closeTo(0.5, 15), null],
      "x weekday (sine)": [expect.closeTo(-0.433883739117558, 15), null],
      "x weekday (cosine)": [expect.closeTo(-0.9009688679024191, 15), null],
      "x day of year (sine)": [expect.closeTo(0.8573146280763322, 15), null],
      "x day of year (cosine)": [expect.closeTo(0.5147928015098309, 15), null],
      "x hour (sine)": [expect.closeTo(-0.2588190451025208, 15), null],
      "x hour (cosine)": [expect.closeTo(-0.9659258262890683, 15), null],
    });
    expect(text).toContain("all but the year as sine and cosine");
  });
});
