import { valueAt, valueToJson, type Value, type Vector } from "../../schema/index.ts";
import type { ClusterColumn, ClusterFindings } from "../findings.ts";

/** The sizes of clusters and what their rows are like, column by column. `answers` has each row's cluster, -1 for noise. */
export function findClusters(
  answers: Float64Array,
  columns: Iterable<readonly [string, Vector]>,
): ClusterFindings {
  const numbers = [...new Set(answers)].filter((one) => one >= 0).sort((left, right) => left - right);
  const rowsOf = numbers.map((one) => Uint32Array.from(answers.keys().filter((row) => answers[row] === one)));
  return {
    kind: "clusters",
    rowCount: answers.length,
    noise: answers.reduce((count, one) => count + (one < 0 ? 1 : 0), 0),
    clusters: numbers.map((cluster, at) => ({ cluster, rows: rowsOf[at]!.length })),
    columns: [...columns].flatMap(([column, vector]) => describeColumn(column, vector, rowsOf) ?? []),
  };
}

function describeColumn(
  column: string,
  vector: Vector,
  rowsOf: readonly Uint32Array[],
): ClusterColumn | null {
  if (vector.kind === "numbers" && (vector.type === "Int" || vector.type === "Float")) {
    const all = momentsOf(vector.values);
    if (all === null) return null;
    const means = rowsOf.map((rows) => momentsOf(Float64Array.from(rows, (row) => vector.values[row]!)));
    return { kind: "number", column, ...all, means: means.map((one) => one?.mean ?? null) };
  }
  // Days are as good as numbers to a person only in words: no mean, and mostly no level that repeats.
  if (vector.type === "Day" || vector.type === "Instant") return null;
  const count = vector.kind === "texts" ? vector.codes.length : vector.values.length;
  const overall = countLevels(
    vector,
    Uint32Array.from({ length: count }, (_, row) => row),
  );
  return {
    kind: "levels",
    column,
    levels: rowsOf.map((rows) => {
      const [most] = [...countLevels(vector, rows)].sort(
        ([left, one], [right, other]) => other - one || (String(left) < String(right) ? -1 : 1),
      );
      if (!most) return null;
      const [value, found] = most;
      return {
        value: valueToJson(value, vector.type),
        share: found / rows.length,
        overall: (overall.get(value) ?? 0) / count,
      };
    }),
  };
}

/** Mean and standard deviation of the values that are there; null where none is. */
function momentsOf(values: Float64Array): { readonly mean: number; readonly deviation: number } | null {
  const there = values.filter((value) => !Number.isNaN(value));
  if (there.length === 0) return null;
  const mean = there.reduce((sum, value) => sum + value / there.length, 0);
  const variance = there.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / there.length;
  return { mean, deviation: Math.sqrt(variance) };
}

function countLevels(vector: Vector, rows: Uint32Array): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const row of rows) {
    const value = valueAt(vector, row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
