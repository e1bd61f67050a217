import { describe, expect, it } from "vitest";
import {
  call,
  choose,
  column,
  columnsOf,
  columnsOfProgram,
  createProgram,
  float,
  forest,
  int,
  linear,
  lookup,
  nearest,
  rewrite,
  substitute,
  text,
  typeOf,
  walk,
  type Expr,
} from "./index.ts";

const a = column("a", "Float");
const b = column("b", "Text");
const c = column("c", "Int");
const day = column("day", "Day");

/** One expression that holds all eight kinds. */
const everything: Expr = linear(
  [
    {
      weight: 2,
      of: choose([{ when: call("equals", b, text("x")), then: a }], call("toFloat", c)),
    },
    { weight: 3, of: lookup(b, [["x", 1]], "Float", float(0)) },
    {
      weight: 1,
      of: forest({
        inputs: [a, call("month", day)],
        bias: 0,
        roots: [0],
        feature: [-1],
        threshold: [0],
        categories: [null],
        missingLeft: [0],
        left: [0],
        right: [0],
        value: [1],
      }),
    },
    {
      weight: 1,
      of: nearest({
        inputs: [call("toFloat", c)],
        within: a,
        metric: "euclidean",
        neighbours: 1,
        weighting: "uniform",
        answer: "mean",
        rows: [1, 2],
        weight: [1, 1],
        value: [0, 1],
      }),
    },
  ],
  1,
);

describe("walk", () => {
  it("visits every kind, parents first, and shared parts once", () => {
    const kinds: string[] = [];
    walk(everything, (part) => kinds.push(part.kind === "column" ? part.name : part.kind));
    expect(kinds).toEqual([
      "linear",
      "choose",
      "call",
      "b",
      "literal",
      "a",
      "call",
      "c",
      "lookup",
      "literal",
      "forest",
      "call",
      "day",
      "nearest",
      "call",
    ]);
  });

  it("names the columns in the order of their first use", () => {
    expect(columnsOf(everything)).toEqual(["b", "a", "c", "day"]);
  });
});

describe("rewrite", () => {
  it("gives back the very same object when nothing changes", () => {
    expect(rewrite(everything, (part) => part)).toBe(everything);
  });

  it("changes every column, in every kind of expression, and leaves the original alone", () => {
    const before = JSON.stringify(everything);
    const renamed = rewrite(everything, (part) =>
      part.kind === "column" ? column(`${part.name}!`, part.type) : part,
    );
    expect(columnsOf(renamed)).toEqual(["b!", "a!", "c!", "day!"]);
    expect(JSON.stringify(renamed)).toBe(before.replaceAll(/"name":"(\w+)"/g, '"name":"$1!"'));
    expect(JSON.stringify(everything)).toBe(before);
  });

  it("sees children before their parent", () => {
    const folded = rewrite(call("add", int(1), call("add", int(2), int(3))), (part) => {
      if (part.kind !== "call") return part;
      const [left, right] = part.args;
      return left?.kind === "literal" && right?.kind === "literal"
        ? int(Number(left.value) + Number(right.value))
        : part;
    });
    expect(folded).toEqual(int(6));
  });

  it("keeps a shared part shared, so that work does not double at every level", () => {
    let wide: Expr = call("add", a, a);
    for (let level = 0; level < 100; level++) wide = call("add", wide, wide);
    const renamed = rewrite(wide, (part) => (part.kind === "column" ? column("z", "Float") : part));
    expect(columnsOf(renamed)).toEqual(["z"]);
    expect(renamed.kind === "call" && renamed.args[0] === renamed.args[1]).toBe(true);
  });

  it("refuses a change that breaks the types, also in a forest's inputs", () => {
    expect(() => rewrite(everything, (part) => (part === day ? b : part))).toThrow(
      /T1201 month\(\) cannot take/,
    );
    expect(() => rewrite(everything, (part) => (typeOf(part) === "Int" ? b : part))).toThrow(/T120[17]/);
  });
});

describe("substitute", () => {
  it("puts expressions in the place of columns", () => {
    const doubled = substitute(call("add", a, float(1)), new Map([["a", call("multiply", a, float(2))]]));
    expect(doubled).toEqual(call("add", call("multiply", a, float(2)), float(1)));
  });

  it("refuses an expression of another type", () => {
    expect(() => substitute(a, new Map([["a", b]]))).toThrow('T1208 Column "a" is Float, not Text');
  });
});

describe("columnsOfProgram", () => {
  it("finds what the outputs need through the lets, in the order of the schema", () => {
    const program = createProgram({
      input: {
        fields: (["Float", "Text", "Int", "Day"] as const).map((type, at) => ({
          name: ["a", "b", "c", "day"][at]!,
          type,
          nullable: true,
        })),
      },
      lets: [
        ["m", call("month", day)],
        ["unused", call("length", b)],
        ["n", call("add", column("m", "Int"), c)],
      ],
      outputs: { y: column("n", "Int") },
    });
    expect(columnsOfProgram(program)).toEqual(["c", "day"]);
  });
});
