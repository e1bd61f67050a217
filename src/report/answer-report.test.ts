import { describe, expect, it } from "vitest";
import { tableReader } from "../data/index.ts";
import { answerQuestion, parseQuestion, type AnswerOptions } from "../explore/index.ts";
import { tableFromVectors, vectorFromValues, type DataType, type Value } from "../schema/index.ts";
import { adjustFamily } from "../stats/index.ts";
import { writeAnswerReport } from "./answer-report.ts";

const rows = Array.from({ length: 60 }, (_, row) => row);
const columns: Readonly<Record<string, readonly [DataType, readonly Value[]]>> = {
  weight: [
    "Float",
    rows.map((row) => 60 + ((Math.floor(row / 3) * 37) % 23) + (row % 3) * 4 + ((row * 7) % 5)),
  ],
  height: ["Float", rows.map((row) => 150 + ((row * 37) % 23) + ((row * 11) % 7))],
  group: ["Text", rows.map((row) => ["a<b>", "b", "c"][row % 3]!)],
  colour: ["Text", rows.map((row) => ["red", "green", "blue", "grey"][(row * 5) % 4]!)],
  passed: ["Boolean", rows.map((row) => (row * 7) % 11 < 5)],
  again: ["Boolean", rows.map((row) => (row * 7) % 11 < 7)],
  patient: ["Int", rows.map((row) => Math.floor(row / 3))],
};
const reader = tableReader(
  tableFromVectors(
    Object.entries(columns).map(([name, [type, values]]) => [name, vectorFromValues(type, values)] as const),
  ),
);

/** The weights beside a column of whole numbers. */
const columnsOf = (name: string, values: readonly number[]) =>
  tableReader(
    tableFromVectors([
      ["weight", vectorFromValues("Float", columns["weight"]![1])],
      [
        name,
        vectorFromValues(
          "Int",
          rows.map((row) => values[row % values.length]!),
        ),
      ],
    ]),
  );

async function page(questions: readonly string[], options: AnswerOptions = {}) {
  const answers = await Promise.all(
    questions.map(async (asked) => ({
      asked,
      answer: await answerQuestion(reader, parseQuestion(asked), { withPicture: true, ...options }),
    })),
  );
  const family =
    answers.length > 1
      ? adjustFamily(Object.fromEntries(answers.map(({ asked, answer }) => [asked, answer.result])))
      : null;
  return { answers, ...(await writeAnswerReport({ name: "people.csv", answers, family })) };
}

const count = (text: string, part: RegExp): number => [...text.matchAll(part)].length;

describe("the page of an answer", () => {
  it.each([
    ["weight by group", "How weight is spread in each group"],
    ["weight vs height", "weight against height"],
    ["colour by group", "colour in each group"],
    ["passed by group", "The share of passed"],
    ["weight against 70", "How weight is spread"],
    ["weight against height", "How difference (weight - height) is spread"],
    ["passed against 50%", "The share of passed"],
    ["passed against again", "The share of passed"],
    ["weight by group paired by patient", "How weight is spread in each group"],
  ])("draws the effect with its interval, and then what lies behind it: %s", async (question, title) => {
    const { html, answers } = await page([question]);
    const { result } = answers[0]!.answer;
    const pictures = count(html, /<svg role="img" aria-label="[^"]+"/g);
    expect(pictures).toBe(result.effect.interval ? 2 : 1);
    expect(count(html, /<svg [^>]*><title>[^<]+<\/title>/g)).toBe(pictures);
    expect(html).toContain(`<strong>${title}.</strong>`);
    if (result.effect.interval)
      expect(html.indexOf("How large it is")).toBeLessThan(html.indexOf(`<strong>${title}`));
    expect(
      html.replaceAll("&#39;", "'").toLowerCase().indexOf(`${result.test.toLowerCase()}:`),
    ).toBeGreaterThan(html.indexOf("What it stands on"));
    expect(html).not.toMatch(/NaN|undefined|<script|https?:\/\/(?!www\.w3\.org)/);
  });

  it("counts the pairs and the blocks, and adds nothing to them that is no part", async () => {
    const pairs = (await page(["passed against again"])).markdown;
    expect(pairs).toMatch(/Pairs[^\n]*60/);
    const blocks = (await page(["weight by group paired by patient"])).markdown;
    expect(blocks).toMatch(/Blocks[^\n]*20/);
    expect(blocks).not.toMatch(/\b23\b[^\n]*20 blocks/);
  });

  it("sets a name that ends in a number apart from what belongs to it", async () => {
    const few = columnsOf("round", [1, 2, 3]);
    const answer = await answerQuestion(few, parseQuestion("weight by round"), { withPicture: true });
    const { markdown } = await writeAnswerReport({
      name: "x",
      answers: [{ asked: "x", answer }],
      family: null,
    });
    expect(markdown).toMatch(/round = 1: 20/);
    expect(markdown).toMatch(/Means: round = 1: \d/);
  });

  it("says all questions together first, with adjusted p-values", async () => {
    const { html, markdown } = await page(["weight by group", "colour by group", "weight vs height"]);
    expect(html.indexOf("All questions together")).toBeLessThan(html.indexOf("What it stands on"));
    expect(markdown).toMatch(/Estimate \| +Low \| +High \| +p \| +p, adjusted/);
    expect(markdown.match(/^## .*$/gm)).toEqual([
      "## All questions together",
      "## weight by group",
      "## colour by group",
      "## weight vs height",
    ]);
  });

  it("takes names of groups for text, never for tags", async () => {
    const { html } = await page(["weight by group"]);
    expect(html).not.toContain("a<b>");
    expect(html).toContain("a&lt;b&gt;");
  });

  it("draws an open interval, and says that it is open", async () => {
    const { html } = await page(["weight against 70"], { alternative: "greater" });
    expect(html).toContain("The interval is open above.");
    expect(html).toContain("any higher value");
  });

  it("has the same bytes for the same answers", async () => {
    expect((await page(["weight by group"])).html).toBe((await page(["weight by group"])).html);
  });
});

describe("a question whose rows belong together", () => {
  const roles = { group: "patient", time: null };

  it("is answered with a proposal to compare each case with itself", async () => {
    const { html, answers } = await page(["weight by group"], { roles });
    expect(answers[0]!.answer.proposals).toEqual([
      {
        question: "weight by group paired by patient",
        reason: "Each patient was measured in several groups, so that it can be compared with itself.",
      },
    ]);
    expect(html).toContain("The rows belong together");
  });
});
