import { describe, expect, it } from "vitest";
import type { PairedDifference } from "../model/index.ts";
import type { RunRecord } from "../project/index.ts";
import type { Block } from "./blocks.ts";
import { dependenceSentence } from "./dependence-words.ts";
import { differenceSentence } from "./evidence/difference-words.ts";
import { carsRun } from "./fixtures/cars-run.test-support.ts";
import { penguinsRun } from "./fixtures/penguins-run.test-support.ts";
import { strikesRun } from "./fixtures/strikes-run.test-support.ts";
import { toMarkdown } from "./markdown.ts";
import { metricMeaning } from "./metric-words.ts";
import { calibrationSentences } from "./quality/calibration.ts";
import { differenceOf } from "./run-models.ts";
import { answerSection } from "./sections/answer.ts";
import { limits, limitsSection } from "./sections/limits.ts";
import { preparationSection } from "./sections/preparation.ts";
import { qualitySection } from "./sections/quality.ts";
import { testingSection } from "./sections/testing.ts";
import { weaknessSection } from "./sections/weakness.ts";
import { namesText, shorten, valueText } from "./value-text.ts";

const text = (blocks: readonly Block[]): string => toMarkdown(blocks).replaceAll("\u00a0", " ");

const difference = (better: PairedDifference["better"], estimate: number, low: number, high: number) =>
  ({
    metric: "auc",
    first: "logistic",
    second: "baseline",
    difference: { estimate, low, high },
    better,
  }) as const;

const bin = (predicted: number, estimate: number) => ({
  predicted,
  observed: { estimate, low: estimate - 0.05, high: estimate + 0.05 },
  count: 100,
});

const sentence = (run: RunRecord, values: readonly (number | string | null)[], means: readonly number[]) =>
  dependenceSentence(run, {
    column: "Speed IAS in knots",
    output: "true",
    points: values.map((value, at) => ({ value, mean: means[at]!, rows: 10 })),
  }).replaceAll("\u00a0", " ");

describe("the answer", () => {
  it("says that a model orders 87 pairs of 100 right", () => {
    expect(metricMeaning(strikesRun, "auc", 0.8712)).toBe(
      "Take one row where “damaged” is true and one where it is false: in 87 of 100 such pairs the model gives the higher probability to the first. Guessing gets 50.",
    );
  });

  it("never rounds up to perfection", () => {
    expect(metricMeaning(strikesRun, "auc", 0.9991)).toContain("in over 99 of 100 such pairs");
    expect(metricMeaning(strikesRun, "accuracy", 1)).toContain("for 100 of 100 rows");
  });

  it("calls a difference noise when its interval includes 0", async () => {
    const run = { ...strikesRun, differences: [difference("none", 0.01, -0.02, 0.04)] };
    const answer = text(await answerSection(run));
    expect(answer).toContain("Not told apart from the baseline");
    expect(answer).toContain("the interval includes 0, so this may be noise");
    expect(answer).not.toContain("more than noise");
  });

  it("says that the winner is worse than the baseline", async () => {
    const run = { ...strikesRun, differences: [difference("second", -0.05, -0.08, -0.02)] };
    const answer = text(await answerSection(run));
    expect(answer).toContain("**Worse than the baseline**");
    expect(answer).toContain("“baseline” is better than “logistic” by 0.05 (0.02 to 0.08) in AUC");
  });

  it("says that nothing was learnt when the baseline wins", async () => {
    const run = { ...strikesRun, winner: { model: "baseline", reason: "the highest mean AUC" } };
    expect(text(await answerSection(run))).toContain("**Nothing was learnt**");
  });

  it("says so when there is no baseline, and when a metric is not defined", async () => {
    const models = strikesRun.models.filter(({ name }) => name === "logistic");
    expect(text(await answerSection({ ...strikesRun, models }))).toContain("**No baseline**");
    const metrics = [{ metric: "auc", better: "higher", value: null }] as const;
    const undefinedMetric = models.map((model) => ({ ...model, test: { ...model.test, metrics } }));
    expect(text(await answerSection({ ...strikesRun, models: undefinedMetric }))).toContain(
      "Area under the ROC curve (AUC) is not defined on the test rows",
    );
  });

  it("leaves the warning box out when nothing is to be warned of", async () => {
    expect(text(await answerSection(carsRun))).not.toContain("Before you use it");
  });

  it("compares with the model in production, which is not of the run", async () => {
    const champion = { ...difference("none", 0.01, -0.02, 0.04), second: "champion (version 3)" };
    const run = { ...strikesRun, differences: [...strikesRun.differences, champion] };
    expect(text(await answerSection(run))).toContain("“logistic” and “champion (version 3)” differ by 0.01");
  });

  it("finds a difference in either order and turns it round", () => {
    const found = differenceOf(strikesRun, "logistic", "boosting")!;
    expect(found.better).toBe("first");
    expect(found.difference.estimate).toBeGreaterThan(0);
    expect(found.difference.low).toBeLessThan(found.difference.high);
    expect(differenceOf(strikesRun, "logistic", "gone")).toBeNull();
  });

  it("names a better model of a lower-is-better metric by the size of the difference", () => {
    const lower = { ...difference("first", -4.9, -5.8, -4.1), metric: "rmse" };
    expect(differenceSentence(lower)).toContain(
      "“logistic” is better than “baseline” by 4.9 (4.1 to 5.8) in root mean squared error",
    );
  });

  it("gives differences of shares in percentage points", () => {
    const share = { ...difference("first", 0.05, 0.02, 0.08), metric: "accuracy" };
    expect(differenceSentence(share)).toContain("by 5 (2 to 8) percentage points in accuracy");
  });
});

describe("how far the answers can be trusted", () => {
  it("says that probabilities can be read as they are when every group fits", () => {
    expect(calibrationSentences([bin(0.1, 0.12), bin(0.5, 0.47)])[1]).toContain("can be read as they are");
  });

  it("names the largest gap and its direction", () => {
    const sentences = calibrationSentences([bin(0.1, 0.12), bin(0.5, 0.3), bin(0.9, 0.8)]).join(" ");
    expect(sentences.replaceAll("\u00a0", " ")).toContain("In 1 of 3");
    expect(sentences.replaceAll("\u00a0", " ")).toContain("50 % predicted, 30 % (25 % to 35 %) happened");
    expect(sentences).toContain("too high");
  });

  it("counts what is found, missed and flagged in vain", async () => {
    const quality = text(await qualitySection(strikesRun));
    expect(quality).toContain("finds 36 of 195 (18 %)");
    expect(quality).toContain("misses 159");
    expect(quality).toContain("flags 57 of 1,996 rows (2.9 %)");
  });

  it("says that no row is flagged instead of dividing by 0", async () => {
    const run = { ...strikesRun, winner: { model: "baseline", reason: "" } };
    expect(text(await qualitySection(run))).toContain("It flags no row at all");
  });

  it("names the most frequent mistake between classes", async () => {
    expect(text(await qualitySection(penguinsRun))).toContain(
      "2 rows of “Chinstrap” are taken for “Adelie” (of 14)",
    );
  });

  it("says on which side a regression errs, and that it leans", async () => {
    expect(text(await qualitySection(carsRun))).toContain("It leans to neither side.");
    const leaning = carsRun.models.map((model) => ({
      ...model,
      test: { ...model.test, residualQuantiles: [-2, -1, 1, 3, 5, 9, 12] },
    }));
    const quality = text(await qualitySection({ ...carsRun, models: leaning }));
    expect(quality).toContain("half of the predictions are at least 3 too low");
    expect(quality).toContain("is 1 above to 5 above the prediction");
  });
});

describe("how the answer moves with a column", () => {
  it("says rises and falls in spite of a small wiggle, and turns for a large one", () => {
    expect(sentence(strikesRun, [1, 2, 3, 4], [0.1, 0.2, 0.19, 0.4])).toContain(
      "rises from 10 % at 1 to 40 % at 4",
    );
    expect(sentence(strikesRun, [1, 2, 3, 4], [0.4, 0.2, 0.21, 0.1])).toContain(
      "falls from 40 % at 1 to 10 % at 4",
    );
    expect(sentence(strikesRun, [1, 2, 3, 4], [0.1, 0.4, 0.1, 0.2])).toContain("goes up and down");
  });

  it("names the lowest and the highest category, missing values among them", () => {
    expect(sentence(strikesRun, ["a", null, "b"], [0.1, 0.05, 0.3])).toContain(
      "lowest for missing values (5.0 %) and highest for “b” (30.0 %)",
    );
  });

  it("says that an answer stays", () => {
    expect(sentence(strikesRun, [1, 2, 3], [0.1, 0.1, 0.1])).toContain("stays at 10.0 % whatever its value");
  });

  it("writes days as days", () => {
    const days = dependenceSentence(strikesRun, {
      column: "Flight Date",
      output: "true",
      points: [7312, 9000, 11893].map((value, at) => ({ value, mean: at / 10, rows: 1 })),
    });
    expect(days).toContain("at 1990-01-08");
    expect(days).toContain("at 2002-07-25");
  });
});

describe("limits, tests and weak parts", () => {
  it("says what the period and the rarest class leave open", () => {
    const all = limits(strikesRun).join(" ");
    expect(all).toContain("The rows end at 2002-07-25");
    expect(all).toContain("only 195 of the rarest class (“damaged” is true)");
    expect(all).not.toContain("not later than the training rows");
    expect(limits(carsRun).join(" ")).toContain("not later than the training rows");
  });

  it.each([
    ["group", "stay together"],
    ["stratified", "same share of each class"],
    ["random", "hash of their content"],
  ] as const)("tells how a %s split was made", async (kind, words) => {
    const spec = kind === "group" ? { kind, column: "owner" } : { kind };
    expect(text(await testingSection({ ...carsRun, split: { ...carsRun.split, spec } }))).toContain(words);
  });

  it("tells a warning of a model once, with its model, though it stands in the run's list too", async () => {
    const told = text(await limitsSection(strikesRun));
    expect(told.split("T1612")).toHaveLength(2);
    expect(told).toContain("model boosting");
  });

  it("gives the run's own reason for a column that it left out, also where the recipe had none", async () => {
    expect(text(await preparationSection(strikesRun))).toContain(
      "“Effect Amount of damage”: “damaged” is derived from it.",
    );
    const warning = {
      code: "T2052",
      severity: "warning",
      message: "It names the row",
      place: "month",
    } as const;
    const models = strikesRun.models.map((model) => ({
      ...model,
      features: model.features.filter(({ from }) => from !== "month"),
    }));
    const run = { ...strikesRun, models, diagnostics: [warning] };
    expect(text(await preparationSection(run))).toContain("“month”: It names the row.");
  });

  it("explains parts that are weak by construction only where they are", async () => {
    expect(text(await weaknessSection(strikesRun))).toContain("made by “Wildlife Size”, which matters most");
    const slices = strikesRun.explanation.slices.filter(({ column }) => column === "Time of day");
    const run = { ...strikesRun, explanation: { ...strikesRun.explanation, slices } };
    expect(text(await weaknessSection(run))).not.toContain("which matters most");
  });
});

describe("names and values", () => {
  it("enumerates a few and counts the rest", () => {
    expect(namesText(["a", "b", "c"])).toBe("“a”, “b” and “c”");
    expect(namesText(["a", "b", "c", "d", "e", "f", "g"])).toBe("“a”, “b”, “c”, “d” and 3 more");
  });

  it("shortens by letters, not by halves of them", () => {
    expect(shorten("🦆".repeat(60), 3)).toBe("🦆🦆…");
  });

  it("shows missing, empty, true, days and instants", () => {
    expect([
      valueText(null, "Text"),
      valueText("", "Text"),
      valueText(true, "Boolean"),
      valueText(7312, "Day"),
      valueText(86_400_000, "Instant"),
    ]).toEqual(["missing", "empty text", "true", "1990-01-08", "1970-01-02T00:00:00Z"]);
  });
});
