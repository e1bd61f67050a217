import { createRandom, type Random } from "../../src/base/index.ts";
import { tableFromVectors, vectorFromValues, type Table, type Value } from "../../src/schema/index.ts";
import type { RecipeStep } from "../../src/transform/index.ts";
import type { ModelCase } from "./fit-models.ts";

const rowCount = 900;
const seasons = ["spring", "Summer", "autumn", "winter", "Spring", "summer ", "WINTER"];
const months = ["Jan", "March", "août", "Dezember"];

/** One of several ways to write something. */
const oneOf = (random: Random, ...ways: readonly string[]): string => ways[random.integer(ways.length)]!;

const price = (random: Random): string => {
  const [whole, cents] = [random.integer(9_000_000), random.integer(100)];
  const grouped = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return oneOf(
    random,
    `$${grouped}`,
    `${grouped}.${cents}`,
    `-$${whole}`,
    `(${grouped})`,
    `${cents} %`,
    `${cents}k`,
    "n/a",
    "",
    `${whole},5`,
  );
};

const date = (random: Random): string => {
  const [day, month, year] = [1 + random.integer(31), 1 + random.integer(12), 1990 + random.integer(40)];
  const name = oneOf(random, ...months);
  const clock = `${random.integer(26)}:${String(random.integer(64)).padStart(2, "0")}`;
  return oneOf(
    random,
    `${day}/${month}/${year}`,
    `${name} ${day}, ${year} ${clock}`,
    `${year}-0${1 + random.integer(9)}-11T10:20:30.5Z`,
    `${day}. ${name} ${year} ${1 + random.integer(13)}:30 pm`,
    `${random.integer(2 ** 31)}`,
    "soon",
    "",
  );
};

/** Text that only looks like numbers, dates and levels, beside numbers with long tails and ties. */
function messyTable(): Table {
  const random = createRandom("messy table");
  const values = (write: () => Value): Value[] =>
    Array.from({ length: rowCount }, () => (random.next() < 0.1 ? null : write()));
  const wide = values(() => (random.next() - 0.4) * 10 ** (random.integer(24) - 12));
  const tied = values(() => random.integer(9) - 3);
  const level = values(() => `level ${random.integer(40)}`);
  const y = wide.map((value, at) => Math.sign(Number(value)) + Number(tied[at]) / 3 + random.next());
  return tableFromVectors([
    [
      "price",
      vectorFromValues(
        "Text",
        values(() => price(random)),
      ),
    ],
    [
      "when",
      vectorFromValues(
        "Text",
        values(() => date(random)),
      ),
    ],
    [
      "season",
      vectorFromValues(
        "Text",
        values(() => oneOf(random, ...seasons)),
      ),
    ],
    ["level", vectorFromValues("Text", level)],
    ["wide", vectorFromValues("Float", wide)],
    [
      "other",
      vectorFromValues(
        "Float",
        values(() => random.next() * random.next() * 50),
      ),
    ],
    ["tied", vectorFromValues("Int", tied)],
    [
      "again",
      vectorFromValues(
        "Int",
        values(() => random.integer(2000) - 1000),
      ),
    ],
    [
      "angle",
      vectorFromValues(
        "Float",
        values(() => random.next() * 700),
      ),
    ],
    ["y", vectorFromValues("Float", y)],
    [
      "big",
      vectorFromValues(
        "Boolean",
        y.map((value) => value > 1),
      ),
    ],
  ]);
}

const step = (
  transform: string,
  column: string,
  params: RecipeStep["params"] = {},
  keep = false,
): RecipeStep => ({
  transform,
  columns: [column],
  params,
  ...(keep ? { keep } : {}),
});

/** Every step on one column that is not in a default recipe. */
const common: readonly RecipeStep[] = [
  step("parse-number", "price"),
  step("flag-outliers", "price"),
  step("quantile-scale", "price", { to: "normal", quantiles: 30 }),
  step("parse-date", "when"),
  step("date-parts", "when", { encoding: "cyclical" }),
  step("merge-categories", "season"),
  step("one-hot", "season"),
  step("similarity-encode", "level", { levels: 3 }, true),
  step("hash-text", "level", { columns: 5, kind: "signed" }, true),
  step("power-scale", "wide", {}, true),
  step("quantile-scale", "wide", { quantiles: 50 }),
  step("spline", "other", { extrapolation: "linear" }, true),
  step("power-scale", "other", { kind: "box-cox" }),
  step("clip", "tied", { kind: "mad", factor: 1 }, true),
  step("bin", "tied", { cuts: [-1, 2], output: "one-hot" }),
  step("cyclical", "again", { period: 24 }),
  step("cyclical", "angle", { period: 360 }, true),
  step("scale", "angle", { kind: "max-abs" }),
];

const filled = (columns: readonly string[]): RecipeStep => ({ transform: "impute", columns, params: {} });

/** Models behind the steps that clean and encode single columns. */
export const columnCases: readonly ModelCase[] = [
  {
    title: "messy table, single-column steps",
    everyFeature: true,
    table: messyTable,
    target: "big",
    task: "binary",
    trainer: "boosting",
    params: { numIterations: 25, numLeaves: 31, minDataInLeaf: 5 },
    without: ["y"],
    steps: [...common, step("woe", "level")],
  },
  {
    title: "messy table, single-column steps",
    everyFeature: true,
    table: messyTable,
    target: "y",
    task: "regression",
    trainer: "ridge",
    without: ["big", "when", "angle", "again", "wide", "other"],
    steps: [
      step("parse-number", "price", { decimal: ",", thousands: "." }),
      step("clip", "price", { kind: "iqr" }),
      filled(["price"]),
      step("quantile-scale", "price"),
      step("merge-categories", "season", { typingErrors: false }),
      step("one-hot", "season"),
      step("frequency", "level"),
      filled(["tied"]),
      step("spline", "tied", { knots: 4, degree: 2, bias: false, extrapolation: "continue" }),
    ],
  },
];
