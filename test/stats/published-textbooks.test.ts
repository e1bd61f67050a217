import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { moments, quantileOfSorted } from "../../src/stats/index.ts";
import { designOfNumbers, generalizedLinearModel, linearRegression } from "../../src/stats/public.ts";

/** Tables that are not part of the project. In CI they must be there; elsewhere these tests are skipped, visibly. */
const shared = join(import.meta.dirname, "../../../shared/data");
const hasTables = existsSync(shared) || process.env["CI"] !== undefined;

type Columns = Readonly<Record<string, readonly string[]>>;

/** The columns of a CSV file; rows in which one of `needed` is missing are left out. */
function columnsOf(file: string, needed: readonly string[] = []): Columns {
  const [header, ...lines] = readFileSync(join(shared, file), "utf8").trim().split(/\r?\n/);
  const names = header!.replaceAll('"', "").split(",");
  const places = needed.map((name) => names.indexOf(name));
  const rows = lines
    .map((line) => line.replaceAll('"', "").split(","))
    .filter((row) => places.every((place) => row[place] !== "" && row[place] !== "NA"));
  return Object.fromEntries(names.map((name, at) => [name, rows.map((row) => row[at]!)]));
}

const numbers = (columns: Columns, name: string): number[] => columns[name]!.map(Number);

/** A linear regression of one column on others. */
function regress(
  columns: Columns,
  response: string,
  predictors: Readonly<Record<string, readonly number[]>>,
) {
  return linearRegression({ design: designOfNumbers(predictors), response: numbers(columns, response) });
}

/** Rounds as the book prints. */
const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

// G. James, D. Witten, T. Hastie & R. Tibshirani, "An Introduction to Statistical Learning with Applications in R" (2013; second
// edition 2021), by the numbers of its sections. The book prints few digits; those of the labs' own output are as R prints it.
describe.skipIf(!hasTables)("the results of An Introduction to Statistical Learning", () => {
  const folder = "hitters-wage-college";

  it("are those of wages by powers of age", () => {
    // Section 7.8.1 (page 290 of the first edition), the table of anova(fit.1, … fit.5): residual sums of squares, F and p of each
    // further power. The t of the highest power is the root of the last F.
    const columns = columnsOf(`${folder}/Wage.csv`);
    const age = numbers(columns, "age");
    const fits = [1, 2, 3, 4, 5].map((degree) =>
      regress(
        columns,
        "wage",
        // Centred, so that the powers do not lose digits to each other; the fit is the same.
        Object.fromEntries(
          Array.from({ length: degree }, (_, at) => [
            `age${at + 1}`,
            age.map((one) => ((one - 42) / 10) ** (at + 1)),
          ]),
        ),
      ),
    );
    const squares = fits.map(({ residualSquares }) => residualSquares);
    expect(squares.map(Math.round)).toEqual([5022216, 4793430, 4777674, 4771604, 4770322]);
    const last = fits[4]!;
    const spare = squares[4]! / last.residualDegreesOfFreedom;
    const f = squares.slice(1).map((one, at) => (squares[at]! - one) / spare);
    expect(f.map((one) => rounded(one, 4))).toEqual([143.5931, 9.8888, 3.8098, 0.805]);
    const highest = last.coefficients.at(-1)!;
    expect(rounded(highest.statistic, 4)).toBe(-0.8972);
    expect(rounded(highest.pValue, 6)).toBe(0.369682);
  });

  it("are those of the stock market by the days before", () => {
    // Section 4.6.2 (4.7.2 in the second edition), summary(glm.fit).
    const columns = columnsOf(`${folder}/Smarket.csv`);
    const names = ["Lag1", "Lag2", "Lag3", "Lag4", "Lag5", "Volume"];
    const fit = generalizedLinearModel({
      design: designOfNumbers(Object.fromEntries(names.map((name) => [name, numbers(columns, name)]))),
      response: columns["Direction"]!.map((one) => (one === "Up" ? 1 : 0)),
      family: "binomial",
    });
    const printed = [
      [-0.126, 0.240736, -0.523, 0.601],
      [-0.073074, 0.050167, -1.457, 0.145],
      [-0.042301, 0.050086, -0.845, 0.398],
      [0.011085, 0.049939, 0.222, 0.824],
      [0.009359, 0.049974, 0.187, 0.851],
      [0.010313, 0.049511, 0.208, 0.835],
      [0.135441, 0.15836, 0.855, 0.392],
    ];
    for (const [at, [estimate, error, z, p]] of printed.entries()) {
      const found = fit.coefficients[at]!;
      expect([rounded(found.estimate, 6), rounded(found.statistic, 3), rounded(found.pValue, 3)]).toEqual([
        estimate,
        z,
        p,
      ]);
      // R takes the errors from the weights of the step before the last, which differ in the sixth decimal.
      expect(Math.abs(found.standardError - error!)).toBeLessThan(2e-6);
    }
    expect([rounded(fit.nullDeviance, 1), rounded(fit.deviance, 1)]).toEqual([1731.2, 1727.6]);
  });

  it("are those of miles per gallon by horsepower and its square", () => {
    // Section 3.3.2: table 3.10 and R² of 0.606 and 0.688; with more digits in summary(lm(mpg ~ horsepower + I(horsepower^2))):
    // 56.9000997 (1.8004268), -0.4661896 (0.0311246) and 0.0012305 (0.0001221), R² of 0.6059 and 0.6876.
    const columns = columnsOf(`${folder}/Auto.csv`);
    const horsepower = numbers(columns, "horsepower");
    const line = regress(columns, "mpg", { horsepower });
    const curve = regress(columns, "mpg", { horsepower, square: horsepower.map((one) => one ** 2) });
    expect([rounded(line.rSquared, 3), rounded(curve.rSquared, 3)]).toEqual([0.606, 0.688]);
    expect(
      curve.coefficients.map(({ estimate, standardError, statistic }) => [
        rounded(estimate, 4),
        rounded(standardError, 4),
        rounded(statistic, 1),
      ]),
    ).toEqual([
      [56.9001, 1.8004, 31.6],
      [-0.4662, 0.0311, -15],
      [0.0012, 0.0001, 10.1],
    ]);
  });

  it("are those of salaries of baseball players", () => {
    // Section 6.5.1, coef(regfit.full, 6), and 0.5087146, the sixth of reg.summary$rsq.
    const columns = columnsOf(`${folder}/Hitters.csv`, ["Salary"]);
    const fit = regress(columns, "Salary", {
      ...Object.fromEntries(
        ["AtBat", "Hits", "Walks", "CRBI", "PutOuts"].map((name) => [name, numbers(columns, name)]),
      ),
      DivisionW: columns["Division"]!.map((one) => (one === "W" ? 1 : 0)),
    });
    const estimates = Object.fromEntries(
      fit.coefficients.map(({ name, estimate }) => [name, rounded(estimate, 7)]),
    );
    expect(fit.rowCount).toBe(263);
    expect(estimates).toEqual({
      "(intercept)": 91.5117981,
      AtBat: -1.8685892,
      Hits: 7.6043976,
      Walks: 3.6976468,
      CRBI: 0.6430169,
      PutOuts: 0.2643076,
      DivisionW: -122.9515338,
    });
    expect(rounded(fit.rSquared, 7)).toBe(0.5087146);
  });
});

// M. Kuhn & K. Johnson, "Applied Predictive Modeling" (2013), section 3.8, on the 1009 cells for training.
describe.skipIf(!hasTables)("the results of the cell segmentation", () => {
  const columns = hasTables ? columnsOf("cells/cells.csv") : {};
  const training = (name: string): Float64Array =>
    Float64Array.from(numbers(columns, name).filter((_, row) => columns["case"]![row] === "Train"));

  it("are 1300 badly and 719 well segmented cells", () => {
    // The cells of A. A. Hill, P. LaPan, Y. Li & S. Haney, BMC Bioinformatics 8 (2007), 340, as tidymodels.org counts them ("Evaluate
    // your model with resampling").
    const classes = columns["class"]!;
    expect(["PS", "WS"].map((name) => classes.filter((one) => one === name).length)).toEqual([1300, 719]);
  });

  it("are the skewnesses that the book prints", () => {
    // b1 of e1071::skewness (type 3), from the adjusted G1: Joanes & Gill 1998.
    const skewness = (name: string): number => {
      const { count, skewness: adjusted } = moments(training(name))!;
      return (adjusted! * (count - 2) * (count - 1)) / (count * count);
    };
    const names = [
      "angle_ch_1",
      "area_ch_1",
      "avg_inten_ch_1",
      "avg_inten_ch_2",
      "avg_inten_ch_3",
      "avg_inten_ch_4",
    ];
    expect(names.map((name) => rounded(skewness(name), 8))).toEqual([
      -0.02426252, 3.52510745, 2.95918524, 0.84816033, 2.20234214, 1.90047128,
    ]);
  });

  it("are the summary of the areas that BoxCoxTrans prints", () => {
    const sorted = training("area_ch_1").sort();
    const { count, mean } = moments(sorted)!;
    const quantiles = [0, 0.25, 0.5, 0.75, 1].map((share) => quantileOfSorted(sorted, share));
    expect([count, ...quantiles, rounded(mean, 1)]).toEqual([1009, 150, 194, 256, 376, 2186, 325.1]);
  });
});
