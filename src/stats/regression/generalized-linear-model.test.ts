import { describe, expect, it } from "vitest";
import { compareModels } from "./compare-models.ts";
import { createDesign, designOfNumbers, type DesignVariable } from "./design.ts";
import {
  generalizedLinearModel,
  type GeneralizedLinearModel,
  type GeneralizedLinearModelSpec,
} from "./generalized-linear-model.ts";
import { testHypotheses } from "./hypotheses.ts";
import {
  expectDigits,
  numbersOf,
  separationCases,
  stored,
  textsOf,
  type Stored,
} from "./fixtures/oracle.test-support.ts";
import { predictMeans } from "./predict-means.ts";
import { profileInterval } from "./profile-likelihood.ts";

/** Beside a stored table of R's glm; its p-values are compared by their own digits. */
function expectModel(fit: GeneralizedLinearModel, expected: Stored): void {
  const table = expected["table"]!;
  expectDigits(
    fit.coefficients.map((one) => one.estimate),
    table["estimate"],
  );
  expectDigits(
    fit.coefficients.map((one) => one.standardError),
    table["error"],
  );
  expectDigits(
    fit.coefficients.map((one) => one.statistic),
    table["statistic"],
  );
  expectDigits(
    [fit.deviance, fit.nullDeviance],
    [...numbersOf(expected["deviance"]), ...numbersOf(expected["null"])],
  );
  expectDigits(
    [fit.dispersion, fit.pearsonChiSquared],
    [...numbersOf(expected["dispersion"]), ...numbersOf(expected["pearson"])],
  );
  expectDigits(
    [fit.logLikelihood!, fit.aic!],
    [...numbersOf(expected["loglik"]), ...numbersOf(expected["aic"])],
  );
}

const birthwt = stored["birthwt"]!;
const births = (name: string): readonly number[] => numbersOf(birthwt["data"]![name]);
const race: DesignVariable = { kind: "category", name: "race", labels: textsOf(birthwt["data"]!["race"]) };
const number = (name: string): DesignVariable => ({ kind: "number", name, values: births(name) });
const birthDesign = createDesign({ variables: [number("age"), number("lwt"), race, number("smoke")] });
const births4 = { design: birthDesign, response: births("low"), family: "binomial" } as const;

describe("a generalized linear model, beside R's glm", () => {
  it.each(["logit", "probit", "cloglog"] as const)("fits low birth weights with the link %s", (link) => {
    expectModel(generalizedLinearModel({ ...births4, link }), birthwt[link]!);
  });

  it("has robust and clustered errors", () => {
    const errors = (fit: GeneralizedLinearModel): readonly number[] =>
      fit.coefficients.map((one) => one.standardError);
    expectDigits(errors(generalizedLinearModel({ ...births4, covariance: { kind: "HC1" } })), birthwt["hc1"]);
    const clustered = { kind: "clustered", clusters: births("ptl") } as const;
    expectDigits(errors(generalizedLinearModel({ ...births4, covariance: clustered })), birthwt["clustered"]);
    const spec: GeneralizedLinearModelSpec = {
      design: createDesign({ variables: [number("age"), number("smoke")] }),
      response: births("low"),
      family: "poisson",
      covariance: { kind: "HC0" },
    };
    expectDigits(errors(generalizedLinearModel(spec)), birthwt["log_poisson_hc0"]);
  });

  it("has profile intervals", () => {
    const fit = generalizedLinearModel(births4);
    const { low, high } = profileInterval(fit, "smoke");
    expectDigits([low, high], birthwt["profile_smoke"]);
    const lwt = profileInterval(fit, "lwt");
    expectDigits([lwt.low, lwt.high], birthwt["profile_lwt"]);
  });

  it("fits counts of days absent, names how they spread, and fits theta", () => {
    const quine = stored["quine"]!["data"]!;
    const variables = ["Sex", "Age"].map((name): DesignVariable => ({
      kind: "category",
      name,
      labels: textsOf(quine[name]),
    }));
    const design = createDesign({ variables });
    const response = numbersOf(quine["Days"]);
    const poisson = generalizedLinearModel({ design, response, family: "poisson" });
    expectModel(poisson, stored["quine_counts"]!["poisson"]!);
    expect(poisson.assumptions[0]).toMatchObject({ verdict: "violated" });
    expect(poisson.assumptions[0]!.alternative).toContain("negative-binomial");
    const fit = generalizedLinearModel({ design, response, family: "negative-binomial" });
    const expected = stored["quine_counts"]!["negative_binomial"]!;
    expectDigits(
      fit.coefficients.map((one) => one.estimate),
      expected["estimate"],
    );
    expectDigits(
      fit.coefficients.map((one) => one.standardError),
      expected["error"],
    );
    expectDigits(
      [fit.theta!.estimate, fit.theta!.standardError],
      [...numbersOf(expected["theta"]), ...numbersOf(expected["theta_error"])],
    );
    expectDigits(
      [fit.deviance, fit.logLikelihood!],
      [...numbersOf(expected["deviance"]), ...numbersOf(expected["loglik"])],
    );
  });

  it("takes exposures as offsets, and counts of trials", () => {
    const data = stored["insurance"]!["data"]!;
    const variables = ["District", "Group", "Age"].map((name): DesignVariable => ({
      kind: "category",
      name,
      labels: textsOf(data[name]),
      ...(name === "Group" ? { base: "<1l" } : {}),
    }));
    const claims = generalizedLinearModel({
      design: createDesign({ variables }),
      response: numbersOf(data["Claims"]),
      offset: numbersOf(data["Holders"]).map(Math.log),
      family: "poisson",
    });
    expectDigits(
      [claims.deviance, claims.aic!],
      [
        ...numbersOf(stored["insurance"]!["offset"]!["deviance"]),
        ...numbersOf(stored["insurance"]!["offset"]!["aic"]),
      ],
      12,
    );
    const trials = stored["trials"]!;
    const menarche = generalizedLinearModel({
      design: designOfNumbers({ age: numbersOf(trials["data"]!["Age"]) }),
      response: numbersOf(trials["data"]!["Menarche"]),
      trials: numbersOf(trials["data"]!["Total"]),
      family: "binomial",
    });
    expectModel(menarche, trials["logit"]!);
  });

  it("fits amounts: gamma with two links and weights, gaussian with log, poisson with sqrt", () => {
    const cars = stored["cars"]!["data"]!;
    const figures = stored["gamma"]!;
    const design = designOfNumbers({ wt: numbersOf(cars["wt"]), hp: numbersOf(cars["hp"]) });
    const response = numbersOf(cars["mpg"]);
    expectModel(generalizedLinearModel({ design, response, family: "gamma" }), figures["log"]!);
    expectModel(
      generalizedLinearModel({ design, response, family: "gamma", link: "inverse" }),
      figures["inverse"]!,
    );
    const weights = numbersOf(cars["qsec"]);
    expectModel(generalizedLinearModel({ design, response, family: "gamma", weights }), figures["weighted"]!);
    expectModel(
      generalizedLinearModel({ design, response, family: "gaussian", link: "log" }),
      figures["gaussian_log"]!,
    );
    const carb = numbersOf(figures["carb"]);
    expectModel(
      generalizedLinearModel({ design, response: carb, family: "poisson", link: "sqrt" }),
      figures["poisson_sqrt"]!,
    );
  });

  it("tests hypotheses by chi-squared where the family knows its dispersion", () => {
    const { joint } = testHypotheses(generalizedLinearModel(births4), [
      { weights: { "race[2]": 1 } },
      { weights: { "race[3]": 1 } },
    ]);
    expect(joint.name).toBe("chi-squared");
    expect(joint.degreesOfFreedom).toEqual([2]);
  });
});

describe("a Tweedie model, beside statsmodels", () => {
  it.each([
    ["tweedie", 1.5],
    ["tweedie_steep", 1.2],
  ] as const)("fits amounts with zeros: %s", (name, power) => {
    const cars = stored["cars"]!["data"]!;
    const fit = generalizedLinearModel({
      design: designOfNumbers({ wt: numbersOf(cars["wt"]), hp: numbersOf(cars["hp"]) }),
      response: numbersOf(cars["mpg"]).map((miles) => Math.max(0, miles - 20)),
      family: { kind: "tweedie", power },
    });
    const expected = stored[name]!;
    expectDigits(
      fit.coefficients.map((one) => one.estimate),
      expected["estimate"],
    );
    expectDigits(
      fit.coefficients.map((one) => one.standardError),
      expected["error"],
    );
    expectDigits(
      [fit.deviance, fit.dispersion],
      [...numbersOf(expected["deviance"]), ...numbersOf(expected["dispersion"])],
    );
    expect(fit.aic).toBeUndefined();
  });
});

describe("a response that columns separate", () => {
  const x = [1, 2, 3, 4, 5, 6, 7, 8];
  const noise = [3, 4, 1, 2, 5, 9, 2, 6];

  it("is refused by name when it is complete", () => {
    const design = designOfNumbers({ noise, x });
    expect(() =>
      generalizedLinearModel({ design, response: [0, 0, 0, 0, 1, 1, 1, 1], family: "binomial" }),
    ).toThrow(/T2868 .*completely.*x/);
  });

  it("is refused by name when it is so in part, with the column that does it", () => {
    const design = createDesign({
      variables: [
        { kind: "number", name: "noise", values: noise },
        { kind: "category", name: "arm", labels: ["a", "a", "a", "a", "b", "b", "b", "b"] },
      ],
    });
    expect(() =>
      generalizedLinearModel({ design, response: [0, 1, 0, 1, 1, 1, 1, 1], family: "binomial" }),
    ).toThrow(/T2868 .*in part \(4 of 8 rows\).*arm\[b\]/);
    expect(() =>
      generalizedLinearModel({ design, response: [2, 1, 0, 3, 0, 0, 0, 0], family: "poisson" }),
    ).toThrow(/T2868 .*arm\[b\]/);
  });

  it.each(["logit", "probit", "cloglog"] as const)(
    "is found where a linear programme finds it, and nowhere else: %s",
    (link) => {
      const found = separationCases.map(({ x, y }) => {
        const design = designOfNumbers(Object.fromEntries(x.map((values, at) => [`x${at}`, values])));
        try {
          generalizedLinearModel({ design, response: y, family: "binomial", link });
          return "none";
        } catch (error) {
          return /T2868 .*completely/.test(String(error))
            ? "complete"
            : /T2868/.test(String(error))
              ? "in part"
              : String(error);
        }
      });
      expect(found).toEqual(separationCases.map(({ separation }) => separation));
    },
  );

  it("is not seen where classes overlap, however little", () => {
    const design = designOfNumbers({ x: [1, 2, 3, 4, 4.001, 5, 6, 7] });
    const fit = generalizedLinearModel({ design, response: [0, 0, 0, 1, 0, 1, 1, 1], family: "binomial" });
    expect(Math.abs(fit.coefficients[1]!.estimate)).toBeLessThan(100);
  });

  it("has the estimates of half a case more in each cell with Firth's penalty, where cells are all there is", () => {
    const arm: DesignVariable = {
      kind: "category",
      name: "arm",
      labels: ["a", "a", "a", "a", "b", "b", "b", "b"],
    };
    const spec = {
      design: createDesign({ variables: [arm] }),
      family: "binomial",
      penalty: "firth",
    } as const;
    const separated = generalizedLinearModel({ ...spec, response: [0, 0, 0, 0, 1, 1, 1, 1] });
    expectDigits(separated.estimates.values, [Math.log(0.5 / 4.5), 2 * Math.log(4.5 / 0.5)]);
    const mixed = generalizedLinearModel({ ...spec, response: [1, 0, 0, 0, 0, 1, 1, 1] });
    expectDigits(mixed.estimates.values, [Math.log(1.5 / 3.5), 2 * Math.log(3.5 / 1.5)]);
  });

  it("has finite estimates with Firth's penalty", () => {
    const design = designOfNumbers({ x });
    const fit = generalizedLinearModel({
      design,
      response: [0, 0, 0, 0, 1, 1, 1, 1],
      family: "binomial",
      penalty: "firth",
    });
    expect(fit.coefficients.every(({ estimate, pValue }) => Number.isFinite(estimate) && pValue > 0)).toBe(
      true,
    );
    const { low, high } = profileInterval(fit, "x");
    expect(low).toBeGreaterThan(0);
    expect(high).toBeGreaterThan(fit.coefficients[1]!.estimate);
  });
});

describe("predictions and comparisons of generalized linear models", () => {
  it("stay within the family's range, and turn around with an inverse link", () => {
    const design = designOfNumbers({ x: [1, 2, 3, 4, 5, 6] });
    const binomial = generalizedLinearModel({ design, response: [0, 1, 0, 1, 0, 1], family: "binomial" });
    const { mean, confidence } = predictMeans(binomial, design);
    expectDigits(mean, [...binomial.fitted], 12);
    expect(confidence.low.every((low, row) => low > 0 && low < mean[row]! && confidence.high[row]! < 1)).toBe(
      true,
    );
    const gamma = generalizedLinearModel({
      design,
      response: [6, 3, 2.2, 1.4, 1.3, 1],
      family: "gamma",
      link: "inverse",
    });
    const turned = predictMeans(gamma, design);
    expect(
      turned.confidence.low.every(
        (low, row) => low < turned.mean[row]! && turned.mean[row]! < turned.confidence.high[row]!,
      ),
    ).toBe(true);
  });

  it("compare by the likelihood ratio, as R's anova does", () => {
    const smaller = generalizedLinearModel({
      ...births4,
      design: createDesign({ variables: [number("age"), number("lwt")] }),
    });
    const { value, degreesOfFreedom } = compareModels(smaller, generalizedLinearModel(births4));
    expectDigits([value], smaller.deviance - numbersOf(birthwt["logit"]!["deviance"])[0]!);
    expect(degreesOfFreedom).toEqual([3]);
    expect(() => compareModels(generalizedLinearModel(births4), smaller)).toThrow("T2872");
  });
});

describe("a generalized linear model that cannot be", () => {
  const design = designOfNumbers({ x: [1, 2, 3, 4] });

  it("refuses responses outside of the family's range, constants, collinear columns and unknown links", () => {
    expect(() => generalizedLinearModel({ design, response: [0, 1, 2, 0], family: "binomial" })).toThrow(
      /T2867 .*row 2/,
    );
    expect(() => generalizedLinearModel({ design, response: [0, 1, 2, 0], family: "gamma" })).toThrow(
      /T2867 .*tweedie/,
    );
    expect(() => generalizedLinearModel({ design, response: [1, 1, 1, 1], family: "binomial" })).toThrow(
      "T2876",
    );
    expect(() =>
      generalizedLinearModel({ design, response: [1, 0, 1, 0], family: "binomial", link: "sqrt" }),
    ).toThrow("T2866");
    const collinear = designOfNumbers({ x: [1, 2, 3, 4], y: [2, 4, 6, 8] });
    expect(() =>
      generalizedLinearModel({ design: collinear, response: [1, 0, 1, 0], family: "binomial" }),
    ).toThrow(/T2862 .*y = 2·x/);
    expect(() =>
      generalizedLinearModel({ design, response: [1, 0, 1, 0], family: { kind: "tweedie", power: 3 } }),
    ).toThrow("T2866");
  });
});
