import { hashJson } from "../../base/index.ts";
import type { Program } from "../../ir/index.ts";
import { valueAt, type Table, type Value } from "../../schema/index.ts";

/** How many rows a package proves itself with. */
const proofRowCount = 64;

/**
 * The rows a package is proven with, chosen among some rows by the hash of their values (so the same data give the same
 * rows): first one for each way that values are missing, up to a quarter, then others; no two equal.
 */
export function proofInputs(program: Program, table: Table, rows: Uint32Array): Record<string, Value>[] {
  const names = program.input.fields.map(({ name }) => name);
  const candidates = new Map<string, { readonly row: Record<string, Value>; readonly missing: string }>();
  const step = Math.max(1, Math.floor(rows.length / (proofRowCount * 64)));
  for (let at = 0; at < rows.length; at += step) {
    const row = Object.fromEntries(names.map((name) => [name, valueAt(table.columns.get(name)!, rows[at]!)]));
    candidates.set(hashJson(row), { row, missing: names.filter((name) => row[name] === null).join("\n") });
  }
  const ordered = [...candidates]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, candidate]) => candidate);
  const patterns = new Map(ordered.map((candidate) => [candidate.missing, candidate]));
  const first = [...patterns.values()].slice(0, proofRowCount / 4);
  return [...first, ...ordered.filter((candidate) => !first.includes(candidate))]
    .slice(0, proofRowCount)
    .map(({ row }) => row);
}
