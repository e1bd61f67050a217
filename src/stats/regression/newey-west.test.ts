import { describe, expect, it } from "vitest";
import { designOfNumbers } from "./design.ts";
import { expectDigits, numbersOf, stored } from "./fixtures/oracle.test-support.ts";
import { generalizedLinearModel } from "./generalized-linear-model.ts";
import { linearRegression } from "./linear-regression.ts";
import { bartlettMeat } from "./newey-west.ts";

/** Heights and weights of 15 women (R's `women`), in order. */
const height = Array.from({ length: 15 }, (_, at) => 58 + at);
const weight = [115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164];
/** Annual flow of the Nile at Aswan, 1871 to 1970 (R's `Nile`; Durbin & Koopman 2001). */
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
  1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040,
  759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
  744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];
const cars = (name: string): readonly number[] => numbersOf(stored["cars"]!["data"]![name]);
const errorsOf = (fit: { readonly coefficients: readonly { readonly standardError: number }[] }) =>
  fit.coefficients.map(({ standardError }) => standardError);

describe("Newey and West's errors", () => {
  it("take the lags of bwNeweyWest where none are given, and say how many", () => {
    // R 4.2.2, sandwich 3.0.2: NeweyWest(fit, prewhite = FALSE), bandwidths 2.49, 2.29 and 2.88.
    const automatic = { kind: "newey-west", smallSample: false } as const;
    const women = linearRegression({
      design: designOfNumbers({ height }),
      response: weight,
      covariance: automatic,
    });
    expectDigits(errorsOf(women), [8.600411842956612, 0.13392004382022152], 11);
    expect(women.notes).toEqual(["Newey-West errors with 2 lags, by the rule of Newey and West (1994)."]);
    const response = cars("mpg");
    const design = designOfNumbers({ wt: cars("wt"), hp: cars("hp"), qsec: cars("qsec") });
    expectDigits(
      errorsOf(linearRegression({ design, response, covariance: automatic })),
      [5.2667435467546051, 0.680788931756912, 0.009306201982831035, 0.28414234175939318],
      11,
    );
    const through0 = designOfNumbers({ wt: cars("wt"), hp: cars("hp") }, false);
    expectDigits(
      errorsOf(linearRegression({ design: through0, response, covariance: { kind: "newey-west" } })),
      [1.86478948786348786, 0.03033195350372933],
      11,
    );
  });

  it("take the lags of the data for a generalized linear model and for a mean alone", () => {
    // The same, of glm(carb ~ wt + hp, poisson) with a bandwidth of 0.83.
    const fit = generalizedLinearModel({
      design: designOfNumbers({ wt: cars("wt"), hp: cars("hp") }),
      response: [
        4, 4, 1, 1, 2, 1, 4, 2, 2, 4, 4, 3, 3, 3, 4, 4, 4, 1, 2, 1, 1, 2, 2, 4, 2, 1, 2, 2, 4, 6, 8, 2,
      ],
      family: "poisson",
      covariance: { kind: "newey-west", smallSample: false },
    });
    expectDigits(errorsOf(fit), [0.21401094255174738, 0.05149756904502918, 0.0007228956258833664], 10);
    expect(fit.notes.at(-1)).toMatch(/with 0 lags/);
    // lm(Nile ~ 1), a bandwidth of 7.4.
    const mean = linearRegression({
      design: designOfNumbers({ one: nile.map(() => 1) }, false),
      response: nile,
      covariance: { kind: "newey-west", smallSample: false },
    });
    expectDigits(errorsOf(mean), [31.22322669504226], 11);
    expect(mean.notes.at(-1)).toMatch(/with 7 lags/);
  });

  it("agree with statsmodels for any number of lags, up to one less than there are rows", () => {
    // statsmodels 0.15.0: OLS(...).fit(cov_type="HAC", cov_kwds=dict(maxlags=..., use_correction=False)).
    const figures = {
      1: [8.161201453703312, 0.12719802174049022],
      5: [8.353755429353239, 0.12955550061647012],
      14: [7.838492851370858, 0.12091533303374831],
    };
    for (const [lags, errors] of Object.entries(figures))
      expectDigits(
        errorsOf(
          linearRegression({
            design: designOfNumbers({ height }),
            response: weight,
            covariance: { kind: "newey-west", lags: Number(lags), smallSample: false },
          }),
        ),
        errors,
        10,
      );
  });

  it("come from sums of neighbours that are the weighted products of all pairs of rows", () => {
    const moments = [3, 7].map((step) =>
      Float64Array.from({ length: 3000 }, (_, row) => ((row * row * step) % 37) - 18 + row / 1000),
    );
    for (const lags of [0, 1, 13, 2000, 2999]) {
      const direct = moments.flatMap((one) =>
        moments.map((other) => {
          let sum = 0;
          for (let row = 0; row < one.length; row++)
            for (let next = Math.max(0, row - lags); next <= Math.min(one.length - 1, row + lags); next++)
              sum += (1 - Math.abs(row - next) / (lags + 1)) * one[row]! * other[next]!;
          return sum;
        }),
      );
      expectDigits(bartlettMeat(moments, lags), direct, 9);
    }
  });
});
