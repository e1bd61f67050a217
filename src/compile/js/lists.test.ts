import { expect, it } from "vitest";
import { call, column, text, type Expr } from "../../ir/index.ts";
import { tableFromVectors, valueAt, vectorFromValues, type Value } from "../../schema/index.ts";
import { evaluateProgram } from "../evaluate.ts";
import { compileRow } from "./compile-row.ts";
import { compileTable } from "./compile-table.ts";

const [one, two] = [column("one", "Text"), column("two", "Text")];
const count = (list: Expr, item: string, separator: string): Expr =>
  call("listCount", list, text(item), text(separator));

it("asks lists and separators by turns without mixing what it kept of the last one", () => {
  const outputs = {
    a: count(one, "a", ";"),
    b: count(two, "a", ";"),
    c: count(one, "a", ","),
    d: call("listSort", one, text(";")),
    e: count(one, "b", ";"),
    f: count(call("listDistinct", two, text(";")), "a", ";"),
    g: call("listJaccard", one, two, text(";")),
    h: count(two, "a", ";"),
  };
  const rows: Readonly<Record<string, Value>>[] = [
    { one: "a;b;a", two: "a,a" },
    { one: "a,a", two: "a;b;a" },
    { one: "a,a", two: null },
    { one: "", two: "" },
    { one: "a;b;a", two: "a;b;a" },
  ];
  const fields = ["one", "two"].map((name) => ({ name, type: "Text" as const, nullable: true }));
  const program = { kind: "program" as const, version: 1 as const, input: { fields }, lets: [], outputs };
  const table = tableFromVectors(
    fields.map(({ name }) => [
      name,
      vectorFromValues(
        "Text",
        rows.map((row) => row[name]!),
      ),
    ]),
  );
  const [row, columns] = [compileRow(program), compileTable(program)(table).columns];
  for (const [at, given] of rows.entries()) {
    const wanted = evaluateProgram(program, given);
    expect(row(given)).toEqual(wanted);
    expect(Object.fromEntries([...columns].map(([name, vector]) => [name, valueAt(vector, at)]))).toEqual(
      wanted,
    );
  }
});
