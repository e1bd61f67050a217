import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../base/index.ts";
import { normalizeSource } from "./normalize-source.ts";

const normalize = (spec: unknown) => {
  const diagnostics: Diagnostic[] = [];
  return { source: normalizeSource(spec, "data", diagnostics), diagnostics };
};

describe("normalizeSource", () => {
  it.each([
    ["a.csv", { kind: "csv", path: "a.csv", options: {} }],
    ["b/a.TSV.gz", { kind: "csv", path: "b/a.TSV.gz", options: {} }],
    ["a.jsonl", { kind: "json", path: "a.jsonl", options: {} }],
    ["a.parquet", { kind: "parquet", path: "a.parquet" }],
    [[{ a: 1 }], { kind: "table", rows: [{ a: 1 }] }],
    [
      { kind: "csv", path: "x" },
      { kind: "csv", path: "x", options: {} },
    ],
  ])("reads %j", (spec, source) => {
    expect(normalize(spec)).toEqual({ source, diagnostics: [] });
  });

  it("reads SQL with its inputs, and tells every mistake in them", () => {
    const inputs = { a: "a.csv", b: [{ x: 1 }] };
    expect(normalize({ kind: "sql", text: "FROM a, b", inputs })).toEqual({
      source: {
        kind: "sql",
        text: "FROM a, b",
        inputs: { a: { kind: "csv", path: "a.csv", options: {} }, b: { kind: "table", rows: [{ x: 1 }] } },
      },
      diagnostics: [],
    });
    const wrong = {
      "my orders": "a.csv",
      a: "a.xyz",
      A: "a.csv",
      deep: { kind: "sql", text: "FROM t", inputs: { t: "a.csv" } },
    };
    expect(
      normalize({ kind: "sql", text: " ", inputs: wrong }).diagnostics.map(
        ({ code, place }) => `${code} ${place}`,
      ),
    ).toEqual([
      "T1460 data.text",
      "T1460 data.inputs.my orders",
      "T1411 data.inputs.a",
      "T1460 data.inputs.A",
      "T1460 data.inputs.deep",
    ]);
    for (const inputs of [undefined, {}, []])
      expect(normalize({ kind: "sql", text: "SELECT 1", inputs }).diagnostics).toMatchObject([
        { code: "T1460", place: "data.inputs" },
      ]);
    expect(normalize({ kind: "sql", text: "SELECT 1\0", inputs: { a: "a.csv" } }).source).toBeUndefined();
  });

  it("keeps every option of a CSV file", () => {
    const options = {
      delimiter: ";",
      quote: "",
      header: false,
      encoding: "latin-1",
      missing: ["x"],
      names: ["a"],
      types: { a: "Day" },
    };
    expect(normalize({ kind: "csv", path: "x", options }).source).toEqual({
      kind: "csv",
      path: "x",
      options,
    });
  });

  it("tells all mistakes at once, with their places and similar names", () => {
    const { source, diagnostics } = normalize({
      kind: "csv",
      path: "",
      options: {},
      optoins: {},
    });
    expect(source).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: "T1412", place: "data.optoins", cure: 'Did you mean "options"?' },
      { code: "T1413", place: "data.path", value: '""' },
    ]);
    const options = {
      delimeter: ";",
      quote: "''",
      header: "yes",
      encoding: "utf8",
      missing: "NA",
      names: [1],
      types: { a: "Integer", b: "Text" },
    };
    expect(
      normalize({ kind: "csv", path: "x", options }).diagnostics.map(({ code, place, cure }) => [
        code,
        place,
        cure,
      ]),
    ).toEqual([
      ["T1412", "data.options.delimeter", 'Did you mean "delimiter"?'],
      ["T1413", "data.options.quote", 'Write, say, "\'".'],
      ["T1413", "data.options.header", "Write true or false."],
      ["T1413", "data.options.encoding", 'Did you mean "utf-8"?'],
      ["T1413", "data.options.missing", 'Write, say, ["NA", "-999"].'],
      ["T1413", "data.options.names", 'Write, say, ["age", "income"].'],
      ["T1413", "data.options.types.a", expect.any(String)],
    ]);
  });

  it.each([
    [null, "T1410"],
    [5, "T1410"],
    ["a.xlsx", "T1411"],
    ["noending", "T1411"],
    [{ kind: "cvs", path: "x" }, "T1411"],
    [{ path: "x.csv" }, "T1411"],
    [{ kind: "table", rows: 5 }, "T1413"],
    [[1], "T1413"],
    [{ kind: "json", path: "x", options: [] }, "T1413"],
    [{ kind: "json", path: "x", options: { delimiter: "," } }, "T1412"],
    [{ kind: "parquet", path: "x", options: {} }, "T1412"],
  ])("refuses %j with %s and a cure", (spec, code) => {
    const { source, diagnostics } = normalize(spec);
    expect(source).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code, place: expect.stringMatching(/^data/), cure: expect.any(String) },
    ]);
  });
});
