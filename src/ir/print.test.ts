import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TandemError } from "../base/index.ts";
import { dataTypes, dayMs, firstDay, lastDay, type DataType, type Value } from "../schema/index.ts";
import {
  call,
  choose,
  column,
  createProgram,
  float,
  forest,
  int,
  linear,
  literal,
  literalProblem,
  lookup,
  nearest,
  missing,
  normalizeProgram,
  opNames,
  opTable,
  parseExpr,
  parseProgram,
  printExpr,
  printProgram,
  text,
  walk,
  type Expr,
  type OpDefinition,
  type OpName,
} from "./index.ts";

const wellFormed = (): fc.Arbitrary<string> => fc.string({ unit: "binary" });
const values: Readonly<Record<DataType, () => fc.Arbitrary<Value>>> = {
  Boolean: () => fc.boolean(),
  Int: () => fc.maxSafeInteger(),
  Float: () => fc.double({ noNaN: true, noDefaultInfinity: true }),
  Text: wellFormed,
  Day: () => fc.integer({ min: firstDay, max: lastDay }),
  Instant: () => fc.integer({ min: firstDay * dayMs, max: (lastDay + 1) * dayMs - 1 }),
};
const index = (max: number) => fc.integer({ min: 0, max });

/** A random expression of a type, with every kind of expression in it sooner or later. */
function randomExpr(draw: fc.GeneratorValue, type: DataType, depth: number): Expr {
  const kind = depth === 0 ? draw(index, 1) : draw(index, 7);
  if (kind === 0) return column(draw(wellFormed), type);
  if (kind === 1) return draw(index, 5) === 0 ? missing(type) : literal(draw(values[type]), type);
  const part = (of: DataType): Expr => randomExpr(draw, of, depth - 1);
  if (kind === 2) return choose([{ when: part("Boolean"), then: part(type) }], part(type));
  if (kind === 3) return randomLookup(draw, type, part);
  if (kind === 4 && type === "Float")
    return linear(
      [{ weight: draw(values.Float) as number, of: part("Float") }],
      draw(values.Float) as number,
    );
  if (kind === 5 && type === "Float") return stump(draw(values.Float) as number, part("Int"));
  if (kind === 6 && type === "Float")
    return nearRows(draw(values.Float) as number, part("Int"), draw(index, 1) === 0 ? null : part("Float"));
  return randomCall(draw, type, part);
}

function randomLookup(draw: fc.GeneratorValue, type: DataType, part: (of: DataType) => Expr): Expr {
  const keyType = dataTypes[draw(index, 5)]!;
  const keys = new Set([draw(values[keyType]), draw(values[keyType])].map((key) => (key === 0 ? 0 : key)));
  const table = [...keys].map((key) => [key, draw(index, 3) === 0 ? null : draw(values[type])] as const);
  return lookup(part(keyType), table, type, part(type));
}

function randomCall(draw: fc.GeneratorValue, type: DataType, part: (of: DataType) => Expr): Expr {
  const fitting = opNames.flatMap((op) =>
    opTable[op].signatures.filter(({ result }) => result === type).map((signature) => ({ op, signature })),
  );
  const { op, signature } = fitting[draw(index, fitting.length - 1)]!;
  const { literalFrom = Number.POSITIVE_INFINITY } = opTable[op];
  const args: Expr[] = [];
  for (const [at, of] of signature.args.entries())
    args.push(at >= literalFrom ? constantFor(op, of, args) : part(of));
  return call(op, ...args, ...(signature.rest && literalFrom > 9 ? [part(signature.rest)] : []));
}

const constants: Readonly<Record<DataType, readonly Value[]>> = {
  Boolean: [true],
  Int: [3, 0],
  Float: [3],
  Text: ['",\\', '"'],
  Day: [3],
  Instant: [3],
};

/** The first constant of a type that the op allows behind the arguments so far. */
function constantFor(op: OpName, type: DataType, before: readonly Expr[]): Expr {
  const { checkLiteral, literalExamples = [] }: OpDefinition = opTable[op];
  const known = before.map((arg) => (arg.kind === "literal" ? arg.value : null));
  const allowed = [...constants[type], ...literalExamples].find(
    (value) =>
      literalProblem(value, type) === undefined && !checkLiteral?.(value, before.length, [...known, value]),
  );
  return literal(allowed!, type);
}

const stump = (threshold: number, input: Expr): Expr =>
  forest({
    inputs: [input],
    bias: 0.1,
    roots: [0],
    feature: [0, -1, -1],
    threshold: [threshold, 0, 0],
    categories: [[1, 5], null, null],
    missingLeft: [1, 0, 0],
    left: [1, 0, 0],
    right: [2, 0, 0],
    value: [0, 1 / 3, -1e300],
  });

const nearRows = (value: number, input: Expr, within: Expr | null): Expr =>
  nearest({
    inputs: [input, input],
    within,
    metric: "manhattan",
    neighbours: within && 3,
    weighting: "distance",
    answer: "least",
    rows: [0.1, value, -2, 1e-300],
    weight: [1, 2.5],
    value: [value, 4],
  });

describe("printExpr and parseExpr", () => {
  it("give back every expression as it was", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.gen(), index(5), (draw, at) => {
        const expr = randomExpr(draw, dataTypes[at]!, 3);
        walk(expr, ({ kind }) => seen.add(kind));
        expect(parseExpr(printExpr(expr))).toEqual(expr);
      }),
      { numRuns: 100, seed: 7 },
    );
    expect(seen.size).toBe(8);
  });

  it.each([
    [
      'divide(@"Speed IAS in knots":Float, 2.0)',
      call("divide", column("Speed IAS in knots", "Float"), float(2)),
    ],
    ['@"a \\"b\\"\\n🐦":Text', column('a "b"\n🐦', "Text")],
    ['less(@day:Day, day"2024-01-31")', call("less", column("day", "Day"), literal(19753, "Day"))],
    ['instant"1969-12-31T23:59:59.999Z"', literal(-1, "Instant")],
    ["1e+21", float(1e21)],
    ["null:Int", missing("Int")],
    [
      'choose(@a:Boolean => "x", else null:Text)',
      choose([{ when: column("a", "Boolean"), then: text("x") }], missing("Text")),
    ],
    [
      'lookup(@a:Text, Int {"x" => 1, "y" => null}, else 0)',
      lookup(column("a", "Text"), [["x", 1], ["y", null]], "Int", int(0)), // prettier-ignore
    ],
    ["linear(0.5, -2.0 * @a:Float)", linear([{ weight: -2, of: column("a", "Float") }], 0.5)],
    ["isIn(@a:Int, 1, 2)", call("isIn", column("a", "Int"), int(1), int(2))],
  ])("write %s", (source, expr) => {
    expect(printExpr(expr)).toBe(source);
    expect(parseExpr(source)).toEqual(expr);
  });

  it("break long expressions, one part a line", () => {
    const long = call("concat", ...Array.from({ length: 9 }, (_, at) => text(`a rather long part ${at}`)));
    const lines = printExpr(call("length", long)).split("\n");
    expect(lines.slice(0, 3)).toEqual(["length(", "  concat(", '    "a rather long part 0",']);
    expect(parseExpr(lines.join("\n"))).toEqual(call("length", long));
  });

  it.each([
    ["mnth(@a:Day)", /T1219 There is no operation mnth\(\).*line 1, column 6/],
    ["month(@a:Day", /Here must be ,/],
    ["month(@a:Text)", /T1201/],
    ["month(@a:Dy)", /"Dy" is no type/],
    ['"a" "b"', /ends before this.*line 1, column 5/],
    ['"a', /text in quotes/],
    ['day"2024-02-30"', /"2024-02-30" is no Day/],
    ["9007199254740993", /T1202/],
    ["", /Here must be a word/],
    ["forest({}, @a:Float)", /T1207/],
    ["nearest({}, @a:Float)", /T2700/],
    ["negate(".repeat(300), /nested more than 200/],
  ])("refuse %j", (source, message) => {
    expect(() => parseExpr(source)).toThrow(TandemError);
    expect(() => parseExpr(source)).toThrow(message);
  });
});

describe("printProgram and parseProgram", () => {
  const program = createProgram({
    input: {
      fields: [
        { name: "Flight Date", type: "Day", nullable: true },
        { name: "speed", type: "Float", nullable: false },
      ],
    },
    lets: [["month", call("month", column("Flight Date", "Day"))]],
    outputs: { 'the "answer"': call("add", column("month", "Int"), column("speed", "Float")) },
  });
  const source = `program 1
input "Flight Date": Day?
input speed: Float
let month = month(@"Flight Date":Day)
output "the \\"answer\\"" = add(@month:Int, @speed:Float)
`;

  it("write one line for each column, let and output", () => {
    expect(printProgram(program)).toBe(source);
    expect(parseProgram(source)).toEqual(program);
  });

  it("refuse what createProgram refuses", () => {
    expect(() => parseProgram(source.replace("@month", "@mnth"))).toThrow(/T1209.*"month"/);
    expect(() => parseProgram(source.replace("let", "lte"))).toThrow("neither input, let nor output");
    expect(() => parseProgram(source.replace("program 1", "program 2"))).toThrow("Here must be 1");
  });

  it("agree with the stored form", () => {
    expect(normalizeProgram(JSON.parse(JSON.stringify(parseProgram(source))), "program", [])).toEqual(
      program,
    );
  });
});
