import * as fc from "fast-check";
import {
  call,
  choose,
  column,
  forest,
  linear,
  literal,
  lookup,
  nearest,
  opNames,
  opTable,
  type Expr,
  type OpName,
  type Program,
  type Signature,
} from "../../src/ir/index.ts";
import {
  dataTypes,
  dayMs,
  firstDay,
  lastDay,
  type DataType,
  type Field,
  type Value,
} from "../../src/schema/index.ts";
import { boundaryPatterns, boundaryValues } from "./boundary.ts";

/** Two input columns of each type. */
const inputFields: readonly Field[] = dataTypes.flatMap((type) =>
  ["1", "2"].map((number) => ({ name: `${type.toLowerCase()} "${number}"`, type, nullable: true })),
);
const letTypes: readonly DataType[] = ["Float", "Text", "Boolean", "Int", "Day"];

/** A value of a type: mostly a boundary value, at times any. */
const valueArbitrary = (type: DataType): fc.Arbitrary<Value> => {
  const boundary = fc.constantFrom(...boundaryValues[type]);
  switch (type) {
    case "Boolean":
      return boundary;
    case "Int":
      return fc.oneof(
        { weight: 3, arbitrary: boundary },
        fc.maxSafeInteger(),
        fc.integer({ min: -20, max: 20 }),
      );
    case "Float":
      return fc.oneof(
        { weight: 3, arbitrary: boundary },
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: -4000, max: 4000 }).map((thousandths) => thousandths / 1000),
      );
    case "Text":
      return fc.oneof({ weight: 3, arbitrary: boundary }, fc.string({ unit: "binary", maxLength: 6 }));
    case "Day":
      return fc.oneof({ weight: 2, arbitrary: boundary }, fc.integer({ min: firstDay, max: lastDay }));
    case "Instant":
      return fc.oneof(
        { weight: 2, arbitrary: boundary },
        fc.integer({ min: firstDay * dayMs, max: (lastDay + 1) * dayMs - 1 }),
      );
  }
};

interface Scope {
  readonly columns: readonly { readonly name: string; readonly type: DataType }[];
}

const signaturesOf = (type: DataType): (readonly [OpName, Signature])[] =>
  opNames.flatMap((op) =>
    opTable[op].signatures
      .filter(({ result }) => result === type)
      .map((signature) => [op, signature] as const),
  );

/** An expression of a type. */
function exprArbitrary(type: DataType, depth: number, scope: Scope): fc.Arbitrary<Expr> {
  const leaves = [
    {
      weight: 4,
      arbitrary: fc
        .constantFrom(...scope.columns.filter((one) => one.type === type))
        .map((one) => column(one.name, type)),
    },
    { weight: 2, arbitrary: valueArbitrary(type).map((value) => literal(value, type)) },
    { weight: 1, arbitrary: fc.constant(literal(null, type)) },
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = (of: DataType): fc.Arbitrary<Expr> => exprArbitrary(of, depth - 1, scope);
  const signatures = signaturesOf(type);
  const calls = fc
    .constantFrom(...signatures)
    .chain(([op, signature]) => callArbitrary(op, signature, inner));
  const kinds = [
    { weight: 12, arbitrary: calls },
    { weight: 2, arbitrary: chooseArbitrary(type, inner) },
    { weight: 2, arbitrary: lookupArbitrary(type, inner) },
  ];
  const sums =
    type === "Float"
      ? [
          { weight: 2, arbitrary: linearArbitrary(inner) },
          { weight: 2, arbitrary: forestArbitrary(inner) },
          { weight: 2, arbitrary: nearestArbitrary(inner) },
        ]
      : [];
  return fc.oneof(...leaves, ...kinds, ...sums);
}

function callArbitrary(
  op: OpName,
  signature: Signature,
  inner: (type: DataType) => fc.Arbitrary<Expr>,
): fc.Arbitrary<Expr> {
  const { literalFrom = Infinity, checkLiteral, literalExamples, family } = opTable[op];
  const anyConstant = (type: DataType, index: number): fc.Arbitrary<Value> => {
    if (literalExamples) return fc.constantFrom(...literalExamples);
    if (family === "patterns" && index === 1) return fc.constantFrom(...boundaryPatterns);
    return type === "Int"
      ? fc.oneof(fc.integer({ min: 0, max: 16 }), valueArbitrary(type))
      : valueArbitrary(type);
  };
  const constantAt = (type: DataType, index: number): fc.Arbitrary<Expr> =>
    anyConstant(type, index)
      .filter((value) => checkLiteral?.(value, index, []) === undefined)
      .map((value) => literal(value, type));
  const further = signature.rest === undefined ? fc.constant(0) : fc.nat({ max: 3 });
  return further.chain((count) => {
    const types = [...signature.args, ...Array.from({ length: count }, () => signature.rest!)];
    return fc
      .tuple(...types.map((type, index) => (index < literalFrom ? inner(type) : constantAt(type, index))))
      .filter((args) => areSound(op, args))
      .map((args) => call(op, ...args));
  });
}

/** True when the constants of a call fit each other. */
function areSound(op: OpName, args: readonly Expr[]): boolean {
  const constants = args.map((arg) => (arg.kind === "literal" ? arg.value : null));
  const { literalFrom = Infinity, checkLiteral } = opTable[op];
  return constants.every(
    (value, index) => index < literalFrom || checkLiteral?.(value, index, constants) === undefined,
  );
}

const chooseArbitrary = (type: DataType, inner: (type: DataType) => fc.Arbitrary<Expr>): fc.Arbitrary<Expr> =>
  fc
    .tuple(fc.array(fc.tuple(inner("Boolean"), inner(type)), { maxLength: 3 }), inner(type))
    .map(([branches, otherwise]) =>
      choose(
        // oxlint-disable-next-line unicorn/no-thenable -- `then` is the word of CASE here
        branches.map(([when, then]) => ({ when, then })),
        otherwise,
      ),
    );

/** One in seven is long, since targets treat long tables in another way. */
const lookupArbitrary = (type: DataType, inner: (type: DataType) => fc.Arbitrary<Expr>): fc.Arbitrary<Expr> =>
  fc.tuple(fc.constantFrom(...dataTypes), fc.nat({ max: 6 })).chain(([keyType, size]) => {
    const length = size === 0 && keyType !== "Boolean" ? { minLength: 17, maxLength: 36 } : { maxLength: 5 };
    const entry = fc.tuple(valueArbitrary(keyType), fc.option(valueArbitrary(type)));
    const table = fc.uniqueArray(entry, { ...length, selector: ([key]) => (Object.is(key, -0) ? 0 : key) });
    return fc
      .tuple(inner(keyType), table, inner(type))
      .map(([key, entries, otherwise]) => lookup(key, entries, type, otherwise));
  });

const numberArbitrary = valueArbitrary("Float").map(Number);
const numberExpr = (inner: (type: DataType) => fc.Arbitrary<Expr>): fc.Arbitrary<Expr> =>
  fc.oneof(inner("Float"), inner("Int"));

const linearArbitrary = (inner: (type: DataType) => fc.Arbitrary<Expr>): fc.Arbitrary<Expr> =>
  fc
    .tuple(
      fc.array(fc.record({ weight: numberArbitrary, of: numberExpr(inner) }), { maxLength: 4 }),
      numberArbitrary,
    )
    .map(([terms, bias]) => linear(terms, bias));

/** Trees of up to three levels, laid out parent before child. */
const forestArbitrary = (inner: (type: DataType) => fc.Arbitrary<Expr>): fc.Arbitrary<Expr> =>
  fc
    .record({
      inputs: fc.array(numberExpr(inner), { minLength: 1, maxLength: 3 }),
      bias: numberArbitrary,
      trees: fc.array(fc.array(nodeArbitrary, { minLength: 1, maxLength: 7 }), { maxLength: 4 }),
    })
    .map(({ inputs, bias, trees }) => {
      const nodes = trees.flatMap((tree, at) =>
        layTree(tree, trees.slice(0, at).flat().length, inputs.length),
      );
      const roots = trees.map((_, at) => trees.slice(0, at).flat().length);
      return forest({
        inputs,
        bias,
        roots,
        feature: nodes.map((node) => node.feature),
        threshold: nodes.map((node) => node.threshold),
        categories: nodes.map((node) => node.categories),
        missingLeft: nodes.map((node) => node.missingLeft),
        left: nodes.map((node) => node.left),
        right: nodes.map((node) => node.right),
        value: nodes.map((node) => node.value),
      });
    });

/** Some rows, whole numbers too so that distances are equal, searched in every way. */
const nearestArbitrary = (inner: (type: DataType) => fc.Arbitrary<Expr>): fc.Arbitrary<Expr> =>
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 6 }))
    .chain(([size, count]) => {
      const numbers = (length: number): fc.Arbitrary<number[]> =>
        fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), numberArbitrary), {
          minLength: length,
          maxLength: length,
        });
      const exactly = <T>(arbitrary: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
        fc.array(arbitrary, { minLength: length, maxLength: length });
      return fc.record({
        inputs: exactly(numberExpr(inner), size),
        within: fc.option(
          fc.oneof(
            inner("Float"),
            fc.constantFrom(0, 1, 2.5).map((far) => literal(far, "Float")),
          ),
        ),
        metric: fc.constantFrom("euclidean" as const, "manhattan" as const),
        neighbours: fc.option(fc.integer({ min: 1, max: 7 })),
        weighting: fc.constantFrom("uniform" as const, "distance" as const),
        answer: fc.constantFrom("mean" as const, "sum" as const, "least" as const, "reach" as const),
        rows: numbers(size * count),
        weight: exactly(fc.constantFrom(1, 1, 2, 0.1, 3.7), count),
        value: numbers(count),
      });
    })
    .map(nearest);

const nodeArbitrary = fc.record({
  feature: fc.nat({ max: 2 }),
  threshold: numberArbitrary,
  categories: fc.option(
    fc
      .uniqueArray(fc.integer({ min: -3, max: 10 }), { maxLength: 4 })
      .map((list) => list.sort((a, b) => a - b)),
  ),
  missingLeft: fc.constantFrom(0 as const, 1 as const),
  value: numberArbitrary,
});
type Node = typeof nodeArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** Node i has the children 2i+1 and 2i+2 where both are there; else it is a leaf. */
const layTree = (tree: readonly Node[], offset: number, inputCount: number) =>
  tree.map((node, at) => {
    const inside = 2 * at + 2 < tree.length;
    return {
      ...node,
      feature: inside ? node.feature % inputCount : -1,
      left: inside ? offset + 2 * at + 1 : 0,
      right: inside ? offset + 2 * at + 2 : 0,
    };
  });

/** A Program with lets and outputs of every type; each let and output may use the lets before it. */
export const programArbitrary = (depth: number): fc.Arbitrary<Program> => {
  const lets = letTypes.map((type, at) => ({ name: `let ${at}`, type }));
  const scopeAt = (count: number): Scope => ({ columns: [...inputFields, ...lets.slice(0, count)] });
  const all = scopeAt(lets.length);
  return fc
    .record({
      lets: fc.tuple(...lets.map(({ type }, at) => exprArbitrary(type, depth - 1, scopeAt(at)))),
      outputs: fc.tuple(...dataTypes.map((type) => exprArbitrary(type, depth, all))),
    })
    .map(({ lets: exprs, outputs }) => ({
      kind: "program" as const,
      version: 1 as const,
      input: { fields: inputFields },
      lets: exprs.map((expr, at) => [lets[at]!.name, expr] as const),
      outputs: Object.fromEntries(outputs.map((expr, at) => [dataTypes[at]!, expr])),
    }));
};

/** One row of inputs. */
export const rowArbitrary: fc.Arbitrary<Readonly<Record<string, Value>>> = fc
  .tuple(...inputFields.map(({ type }) => fc.option(valueArbitrary(type), { freq: 7 })))
  .map((values) => Object.fromEntries(inputFields.map(({ name }, at) => [name, values[at]!])));
