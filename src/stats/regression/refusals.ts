import { failInput, showValue } from "../../base/index.ts";

/** Numbers as they come in: a typed array or a list. */
export type Numbers = Float64Array | readonly number[];

const largestSize = 1e140;
const leastSize = 1e-140;

/** The numbers as a float64 array, each of them finite; `place` is what they are called in a refusal. */
export function finiteNumbers(values: Numbers, place: string): Float64Array {
  const numbers = readNumbers(values, place);
  let largest = 0;
  for (let row = 0; row < numbers.length; row++) {
    // NaN fails this as well.
    const size = Math.abs(numbers[row]!);
    if (size > largest) largest = size;
    if (size <= largestSize) continue;
    if (Number.isFinite(numbers[row]!))
      failInput("T2877", "A number is so large that its square leaves float64", {
        place: `${place}, row ${row}`,
        value: showValue(numbers[row]!),
        cure: "Divide the column by a power of ten.",
      });
    else
      failInput("T2860", "A regression takes finite numbers only", {
        place: `${place}, row ${row}`,
        value: showValue(numbers[row]!),
        cure: "Leave rows with missing values out, or fill them in first.",
      });
  }
  if (largest > 0 && largest < leastSize)
    failInput("T2877", "All numbers are so small that their squares leave float64", {
      place,
      value: showValue(largest),
      cure: "Multiply the column by a power of ten.",
    });
  return numbers;
}

/** The numbers of a column as they are; text, yes or no, and what is no array are refused, and nothing is taken for 0. */
function readNumbers(values: Numbers, place: string): Float64Array {
  if (values instanceof Float64Array) return values;
  checkColumn(values, place);
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row++) {
    const value: unknown = values[row] ?? Number.NaN;
    if (typeof value !== "number") refuseNotNumbers(value, `${place}, row ${row}`);
    numbers[row] = value;
  }
  return numbers;
}

/** Refuses what is no column. */
export function checkColumn(values: unknown, place: string): void {
  if (!Array.isArray(values) && !(ArrayBuffer.isView(values) && !(values instanceof DataView)))
    refuseNotNumbers(values, place);
}

/** Refuses labels that are no column of so many rows, or that are missing in a row. */
export function checkLabels(labels: ArrayLike<string | number>, rowCount: number, place: string): void {
  checkColumn(labels, place);
  checkRowCount(labels.length, rowCount, place);
  for (let row = 0; row < labels.length; row++) {
    const label: unknown = labels[row];
    if (typeof label === "string" || (typeof label === "number" && !Number.isNaN(label))) continue;
    failInput("T2821", "A row has no label", {
      place: `${place}, row ${row}`,
      value: showValue(label),
      cure: "Give each row a text or a number, or leave rows without one out.",
    });
  }
}

function refuseNotNumbers(value: unknown, place: string): never {
  failInput("T2820", "A model takes columns of numbers; this is something else", {
    place,
    value: showValue(value),
    cure: "Give an array of numbers; a column of text goes into a design as a category.",
  });
}

/** Refuses no rows at all, and columns that are not of the same length. */
export function checkRowCount(rowCount: number, expected: number, place: string): void {
  if (rowCount === expected && rowCount > 0) return;
  failInput("T2861", rowCount === 0 ? "There are no rows" : "The columns have different lengths", {
    place,
    value: `${rowCount}`,
    cure: rowCount === 0 ? "Give at least one row." : `Give ${expected} values, one for each row.`,
  });
}

/** Refuses columns that are combinations of others, each named with its combination. */
export function refuseCollinear(combinations: readonly string[]): never {
  failInput(
    "T2862",
    "Columns of the design are combinations of others, so their coefficients have no one value",
    {
      place: "design",
      value: combinations.slice(0, 5).join("; "),
      cure: "Leave the named columns out, or say by a contrast which combination you ask about.",
    },
  );
}

/** Refuses a model with as many coefficients as rows, or more. */
export function refuseTooFewRows(rowCount: number, columnCount: number, spare = 1): never {
  failInput("T2863", `${columnCount} coefficients need at least ${columnCount + spare} rows`, {
    place: "design",
    value: `${rowCount}`,
    cure: "Give more rows, or ask for fewer columns.",
  });
}

/** The weights, finite and not below 0, not all 0. */
export function checkedWeights(weights: Numbers, rowCount: number): Float64Array {
  const numbers = finiteNumbers(weights, "weights");
  checkRowCount(numbers.length, rowCount, "weights");
  const wrong = numbers.findIndex((weight) => weight < 0);
  if (wrong >= 0 || numbers.every((weight) => weight === 0))
    failInput("T2864", wrong >= 0 ? "A weight is below 0" : "All weights are 0", {
      place: wrong >= 0 ? `weights, row ${wrong}` : "weights",
      value: `${numbers[Math.max(0, wrong)]}`,
      cure: "Give weights of 0 or more; a row that does not count has weight 0.",
    });
  return numbers;
}

/** Refuses a name that nothing has. */
export function refuseUnknown(what: string, name: string, known: readonly string[]): never {
  failInput("T2865", `There is no ${what} of this name`, {
    place: what,
    value: showValue(name),
    cure: `Known are ${known
      .slice(0, 12)
      .map((one) => showValue(one, 40))
      .join(", ")}.`,
  });
}

/** Refuses a setting that makes no sense. */
export function refuseSetting(setting: string, value: unknown, cure: string): never {
  failInput("T2866", "A setting of the model cannot be used", {
    place: setting,
    value: showValue(value),
    cure,
  });
}

/** Refuses a response that the family does not know. */
export function refuseResponse(family: string, row: number, value: number, cure: string): never {
  failInput("T2867", `A response of the family ${family} cannot have this value`, {
    place: `response, row ${row}`,
    value: `${value}`,
    cure,
  });
}

/** Refuses estimates that would be infinite, naming the columns that separate. */
export function refuseSeparation(detail: string, columns: readonly string[], cure: string): never {
  failInput("T2868", detail, { place: "design", value: columns.join(", "), cure });
}

/** Refuses to give out estimates that have not settled. */
export function refuseUnsettled(what: string, steps: number, cure: string): never {
  failInput("T2869", `${what} did not settle within ${steps} steps`, { place: "fit", cure });
}

/** Refuses a robust covariance where one row decides its own fit. */
export function refuseFullLeverage(row: number, kind: string): never {
  failInput(
    "T2870",
    `${kind} divides by 1 - leverage, which is 0 for a row that decides a coefficient alone`,
    {
      place: `row ${row}`,
      value: "leverage 1",
      cure: "Leave the row and its column out, or take HC0 or HC1.",
    },
  );
}

/** Refuses clusters that say nothing about the spread between clusters. */
export function refuseClusters(count: number, needed: number): never {
  failInput("T2871", `Clustered errors of this design need at least ${needed} clusters`, {
    place: "clusters",
    value: `${count}`,
    cure: "Give the cluster of each row, or take another covariance.",
  });
}

/** Refuses hypotheses that say nothing, or say the same thing twice. */
export function refuseHypotheses(value: string, cure: string): never {
  failInput("T2872", "The hypotheses cannot be tested together", { place: "hypotheses", value, cure });
}

/** Refuses times or events of a survival that cannot be. */
export function refuseSurvival(message: string, place: string, value: string, cure: string): never {
  failInput("T2873", message, { place, value, cure });
}

/** Refuses infinite estimates of a Cox regression. */
export function refuseMonotone(columns: readonly string[]): never {
  failInput("T2874", "The partial likelihood grows without end: these columns order the events perfectly", {
    place: "design",
    value: columns.join(", "),
    cure: "Leave them out, or join levels that have no events with others.",
  });
}

/** Refuses a power calculation that has no answer. */
export function refusePower(setting: string, value: unknown, cure: string): never {
  failInput("T2875", "The power calculation has no answer for this setting", {
    place: setting,
    value: showValue(value),
    cure,
  });
}

/** Refuses a response without spread. */
export function refuseConstant(place: string, value: number): never {
  failInput("T2876", "All values are the same, so there is nothing to explain", {
    place,
    value: `${value}`,
    cure: "Give a column that varies.",
  });
}
