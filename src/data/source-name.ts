import { isRecord } from "../base/index.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a person calls a source: its path, the paths of the inputs of its SQL, or `rows in memory`. */
export function sourceName({ path, options }: Snapshot["source"]): string {
  if (path !== undefined) return path;
  if (!isRecord(options["inputs"])) return "rows in memory";
  return Object.entries(options["inputs"])
    .map(([name, input]) => (isRecord(input) && typeof input["path"] === "string" ? input["path"] : name))
    .join(", ");
}
