import { describe, expect, it } from "vitest";
import { createRandom, TandemError, type Random } from "../../base/index.ts";
import { anovaTable } from "./anova-table.ts";
import { checkRegression, varianceInflation } from "./check-regression.ts";
import { coxRegression } from "./cox-regression.ts";
import { testProportionalHazards } from "./cox-residuals.ts";
import { createDesign, type Design, type DesignVariable } from "./design.ts";
import type { FamilySpec } from "./families.ts";
import { generalizedLinearModel } from "./generalized-linear-model.ts";
import { influenceOf } from "./influence.ts";
import { kaplanMeier } from "./kaplan-meier.ts";
import { linearRegression } from "./linear-regression.ts";
import { logRankTest } from "./log-rank.ts";
import { profileInterval } from "./profile-likelihood.ts";
import type { CovarianceKind } from "./robust-covariance.ts";

/** Where a result holds NaN. */
function placesOfNaN(value: unknown, place = "result"): readonly string[] {
  if (typeof value === "number") return Number.isNaN(value) ? [place] : [];
  if (value instanceof Float64Array) return value.some(Number.isNaN) ? [place] : [];
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => placesOfNaN(part, `${place}.${key}`));
}

/** The result is refused by name, or holds no NaN. */
function expectAnswerOrRefusal(work: () => unknown, what: string): void {
  let result: unknown;
  try {
    result = work();
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    return;
  }
  expect(placesOfNaN(result), what).toEqual([]);
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)]!;

function drawNumbers(random: Random, rows: number): readonly number[] {
  const values = pick(random, [
    [0],
    [0, 1],
    [0, 1, 2, 3],
    [1e-8, 1, 1e8],
    [-5, 0.1, 7, 1e300],
    [1, 2, 3, 5, 8, Number.NaN],
  ]);
  return Array.from({ length: rows }, () => pick(random, values));
}

const drawEvents = (random: Random, rows: number): readonly number[] =>
  Array.from({ length: rows }, () => random.integer(2));

function drawDesign(random: Random, rows: number): Design {
  const variables = Array.from({ length: 1 + random.integer(3) }, (_, at): DesignVariable => {
    if (random.next() < 0.6) return { kind: "number", name: `x${at}`, values: drawNumbers(random, rows) };
    return {
      kind: "category",
      name: `x${at}`,
      labels: Array.from({ length: rows }, () => pick(random, ["a", "b", "c"])),
    };
  });
  return createDesign({ variables, intercept: random.next() < 0.8 });
}

const families: readonly FamilySpec[] = [
  "gaussian",
  "binomial",
  "poisson",
  "gamma",
  "negative-binomial",
  { kind: "tweedie", power: 1.5 },
];

describe("whatever is given", () => {
  it("is answered without NaN or refused by name", () => {
    const random = createRandom("any regression");
    for (let time = 0; time < 400; time++) {
      const rows = random.integer(14);
      const what = `case ${time}`;
      expectAnswerOrRefusal(() => {
        const design = drawDesign(random, rows);
        const response = drawNumbers(random, rows);
        const covariance = pick<CovarianceKind>(random, [
          { kind: "classical" },
          { kind: "HC1" },
          { kind: "HC3" },
          { kind: "clustered", clusters: response },
          { kind: "newey-west", lags: 1 },
        ]);
        const weights = random.next() < 0.3 ? drawNumbers(random, rows) : undefined;
        const fit = linearRegression({ design, response, covariance, ...(weights ? { weights } : {}) });
        return [
          fit,
          anovaTable(fit, "III"),
          influenceOf(fit),
          checkRegression(fit),
          varianceInflation(design),
        ];
      }, `${what}, linear`);
      expectAnswerOrRefusal(() => {
        const design = drawDesign(random, rows);
        const response = drawNumbers(random, rows);
        const penalty = random.next() < 0.2 ? "firth" : "none";
        const fit = generalizedLinearModel({ design, response, family: pick(random, families), penalty });
        return [fit, profileInterval(fit, design.names[0]!)];
      }, `${what}, generalized`);
      expectAnswerOrRefusal(() => {
        const [times, events] = [drawNumbers(random, rows).map(Math.abs), drawEvents(random, rows)];
        const groups = Array.from({ length: rows }, () => pick(random, ["a", "b"]));
        return [kaplanMeier({ times, events }), logRankTest({ times, events }, groups)];
      }, `${what}, survival`);
      expectAnswerOrRefusal(() => {
        const [times, events] = [drawNumbers(random, rows).map(Math.abs), drawEvents(random, rows)];
        const fit = coxRegression({ design: drawDesign(random, rows), times, events });
        return [fit, testProportionalHazards(fit)];
      }, `${what}, Cox`);
    }
  });
});
