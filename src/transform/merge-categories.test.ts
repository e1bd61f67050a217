import { describe, expect, it } from "vitest";
import { runTransform } from "./run-transform.test-support.ts";
import { findMerges, spellingKey } from "./spellings.ts";

const times = (count: number, text: string): string[] => Array<string>(count).fill(text);
const merge = (
  train: readonly (string | null)[],
  params: Record<string, unknown> = {},
  later: readonly string[] = [],
) => runTransform("merge-categories", params, { type: "Text", train, later });

/** What becomes of every spelling, each with its count. */
const merged = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    findMerges(
      Object.entries(counts).map(([text, count]) => ({ text, count })),
      { plurals: true, typingErrors: true },
    ).map(({ from, onto }) => [from.text, onto]),
  );

describe("merge-categories", () => {
  it("puts spellings on the most frequent one, and lists each", () => {
    const train = [
      ...times(5, "New York"),
      ...times(3, "New-York"),
      "new york",
      "NEW  YORK.",
      ...times(4, "Zürich"),
      "zurich",
      null,
    ];
    const { features, text, action } = merge(train, {}, ["new_york", "Basel"]);
    expect(features["x"]).toEqual([
      ...times(10, "New York"),
      ...times(5, "Zürich"),
      null,
      // What was never seen stays as it is.
      "new_york",
      "Basel",
    ]);
    expect(text).toBe("4 spellings (6 values) were put on 2 levels: 6 levels became 2");
    expect(action.examples).toEqual({
      title: "were merged",
      values: [
        { value: "New-York -> New York", count: 3 },
        { value: "NEW  YORK. -> New York", count: 1 },
        { value: "new york -> New York", count: 1 },
        { value: "zurich -> Zürich", count: 1 },
      ],
      more: 0,
    });
  });

  it("keeps spellings apart that it is told to", () => {
    const train = [...times(3, "US"), "us", "u.s."];
    expect(merge(train).features["x"]).toEqual(times(5, "US"));
    expect(merge(train, { apart: ["us"] }).features["x"]).toEqual(["US", "US", "US", "us", "US"]);
  });

  it("puts plurals and singulars together, unless told not to", () => {
    expect(merged({ Apples: 9, apple: 2, Berry: 5, berries: 4, Glass: 3, glasses: 1 })).toEqual({
      apple: "Apples",
      berries: "Berry",
      glasses: "Glass",
    });
    expect(merge(["apple", "apple", "apples"], { plurals: false }).text).toBe(
      "has 2 levels, none of them spelt in two ways",
    );
  });

  it("takes a rare spelling with one wrong letter for a typing error", () => {
    const counts = {
      Bratislava: 50,
      Bratislva: 1,
      Bratsilava: 2,
      Bratislavaa: 1,
      Bratisloba: 1,
      "new Bratislave": 1,
    };
    expect(merged(counts)).toEqual({
      Bratislva: "Bratislava",
      Bratsilava: "Bratislava",
      Bratislavaa: "Bratislava",
    });
    expect(merge([...times(9, "Bratislava"), "Bratislva"]).text).toContain(
      "1 spelling of these taken for typing errors",
    );
    expect(
      merge([...times(9, "Bratislava"), "Bratislva"], { typingErrors: false }).features["x"]!.at(-1),
    ).toBe("Bratislva");
  });

  it.each([
    ["numbers", { "level 12": 90, "level 13": 1, "1.5 mm": 90, "15 mm": 1, "temp -5": 9, "temp 5": 9 }],
    ["codes and signs", { A: 90, "A-": 9, "A+": 5, "C++": 9, C: 4, "C#": 3, Iran: 90, Iraq: 1 }],
    [
      "words that are close but common",
      { Australia: 90, Austria: 9, female: 90, male: 1, typical: 90, atypical: 1 },
    ],
    ["opposites", { "north america": 90, "south america": 1, symptomatic: 90, asymptomatic: 2 }],
    ["two errors", { Philadelphia: 90, Filadelfia: 2 }],
  ])("leaves %s alone", (_, counts) => {
    expect(merged(counts)).toEqual({});
  });

  it("never merges onto a name that is merged itself", () => {
    const counts = {
      "blue cheeses": 100,
      "blue chesses": 3,
      "blue cheese": 20,
      "blue chease": 2,
      "Blue Cheese": 1,
    };
    const merges = merged(counts);
    for (const onto of Object.values(merges)) expect(Object.keys(merges)).not.toContain(onto);
  });

  it("gives one key to spellings of the same thing", () => {
    expect(["St. Louis", "st louis", "ST-LOUIS", "(St. Louis)"].map(spellingKey)).toEqual(
      times(4, "st louis"),
    );
    expect(["O'Brien", "OBrien", "O’Brien"].map(spellingKey)).toEqual(times(3, "obrien"));
    expect(["AC/DC", "ac dc"].map(spellingKey)).toEqual(times(2, "ac dc"));
  });

  it("is fast with 30,000 levels", () => {
    const spellings = Array.from({ length: 30_000 }, (_, at) => ({
      text: `Street of the ${String.fromCodePoint(97 + (at % 26))} number ${at}`,
      count: 1 + (at % 7),
    }));
    const before = process.cpuUsage();
    expect(findMerges(spellings, { plurals: true, typingErrors: true })).toEqual([]);
    // Processor time, in microseconds.
    expect(process.cpuUsage(before).user).toBeLessThan(5e6);
  });
});
