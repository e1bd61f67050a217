import { describe, expect, it } from "vitest";
import { adjustQuestions, type Question } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import type { Block } from "../blocks.ts";
import { carsRun } from "../fixtures/cars-run.test-support.ts";
import { strikesRun } from "../fixtures/strikes-run.test-support.ts";
import { toMarkdown } from "../markdown.ts";
import { answerSection } from "../sections/answer.ts";
import { modelsSection } from "../sections/models.ts";
import { qualitySection } from "../sections/quality.ts";
import { testsSection } from "../sections/tests.ts";
import { weaknessSection } from "../sections/weakness.ts";

const text = (blocks: readonly Block[]): string =>
  toMarkdown(blocks).replaceAll("\u00a0", " ").replaceAll("&lt;", "<");

interface Asked {
  readonly pValue: number;
  readonly estimate?: number;
  readonly value?: number;
}

const ask = (
  tier: Question["tier"],
  subject: Question["subject"],
  { pValue, estimate = 0.1, value = 2 }: Asked,
): Question => ({
  tier,
  subject,
  answer: {
    kind: "tested",
    test: "a test",
    effect: { name: "effect", estimate, low: estimate - 0.05, high: estimate + 0.05 },
    statistic: { name: "z", value },
    degreesOfFreedom: null,
    units: 100,
    pValue,
  },
});

const models = (second: string, asked: Asked): Question =>
  ask("confirmatory", { kind: "models", first: "logistic", second, metric: "auc" }, asked);

const calibration = (aspect: "level" | "slope" | "curve", asked: Asked, model = "logistic"): Question =>
  ask("confirmatory", { kind: "calibration", model, aspect }, asked);

const group = (where: string, asked: Asked): Question =>
  ask(
    "screening",
    { kind: "group", text: where, column: "Size", rowCount: 120, metric: "auc", better: "higher" },
    asked,
  );

/** A run with these questions, and with differences that follow their answers. */
function runWith(questions: readonly Question[], run: RunRecord = strikesRun): RunRecord {
  const evidence = adjustQuestions(questions);
  const differences = evidence.hypotheses.flatMap(({ subject, effect, isBelow }) =>
    subject.kind === "models"
      ? [
          {
            metric: subject.metric,
            first: subject.first,
            second: subject.second,
            difference: { estimate: effect.estimate, low: effect.low!, high: effect.high! },
            better: isBelow
              ? effect.estimate > 0
                ? ("first" as const)
                : ("second" as const)
              : ("none" as const),
          },
        ]
      : [],
  );
  return { ...run, differences, evidence };
}

describe("the words of the report", () => {
  it("call nothing better whose adjusted test does not say so, though its interval leaves 0 out", async () => {
    const run = runWith([
      models("baseline", { pValue: 0.03 }),
      models("boosting", { pValue: 0.4, estimate: 0.01 }),
      calibration("level", { pValue: 0.2 }),
    ]);
    const answer = text(await answerSection(run));
    expect(answer).toContain("Not told apart from the baseline");
    expect(answer).toContain(
      "“logistic” and “baseline” differ by 0.10 (0.05 to 0.15) in AUC: alone it would stand out (p = 0.03), among all 3 tests of models and calibration it may be chance (p = 0.09)",
    );
    expect(answer).not.toMatch(/ is better than|best/);
    expect(text(await modelsSection(run))).toContain("Of 2 pairs of models, none can be told apart");
  });

  it("say of what is better how sure that is among all tests", async () => {
    const run = runWith([models("baseline", { pValue: 1e-9 }), models("boosting", { pValue: 0.4 })]);
    expect(text(await answerSection(run))).toContain(
      "“logistic” is better than “baseline” by 0.10 (0.05 to 0.15) in AUC; this is more than chance among all 2 tests of models and calibration (p < 0.001)",
    );
    const told = text(await modelsSection(run));
    expect(told).toContain("Of 2 pairs of models, 1 can be told apart");
    expect(told).toContain("| logistic − boosting | 0.10 (0.05 to 0.15) | 0.40 | not told apart |");
  });

  it("turn a difference below 0 round for the better model", async () => {
    const run = runWith([models("boosting", { pValue: 1e-6, estimate: -0.1, value: -5 })]);
    expect(text(await modelsSection(run))).toContain(
      "“boosting” is better than “logistic” by 0.10 (0.05 to 0.15) in AUC",
    );
  });

  it("give the calibration tests the last word", async () => {
    const good = runWith([calibration("level", { pValue: 0.3 }), calibration("curve", { pValue: 0.6 })]);
    expect(text(await qualitySection(good))).toContain(
      "The tests find no miscalibration beyond chance (p = 0.60 at the least, adjusted).",
    );
    const bad = runWith([
      calibration("level", { pValue: 0.5 }),
      calibration("slope", { pValue: 1e-5, estimate: 0.7, value: -4.4 }),
    ]);
    const told = text(await qualitySection(bad));
    expect(told).toContain(
      "By the tests, they are too sure: high ones are too high and low ones too low (p < 0.001).",
    );
    expect(told).not.toContain("can be read as they are");
    const lean = runWith([calibration("level", { pValue: 1e-5, value: -4 }, carsRun.winner.model)], carsRun);
    expect(text(await qualitySection(lean))).toContain("By the tests, predictions are too high on average");
  });

  it("tell which groups are worse, which better, and how many were tested", async () => {
    const run = runWith([
      group("Size is Small", { pValue: 1e-6, estimate: -0.2 }),
      group("Size is Large", { pValue: 1e-5, estimate: 0.2 }),
      group("Size is Medium", { pValue: 0.04, estimate: -0.1 }),
      ask(
        "screening",
        { kind: "group-calibration", text: "Size is Small", column: "Size", rowCount: 120 },
        { pValue: 1e-4, estimate: 0.1 },
      ),
      {
        tier: "screening",
        subject: { kind: "group-calibration", text: "Size is Tiny", column: "Size", rowCount: 30 },
        answer: { kind: "untested", reason: "fewer than 5 of its rows should have gone one way" },
      },
    ]);
    const told = text(await weaknessSection(run));
    expect(told).toContain(
      "Of 3 parts of the rows, the model is worse than in the other rows in 2 and better in 1, by more than chance; in 1 of 1 part it leans to one side (adjusted for 4 tests).",
    );
    expect(told).toContain("| Size is Small | 120 | −0.20 (−0.25 to −0.15) | < 0.001 | worse |");
    expect(told).toContain("1 question: fewer than 5 of its rows should have gone one way");
    expect(text(await answerSection(run))).toContain("The model is weaker in 2 parts of the rows");
  });

  it("say that no group is worse when none stands out", async () => {
    const run = runWith([group("Size is Small", { pValue: 0.04 }), group("Size is Large", { pValue: 0.5 })]);
    expect(text(await weaknessSection(run))).toContain(
      "In none of 2 parts of the rows is the model better or worse than in the other rows by more than chance",
    );
    expect(text(await answerSection(run))).not.toContain("weaker in");
  });

  it("tell how many hypotheses of each tier were tested and what stood out", async () => {
    const run = runWith([
      models("baseline", { pValue: 1e-9 }),
      calibration("level", { pValue: 0.3 }),
      group("Size is Small", { pValue: 0.3 }),
      ask(
        "coefficients",
        { kind: "coefficient", models: ["logistic"], term: "speed", outcome: null },
        { pValue: 0.001 },
      ),
    ]);
    const told = text(await testsSection(run));
    expect(told).toContain(
      "Of 2 tests about models and calibration, fixed beforehand, 1 stands out; the chance that any of these is false is below 5 % (Holm's method).",
    );
    expect(told).toContain("Of 1 test that search groups of rows, none stands out");
    expect(told).toContain("Of 1 test of coefficients of linear models, 1 stands out");
    expect(told).toContain("| coefficient | speed |");
  });

  it("name what could not be tested, and never call it a difference", async () => {
    const run: RunRecord = {
      ...runWith([]),
      differences: [
        {
          metric: "auc",
          first: "logistic",
          second: "baseline",
          difference: { estimate: 0.2, low: 0.1, high: 0.3 },
          better: "none",
        },
      ],
      evidence: adjustQuestions([
        {
          tier: "confirmatory",
          subject: { kind: "models", first: "logistic", second: "baseline", metric: "auc" },
          answer: { kind: "untested", reason: "one class has fewer than 5 rows" },
        },
      ]),
    };
    expect(text(await answerSection(run))).toContain(
      "this could not be tested, so it is not called a difference",
    );
    expect(text(await modelsSection(run))).toContain("Not tested: one class has fewer than 5 rows");
    expect(text(await testsSection(run))).toContain("Nothing was tested; 1 question could not be.");
  });
});
