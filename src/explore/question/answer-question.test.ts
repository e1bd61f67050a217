import { describe, expect, it } from "vitest";
import { TandemError } from "../../base/index.ts";
import { tableReader } from "../../data/index.ts";
import { tableFromVectors, vectorFromValues, type DataType, type Value } from "../../schema/index.ts";
import { fisherExactTest, mannWhitneyTest, welchTTest } from "../../stats/index.ts";
import { answerQuestion, type Answer } from "./answer-question.ts";
import { parseQuestion } from "./parse-question.ts";

const columns: Readonly<Record<string, readonly [DataType, readonly Value[]]>> = {
  delay: ["Float", [5, 7, 6, 9, 8, 12, 11, 14, 10, 13, null, 15]],
  airline: ["Text", ["AA", "AA", "AA", "AA", "AA", "DL", "DL", "DL", "DL", "DL", "DL", null]],
  carrier: ["Text", ["a", "a", "a", "a", "b", "b", "b", "b", "c", "c", "c", "c"]],
  plane: ["Int", [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6, 7]],
  distance: ["Float", [1.5, 2.5, 2, 3, 3.5, 5, 4.5, 7, 4, 6, 1, 8.5]],
  "paid by card": [
    "Boolean",
    [true, true, false, true, true, false, false, false, false, true, false, false],
  ],
  day: ["Day", Array.from({ length: 12 }, (_, at) => 19_000 + at)],
  "day of week": ["Text", ["a", "a", "a", "b", "b", "b", "c", "c", "c", "c", "d", "a"]],
  skewed: ["Float", [1, 1.1, 1.2, 1.3, 90, 2, 2.1, 2.2, 2.3, 2.4, 2.5, 800]],
};
const reader = tableReader(
  tableFromVectors(
    Object.entries(columns).map(([name, [type, values]]) => [name, vectorFromValues(type, values)] as const),
  ),
);
const ask = (text: string, options = {}): Promise<Answer> =>
  answerQuestion(reader, parseQuestion(text), options);

describe("a question", () => {
  it.each([
    ["delay by airline", { outcome: "delay", relation: "by", other: "airline", pairedBy: null }],
    ["delay ~ airline", { outcome: "delay", relation: "by", other: "airline", pairedBy: null }],
    ["delay VS distance", { outcome: "delay", relation: "vs", other: "distance", pairedBy: null }],
    ["delay against -3.5", { outcome: "delay", relation: "against", other: "-3.5", pairedBy: null }],
    [
      '"paid by card" by airline',
      { outcome: "paid by card", relation: "by", other: "airline", pairedBy: null },
    ],
    [
      "delay by airline paired by plane",
      { outcome: "delay", relation: "by", other: "airline", pairedBy: "plane" },
    ],
  ])("is read: %s", (text, question) => {
    expect(parseQuestion(text)).toEqual(question);
  });

  it.each(["", "delay", "delay by", "by airline", "a by b by c", "a vs b paired by c", "a paired by b"])(
    "is refused when it cannot be read: %s",
    (text) => {
      expect(() => parseQuestion(text)).toThrow(/T2850/);
    },
  );
});

describe("an answer", () => {
  it("compares two groups of numbers by Welch's test, with each group's mean for the chart", async () => {
    const { choice, result, groups } = await ask("delay by airline");
    expect(choice.test).toBe("welchTTest");
    const alone = welchTTest([5, 7, 6, 9, 8], [12, 11, 14, 10, 13]);
    expect(result.pValue).toBe(alone.pValue);
    expect(result.effect.interval).toEqual(alone.effect.interval);
    expect(result.notes).toContain("2 rows with missing values left out.");
    expect(groups.map(({ name, estimate }) => [name, estimate])).toEqual([
      ["AA", 7],
      ["DL", 12],
    ]);
  });

  it("takes ranks where few values are far from normal, and says why", async () => {
    const { choice, result } = await ask("skewed by airline");
    expect(choice.test).toBe("mannWhitneyTest");
    expect(choice.reason).toMatch(/too few/);
    expect(result.pValue).toBe(mannWhitneyTest([1, 1.1, 1.2, 1.3, 90], [2, 2.1, 2.2, 2.3, 2.4, 2.5]).pValue);
  });

  it("compares more than two groups, and then all pairs", async () => {
    const { choice, pairs, groups } = await ask("delay by carrier");
    expect(choice.test).toBe("welchAnova");
    expect(pairs!.comparisons).toHaveLength(3);
    expect(groups).toHaveLength(3);
  });

  it("takes ranks where a group has no spread", async () => {
    const { choice, result } = await ask("plane by day of week");
    expect(choice.test).toBe("kruskalWallisTest");
    expect(choice.reason).toMatch(/no spread/);
    expect(result.pValue).toBeLessThan(1);
  });

  it("compares the same cases with themselves", async () => {
    const { choice, result } = await ask("delay by airline paired by plane");
    expect(choice.test).toBe("pairedTTest");
    expect(result.sizes).toEqual([{ name: "pairs", count: 5 }]);
    expect((await ask("delay against distance")).choice.test).toBe("pairedTTest");
  });

  it("looks at two numbers together", async () => {
    const { choice, result } = await ask("delay vs distance");
    expect(choice.test).toBe("pearsonCorrelation");
    expect(result.effect.estimate).toBeGreaterThan(0.7);
    expect((await ask("delay by distance")).choice.test).toBe("pearsonCorrelation");
  });

  it("compares a number, or a share, with a value", async () => {
    const { result, neutral } = await ask("delay against 10", { level: 0.9 });
    expect(result.test).toBe("one-sample t-test");
    expect(result.effect.interval!.level).toBe(0.9);
    expect(neutral).toBe(10);
    expect((await ask('"paid by card" against 50%')).result.test).toBe("exact binomial test");
  });

  it("takes Fisher's test for small counts", async () => {
    const { choice, result } = await ask('"paid by card" by airline');
    expect(choice.test).toBe("fisherExactTest");
    expect(result.pValue).toBe(
      fisherExactTest([
        [1, 4],
        [5, 1],
      ]).pValue,
    );
    expect((await ask("airline vs carrier")).choice.test).toBe("fisherExactTest");
  });

  it("turns a category and a number around", async () => {
    expect((await ask("airline by distance")).choice.test).toBe("welchTTest");
  });

  it.each([
    ["delays by airline", "T1409", /"delay"/],
    ["delay by arline", "T1409", /"airline"/],
    ["delay against airline", "T2852", /numbers/],
    ["airline against 3", "T2852", /yes\/no/],
    ["day by airline", "T2851", /month/],
    ["delay by delay", "T2853", /different/],
    ["distance by airline paired by carrier", "T2855", /average/],
    ["delay against soon", "T1409", /schema/],
  ])("is refused with a code and a cure: %s", async (text, code, cure) => {
    const error = await ask(text).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(TandemError);
    const [diagnostic] = (error as TandemError).diagnostics;
    expect(diagnostic!.code).toBe(code);
    expect(diagnostic!.cure).toMatch(cure);
  });
});

describe("an answer for rows that belong together", () => {
  // Eight classes of four children; whole classes were taught in one way or the other.
  const classes = Array.from({ length: 32 }, (_, row) => Math.floor(row / 4));
  const scores = classes.map((one, row) => [3, 9, 4, 8, 6, 12, 5, 11][one]! + (row % 4) * 0.5);
  const ways = classes.map((one) => (one % 2 === 0 ? "old" : "new"));
  const taught = tableReader(
    tableFromVectors([
      ["score", vectorFromValues("Float", scores)],
      ["way", vectorFromValues("Text", ways)],
      ["class", vectorFromValues("Int", classes)],
      [
        "hours",
        vectorFromValues(
          "Float",
          classes.map((one, row) => one + (row % 2) * 0.25),
        ),
      ],
      [
        "day",
        vectorFromValues(
          "Day",
          classes.map((_, row) => 19_000 + row),
        ),
      ],
    ]),
  );
  const roles = { group: "class", time: "day" };

  it("counts a case once when its rows are averaged", async () => {
    const { result, choice } = await answerQuestion(taught, parseQuestion("score by way averaged by class"));
    const means = (way: string): number[] =>
      [...new Set(classes.filter((_, row) => ways[row] === way))].map(
        (one) => scores.filter((_, row) => classes[row] === one).reduce((sum, score) => sum + score, 0) / 4,
      );
    expect(choice.test).toBe("welchTTest");
    expect(result.pValue).toBeCloseTo(welchTTest(means("new"), means("old")).pValue, 12);
    expect(result.notes).toContain("32 rows averaged to 8: one for each value of class in each group.");
  });

  it("says how alike the rows of a case are, and proposes to average them", async () => {
    const { result, proposals } = await answerQuestion(taught, parseQuestion("score by way"), { roles });
    expect(proposals.map(({ question }) => question)).toEqual(["score by way averaged by class"]);
    const check = result.assumptions.find(
      ({ assumption }) => assumption === "the observations are independent",
    );
    expect(check?.verdict).toBe("violated");
    expect(check?.detail).toMatch(
      /^32 rows come from 8 values of "class".*their correlation within it is 0\.9\d*/,
    );
    const numbers = await answerQuestion(taught, parseQuestion("score vs hours"), { roles });
    expect(numbers.proposals[0]!.question).toBe("score vs hours averaged by class");
    const averaged = await answerQuestion(taught, parseQuestion("score vs hours averaged by class"));
    expect(averaged.result.sizes).toEqual([{ name: "pairs", count: 8 }]);
  });

  it("sees neighbours in time that are alike", async () => {
    const { result } = await answerQuestion(taught, parseQuestion("score by way"), { roles });
    const inTime = result.assumptions.find(({ assumption }) => assumption.startsWith("neighbours in day"));
    expect(inTime?.verdict).toBe("violated");
  });

  it("does not ask for what the question has already", async () => {
    const paired = await ask("delay by airline paired by plane", { roles: { group: "plane", time: null } });
    expect(paired.proposals).toEqual([]);
  });

  it("refuses a test that does not answer the question, with those that do", async () => {
    await expect(ask("delay by airline", { test: "friedmanTest" })).rejects.toThrow(
      /T2878.*welchTTest or mannWhitneyTest or studentTTest/,
    );
    expect((await ask("delay by airline", { test: "studentTTest" })).result.test).toBe("Student's t-test");
  });

  it("asks for the target where nothing else is named", () => {
    expect(parseQuestion("by airline", "delay").outcome).toBe("delay");
    expect(parseQuestion("against 3", "delay").other).toBe("3");
    expect(() => parseQuestion("by airline")).toThrow(/T2850/);
  });
});
