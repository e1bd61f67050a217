import { describe, expect, it } from "vitest";
import {
  call,
  choose,
  column,
  float,
  forest,
  int,
  linear,
  literal,
  lookup,
  text,
  type Expr,
  type Program,
} from "../../ir/index.ts";
import { tableFromVectors, valueAt, vectorFromValues, type Table } from "../../schema/index.ts";
import { evaluateProgram, evaluateTable } from "../evaluate.ts";
import { compileRow } from "./compile-row.ts";
import { compileTable } from "./compile-table.ts";

const age = column("age", "Float");
const city = column("city", "Text");
const program = (outputs: Record<string, Expr>, lets: Program["lets"] = []): Program => ({
  kind: "program",
  version: 1,
  input: {
    fields: [
      { name: "age", type: "Float", nullable: true },
      { name: "city", type: "Text", nullable: true },
    ],
  },
  lets,
  outputs,
});
// oxlint-disable-next-line unicorn/no-thenable -- `then` is the word of CASE here
const branch = (when: Expr, then: Expr) => ({ when, then });
const table = tableFromVectors([
  ["age", vectorFromValues("Float", [3, null, -0, 1e308])],
  ["city", vectorFromValues("Text", ["Ulm", "", null, "Bonn"])],
]);

const trees = forest({
  inputs: [
    age,
    lookup(
      city,
      [
        ["Ulm", 4],
        ["Bonn", 7],
      ],
      "Int",
      int(0),
    ),
  ],
  bias: 0.1,
  roots: [0, 3],
  feature: [0, -1, -1, 1, -1, -1],
  threshold: [2.5, 0, 0, 0, 0, 0],
  categories: [null, null, null, [0, 7], null, null],
  missingLeft: [1, 0, 0, 0, 0, 0],
  left: [1, 0, 0, 4, 0, 0],
  right: [2, 0, 0, 5, 0, 0],
  value: [0, 0.2, 0.3, 0, 0.7, -0.4],
});
const doubled = call("add", age, age);
const outputs: Record<string, Expr> = {
  overflow: doubled,
  overflowed: call("subtract", doubled, float(1)),
  encoded: lookup(
    city,
    [
      ["Ulm", 1.5],
      ["", null],
    ],
    "Float",
    float(9),
  ),
  isUlm: call("equals", city, text("Ulm")),
  shout: call("concat", call("upper", city), text("!")),
  band: choose([branch(call("less", age, float(1)), text("low"))], call("coalesce", city, text("?"))),
  score: linear([{ weight: -2, of: age }], 1),
  trees,
  constant: call("multiply", float(2), float(3)),
  known: column("step", "Float"),
  missing: literal(null, "Text"),
};
const whole = program({ ...outputs, ["__proto__"]: age }, [["step", call("abs", age)]]);

const rowsOf = ({ columns, rowCount }: Table) =>
  Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries([...columns].map(([name, vector]) => [name, valueAt(vector, row)])),
  );

describe("compileRow", () => {
  it("gives what the oracle gives, for every kind of expression", () => {
    const score = compileRow(whole);
    for (const row of rowsOf(table)) expect(score(row)).toStrictEqual(evaluateProgram(whole, row));
  });

  it("reads an absent column, and one that only the prototype has, as missing", () => {
    const { known, inherited } = compileRow(
      program({ known: call("isNull", age), inherited: call("isNull", column("constructor", "Text")) }),
    )({});
    expect([known, inherited]).toStrictEqual([true, true]);
  });

  it("never lets a name or a text run as code", () => {
    const nasty = '"]); globalThis.harmed = true; (["\\u2028\n`${1}';
    const score = compileRow(program({ [nasty]: call("concat", column(nasty, "Text"), text(nasty)) }));
    expect(score({ [nasty]: "x" })).toStrictEqual({ [nasty]: `x${nasty}` });
    expect("harmed" in globalThis).toBe(false);
  });

  it("refuses a let with the name of a column, or one that uses a later let", () => {
    expect(() => compileRow(program({ a: age }, [["age", age]]))).toThrow(/T1301 .*"age"/);
    const early: Program["lets"] = [
      ["first", column("second", "Float")],
      ["second", age],
    ];
    expect(() => compileRow(program({ a: age }, early))).toThrow(/T1301 .*"second"/);
  });
});

describe("compileTable", () => {
  it("gives what the oracle gives, dictionaries included", () => {
    expect(compileTable(whole)(table)).toStrictEqual(evaluateTable(whole, table));
  });

  it("takes a few rows of a table with a large dictionary", () => {
    const { columns } = table;
    const large = {
      ...columns.get("city")!,
      dictionary: ["Ulm", "", "Bonn", ...Array(1000).keys().map(String)],
    };
    const few: Table = { ...table, columns: new Map([...columns, ["city", large as never]]) };
    expect(rowsOf(compileTable(whole)(few))).toStrictEqual(rowsOf(evaluateTable(whole, few)));
  });

  it("names every column that is absent or of another type, with a near name", () => {
    const odd = tableFromVectors([
      ["Age", vectorFromValues("Float", [1])],
      ["city", vectorFromValues("Day", [1])],
    ]);
    expect(() => compileTable(whole)(odd)).toThrow(
      /T1302 .*"age".*Did you mean "Age"\?\nT1303 .*"city" is Day, not Text/,
    );
  });

  it("takes whole numbers for Float and an empty table", () => {
    const ints = tableFromVectors([["age", vectorFromValues("Int", [2])]]);
    expect(rowsOf(compileTable(program({ a: doubled }))(ints))).toStrictEqual([{ a: 4 }]);
    const empty = tableFromVectors([["age", vectorFromValues("Float", [])]]);
    expect(compileTable(program({ a: doubled }))(empty).rowCount).toBe(0);
  });
});
