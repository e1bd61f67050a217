import type { Diagnostic } from "../../base/index.ts";
import type { Snapshot } from "../../data/index.ts";

/**
 * A snapshot that shows no value of a private column: values that did not fit their type are counted only. Rows that could not be read are
 * told by line and reason, without their text, for nobody knows which part of it is whose.
 */
export function unshownSnapshot(snapshot: Snapshot, marked: readonly string[]): Snapshot {
  if (marked.length === 0) return snapshot;
  const names = new Set(marked);
  const places = new Set(marked.map((name) => `column ${JSON.stringify(name)}`));
  return {
    ...snapshot,
    rejected: {
      ...snapshot.rejected,
      samples: snapshot.rejected.samples.map((row) => ({ ...row, text: "" })),
    },
    columns: snapshot.columns.map((column) =>
      names.has(column.name) ? { ...column, failedSamples: [] } : column,
    ),
    diagnostics: snapshot.diagnostics.map((one) => (places.has(one.place ?? "") ? withoutValue(one) : one)),
  };
}

function withoutValue(diagnostic: Diagnostic): Diagnostic {
  const { value: _, ...rest } = diagnostic;
  return rest;
}
