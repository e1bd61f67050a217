import { describe, expect, it } from "vitest";
import { tableReader } from "../../data/index.ts";
import { tableFromVectors, vectorFromValues, type DataType, type Value } from "../../schema/index.ts";
import { answerQuestion, type Answer, type AnswerOptions } from "./answer-question.ts";
import { parseQuestion } from "./parse-question.ts";

const repeat = (count: number, value: (at: number) => Value): Value[] =>
  Array.from({ length: count }, (_, at) => value(at));

function reader(columns: Readonly<Record<string, readonly [DataType, readonly Value[]]>>) {
  return tableReader(
    tableFromVectors(
      Object.entries(columns).map(
        ([name, [type, values]]) => [name, vectorFromValues(type, values)] as const,
      ),
    ),
  );
}

const people = reader({
  survived: ["Int", repeat(60, (at) => (at % 60 < 25 ? 1 : 0))],
  sex: ["Text", repeat(60, (at) => (at % 3 === 0 ? "male" : "female"))],
  class: ["Int", repeat(60, (at) => (at % 3) + 1)],
  age: ["Float", repeat(60, (at) => 20 + ((at * 7) % 41) + 0.5)],
  visits: ["Int", repeat(60, (at) => (at * 5) % 7)],
  healed: ["Int", repeat(60, (at) => (at % 2 === 0 ? 1 : 0))],
});
const ask = (text: string, options: AnswerOptions = {}, table = people): Promise<Answer> =>
  answerQuestion(table, parseQuestion(text), options);

describe("columns of 0 and 1", () => {
  it("are compared as shares, not as means", async () => {
    expect((await ask("survived by sex")).choice.test).toBe("twoProportionTest");
    expect((await ask("survived by class")).choice.test).toBe("chiSquaredTest");
    expect((await ask("survived against 30%")).choice.test).toBe("oneProportionTest");
    expect((await ask("survived against healed")).choice.test).toBe("mcNemarTest");
    expect((await ask("survived vs healed")).choice.test).toBe("twoProportionTest");
  });

  it("name the groups of a number, whichever stands first", async () => {
    for (const question of ["age by survived", "survived by age", "age vs survived", "survived vs age"]) {
      const { choice, groups } = await ask(question);
      expect(choice.test).toBe("welchTTest");
      expect(groups.map(({ name }) => name)).toEqual(["survived = 0", "survived = 1"]);
    }
  });

  it("are numbers beside a number that they are subtracted from, and for a test of numbers", async () => {
    expect((await ask("survived against visits")).choice.test).toBe("pairedTTest");
    expect((await ask("survived by sex", { test: "welchTTest" })).result.test).toBe("Welch's t-test");
    expect((await ask("survived vs age", { test: "kendallCorrelation" })).result.test).toMatch(/Kendall/);
    expect((await ask("survived by age", { test: "mannWhitneyTest" })).result.test).toMatch(/Mann-Whitney/);
  });

  it("of cases that answered three times are compared by Cochran's Q", async () => {
    const answers = ["100", "110", "000", "111", "100", "110", "010", "101", "100", "110"];
    const table = reader({
      right: ["Int", answers.flatMap((text) => text.split("").map(Number))],
      task: ["Text", answers.flatMap(() => ["a", "b", "c"])],
      pupil: ["Int", answers.flatMap((_, at) => [at, at, at])],
    });
    const { choice, result } = await ask("right by task paired by pupil", {}, table);
    expect(choice.reason).toMatch(/Cochran's Q/);
    // statsmodels 0.15.0, cochrans_q.
    expect(result.statistic.value).toBeCloseTo(6.75, 12);
    expect(result.pValue).toBeCloseTo(0.034218118311666025, 12);
  });
});

describe("what a question is asked with", () => {
  it("is never passed over: a side", async () => {
    const one = await ask("survived against healed", { alternative: "greater" });
    expect(one.result.alternative).toBe("greater");
    await expect(ask("age by class", { alternative: "less" })).rejects.toThrow(/T2835.*alternative/);
    await expect(ask("survived by class", { alternative: "less" })).rejects.toThrow(/T2835.*alternative/);
  });

  it("is never passed over: a test", async () => {
    await expect(ask("survived against 30%", { test: "fisherExactTest" })).rejects.toThrow(
      /T2878.*oneProportionTest/,
    );
    await expect(ask("survived against healed", { test: "chiSquaredTest" })).rejects.toThrow(
      /T2878.*mcNemarTest/,
    );
  });

  it("is never passed over: the weights that a project names", async () => {
    const roles = { group: null, time: null, weight: "visits" };
    expect((await ask("survived by sex", { roles })).result.notes).toEqual([
      'Every row counts once: the weights of "visits", which the project names, have no part in this test.',
    ]);
  });
});

describe("groups that are not there", () => {
  it("are left out where a label stands beside missing values alone", async () => {
    const table = reader({
      score: ["Float", repeat(30, (at) => (at % 3 === 2 ? null : at + 0.5))],
      passed: ["Boolean", repeat(30, (at) => (at % 3 === 2 ? null : at % 4 < 2))],
      way: ["Text", repeat(30, (at) => ["old", "new", "never"][at % 3]!)],
    });
    const { result, choice } = await ask("score by way", {}, table);
    expect(choice.test).toBe("welchTTest");
    expect(result.sizes).toEqual([
      { name: "new", count: 10 },
      { name: "old", count: 10 },
    ]);
    expect((await ask("passed by way", {}, table)).result.sizes).toEqual([{ name: "cases", count: 20 }]);
  });

  it("are refused when they are many, before a place is made for each in every case", async () => {
    const many = reader({
      value: ["Float", repeat(60_000, (at) => at)],
      name: ["Text", repeat(60_000, (at) => `n${at}`)],
      town: ["Text", repeat(60_000, (at) => `t${at}`)],
    });
    await expect(ask("value by name paired by town", {}, many)).rejects.toThrow(/T2854/);
    await expect(ask("name by town", {}, many)).rejects.toThrow(/T2854/);
  });
});

describe("a number that may be no amount", () => {
  it("is told where it has few values, for grades and codes", async () => {
    const { result } = await ask("class by sex", { test: "welchTTest" });
    expect(result.notes.join()).toMatch(/"class" has 3 different values only: if they are grades/);
    expect((await ask("visits by sex")).result.notes.join()).toMatch(/7 different values/);
    expect((await ask("age by sex")).result.notes.join()).not.toMatch(/different/);
  });

  it("is told where it was asked for as groups, and has too many values for them", async () => {
    const table = reader({
      score: ["Float", repeat(60, (at) => ((at * 11) % 60) + 0.25)],
      zip: ["Int", repeat(60, (at) => 10_000 + (at % 40))],
    });
    const by = await ask("score by zip", {}, table);
    expect(by.result.notes.join()).toMatch(
      /"zip" has more than 12 different numbers, so it is read as a number/,
    );
    expect((await ask("score vs zip", {}, table)).result.notes.join()).not.toMatch(/zip/);
  });
});

describe("rows of a group", () => {
  it("are not called alike where chance makes as much of it", async () => {
    // Twenty towns of ten rows each, of values without any order in them.
    const values = repeat(200, (at) => ((at * 7919) % 211) / 10) as number[];
    const table = reader({
      value: ["Float", values],
      way: ["Text", repeat(200, (at) => ((at * 31) % 7 < 3 ? "old" : "new"))],
      town: ["Int", repeat(200, (at) => at % 20)],
    });
    const roles = { group: "town", time: null };
    const { result, proposals } = await ask("value by way", { roles }, table);
    const check = result.assumptions.find(
      ({ assumption }) => assumption === "the observations are independent",
    );
    expect(check?.verdict).toBe("holds");
    expect(check?.detail).toMatch(/no more than chance makes it/);
    expect(proposals).toEqual([]);
  });
});

describe("text that holds numbers", () => {
  const spoilt = (share: number): readonly [DataType, readonly Value[]] => [
    "Text",
    repeat(200, (at) => (at % share === 0 ? "n/a" : `${(at * 13) % 29}`)),
  ];
  const table = reader({
    income: spoilt(20),
    mixed: spoilt(2),
    size: ["Text", repeat(200, (at) => ["1", "2", "3+"][at % 3]!)],
    way: ["Text", repeat(200, (at) => (at % 2 === 0 ? "old" : "new"))],
  });

  it("is not compared one by one, but refused with what spoils it", async () => {
    await expect(ask("income by way", {}, table)).rejects.toThrow(
      /T2976.*"income".*n\/a.*190 values are numbers and 10/,
    );
    await expect(ask("mixed by way", {}, table)).resolves.toBeDefined();
    await expect(ask("size by way", {}, table)).resolves.toBeDefined();
  });
});

describe("two categories", () => {
  it("are compared by the share of one, which the sentence names", async () => {
    const trial = reader({
      outcome: ["Text", repeat(80, (at) => (at % 5 === 0 ? "ill" : "well"))],
      arm: ["Text", repeat(80, (at) => (at < 40 ? "placebo" : "vaccine"))],
    });
    const { choice, result, measure, groups } = await ask("outcome by arm", {}, trial);
    expect(choice.test).toBe("twoProportionTest");
    expect(result.sentence).toMatch(/^outcome = well: 80 % in placebo \(32 of 40\) against 80 % in vaccine/);
    expect(measure).toBe("share of outcome = well");
    expect(groups.map(({ estimate }) => estimate)).toEqual([0.8, 0.8]);
    expect((await ask("survived by sex")).result.sentence).toMatch(/^survived = 1: /);
  });
});

describe("a list of cells with their counts", () => {
  it("is told where all combinations occur equally often", async () => {
    // R's HairEyeColor has such a list, with the counts in a column Freq.
    const cells = reader({
      hair: ["Text", repeat(12, (at) => ["black", "brown", "red"][at % 3]!)],
      eye: ["Text", repeat(12, (at) => (at < 6 ? "blue" : "green"))],
      count: ["Int", repeat(12, (at) => (at * 7) % 13)],
    });
    expect((await ask("hair by eye", {}, cells)).result.notes.join()).toMatch(
      /All combinations occur equally often \(2 times\).*counts in another column/,
    );
    expect((await ask("survived by sex")).result.notes).toEqual([]);
  });
});
