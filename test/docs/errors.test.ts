import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceCodes } from "./source-codes.test-support.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/errors.md"), "utf8");
const headings = [...page.matchAll(/^### (T\d{4}) .+$/gm)].map(([, code]) => code!);
const uses = sourceCodes();

const rooms: Readonly<Record<string, string>> = {
  base: "T01",
  schema: "T11",
  ir: "T12",
  compile: "T13",
  stats: "T28",
  data: "T14",
  transform: "T15",
  model: "T16",
  explore: "T17",
  explain: "T18",
  project: "T20",
  report: "T21",
  serve: "T22",
  server: "T23",
  export: "T25",
  cli: "T24",
  feature: "T25",
};

/** Files without rows, versions and traffic, the prediction log, questions of a table, event features, and the tasks that a project names, are met by several rooms. Trainers, and summaries of models, go on where the codes of their room end. */
const acrossRooms = /^T(1427|23[4-9]|25[4-7]|26|27[0-4]|285|287[89]|288|29)/;

/** Codes that stand in several files because the same thing can go wrong there. Any other code belongs to one file. */
const shared: Readonly<Record<string, string>> = {
  T1207: "a forest that is not well formed, as JSON, as parts, or with other inputs",
  T1209: "a column that an expression may not read",
  T1210: "a name that cannot be used",
  T1214: "a part of a Program's JSON of the wrong form",
  T1217: "something else than a column or a constant in a column chain",
  T1219: "a text form that cannot be read",
  T1404: "the work was stopped, seen by the engine or between two pieces of a file",
  T1423: "a file without bytes, as it is or unpacked",
  T1427: "data without rows, one message for each form",
  T1431: "a JSON record that cannot be read, found by the reader or by the engine",
  T1692: "a part of a split without rows",
  T1693: "a column without an order in time",
  T2002: "a setting of the project, or of one of its models, that is not known",
  T2004: "a setting of the project, or of one of its models, of the wrong form",
  T2700: "a search for the nearest rows that is not well formed, as JSON or as parts",
  T2852: "a column of another kind than the question needs, for numbers and for counts",
};

describe("docs/errors.md", () => {
  it("has one heading for each code of the source, and none for any other", () => {
    expect(headings.toSorted()).toEqual([...new Set(uses.map(({ code }) => code))].toSorted());
  });

  it("says for each code what to do", () => {
    const silent = page
      .split(/^### /m)
      .slice(1)
      .filter((part) => !/\n\*What to do:\* \S.*\./.test(part));
    expect(silent.map((part) => part.slice(0, 5))).toEqual([]);
  });
});

describe("the codes of the source", () => {
  it("begin with the number of their room", () => {
    const wrong = uses.filter(({ code, file }) => {
      const room = file.split("/")[0]!;
      return !code.startsWith(rooms[room] ?? "none") && !acrossRooms.test(code);
    });
    expect(wrong).toEqual([]);
  });

  it("have one meaning: each stands in one file, but for those that are known to be the same mistake", () => {
    const files = Map.groupBy(uses, ({ code }) => code);
    const several = [...files].filter(([, list]) => new Set(list.map(({ file }) => file)).size > 1);
    expect(several.map(([code]) => code).toSorted()).toEqual(Object.keys(shared));
  });

  it("come with a cure wherever an error is built", () => {
    const direct = uses.filter(({ call }) => call !== null);
    expect(direct.length).toBeGreaterThan(150);
    const without = direct.filter(({ call }) => !/\bcure\b|\.\.\./.test(call!));
    expect(without.map(({ code, file }) => `${code} ${file}`)).toEqual([]);
  });
});
