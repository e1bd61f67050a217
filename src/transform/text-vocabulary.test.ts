import { describe, expect, it } from "vitest";
import { column } from "../ir/index.ts";
import { tableFromVectors, vectorFromValues, type Value } from "../schema/index.ts";
import { runAggregates } from "./run-aggregates.ts";
import { runTransform } from "./run-transform.test-support.ts";

const documents = [
  "the cat sat on the mat",
  "the dog sat on the log",
  "cats and dogs",
  "the cat and the dog and the cat",
  "dog dog dog log",
];
const run = (params: Record<string, unknown>, later: readonly Value[] = []) =>
  runTransform("text-vocabulary", params, { type: "Text", train: documents, later });

/**
 * TfidfVectorizer of scikit-learn 1.9.1 on the same texts, with token_pattern=r"\S+" and min_df=2. Of each token the values
 * in the five texts.
 */
const figures: readonly (readonly [
  string,
  Record<string, unknown>,
  Readonly<Record<string, readonly number[]>>,
])[] = [
  [
    "its defaults",
    {},
    {
      and: [0, 0, 1, 0.5182930207311666, 0],
      cat: [0.41680418232811817, 0, 0, 0.5182930207311666, 0],
      dog: [0, 0.32696817194232014, 0, 0.21511501326563082, 0.9279757914840285],
      log: [0, 0.3938946867220082, 0, 0, 0.3726404841393254],
      on: [0.41680418232811817, 0.3938946867220082, 0, 0, 0],
      sat: [0.41680418232811817, 0.3938946867220082, 0, 0, 0],
      the: [0.6919702455896254, 0.6539363438846403, 0, 0.6453450397968924, 0],
    },
  ],
  [
    "sublinear_tf=True, norm=None",
    { counts: "sublinear", norm: "none" },
    {
      and: [0, 0, 1.6931471805599454, 2.8667473750380923, 0],
      cat: [1.6931471805599454, 0, 0, 2.8667473750380923, 0],
      dog: [0, 1.4054651081081644, 0, 1.4054651081081644, 2.9495263471700475],
      log: [0, 1.6931471805599454, 0, 0, 1.6931471805599454],
      on: [1.6931471805599454, 1.6931471805599454, 0, 0, 0],
      sat: [1.6931471805599454, 1.6931471805599454, 0, 0, 0],
      the: [2.3796592851687173, 2.3796592851687173, 0, 2.9495263471700475, 0],
    },
  ],
  [
    "binary=True, use_idf=False",
    { counts: "binary", idf: false },
    {
      and: [0, 0, 1, 0.5, 0],
      cat: [0.5, 0, 0, 0.5, 0],
      dog: [0, 0.4472135954999579, 0, 0.5, 0.7071067811865475],
      log: [0, 0.4472135954999579, 0, 0, 0.7071067811865475],
      on: [0.5, 0.4472135954999579, 0, 0, 0],
      sat: [0.5, 0.4472135954999579, 0, 0, 0],
      the: [0.5, 0.4472135954999579, 0, 0.5, 0],
    },
  ],
  [
    "ngram_range=(1, 2), max_df=0.7",
    { to: 2, maxShare: 0.7 },
    {
      and: [0, 0, 1, 0.4484428971019948, 0],
      cat: [0.3379419979975091, 0, 0, 0.4484428971019948, 0],
      dog: [0, 0.2700962983221528, 0, 0.18612405704959298, 0.9279757914840285],
      log: [0, 0.32538181371104963, 0, 0, 0.3726404841393254],
      on: [0.3379419979975091, 0.32538181371104963, 0, 0, 0],
      on_the: [0.3379419979975091, 0.32538181371104963, 0, 0, 0],
      sat: [0.3379419979975091, 0.32538181371104963, 0, 0, 0],
      sat_on: [0.3379419979975091, 0.32538181371104963, 0, 0, 0],
      the: [0.5610447717755771, 0.5401925966443056, 0, 0.5583721711487789, 0],
      the_cat: [0.3379419979975091, 0, 0, 0.4484428971019948, 0],
      the_dog: [0, 0.32538181371104963, 0, 0.2242214485509974, 0],
    },
  ],
  [
    'analyzer="char", ngram_range=(2, 3), min_df=4, spaces as _',
    { tokens: "characters", from: 2, to: 3, minRows: 4 },
    {
      _d: [0, 0.3333333333333333, 0.408248290463863, 0.33333333333333337, 0.3086066999241838],
      _do: [0, 0.3333333333333333, 0.408248290463863, 0.33333333333333337, 0.3086066999241838],
      at: [1, 0.3333333333333333, 0.408248290463863, 0.6666666666666667, 0],
      do: [0, 0.3333333333333333, 0.408248290463863, 0.33333333333333337, 0.4629100498862757],
      dog: [0, 0.3333333333333333, 0.408248290463863, 0.33333333333333337, 0.4629100498862757],
      og: [0, 0.6666666666666666, 0.408248290463863, 0.33333333333333337, 0.6172133998483676],
    },
  ],
];

describe("text-vocabulary", () => {
  it.each(figures)("gives the numbers of scikit-learn for %s", (_, params, wanted) => {
    const { features } = run(params);
    expect(Object.keys(features).toSorted()).toEqual(
      Object.keys(wanted)
        .map((token) => `x "${token}"`)
        .toSorted(),
    );
    for (const [token, values] of Object.entries(wanted))
      for (const [row, value] of values.entries())
        expect(Math.abs(Number(features[`x "${token}"`]![row]) - value)).toBeLessThan(1e-12);
  });

  it("gives 0 for a missing text and for words that it does not know", () => {
    const { features } = run({}, [null, "", "zebra"]);
    for (const values of Object.values(features)) expect(values.slice(5)).toEqual([0, 0, 0]);
  });

  it("keeps the tokens of most rows, ties in the order of the alphabet, and says so", () => {
    const { features, text } = run({ maxTokens: 3 });
    expect(Object.keys(features)).toEqual(['x "dog"', 'x "the"', 'x "and"']);
    expect(text).toBe("its words were weighed by how rare they are: 3 columns for 10 different tokens");
  });

  it("leaves stop words out, but no negation", () => {
    const { features } = runTransform(
      "text-vocabulary",
      { stopWords: "english", minRows: 1 },
      { type: "Text", train: ["this is not the one", "no, it is!"] },
    );
    expect(Object.keys(features).toSorted()).toEqual(['x "no"', 'x "not"']);
  });
});

describe("text-hash", () => {
  it("counts tokens by their bucket, those never seen too", () => {
    const { features } = runTransform(
      "text-hash",
      { columns: 10, norm: "none" },
      { type: "Text", train: ["a a b"], later: ["zebra a", null] },
    );
    expect(features["x bucket 7"]).toEqual([2, 1, 0]);
    const total = (row: number) =>
      Object.values(features).reduce((sum, values) => sum + Number(values[row]), 0);
    expect([total(0), total(1), total(2)]).toEqual([3, 2, 0]);
  });
});

describe("the aggregate itemCounts", () => {
  it("counts rows and occurrences of the items, whether rows share a text or not", () => {
    const texts = ["b;a;b", "a", "a", null, " ; a ;c"];
    const table = tableFromVectors([["x", vectorFromValues("Text", texts)]]);
    const of = column("x", "Text");
    expect(
      runAggregates(table, null, { items: { kind: "itemCounts", of, separator: ";" } })["items"],
    ).toEqual([
      { value: "a", count: 4, sum: 4 },
      { value: "b", count: 1, sum: 2 },
      { value: "c", count: 1, sum: 1 },
    ]);
  });

  it("refuses numbers", () => {
    const table = tableFromVectors([["x", vectorFromValues("Int", [1])]]);
    const of = column("x", "Int");
    expect(() => runAggregates(table, null, { items: { kind: "itemCounts", of, separator: ";" } })).toThrow(
      "T1590",
    );
  });
});
