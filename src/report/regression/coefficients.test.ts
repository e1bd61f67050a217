import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import type { ModelSummary } from "../../explain/index.ts";
import { summarizeFor, type SummaryCase } from "../../explain/summary/summarize-for.test-support.ts";
import type { RunRecord } from "../../project/index.ts";
import { carsRun } from "../fixtures/cars-run.test-support.ts";
import { writeReport } from "../write-report.ts";

const random = createRandom(3);
const count = 300;
const draws = Array.from({ length: count }, () => random.next());
const ages = draws.map((value) => Math.round(20 + 40 * value));
const hostile = `</td><script>alert(1)</script>|\n# x`;
const towns = draws.map(() => (random.next() < 0.6 ? "Oslo" : random.next() < 0.5 ? "Rome" : hostile));
const target = ages.map((age, row) => 3 * age + 40 * random.next() + (towns[row] === "Rome" ? 30 : 0));
const plain: SummaryCase = { columns: { age: ages, town: towns }, target, trainer: "ridge" };

const runWith = (summaries: readonly ModelSummary[], model = "ridge"): RunRecord => ({
  ...carsRun,
  models: [...carsRun.models, { ...carsRun.models[0]!, name: model, trainer: model }],
  winner: { model, reason: "it is the best" },
  summaries,
});
const section = (markdown: string): string =>
  markdown.slice(markdown.indexOf("## What a linear model says"), markdown.indexOf("## Where it is weak"));

describe("the coefficients of a report", () => {
  it("tells each coefficient in the user's units with errors, beside what the model uses", async () => {
    const { html, markdown } = await writeReport(
      runWith([await summarizeFor({ ...plain, params: { lambda: 1 } })]),
    );
    const text = section(markdown);
    expect(text).toContain("“ridge”, the winner, is linear: it can be read as a table.");
    expect(text).toContain("by least squares without a penalty");
    expect(text).toMatch(/One more of “age”: “\w+” is 3\.\d+ \(2\.\d+ to 3\.\d+\) higher on average\./);
    expect(text).toMatch(
      /\| age \| [23]\.\d+ \([\d.]+ to [\d.]+\) \| 0\.0\d+ \| \d+(\.\d)? \| &lt;\s0\.001 \| &lt;\s0\.001 \| [23]\.\d+ \|/,
    );
    expect(text).toContain("Levels are compared with the most frequent one: “town” with Oslo.");
    expect(text).toContain("adjusted by Holm over the 3 coefficients");
    for (const title of [
      "Coefficients with their intervals",
      "Residuals against fitted values",
      "Are the residuals normal?",
    ])
      expect(html).toContain(title);
    expect(html).not.toContain("<script");
    expect(text).not.toMatch(/\bNaN\b|undefined|\[object|Infinity/);
  });

  it("tells the odds of two classes, and that its columns separate them", async () => {
    const task = { kind: "binary", classes: [false, true], type: "Boolean" } as const;
    const noisy = ages.map((age) => (age + 20 * random.next() > 50 ? 1 : 0));
    const summary = await summarizeFor({ ...plain, target: noisy, task, trainer: "logistic" });
    const text = section((await writeReport(runWith([summary], "logistic"))).markdown);
    expect(text).toMatch(
      /One more of “age” multiplies the odds of “\w+” being true by 1\.\d+ \(1\.\d+ to [12]\.\d+\)/,
    );
    expect(text).toContain(
      "| Column | Coefficient | Standard error | z | p | p, Holm | Odds ratio | logistic uses |",
    );
    const sure = await summarizeFor({
      ...plain,
      target: ages.map((age) => (age > 40 ? 1 : 0)),
      task,
      trainer: "logistic",
    });
    const told = section((await writeReport(runWith([sure], "logistic"))).markdown);
    expect(told).toContain("The columns separate the response");
    expect(told).toContain("Firth's penalty");
  });

  it("names columns that follow from others where a reader sees it", async () => {
    const months = ages.map((age) => 12 * age);
    const summary = await summarizeFor({ ...plain, columns: { age: ages, months }, params: { lambda: 1 } });
    const text = section((await writeReport(runWith([summary]))).markdown);
    expect(text).toContain("“months” = 12·“age”");
    expect(text).toContain("| months | follows from others |");
  });

  it("stands beside a winner that is not linear, and says where there is nothing to read", async () => {
    const summary = await summarizeFor(plain);
    const beside = { ...runWith([summary]), winner: carsRun.winner };
    expect(section((await writeReport(beside)).markdown)).toContain(
      `“ridge” is linear and can be read as a table, beside the winner “${carsRun.winner.model}”, which cannot.`,
    );
    expect(section((await writeReport(carsRun)).markdown)).toContain("there are no coefficients to read");
    const wide = {
      ...summary,
      equations: [],
      errors: null,
      problems: [
        {
          code: "T2975",
          severity: "warning",
          message: "There are 400 columns after encoding, more than a summary has",
          cure: "Leave some out.",
        },
      ],
    } as const;
    expect(section((await writeReport(runWith([wide]))).markdown)).toContain(
      "There are 400 columns after encoding",
    );
  });

  it("keeps a page of many columns and classes small", async () => {
    const columns = Object.fromEntries(
      Array.from({ length: 120 }, (_, at) => [
        `a column with a long name ${at}`,
        ages.map(() => random.next()),
      ]),
    );
    const summary = await summarizeFor({ ...plain, columns, params: { lambda: 1 } });
    const { html, markdown } = await writeReport(
      runWith([summary, { ...summary, models: [{ ...summary.models[0]!, name: "other" }] }]),
    );
    expect(html.length).toBeLessThan(1_000_000);
    expect(section(markdown)).toContain("41 more are in the run’s record");
    expect(section(markdown)).toContain("The same for “other”, over columns of its own");
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
  });
});
