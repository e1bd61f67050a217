import { randomForest } from "../../src/compile/js/random-forest.test-support.ts";
import { call, createProgram, float, type Program } from "../../src/ir/index.ts";
import type { ColumnProfile } from "../../src/explore/index.ts";
import type { ModelPackage } from "../../src/project/index.ts";
import { packageOf } from "../../src/serve/small-packages.test-support.ts";

const inputs = 28;
const range = 4;

/** A row of the model, from a counter: numbers from -4 to 4. */
export const forestRow = (seed: number): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Array.from({ length: inputs }, (_, at) => [
      `x${at}`,
      ((Math.imul(seed * inputs + at + 1, 0x9e3779b1) >>> 0) / 2 ** 32 - 0.5) * 2 * range,
    ]),
  );

/** A package of so many random trees of 31 leaves over 28 columns, with the probability behind their sum. */
export function forestPackage(trees: number, seed: number): ModelPackage {
  const sum = randomForest({
    seed,
    trees,
    leaves: 31,
    inputs,
    categories: 0,
    isDeep: false,
    numbers: "grid",
  });
  const program: Program = createProgram({
    input: {
      fields: Array.from({ length: inputs }, (_, at) => ({ name: `x${at}`, type: "Float", nullable: true })),
    },
    outputs: {
      probability: call("divide", float(1), call("add", float(1), call("exp", call("negate", sum)))),
      which: float(seed),
    },
  });
  const proof = Array.from({ length: 64 }, (_, at) => forestRow(at));
  const { baseline } = packageOf("forest", program, proof.slice(0, 1));
  const columns = program.input.fields.map(({ name }) => columnProfile(name));
  return packageOf("forest", program, proof, { ...baseline, columns });
}

const columnProfile = (name: string): ColumnProfile => ({
  name,
  type: "Float",
  role: "feature",
  count: 1000,
  missing: 0,
  distinct: 1000,
  numbers: {
    mean: 0,
    standardDeviation: 1,
    min: -range,
    max: range,
    quantiles: [],
    zeros: 0,
    negative: 500,
    skewness: 0,
    histogram: { edges: [], counts: [] },
  },
  top: [],
  lengths: null,
});
