import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../base/index.ts";
import {
  call,
  column,
  columnsOfProgram,
  createProgram,
  float,
  normalizeProgram,
  printProgram,
  shareCommon,
  type Expr,
  type Program,
} from "../ir/index.ts";
import { tableFromVectors, valueAt, vectorFromValues } from "../schema/index.ts";
import { compileDuckdb, compileRow, compileTable, evaluateProgram, identifier } from "./index.ts";
import { createNeverMissing } from "./never-missing.ts";

/** Lets of which each reads the one before it and nothing else reads it. */
function chain(length: number, first: Expr, step: (before: Expr, at: number) => Expr): Program {
  const lets: [string, Expr][] = [];
  let last = first;
  for (let at = 0; at < length; at++) {
    lets.push([`step ${at}`, step(last, at)]);
    last = column(`step ${at}`, "Float");
  }
  const fields = [{ name: "x", type: "Float", nullable: true } as const];
  return createProgram({ input: { fields }, lets, outputs: { y: last } });
}

const grow = (before: Expr, at: number): Expr =>
  call("add", call("multiply", before, float(0.999)), float(at / 10));

describe("a chain of lets that are used once", () => {
  const tall = chain(5000, column("x", "Float"), grow);

  it("compiles to rows and tables with the bits of the oracle", () => {
    const values = [1.5, -0.1, 1e300, null];
    const expected = values.map((x) => evaluateProgram(tall, { x })["y"]);
    const score = compileRow(tall);
    expect(values.map((x) => score({ x })["y"])).toEqual(expected);
    const table = tableFromVectors([["x", vectorFromValues("Float", values)]]);
    const answers = compileTable(tall)(table).columns.get("y");
    expect(values.map((_, row) => answers && valueAt(answers, row))).toEqual(expected);
  });

  it("is the same where it stands on no column", () => {
    const constant = chain(5000, float(2), grow);
    expect(compileRow(constant)({})["y"]).toBe(evaluateProgram(constant, {})["y"]);
    expect(createNeverMissing(constant)(column("step 4999", "Float"))).toBe(false);
  });

  it("is printed, shared, normalized and read back alike", () => {
    expect(printProgram(tall).split("\n").length).toBeGreaterThan(5000);
    expect(Object.values(shareCommon(tall).outputs)).toHaveLength(1);
    const diagnostics: Diagnostic[] = [];
    const read = normalizeProgram(JSON.parse(JSON.stringify(tall)), "program", diagnostics);
    expect([read, diagnostics]).toEqual([tall, []]);
    expect(columnsOfProgram(tall)).toEqual(["x"]);
  });

  it("is refused by name where DuckDB takes no deeper statements", () => {
    expect(() => compileDuckdb(tall, { relation: identifier("rows") })).toThrow(/T1304.*900 of its steps/);
  });
});
