import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TandemError } from "../../base/index.ts";
import { evaluateProgram } from "../../compile/index.ts";
import {
  call,
  column,
  createProgram,
  float,
  forest,
  linear,
  lookup,
  type Expr,
  type Program,
} from "../../ir/index.ts";
import type { Value } from "../../schema/index.ts";
import { explainRows } from "./explain-row.ts";

type Row = Readonly<Record<string, Value>>;
const columns = ["a", "b", "c", "d", "e"];
const names = [...columns, "kind"];

const programOf = (score: Expr): Program =>
  createProgram({
    input: {
      fields: [
        ...columns.map((name) => ({ name, type: "Float" as const, nullable: true })),
        { name: "kind", type: "Text", nullable: true },
      ],
    },
    outputs: { score, probability: call("sigmoid", score) },
  });

/** A forest of random trees over five numbers and a code of the text, drawn from whole numbers. */
function randomForest(draw: () => number): Expr {
  const inputs = [
    ...columns.map((name) => column(name, "Float")),
    lookup(
      column("kind", "Text"),
      [
        ["x", 0],
        ["y", 1],
        ["z", 2],
      ],
      "Int",
      { kind: "literal", type: "Int", value: null },
    ),
    // Another feature of the first column: the two have to go together.
    call("multiply", column("a", "Float"), float(-1)),
  ];
  const parts = {
    feature: [] as number[],
    threshold: [] as number[],
    categories: [] as (number[] | null)[],
    missingLeft: [] as (0 | 1)[],
    left: [] as number[],
    right: [] as number[],
    value: [] as number[],
  };
  const grow = (depth: number): number => {
    const node = parts.feature.length;
    const isLeaf = depth === 0 || draw() % 5 === 0;
    const feature = isLeaf ? -1 : draw() % inputs.length;
    parts.feature.push(feature);
    parts.threshold.push(isLeaf || feature === 5 ? 0 : (draw() % 9) - 4);
    parts.categories.push(feature === 5 ? [draw() % 3] : null);
    parts.missingLeft.push(isLeaf ? 0 : ((draw() % 2) as 0 | 1));
    parts.value.push(isLeaf ? (draw() % 100) / 7 : 0);
    parts.left.push(0);
    parts.right.push(0);
    if (!isLeaf) {
      parts.left[node] = grow(depth - 1);
      parts.right[node] = grow(depth - 1);
    }
    return node;
  };
  const roots = Array.from({ length: 4 }, () => grow(5));
  return forest({ inputs, bias: 0.5, roots, ...parts });
}

/** Shapley values by their definition: the mean gain of a column over all orders, with the interpreter's answers. */
function bruteForce(program: Program, output: string, row: Row, other: Row): Map<string, number> {
  const cache = new Map<number, number>();
  const valueOf = (set: number): number => {
    const known = cache.get(set);
    if (known !== undefined) return known;
    const mixed = Object.fromEntries(
      names.map((name, at) => [name, (set >> at) & 1 ? row[name]! : other[name]!]),
    );
    const value = Number(evaluateProgram(program, mixed)[output]);
    cache.set(set, value);
    return value;
  };
  const sums = new Map(names.map((name) => [name, 0]));
  let orders = 0;
  const extend = (set: number, left: readonly number[]): void => {
    if (left.length === 0) orders += 1;
    for (const at of left) {
      const rest = left.filter((one) => one !== at);
      let ways = 1;
      for (let one = rest.length; one > 1; one--) ways *= one;
      sums.set(names[at]!, sums.get(names[at]!)! + ways * (valueOf(set | (1 << at)) - valueOf(set)));
      extend(set | (1 << at), rest);
    }
  };
  extend(
    0,
    names.map((_, at) => at),
  );
  return new Map([...sums].map(([name, sum]) => [name, sum / orders]));
}

const value = fc.oneof(fc.constant(null), fc.integer({ min: -5, max: 5 }));
const rows = fc
  .tuple(...columns.map(() => value), fc.constantFrom(null, "x", "y", "z", "other"))
  .map((cells): Row => Object.fromEntries(names.map((name, at) => [name, cells[at] as Value])));

describe("the reasons for an answer", () => {
  it("of a forest are the Shapley values, column by column, and add up", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 400, maxLength: 400 }),
        rows,
        rows,
        (drawn, row, other) => {
          let at = 0;
          const program = programOf(randomForest(() => drawn[at++ % drawn.length]!));
          const { explain, method } = explainRows(program, "score", other);
          expect(method).toBe("shapley");
          const { score, baseline, contributions } = explain(row);
          expect(score).toBe(evaluateProgram(program, row)["score"]);
          const sum = [...contributions.values()].reduce((total, one) => total + one, 0);
          expect(sum).toBeCloseTo(score - baseline, 9);
          const expected = bruteForce(program, "score", row, other);
          for (const name of names)
            expect(contributions.get(name) ?? 0, name).toBeCloseTo(expected.get(name)!, 9);
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  });

  it("of a sum with a product are exact too, and those of a probability are of its log-odds", () => {
    const score = linear(
      [
        { weight: 2, of: call("coalesce", column("a", "Float"), float(1)) },
        {
          weight: -3,
          of: call(
            "multiply",
            call("coalesce", column("b", "Float"), float(2)),
            call("coalesce", column("c", "Float"), float(0.5)),
          ),
        },
      ],
      1,
    );
    const program = programOf(score);
    const row: Row = { a: 3, b: 4, c: 5, d: null, e: 1, kind: "x" };
    const other: Row = { a: null, b: 1, c: 2, d: 0, e: 0, kind: null };
    const { explain, scale } = explainRows(program, "probability", other);
    expect(scale).toBe("log-odds");
    const { contributions } = explain(row);
    const expected = bruteForce(program, "score", row, other);
    for (const [name, one] of contributions) expect(one).toBeCloseTo(expected.get(name)!, 12);
    expect([...contributions.keys()].sort()).toEqual(["a", "b", "c"]);
  });

  it("say so where they are the change by one column at a time", () => {
    const fields = Array.from({ length: 12 }, (_, at) => `x${at}`);
    const product = fields
      .map((name): Expr => column(name, "Float"))
      .reduce((left, right) => call("multiply", left, right));
    const program = createProgram({
      input: { fields: fields.map((name) => ({ name, type: "Float", nullable: false })) },
      outputs: { score: product },
    });
    const rowOf = (each: number): Row => Object.fromEntries(fields.map((name) => [name, each]));
    const { explain, method } = explainRows(program, "score", rowOf(1));
    expect(method).toBe("change");
    expect(explain(rowOf(2)).contributions.get("x3")).toBe(4096 - 2048);
  });

  it("are refused for what is no number, and where there is no answer", () => {
    const program = programOf(column("a", "Float"));
    const codeOf = (work: () => unknown): string | undefined => {
      try {
        work();
      } catch (error) {
        if (error instanceof TandemError) return error.diagnostics[0]?.code;
        throw error;
      }
      return undefined;
    };
    const empty: Row = Object.fromEntries(names.map((name) => [name, null]));
    expect(codeOf(() => explainRows(program, "nothing", empty))).toBe("T1805");
    expect(codeOf(() => explainRows(program, "score", empty))).toBe("T1806");
  });
});
