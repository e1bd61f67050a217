import { failInput } from "../base/index.ts";
import { compileTable } from "../compile/index.ts";
import { columnsOf, type ColumnExpr, type Expr } from "../ir/index.ts";
import {
  isText,
  similarNames,
  takeRows,
  tableFromVectors,
  type Table,
  type Vector,
} from "../schema/index.ts";

/**
 * The values of expressions over the given rows of a table (null: over all), in that order. Bare columns are read,
 * all others computed together by one compiled Program.
 */
export function evaluateColumns(
  table: Table,
  rows: Uint32Array | null,
  exprs: readonly Expr[],
): readonly Vector[] {
  const taken = new Map<string, Vector>();
  const take = (name: string): Vector => {
    const known = taken.get(name);
    if (known) return known;
    const vector = sourceColumn(table, name);
    const part = rows === null ? vector : takeRows(vector, rows);
    taken.set(name, part);
    return part;
  };
  const computed = exprs.filter((expr) => expr.kind !== "column");
  const results = computed.length === 0 ? [] : runProgram(computed, take, rows?.length ?? table.rowCount);
  let next = 0;
  return exprs.map((expr) => (expr.kind === "column" ? readColumn(expr, take) : results[next++]!));
}

function sourceColumn(table: Table, name: string): Vector {
  const vector = table.columns.get(name);
  if (vector) return vector;
  const names = table.schema.fields.map((field) => field.name);
  const close = similarNames(name, names);
  return failInput("T1501", `The table has no column ${JSON.stringify(name)}`, {
    cure:
      close.length > 0 ? `Did you mean ${close.map((one) => JSON.stringify(one)).join(" or ")}?` : "Add it.",
  });
}

function readColumn({ name, type }: ColumnExpr, take: (name: string) => Vector): Vector {
  const vector = take(name);
  if (isText(vector.type) !== isText(type))
    failInput("T1504", `Column ${JSON.stringify(name)} is ${vector.type}, not ${type}`, {
      cure: "Read the table with the schema that the expressions were built for.",
    });
  return vector;
}

/** Runs one Program over the columns that it needs. */
function runProgram(
  exprs: readonly Expr[],
  take: (name: string) => Vector,
  rowCount: number,
): readonly Vector[] {
  const names = [...new Set(exprs.flatMap(columnsOf))];
  const part = { ...tableFromVectors(names.map((name) => [name, take(name)])), rowCount };
  const run = compileTable({
    kind: "program",
    version: 1,
    input: part.schema,
    lets: [],
    outputs: Object.fromEntries(exprs.map((expr, at) => [`value ${at}`, expr])),
  });
  const result = run(part);
  return exprs.map((_, at) => result.columns.get(`value ${at}`)!);
}
