import { join } from "node:path";
import type { Snapshot } from "../data/index.ts";
import { writeFileAtomically, writeTypes, type TypedSource } from "../project/index.ts";

/** Writes the types of the columns beside the config, so that a misspelt name is red in the editor. */
export async function writeTypesFile(
  folder: string,
  snapshots: readonly Pick<Snapshot, "schema" | "source" | "columns">[],
): Promise<string | null> {
  const sources = snapshots.flatMap(({ schema, source, columns }): TypedSource[] => {
    const name = source.path ?? source.options["text"];
    const reasons = new Map(columns.map((column) => [column.name, column.reason]));
    return typeof name === "string" ? [{ source: name, schema, reasons }] : [];
  });
  if (sources.length === 0) return null;
  const path = join(folder, ".tandem", "types.d.ts");
  // Two sources may read one file; its columns are written once.
  const once = [...new Map(sources.map((one) => [one.source, one])).values()];
  await writeFileAtomically(path, writeTypes(...once));
  return path;
}
