import { describe, expect, it } from "vitest";
import { valueToJson, type DataType, type Value } from "../schema/index.ts";
import { runTransform } from "./run-transform.test-support.ts";

function parse(
  train: readonly Value[],
  params: Record<string, unknown> = {},
  later: readonly Value[] = [],
  type: DataType = "Text",
) {
  const { features, text, action, types } = runTransform("parse-date", params, { type, train, later });
  const values = features["x"]!.map((value) => valueToJson(value, types[0]!));
  return { values, text, examples: action.examples, type: types[0] };
}

describe("parse-date", () => {
  // The instants are those of pandas 3.1.1 (to_datetime with the format written out).
  it.each<[string, readonly string[], readonly (string | null)[]]>([
    ["day, month, year", ["31/12/2024", "1/2/2024"], ["2024-12-31", "2024-02-01"]],
    ["month, day, year", ["12/31/2024", "1/2/2024"], ["2024-12-31", "2024-01-02"]],
    ["points", ["31.12.2024", "01.02.2024"], ["2024-12-31", "2024-02-01"]],
    ["year, month, day", ["2024/12/31", "2024/1/2"], ["2024-12-31", "2024-01-02"]],
    ["eight digits", ["20241231", "20240229"], ["2024-12-31", "2024-02-29"]],
    ["years of two digits", ["31.01.69", "05.01.68"], ["1969-01-31", "2068-01-05"]],
    ["names of months", ["Dec 31, 2024", "January 5 2024"], ["2024-12-31", "2024-01-05"]],
    ["names with hyphens", ["05-Jan-2024", "31-DEC-2024"], ["2024-01-05", "2024-12-31"]],
    [
      "names in other languages",
      ["5. März 2024", "1 août 2024", "5 de enero de 2024", "3 mei 2024"],
      ["2024-03-05", "2024-08-01", "2024-01-05", "2024-05-03"],
    ],
    [
      "several ways in one column",
      ["2024-01-05", "Jan 6, 2024", "20240107"],
      ["2024-01-05", "2024-01-06", "2024-01-07"],
    ],
  ])("reads %s", (_, train, expected) => {
    expect(parse(train)).toMatchObject({ values: expected, type: "Day", examples: undefined });
  });

  it.each<[string, readonly string[], readonly string[]]>([
    [
      "halves of the day",
      ["Dec 31, 2024 3:04 PM", "Dec 31, 2024 12:00am"],
      ["2024-12-31T15:04:00.000Z", "2024-12-31T00:00:00.000Z"],
    ],
    [
      "weekdays and seconds",
      ["Fri 05 Jan 2024 10:20:30", "Sat, 06 Jan 2024 9:20:30"],
      ["2024-01-05T10:20:30.000Z", "2024-01-06T09:20:30.000Z"],
    ],
    [
      "ISO with a fraction",
      ["2024-01-05T10:20:30.250Z", "2024-01-05 10:20"],
      ["2024-01-05T10:20:30.250Z", "2024-01-05T10:20:00.000Z"],
    ],
    [
      "days beside instants",
      ["31/12/2024 23:59", "1/2/2024"],
      ["2024-12-31T23:59:00.000Z", "2024-02-01T00:00:00.000Z"],
    ],
    [
      "seconds since 1970",
      ["1735603200", "999999999"],
      ["2024-12-31T00:00:00.000Z", "2001-09-09T01:46:39.000Z"],
    ],
    ["milliseconds since 1970", ["1735603200250"], ["2024-12-31T00:00:00.250Z"]],
  ])("reads %s", (_, train, expected) => {
    expect(parse(train)).toMatchObject({ values: expected, type: "Instant", examples: undefined });
  });

  it("reads whole numbers too", () => {
    expect(parse([1735603200, null], {}, [], "Int").values).toEqual(["2024-12-31T00:00:00.000Z", null]);
    expect(parse([20240229, 20240230], {}, [], "Int").values).toEqual(["2024-02-29", null]);
  });

  it("says when both orders fit, and a parameter decides", () => {
    const train = ["01/02/2020", "03/04/2020"];
    const { values, text } = parse(train);
    expect(values).toEqual(["2020-02-01", "2020-04-03"]);
    expect(text).toBe(
      "2 values of 2 values became days; written as DD/MM/YYYY; MM/DD/YYYY would fit the same 2 values: DD/MM/YYYY was taken, the day first; order decides",
    );
    const decided = parse(train, { order: "mdy" });
    expect(decided.values).toEqual(["2020-01-02", "2020-03-04"]);
    expect(decided.text).toBe("2 values of 2 values became days; written as MM/DD/YYYY");
  });

  it("takes the order that fits most values, and lists the others", () => {
    const { values, text, examples } = parse([
      "01/02/2020",
      "01/13/2020",
      "02/28/2020",
      "31/01/2020",
      "soon",
      "soon",
      "",
    ]);
    expect(values.slice(0, 4)).toEqual(["2020-01-02", "2020-01-13", "2020-02-28", null]);
    expect(text).toContain(
      "DD/MM/YYYY would fit 2 values only; 4 values could not be read and became missing",
    );
    expect(examples).toEqual({
      title: "could not be read",
      values: [
        { value: "soon", count: 2 },
        { value: "", count: 1 },
        { value: "31/01/2020", count: 1 },
      ],
      more: 0,
    });
  });

  it("reads nothing that is no such date", () => {
    const later = [
      "31/12/2024 ",
      " 31/12/2024",
      "32/12/2024",
      "31/12/24",
      "31-12-2024",
      "31/12/2024 x",
      "29/02/2023",
      "1/2/3/2024",
      "a31/12/2024",
      "+1/2/2024",
    ];
    expect(parse(["31/12/2024"], {}, later).values.slice(1)).toEqual([
      "2024-12-31",
      "2024-12-31",
      ...Array<null>(8).fill(null),
    ]);
    const times = [
      "05 Jan 2024 25:00",
      "05 Jan 2024 10:61",
      "05 Jan 2024 13:00 pm",
      "05 Jan 2024 10:20 pm x",
      "05 Jan 2024 10:20zz",
      "05 Foo 2024 10:20",
      "05 Jan 2024 1:20 pm",
    ];
    expect(parse(["05 Jan 2024 10:20"], {}, times).values.slice(1)).toEqual([
      ...Array<null>(6).fill(null),
      "2024-01-05T13:20:00.000Z",
    ]);
    expect(parse(["Fri 05/01/2024"], {}, ["Foo 05/01/2024", "Mon. 08/01/2024"]).values).toEqual([
      "2024-01-05",
      null,
      "2024-01-08",
    ]);
  });

  it("takes a type and a turn of the century when told", () => {
    expect(parse(["31.01.30"], { pivot: 30, to: "Instant" }).values).toEqual(["1930-01-31T00:00:00.000Z"]);
    expect(parse(["2024-01-05 10:20"], { to: "Day" }).values).toEqual(["2024-01-05"]);
  });
});
