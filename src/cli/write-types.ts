import { join } from "node:path";
import type { Snapshot } from "../data/index.ts";
import { writeFileAtomically, writeTypes } from "../project/index.ts";

/** Writes the types of the columns beside the config, so that a misspelt name is red in the editor. */
export async function writeTypesFile(
  folder: string,
  snapshot: Pick<Snapshot, "schema" | "source" | "columns">,
): Promise<string | null> {
  const source = snapshot.source.path ?? snapshot.source.options["text"];
  if (typeof source !== "string") return null;
  const reasons = new Map(snapshot.columns.map(({ name, reason }) => [name, reason]));
  const path = join(folder, ".tandem", "types.d.ts");
  await writeFileAtomically(path, writeTypes(snapshot.schema, source, reasons));
  return path;
}
