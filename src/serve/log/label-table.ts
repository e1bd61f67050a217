import { vectorFromValues, type DataType, type Table, type Value, type Vector } from "../../schema/index.ts";
import type { Label } from "./label.ts";

/** The columns of labels in segments, with their types. */
export const labelColumns = {
  batch: "Text",
  position: "Int",
  request: "Text",
  row: "Int",
  column: "Text",
  value: "Text",
  time: "Instant",
  label: "Text",
  knownAt: "Instant",
  recordedAt: "Instant",
} as const satisfies Record<keyof Label, DataType>;

/** Labels as a table. */
export function labelTable(labels: readonly Label[]): Table {
  const entries = Object.entries(labelColumns) as [keyof Label, DataType][];
  return {
    schema: { fields: entries.map(([name, type]) => ({ name, type, nullable: true })) },
    rowCount: labels.length,
    columns: new Map(
      entries.map(([name, type]): [string, Vector] => [
        name,
        vectorFromValues(
          type,
          labels.map((label): Value => label[name]),
        ),
      ]),
    ),
  };
}
