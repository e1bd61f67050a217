import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { numberOf, takeApart } from "./number-format.ts";
import { runTransform } from "./run-transform.test-support.ts";

const parse = (
  train: readonly (string | null)[],
  params: Record<string, unknown> = {},
  later: readonly string[] = [],
) => {
  const { features, text, action, types } = runTransform("parse-number", params, {
    type: "Text",
    train,
    later,
  });
  return { values: features["x"]!, text, examples: action.examples, types };
};

describe("parse-number", () => {
  it.each<[string, readonly string[], readonly (number | null)[]]>([
    ["thousands and a decimal point", ["1,234.50", "12", "-3.5", "1,000,000"], [1234.5, 12, -3.5, 1e6]],
    ["thousands and a decimal comma", ["1.234,50", "12", "-3,5", "1.000.000"], [1234.5, 12, -3.5, 1e6]],
    [
      "blanks between thousands, of all kinds",
      ["1 234,5", "1\u00a0234", "12\u202f345,25"],
      [1234.5, 1234, 12345.25],
    ],
    ["apostrophes as in Switzerland", ["1'234.50", "12’345", "7"], [1234.5, 12345, 7]],
    ["currency signs before and behind", ["$1,234", "$ 5", "-$7", "$-8", "9 $"], [1234, 5, -7, -8, 9]],
    ["percent", ["7 %", "12.5%", "0.3"], [0.07, 0.125, 0.3]],
    ["brackets for negative numbers", ["(1,234.5)", "12.25", "( 3 )"], [-1234.5, 12.25, -3]],
    ["a unit", ["12 kg", "3.5kg", "7 KG", "8"], [12, 3.5, 7, 8]],
    ["words for thousands and millions", ["5k", "2.5 M", "3 bn", "$4K", "10"], [5000, 2.5e6, 3e9, 4000, 10]],
    ["exponents and a real minus sign", ["1.5e3", "\u2212 2", "\u22123.25"], [1500, -2, -3.25]],
  ])("reads %s", (_, train, expected) => {
    const { values, types, examples } = parse(train);
    expect(values).toEqual(expected);
    expect(types).toEqual(["Float"]);
    expect(examples).toBeUndefined();
  });

  it("lists what could not be read, the most frequent first", () => {
    const { values, text, examples } = parse(["1", "n/a", "2", "n/a", "1.2.3", "--3", "4-5", null, "", "6+"]);
    expect(values).toEqual([1, null, 2, null, null, null, null, null, null, null]);
    expect(text).toBe("2 values of 9 values became numbers; 7 values could not be read and became missing");
    expect(examples).toEqual({
      title: "could not be read",
      values: [
        { value: "n/a", count: 2 },
        { value: "", count: 1 },
        { value: "--3", count: 1 },
        { value: "1.2.3", count: 1 },
        { value: "4-5", count: 1 },
        { value: "6+", count: 1 },
      ],
      more: 0,
    });
  });

  it("does not read wrong groups of digits or another decimal sign, in later values either", () => {
    const later = ["1,2", "12,34.5", "1234,567", "1,234,5", "1.2.3", "1,234.567,8", ",123", "1,234,567.8"];
    expect(parse(["1,234.5", "7"], {}, later).values.slice(2)).toEqual([
      ...Array<null>(7).fill(null),
      1234567.8,
    ]);
    const comma = ["1.5", "1.234,5", "1.23", "1,234,567", "-1.234", "5."];
    expect(parse(["1.234,5", "7,25"], {}, comma).values.slice(2)).toEqual([
      null,
      1234.5,
      null,
      null,
      -1234,
      null,
    ]);
    expect(parse(["0,5", "7,25"], {}, ["1.5", "1,5", "1,5,0"]).values.slice(2)).toEqual([null, 1.5, null]);
  });

  it("says when another reading fits as well, and a parameter decides", () => {
    const train = ["1,234", "5", "2,500"];
    const { values, text } = parse(train);
    expect(values).toEqual([1234, 5, 2500]);
    expect(text).toContain(
      "2 values could be read in two ways, and the other one fits as well: 9,999 was taken as 9999, not 9.999; decimal decides",
    );
    const decided = parse(train, { decimal: "," });
    expect(decided.values).toEqual([1.234, 5, 2.5]);
    expect(decided.text).not.toContain("two ways");
    expect(parse([...train, "1,234.5"]).text).not.toContain("two ways");
  });

  it("takes the most frequent of several units, unless their factors are given", () => {
    const train = ["5 kg", "7 kg", "300 g", "2"];
    const { values, text } = parse(train);
    expect(values).toEqual([5, 7, null, 2]);
    expect(text).toContain('with the unit "kg"; 1 value in "g" became missing: give its factor in units');
    expect(parse(train, { units: { kg: 1, g: 0.001 } }).values).toEqual([5, 7, 0.3, 2]);
  });

  it("takes no running text for a unit, and names few of many units", () => {
    expect(parse(["7 kg", `${"x".repeat(300)}3`, `${"y".repeat(25)} 4`]).values).toEqual([7, null, null]);
    const { values, text } = parse(["1 kg", "2 kg", "3 ash", "4 elm", "5 fir", "6 oak", "7 yew"]);
    expect(values).toEqual([1, 2, null, null, null, null, null]);
    expect(text).toContain(
      '1 value in "fir" became missing: give its factor in units; the same for 2 other units; ',
    );
    expect(text).not.toContain("oak");
  });

  it("answers alike in its rules and its expression", () => {
    const random = createRandom("number texts");
    const pieces = ["1", "23", "456", "7890", ",", ".", " ", "-", "(", ")", "%", "$", "k"];
    const texts = Array.from({ length: 600 }, () =>
      Array.from({ length: 1 + random.integer(5) }, () => pieces[random.integer(pieces.length)]).join(""),
    );
    const train = ["1,234.5", "-1", "$5", "-$5", "$-5", "(5)", "5%", "5k", "5 %", "5 k"];
    const { values } = parse(train, {}, texts);
    let read = 0;
    for (const [at, text] of texts.entries()) {
      const value = values[train.length + at];
      const parts = takeApart(text);
      const core = parts && numberOf(parts.core, { decimal: ".", thousands: "," });
      if (value === null || value === undefined) continue;
      read++;
      // What the expression reads, the rules read too, but for affixes that they both multiply by.
      expect(core, text).toBeDefined();
      expect(
        [1, 0.01, 1000].map((times) => Math.abs(core! * times)),
        text,
      ).toContainEqual(expect.closeTo(Math.abs(Number(value)), 9));
    }
    expect(read).toBeGreaterThan(60);
  });
});
