import { partsOf, resolveProgram } from "../../src/compile/index.ts";
import type { Expr, ForestExpr, Program } from "../../src/ir/index.ts";
import { dayMs, firstDay, lastDay, type DataType, type Value } from "../../src/schema/index.ts";
import { boundaryValues } from "./boundary.ts";

type Row = Readonly<Record<string, Value>>;

const extremes: Readonly<Record<DataType, readonly Value[]>> = {
  ...boundaryValues,
  Float: [...boundaryValues.Float, Number.MAX_VALUE, -Number.MAX_VALUE],
  Day: [firstDay, lastDay, 0, -1],
  Instant: [firstDay * dayMs, (lastDay + 1) * dayMs - 1, -1, 0],
};

/** Thresholds of one input that are tried, spread over all of them. */
const thresholdsTried = 40;

/**
 * Rows at the edges of a model: nothing known, one column unknown, extreme numbers, texts it never saw, and for trees the
 * thresholds with the numbers right below and above them.
 */
export function boundaryRows(program: Program, base: Row): Row[] {
  const { fields } = program.input;
  const empty: Row = Object.fromEntries(fields.map(({ name }) => [name, null]));
  const change = (name: string, value: Value): Row[] => [
    { ...base, [name]: value },
    { ...empty, [name]: value },
  ];
  const types = new Map(fields.map(({ name, type }) => [name, type]));
  return [
    empty,
    ...fields.flatMap(({ name, type }) => [null, ...extremes[type]].flatMap((value) => change(name, value))),
    ...thresholdsOf(program).flatMap(({ name, threshold }) =>
      (types.get(name) === "Float"
        ? [threshold, nextFloat(threshold, 1), nextFloat(threshold, -1)]
        : // A split of known from missing is at the greatest float64, which is no whole number that a column may hold.
          [Math.floor(threshold), Math.floor(threshold) + 1].filter(Number.isSafeInteger)
      ).flatMap((value) => change(name, value)),
    ),
  ];
}

/** The thresholds at which the forests of a Program part input columns. */
function thresholdsOf(program: Program): { name: string; threshold: number }[] {
  const { uses, resolve } = resolveProgram(program);
  const forests = [...uses.keys()].filter((expr): expr is ForestExpr => expr.kind === "forest");
  return forests.flatMap((forest) =>
    forest.inputs.flatMap((input, at) => {
      const name = columnBehind(input, resolve);
      if (name === undefined) return [];
      const all = forest.threshold.filter(
        (_, node) => forest.feature[node] === at && !forest.categories[node],
      );
      const sorted = [...new Set(all)].sort((left, right) => left - right);
      const step = Math.max(1, Math.ceil(sorted.length / thresholdsTried));
      return sorted.filter((_, place) => place % step === 0).map((threshold) => ({ name, threshold }));
    }),
  );
}

/** The input column that an expression hands on unchanged. */
function columnBehind(given: Expr, resolve: (expr: Expr) => Expr): string | undefined {
  const expr = resolve(given);
  if (expr.kind === "column") return expr.type === "Boolean" ? undefined : expr.name;
  return expr.kind === "call" && expr.op === "toFloat" ? columnBehind(partsOf(expr)[0]!, resolve) : undefined;
}

/** The next float64 above (1) or below (-1). */
function nextFloat(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0] = bits[0]! + (value > 0 === direction > 0 ? 1n : -1n);
  const next = new Float64Array(bits.buffer)[0]!;
  return Number.isFinite(next) ? next : value;
}
