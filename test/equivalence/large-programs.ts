import { createRandom } from "../../src/base/index.ts";
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
} from "../../src/ir/index.ts";
import type { Field, Value } from "../../src/schema/index.ts";

type Row = Readonly<Record<string, Value>>;

/** A Program as large as a project may make one, with rows of its inputs. */
export interface LargeProgram {
  readonly program: Program;
  readonly row: (index: number) => Row;
}

const programOf = (
  fields: readonly Field[],
  outputs: Record<string, Expr>,
  lets: Program["lets"] = [],
): Program => ({ kind: "program", version: 1, input: { fields }, lets, outputs });

const field = (name: string, type: Field["type"]): Field => ({ name, type, nullable: true });
const numberNames = Array.from({ length: 20 }, (_, at) => `x${at}`);
const numberFields = numberNames.map((name) => field(name, "Float"));

/** Numbers between -2 and 2; one in ten is missing. */
function numberRow(index: number): Record<string, Value> {
  const random = createRandom(index + 1);
  return Object.fromEntries(
    numberNames.map((name) => [name, random.next() < 0.1 ? null : random.next() * 4 - 2]),
  );
}

interface Nodes {
  readonly feature: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly value: number[];
}

/** Trees that grow one leaf at a time: a random leaf, or always the newest one, which makes a tree as deep as it can be. */
function largeForest(treeCount: number, leaves: number, shape: "random" | "deep", seed = 1): Expr {
  const random = createRandom(seed);
  const nodes: Nodes = { feature: [], threshold: [], left: [], right: [], value: [] };
  const addLeaf = (): number => {
    nodes.threshold.push(0);
    nodes.left.push(0);
    nodes.right.push(0);
    nodes.value.push((random.next() - 0.5) / 10);
    return nodes.feature.push(-1) - 1;
  };
  const roots = Array.from({ length: treeCount }, () => {
    const root = addLeaf();
    const open = [root];
    while (open.length < leaves) {
      const at = shape === "deep" ? open.length - 1 : Math.floor(random.next() * open.length);
      const node = open[at]!;
      nodes.feature[node] = Math.floor(random.next() * numberNames.length);
      nodes.threshold[node] = random.next() * 4 - 2;
      nodes.left[node] = open[at] = addLeaf();
      nodes.right[node] = addLeaf();
      open.push(nodes.right[node]);
    }
    return root;
  });
  return forest({
    inputs: numberNames.map((name) => column(name, "Float")),
    bias: 0.25,
    roots,
    ...nodes,
    categories: nodes.feature.map((_, at) => (at % 7 === 3 ? [-1, 0, 1] : null)),
    missingLeft: nodes.feature.map((_, at) => (at % 2 === 0 ? 1 : 0)),
  });
}

const forests = (treeCount: number, leaves: number, shape: "random" | "deep"): LargeProgram => ({
  program: programOf(numberFields, { score: largeForest(treeCount, leaves, shape) }),
  row: numberRow,
});

/** Half of the terms are numbers, half are one-hot columns of a text. */
function longLinear(termCount: number): LargeProgram {
  const random = createRandom(3);
  const half = termCount >> 1;
  const cities = Array.from({ length: half }, (_, at) => `city ${at}`);
  const terms = [
    ...cities.map((city) => call("toFloat", call("equals", column("city", "Text"), text(city)))),
    ...cities.map((_, at) => call("subtract", column(numberNames[at % 20]!, "Float"), float(at / 16))),
  ];
  return {
    program: programOf([...numberFields, field("city", "Text")], {
      score: linear(
        terms.map((of) => ({ weight: random.next() - 0.5, of })),
        0.5,
      ),
    }),
    row: (index) => ({
      ...Object.fromEntries(
        Object.entries(numberRow(index)).map(([name, value]) => [
          name,
          index % 5 === 0 ? value : (value ?? 0.125),
        ]),
      ),
      city: index % 11 === 0 ? null : `city ${index % (half + 3)}`,
    }),
  };
}

/** Each let uses the one before it twice, or a column. */
function manyLets(count: number, shape: "chain" | "apart"): LargeProgram {
  const lets: (readonly [string, Expr])[] = [];
  for (let at = 0; at < count; at++) {
    const x = column(numberNames[at % 20]!, "Float");
    const before = shape === "chain" && at > 0 ? column(`let ${at - 1}`, "Float") : x;
    const filled = call("coalesce", x, float(0.5));
    lets.push([
      `let ${at}`,
      call("add", call("multiply", before, float(0.5)), call("least", before, filled)),
    ]);
  }
  const last = lets.map(([name]) => column(name, "Float"));
  return {
    program: programOf(
      numberFields,
      shape === "chain"
        ? { last: last.at(-1)!, sign: call("sign", last.at(-1)!) }
        : {
            sum: linear(
              last.map((of) => ({ weight: 2, of })),
              0,
            ),
            greatest: call("greatest", ...(last as [Expr, Expr])),
          },
      lets,
    ),
    row: numberRow,
  };
}

type KeyType = "Text" | "Int" | "Float" | "Day";
const keyOf: Readonly<Record<KeyType, (at: number) => Value>> = {
  Text: (at) => `key ${at * 7919}`,
  Int: (at) => at * 3 - 1000,
  Float: (at) => at * 0.3 - 100,
  Day: (at) => at * 2,
};

/** A table of so many keys to numbers and one to texts; one key in 50 gives null. With `zero`, one key holds a zero character. */
function longLookup(type: KeyType, count: number, zero = false): LargeProgram {
  const keyAt = (at: number): Value => (zero && at === 5 ? "a\0b" : keyOf[type](at));
  const keys = Array.from({ length: count }, (_, at) => keyAt(at));
  const table = (to: (at: number) => Value) =>
    keys.map((key, at) => [key, at % 50 === 7 ? null : to(at)] as const);
  const key = column("key", type);
  return {
    program: programOf([field("key", type)], {
      number: lookup(
        key,
        table((at) => at / 8),
        "Float",
        float(-1),
      ),
      name: lookup(
        key,
        table((at) => `name ${at % 100}`),
        "Text",
        text("other"),
      ),
    }),
    row: (index) => ({
      key: index % 17 === 0 ? null : keyAt(index % 17 === 1 ? 5 : (index * 13) % (count + (count >> 4))),
    }),
  };
}

/** Branches on ranges of a number and on a text. */
function longChoose(count: number): LargeProgram {
  const x = column("x0", "Float");
  const city = column("city", "Text");
  const branches = Array.from({ length: count }, (_, at) => ({
    when:
      at % 3 === 0
        ? call("equals", city, text(`city ${at}`))
        : call("less", call("add", x, float(1)), float((at - count / 2) / 100)),
    then: call("multiply", x, int(at)),
  }));
  return {
    program: programOf([field("x0", "Float"), field("city", "Text")], { score: choose(branches, x) }),
    row: (index) => ({
      x0: numberRow(index)["x0"]!,
      city: index % 11 === 0 ? null : `city ${index % 400}`,
    }),
  };
}

/** As many outputs over shared steps. */
function manyOutputs(count: number): LargeProgram {
  const steps = manyLets(count, "apart");
  return {
    ...steps,
    program: {
      ...steps.program,
      outputs: Object.fromEntries(
        steps.program.lets.map(([name, expr], at) => [
          `output ${at}`,
          call("subtract", column(name, "Float"), call("abs", expr)),
        ]),
      ),
    },
  };
}

/** Tests against long lists of constants of each type. */
function longLists(count: number): LargeProgram {
  const types = ["Text", "Int", "Float", "Day"] as const;
  const constants = (type: KeyType) =>
    Array.from({ length: count }, (_, at) =>
      literal(type === "Text" && at === 5 ? "a\0b" : keyOf[type](at), type),
    );
  return {
    program: programOf(
      types.map((type) => field(type, type)),
      Object.fromEntries(types.map((type) => [type, call("isIn", column(type, type), ...constants(type))])),
    ),
    row: (index) => {
      const at = (index * 13) % (2 * count);
      const of = (type: KeyType): Value =>
        type === "Text" && index % 17 === 1 ? "a\0b" : index % 17 === 0 ? null : keyOf[type](at);
      return Object.fromEntries(types.map((type) => [type, of(type)]));
    },
  };
}

/** All of them, by name. */
export const largePrograms: Readonly<Record<string, () => LargeProgram>> = {
  "forest of 300 trees, 31 leaves, 20 inputs": () => forests(300, 31, "random"),
  "forest of 50 trees, 60 deep": () => forests(50, 61, "deep"),
  "linear of 2000 terms": () => longLinear(2000),
  "500 lets in a chain": () => manyLets(500, "chain"),
  "500 lets beside each other": () => manyLets(500, "apart"),
  "lookup of 50000 texts": () => longLookup("Text", 50_000),
  "lookup of 50000 texts, one with a zero character": () => longLookup("Text", 50_000, true),
  "lookup of 5000 Ints": () => longLookup("Int", 5000),
  "lookup of 5000 Floats": () => longLookup("Float", 5000),
  "lookup of 5000 Days": () => longLookup("Day", 5000),
  "isIn of 1000 constants": () => longLists(1000),
  "choose of 300 branches": () => longChoose(300),
  "400 outputs": () => manyOutputs(400),
};
