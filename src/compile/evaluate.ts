import { unreachable } from "../base/index.ts";
import {
  opTable,
  typeOf,
  type CallExpr,
  type Expr,
  type ForestExpr,
  type LinearExpr,
  type NearestExpr,
  type Program,
} from "../ir/index.ts";
import { valueAt, vectorFromValues, type DataType, type Table, type Value } from "../schema/index.ts";

/** The values of one row by name: input columns, and the lets that are known so far. */
export type Row = Readonly<Record<string, Value>>;

/**
 * The oracle: the obvious interpreter that every other target is compared with. Slow on purpose.
 * @example
 * evaluateExpr(call("add", int(2), int(3)), {}) // 5
 */
export function evaluateExpr(expr: Expr, row: Row): Value {
  switch (expr.kind) {
    case "column":
      return Object.hasOwn(row, expr.name) ? asType(row[expr.name]!, expr.type) : null;
    case "literal":
      return expr.value;
    case "call":
      return evaluateCall(expr, row);
    case "choose":
      return evaluateExpr(
        expr.branches.find(({ when }) => evaluateExpr(when, row) === true)?.then ?? expr.otherwise,
        row,
      );
    case "lookup": {
      const key = evaluateExpr(expr.key, row);
      const entry = key === null ? undefined : expr.table.find(([from]) => from === key);
      return entry ? asType(entry[1], expr.type) : evaluateExpr(expr.otherwise, row);
    }
    case "linear":
      return evaluateLinear(expr, row);
    case "forest":
      return evaluateForest(expr, row);
    case "nearest":
      return evaluateNearest(expr, row);
    default:
      return unreachable(expr);
  }
}

function evaluateCall(expr: CallExpr, row: Row): Value {
  const { nulls, evaluate } = opTable[expr.op];
  const args = expr.args.map((arg) => evaluateExpr(arg, row));
  if (nulls === "propagate" && args.includes(null)) return null;
  return asType(evaluate(...args), typeOf(expr));
}

/** Makes sure that a number fits its type: beyond ±(2⁵³-1) or float64 it is null; -0 becomes 0. */
function asType(value: Value, type: DataType): Value {
  if (typeof value !== "number") return value;
  const fits = type === "Float" ? Number.isFinite(value) : Number.isSafeInteger(value);
  return fits ? value + 0 : null;
}

function evaluateLinear({ bias, terms }: LinearExpr, row: Row): Value {
  let sum = bias;
  for (const { weight, of } of terms) {
    const x = evaluateExpr(of, row);
    if (x === null) return null;
    sum += weight * Number(x);
  }
  return asType(sum, "Float");
}

function evaluateForest(forest: ForestExpr, row: Row): Value {
  const inputs = forest.inputs.map((input) => evaluateExpr(input, row));
  return asType(
    forest.roots.reduce((sum, root) => sum + forest.value[leafOf(forest, root, inputs)]!, forest.bias),
    "Float",
  );
}

/** The leaf that a row reaches, from a root down. */
function leafOf(forest: ForestExpr, root: number, inputs: readonly Value[]): number {
  let node = root;
  while (forest.feature[node]! >= 0) {
    const x = inputs[forest.feature[node]!]!;
    const categories = forest.categories[node];
    const goLeft =
      x === null
        ? forest.missingLeft[node] === 1
        : categories
          ? categories.includes(Number(x))
          : Number(x) <= forest.threshold[node]!;
    node = (goLeft ? forest.left : forest.right)[node]!;
  }
  return node;
}

function evaluateNearest(expr: NearestExpr, row: Row): Value {
  const inputs = expr.inputs.map((input) => evaluateExpr(input, row));
  const within = expr.within ? evaluateExpr(expr.within, row) : Infinity;
  if (within === null || inputs.includes(null)) return null;
  const point = inputs.map(Number);
  const near = expr.weight
    .map((weight, place) => ({
      distance: distanceTo(expr, place, point),
      weight,
      value: expr.value[place]!,
    }))
    .filter(({ distance }) => Number.isFinite(distance) && distance <= Number(within));
  const reach = reachOf(expr, near);
  const counted = near.filter(({ distance }) => distance <= reach);
  if (counted.length === 0) return expr.answer === "sum" ? 0 : null;
  if (expr.answer === "reach") return asType(reach, "Float");
  if (expr.answer === "least") return counted.reduce((least, { value }) => Math.min(least, value), Infinity);
  let [sum, weights] = [0, 0];
  for (const { distance, weight, value } of counted) {
    const share = expr.weighting === "distance" && distance > 0 ? weight * (1 / distance) : weight;
    sum += share * value;
    weights += share;
  }
  return asType(expr.answer === "sum" ? sum : sum / weights, "Float");
}

function distanceTo({ rows, metric }: NearestExpr, place: number, inputs: readonly number[]): number {
  let sum = 0;
  for (const [at, x] of inputs.entries()) {
    const away = x - rows[place * inputs.length + at]!;
    sum += metric === "manhattan" ? Math.abs(away) : away * away;
  }
  return metric === "manhattan" ? sum : Math.sqrt(sum);
}

/** The distance up to which rows count. */
function reachOf(
  { neighbours, weighting }: NearestExpr,
  near: readonly { readonly distance: number; readonly weight: number }[],
): number {
  if (weighting === "distance" && near.some(({ distance }) => distance === 0)) return 0;
  let [reach, weights] = [0, 0];
  for (const { distance, weight } of near.toSorted((left, right) => left.distance - right.distance)) {
    if (neighbours !== null && weights >= neighbours) break;
    reach = distance;
    weights += weight;
  }
  return reach;
}

/** All outputs of a Program for one row. */
export function evaluateProgram(program: Program, row: Row): Record<string, Value> {
  const known: Record<string, Value> = { ...row };
  for (const [name, expr] of program.lets) known[name] = evaluateExpr(expr, known);
  return Object.fromEntries(
    Object.entries(program.outputs).map(([name, expr]) => [name, evaluateExpr(expr, known)]),
  );
}

/** All outputs of a Program for every row of a table, by the oracle. */
export function evaluateTable(program: Program, table: Table): Table {
  const names = Object.keys(program.outputs);
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    evaluateProgram(
      program,
      Object.fromEntries([...table.columns].map(([name, vector]) => [name, valueAt(vector, row)])),
    ),
  );
  const columns = names.map(
    (name) =>
      [
        name,
        vectorFromValues(
          typeOf(program.outputs[name]!),
          rows.map((row) => row[name]!),
        ),
      ] as const,
  );
  return {
    schema: { fields: columns.map(([name, vector]) => ({ name, type: vector.type, nullable: true })) },
    rowCount: table.rowCount,
    columns: new Map(columns),
  };
}
