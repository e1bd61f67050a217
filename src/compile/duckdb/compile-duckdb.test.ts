import { describe, expect, it } from "vitest";
import { dayMs, firstDay, lastDay } from "../../schema/index.ts";
import { call, column, float, literal, lookup, text, type Expr, type Program } from "../../ir/index.ts";
import { identifier } from "../sql.ts";
import { compileDuckdb, compileExprDuckdb, compileWith, unsupportedOps } from "./compile-duckdb.ts";
import { opEmitters } from "./emit-op.ts";

const age = column("age", "Float");
const program = (outputs: Record<string, Expr>, lets: Program["lets"] = []): Program => ({
  kind: "program",
  version: 1,
  input: { fields: [{ name: "age", type: "Float", nullable: true }] },
  lets,
  outputs,
});

describe("compileDuckdb", () => {
  it("writes a small Program in one readable statement", () => {
    const written = compileDuckdb(
      program({ half: call("divide", age, float(2)), old: call("greater", age, float(60)) }),
      {
        relation: identifier("people"),
        keep: ["id"],
      },
    );
    expect(written.text).toBe(`WITH "tandem_input" AS NOT MATERIALIZED (
  SELECT
    CASE WHEN isfinite(CAST("age" AS DOUBLE)) THEN CAST("age" AS DOUBLE) END AS "age",
    "id" AS "tandem_keep_1"
  FROM "people"
)
SELECT
  "tandem_keep_1" AS "id",
  ("age" / 2e0) + 0e0 AS "half",
  ("age" > 60e0) AS "old"
FROM "tandem_input"`);
  });

  it("computes a let that is used twice in a stage of its own, under its name", () => {
    const step = column("shifted", "Float");
    const written = compileDuckdb(
      program({ a: call("greater", step, float(1)), b: call("less", step, float(2)) }, [
        ["shifted", call("abs", age)],
      ]),
      { relation: identifier("people") },
    ).text;
    expect(written).toContain(`    *,\n    abs("age") AS "shifted"\n  FROM "tandem_input"`);
    expect(written).toContain(`("shifted" > 1e0) AS "a"`);
  });

  it("stays as long as the Program when results are needed twice again and again", () => {
    const steps = Array.from({ length: 12 }).reduce<Expr>(
      (inner) => call("sqrt", call("divide", inner, age)),
      age,
    );
    const { text: written } = compileDuckdb(program({ steps }), { relation: identifier("people") });
    expect(written.length).toBeLessThan(6000);
  });

  it("names stages apart from columns that differ only by case", () => {
    const shared = call("abs", age);
    const written = compileDuckdb(
      program({ a: column("AGE_2", "Float"), b: call("add", column("AGE_2", "Float"), shared) }, [
        ["AGE_2", shared],
      ]),
      { relation: identifier("people") },
    );
    expect(written.text).toContain('AS "AGE_2"');
  });
});

describe("compileExprDuckdb", () => {
  it("writes one expression over raw columns", () => {
    expect(compileExprDuckdb(call("contains", column("name", "Text"), text("it's"))).text).toBe(
      `contains("name", 'it''s')`,
    );
    expect(compileExprDuckdb(call("length", column("name", "Text"))).text).toBe(
      `CAST(CAST(length("name") AS DOUBLE) AS BIGINT)`,
    );
  });

  it("keeps the type of texts that are joined with nothing", () => {
    expect(compileExprDuckdb(call("concat", column("name", "Text"), literal(null, "Text"))).text).toBe(
      `CAST(("name" || CAST(NULL AS VARCHAR)) AS VARCHAR)`,
    );
  });

  it("searches a long lookup instead of trying every entry", () => {
    const table = Array.from({ length: 40 }, (_, at) => [at, at === 3 ? null : `c${at}`] as const);
    const { text: written } = compileExprDuckdb(lookup(column("n", "Float"), table, "Text", text("?")));
    expect(written).toMatch(/< 20e0 THEN CASE WHEN .* < 10e0 THEN CASE .* WHEN 3e0 THEN NULL WHEN 4e0 /);
    expect(written.match(/WHEN 7e0 THEN/g)).toHaveLength(1);
  });
});

describe("a long lookup on text", () => {
  it("is an ENUM and a list, with keys of null apart", () => {
    const table = Array.from({ length: 18 }, (_, at) => [`c${at}`, at === 3 ? null : at] as const);
    const { text: written } = compileExprDuckdb(lookup(column("city", "Text"), table, "Float", float(-1)));
    expect(written).toContain(
      `CASE WHEN "city" IN ('c3') THEN NULL ELSE coalesce(list_extract([0e0, 1e0, 10e0`,
    );
    expect(written).toContain(`TRY_CAST("city" AS ENUM('c0', 'c1', 'c10', `);
  });
});

describe("a constant day", () => {
  it("may be the first and the last of the calendar, and none beyond", () => {
    const written = (days: number): string => compileExprDuckdb(literal(days, "Day")).text;
    expect(written(firstDay)).toBe("DATE '0001-01-01'");
    expect(written(lastDay)).toBe("DATE '9999-12-31'");
    expect(() => literal(firstDay - 1, "Day")).toThrow(/T12/);
    expect(() => literal(lastDay + 1, "Day")).toThrow(/T12/);
    expect(() => literal((lastDay + 1) * dayMs, "Instant")).toThrow(/T12/);
  });
});

describe("columns whose names differ by case alone", () => {
  const sumOf = (left: string, right: string): Program => ({
    ...program({ sum: call("add", column(left, "Float"), column(right, "Float")) }),
    input: { fields: [left, right].map((name) => ({ name, type: "Float", nullable: true })) },
  });
  const compiled = (given: Program) => compileDuckdb(given, { relation: identifier("people") });

  it("are refused, since the engine would read one of them in place of both", () => {
    expect(() => compiled(sumOf("Age", "age"))).toThrow(
      /T1304 DuckDB cannot compute the columns "(Age|age)" and "(Age|age)" together/,
    );
  });

  it("may differ by the case of other letters than A to Z, which the engine tells apart", () => {
    expect(compiled(sumOf("É", "é")).text).toContain('AS "É"');
  });
});

describe("unsupportedOps", () => {
  it("finds nothing, since DuckDB computes every operation", () => {
    expect(unsupportedOps(program({ a: call("exp", call("ln", age)) }))).toStrictEqual([]);
  });

  it("names what an engine cannot compute, and compiling it fails with the reason", () => {
    const weak = { ...opEmitters, exp: { unsupported: "it has no exponential" } };
    const given = program({ a: call("exp", call("ln", age)) });
    expect(unsupportedOps(given, weak)).toStrictEqual([{ op: "exp", reason: "it has no exponential" }]);
    expect(() => compileWith(weak, given, { relation: identifier("people") })).toThrow(
      "T1304 DuckDB cannot compute exp(): it has no exponential. Score with the JavaScript target, or leave the operation out.",
    );
  });

  it("refuses a Program of more steps than the engine takes inside each other", () => {
    let step: Expr = age;
    for (let count = 0; count < 500; count++) step = call("sqrt", call("divide", step, age));
    expect(() => compileDuckdb(program({ step }), { relation: identifier("people") })).toThrow(/T1304/);
  });
});
