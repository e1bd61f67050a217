import { describe, expect, it } from "vitest";
import type { Value } from "../schema/index.ts";
import { describeDependence, movementOf } from "./describe-dependence.ts";
import { describeImportance } from "./describe-importance.ts";
import { describeSlice } from "./describe-slice.ts";
import type { PartialDependence, Slice } from "./explanation.ts";
import { numberWords } from "./number-words.ts";

const curve = (points: readonly (readonly [Value, number])[], output = "yes"): PartialDependence => ({
  column: "speed",
  output,
  points: points.map(([value, mean]) => ({ value, mean, rows: 10 })),
});

describe("describeImportance", () => {
  it("says how much worse the metric is without the column", () => {
    const importance = { estimate: 0.0521, low: 0.0413, high: 0.0634 };
    expect(describeImportance({ column: "speed", importance }, "auc")).toBe(
      'Without "speed", the area under the ROC curve is worse by 0.0521 (95 % interval 0.0413 to 0.0634).',
    );
    expect(describeImportance({ column: "speed", importance }, "brier")).toContain(
      "the Brier score is worse",
    );
  });

  it("does not claim what chance may have made, and tells a harmful column", () => {
    expect(
      describeImportance(
        { column: "x", importance: { estimate: 0.001, low: -0.002, high: 0.004 } },
        "log-loss",
      ),
    ).toBe(
      'Whether "x" helps the log loss cannot be told from chance (0.001, 95 % interval -0.002 to 0.004).',
    );
    expect(describeImportance({ column: "x", importance: { estimate: -2, low: -3, high: -1 } }, "rmse")).toBe(
      'Without "x", the root mean squared error is better by 2 (95 % interval 1 to 3).',
    );
    expect(describeImportance({ column: "x", importance: { estimate: 0, low: 0, high: 0 } }, "f1")).toBe(
      '"x" does nothing for the F1 of the positive class.',
    );
  });
});

describe("movementOf", () => {
  it("names the way of a curve, forgiving a way back of a tenth", () => {
    expect(movementOf([1, 2, 3])).toBe("rises");
    expect(movementOf([1, 3, 2.9, 4])).toBe("rises");
    expect(movementOf([3, 2, 1])).toBe("falls");
    expect(movementOf([1, 4, 2])).toBe("peaks");
    expect(movementOf([4, 1, 3])).toBe("dips");
    expect(movementOf([1, 4, 1, 4])).toBe("wavers");
    expect(movementOf([100, 100.2, 100.1])).toBe("stays");
    expect(movementOf([0, 0])).toBe("stays");
  });
});

describe("describeDependence", () => {
  it("tells a rise and a fall with both ends", () => {
    expect(
      describeDependence(
        curve([
          [0, 0.02],
          [100, 0.1],
          [250, 0.31],
        ]),
        "Int",
      ),
    ).toBe('The mean probability of "yes" rises as "speed" grows, from 0.02 at 0 to 0.31 at 250.');
    expect(
      describeDependence(
        curve(
          [
            [0, 31_000],
            [1, 12_345.6],
          ],
          "prediction",
        ),
        "Float",
      ),
    ).toBe('The mean prediction falls as "speed" grows, from 31,000 at 0 to 12,346 at 1.');
  });

  it("tells a peak and a dip with the turning point", () => {
    expect(
      describeDependence(
        curve([
          [0, 0.1],
          [5, 0.6],
          [9, 0.2],
        ]),
        "Float",
      ),
    ).toBe(
      'The mean probability of "yes" rises as "speed" grows, from 0.1 at 0 to a peak of 0.6 at 5, then falls to 0.2 at 9.',
    );
    expect(
      describeDependence(
        curve([
          [0, 0.6],
          [5, 0.1],
          [9, 0.2],
        ]),
        "Float",
      ),
    ).toContain("to a low of 0.1 at 5, then rises to 0.2 at 9");
  });

  it("names days as days, and missing values apart", () => {
    expect(
      describeDependence(
        curve([
          [0, 0.1],
          [31, 0.4],
          [null, 0.25],
        ]),
        "Day",
      ),
    ).toBe(
      'The mean probability of "yes" rises over "speed", from 0.1 at 1970-01-01 to 0.4 at 1970-02-01; where it is missing, 0.25.',
    );
  });

  it("names the highest and the lowest level", () => {
    expect(
      describeDependence(
        curve([
          ["Climb", 0.3],
          ["Taxi", 0.02],
          ["Approach", 0.1],
        ]),
        "Text",
      ),
    ).toBe(
      'The mean probability of "yes" is highest where "speed" is Climb (0.3) and lowest where it is Taxi (0.02).',
    );
  });

  it("says when nothing changes, and when there is nothing to say", () => {
    expect(
      describeDependence(
        curve([
          [0, 0.3],
          [1, 0.3],
        ]),
        "Int",
      ),
    ).toBe('The mean probability of "yes" stays at about 0.3 whatever "speed" is.');
    expect(describeDependence(curve([[null, 0.3]]), "Int")).toBe('"speed" has no values here.');
    expect(describeDependence(curve([[4, 0.3]]), "Int")).toBe(
      'The mean probability of "yes" is 0.3 where "speed" is 4.',
    );
  });
});

describe("describeSlice", () => {
  const slice: Slice = {
    text: "phase is Approach",
    column: "phase",
    rowCount: 4120,
    metric: "log-loss",
    value: { estimate: 0.41, low: 0.36, high: 0.47 },
    overall: 0.3,
    weak: true,
  };

  it("says whether the part is worse, better, or not surely either", () => {
    expect(describeSlice(slice)).toBe(
      "Where phase is Approach (4,120 rows), the log loss is 0.41 (0.36 to 0.47), worse than the 0.3 over all rows.",
    );
    expect(describeSlice({ ...slice, overall: 0.5, weak: false })).toContain(
      "better than the 0.5 over all rows.",
    );
    expect(describeSlice({ ...slice, overall: 0.4, weak: false })).toContain(
      "which does not differ surely from the 0.4 over all rows.",
    );
  });
});

describe("numberWords", () => {
  it("writes three significant digits", () => {
    expect(
      [0, 1, -0.5, 12.345, 9.996, 99.96, 123.4, 1234567, 0.04567, 0.00001234, 1e-9, 2e15].map(numberWords),
    ).toEqual([
      "0",
      "1",
      "-0.5",
      "12.3",
      "10",
      "100",
      "123",
      "1,234,567",
      "0.0457",
      "0.0000123",
      "1e-9",
      "2000000000000000",
    ]);
  });
});
