import { describe, expect, it } from "vitest";
import { adversaries, sweep } from "../adversaries.test-support.ts";
import * as stats from "../public.ts";

type Column = readonly number[];
type Call = (x: Column, y: Column) => unknown;

const whole = [1, 2, 3, 4, 5, 6, 7];
const second = [2, 1, 4, 3, 7, 5, 6];
/** A design with the given column, and one that is fine where there are as many rows. */
const designs: readonly ((x: Column) => stats.Design)[] = [
  (x) => stats.designOfNumbers({ x }),
  (x) => stats.designOfNumbers({ x }, false),
  (x) => stats.designOfNumbers({ x, second }),
  (x) =>
    stats.createDesign({
      variables: [
        { kind: "category", name: "x", labels: x && Array.from(x, String) },
        { kind: "number", name: "second", values: second.slice(0, x?.length) },
      ],
    }),
];

const ofDesigns = (
  work: (design: stats.Design, y: Column) => unknown,
  tried: typeof designs = designs,
): readonly Call[] => tried.map((design) => (x, y) => work(design(x), y));

const linearWith = (more: Partial<stats.LinearRegressionSpec>, tried = designs): readonly Call[] =>
  ofDesigns((design, response) => {
    const fit = stats.linearRegression({ design, response, ...more });
    return [
      fit,
      ...(["I", "II", "III"] as const).map((type) => stats.anovaTable(fit, type)),
      stats.influenceOf(fit),
      stats.checkRegression(fit),
      stats.predictLinear(fit, design),
      stats.testHypotheses(fit, [{ weights: { [design.names.at(-1)!]: 1 }, value: 1 }]),
    ];
  }, tried);

const meansWith = (
  more: Omit<stats.GeneralizedLinearModelSpec, "design" | "response">,
  tried = designs,
): readonly Call[] =>
  ofDesigns((design, response) => {
    const fit = stats.generalizedLinearModel({ design, response, ...more });
    return [
      fit,
      stats.predictMeans(fit, design, more.offset ? { offset: more.offset } : {}),
      stats.influenceOfMeans(fit, 3),
      stats.profileInterval(fit, design.names.at(-1)!),
    ];
  }, tried);

/** One design, for what takes long or differs little. */
const few = designs.slice(2, 3);

const columnCalls: Readonly<Record<string, readonly Call[]>> = {
  linearRegression: linearWith({}),
  ...Object.fromEntries(
    (["HC0", "HC1", "HC2", "HC3"] as const).map((kind) => [
      `linearRegression with ${kind}`,
      linearWith({ covariance: { kind } }, few),
    ]),
  ),
  "linearRegression with clusters": linearWith({ covariance: { kind: "clustered", clusters: second } }),
  "linearRegression with Newey-West errors": linearWith({ covariance: { kind: "newey-west" } }),
  "linearRegression with weights": ofDesigns((design, y) =>
    stats.linearRegression({ design, response: whole, weights: y }),
  ),
  "the checks of a design": ofDesigns((design) => [
    stats.varianceInflation(design),
    stats.conditionNumber(design),
    stats.conditionNumber(design, { about: "origin" }),
    stats.dependentColumns(design),
  ]),
  gaussian: meansWith({ family: "gaussian" }),
  "gaussian, log": meansWith({ family: "gaussian", link: "log" }, few),
  binomial: meansWith({ family: "binomial" }),
  "binomial, probit": meansWith({ family: "binomial", link: "probit" }),
  "binomial, cloglog": meansWith({ family: "binomial", link: "cloglog" }),
  "binomial, identity": meansWith({ family: "binomial", link: "identity" }),
  "binomial, Firth": meansWith({ family: "binomial", penalty: "firth" }, few),
  "binomial with trials": meansWith({ family: "binomial", trials: whole.map((one) => one + 8) }),
  poisson: meansWith({ family: "poisson" }),
  "poisson, sqrt": meansWith({ family: "poisson", link: "sqrt" }, few),
  "poisson with an offset": meansWith({ family: "poisson", offset: second }),
  gamma: meansWith({ family: "gamma" }),
  "gamma, inverse": meansWith({ family: "gamma", link: "inverse" }),
  "negative binomial": meansWith({ family: "negative-binomial" }, few),
  tweedie: meansWith({ family: { kind: "tweedie", power: 1.5 } }, few),
  "poisson with weights": ofDesigns((design, y) =>
    stats.generalizedLinearModel({ design, response: whole, weights: y, family: "poisson" }),
  ),
  "poisson with adverse offsets": ofDesigns((design, y) =>
    stats.generalizedLinearModel({ design, response: whole, offset: y, family: "poisson" }),
  ),
  "binomial with adverse trials": ofDesigns((design, y) =>
    stats.generalizedLinearModel({
      design,
      response: [0, 1, 0, 1, 1, 0, 1],
      trials: y,
      family: "binomial",
    }),
  ),
  "newey-west of a binomial": meansWith({ family: "binomial", covariance: { kind: "newey-west" } }),
  kaplanMeier: [
    (times, events) => stats.kaplanMeier({ times, events }),
    (times, events) => stats.kaplanMeier({ times, events }, { interval: "log" }),
    (times) => stats.restrictedMean(stats.kaplanMeier({ times, events: second.map(() => 1) }), 3),
    (times, events) => stats.logRankTest({ times, events }, second as never),
    (times, groups) => stats.logRankTest({ times, events: [1, 0, 1, 1, 0, 1, 1] }, groups as never),
  ],
  coxRegression: ofDesigns((design, times) => {
    const fit = stats.coxRegression({ design, times, events: [1, 0, 1, 1, 0, 1, 1] });
    return [fit, stats.testProportionalHazards(fit)];
  }),
  "coxRegression with adverse events": ofDesigns((design, events) =>
    stats.coxRegression({ design, times: second, events }),
  ),
};

describe("a regression of whatever an adversary gives", () => {
  it.each(Object.entries(columnCalls))(
    "%s gives an answer without NaN, or a refusal with a cure",
    (_, calls) => {
      expect(sweep(calls, adversaries)).toEqual([]);
    },
  );
});

/** Settings that an adversary would try. */
const edges: Readonly<Record<string, unknown>> = Object.fromEntries(
  [
    undefined,
    0,
    -0,
    1,
    -1,
    0.5,
    1e-320,
    1e-9,
    1 - 2 ** -53,
    2,
    50,
    1e6,
    1e12,
    1e308,
    Infinity,
    -Infinity,
    Number.NaN,
    "2",
    null,
  ].map((edge, at) => [`${String(edge)} (${at})`, edge]),
);

type Ask = (one: never, other: never) => unknown;
const powerCalls: Readonly<Record<string, Ask>> = {
  "powerOfMeans, power": (difference, size) => stats.powerOfMeans({ difference, size, standardDeviation: 1 }),
  "powerOfMeans, size": (difference, power) =>
    stats.powerOfMeans({ difference, power, standardDeviation: 1 }),
  "powerOfMeans, effect": (size, power) => stats.powerOfMeans({ size, power, standardDeviation: [1, 2] }),
  "powerOfMeans, spread": (standardDeviation, ratio) =>
    stats.powerOfMeans({ difference: 1, size: 20, standardDeviation, ratio }),
  "powerOfMeans, level": (alpha, size) =>
    stats.powerOfMeans({ difference: 1, size, alpha, standardDeviation: 1, paired: true }),
  "powerOfProportions, power": (first, second) => stats.powerOfProportions({ first, second, size: 50 }),
  "powerOfProportions, size": (first, second) => stats.powerOfProportions({ first, second, power: 0.8 }),
  "powerOfProportions, effect": (first, size) => stats.powerOfProportions({ first, size, power: 0.8 }),
  "powerOfProportions, exact": (first, second) =>
    stats.powerOfProportions({ first, second, size: 30, method: "exact" }),
  "powerOfProportions, continuity": (first, second) =>
    stats.powerOfProportions({ first, second, power: 0.8, method: "continuity" }),
  "powerOfMannWhitney, size": (difference, power) =>
    stats.powerOfMannWhitney({ difference, power, standardDeviation: 1, shape: "logistic" }),
  "powerOfMannWhitney, power": (difference, size) =>
    stats.powerOfMannWhitney({ difference, size, standardDeviation: 1 }),
  "powerOfAnova, power": (effect, size) => stats.powerOfAnova({ groups: 3, effect, size }),
  "powerOfAnova, size": (effect, power) => stats.powerOfAnova({ groups: 3, effect, power }),
  "powerOfAnova, effect": (groups, size) => stats.powerOfAnova({ groups, size, power: 0.8 }),
  "powerOfCorrelation, power": (correlation, size) => stats.powerOfCorrelation({ correlation, size }),
  "powerOfCorrelation, size": (correlation, power) => stats.powerOfCorrelation({ correlation, power }),
  "powerOfCorrelation, effect": (size, power) => stats.powerOfCorrelation({ size, power }),
  "powerOfChiSquared, power": (effect, size) =>
    stats.powerOfChiSquared({ degreesOfFreedom: 2, effect, size }),
  "powerOfChiSquared, size": (effect, power) =>
    stats.powerOfChiSquared({ degreesOfFreedom: 2, effect, power }),
  "powerOfChiSquared, effect": (degreesOfFreedom, size) =>
    stats.powerOfChiSquared({ degreesOfFreedom, size, power: 0.8 }),
};

describe("the power of whatever an adversary asks", () => {
  it.each(Object.entries(powerCalls))(
    "%s gives an answer without NaN, or a refusal with a cure",
    (_, call) => {
      expect(sweep([call], edges)).toEqual([]);
    },
  );
});
