import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Json } from "../../base/index.ts";
import { collect, engineVersion, type Engine, type Snapshot, type Source } from "../../data/index.ts";
import { unshownSnapshot } from "../private/unshown-snapshot.ts";
import { hashFile } from "../store/object-store.ts";
import { runStep, type RunContext, type StepResult } from "./step.ts";

/** What collecting gives: the snapshot, and the object that holds its rows as Parquet. */
export interface Collected {
  readonly snapshot: Snapshot;
  readonly rowsHash: string;
}

/**
 * Reads the source into a snapshot; not again when neither its bytes nor the reader's options have changed. No value of the columns that
 * are marked private is shown in it.
 */
export async function collectStep(
  context: RunContext,
  engine: Engine,
  source: Source,
  folder: string,
  name = "collect",
  marked: readonly string[] = [],
): Promise<StepResult<Collected>> {
  const { store, effects, workFolder } = context;
  return runStep(
    context,
    name,
    1,
    {
      source: await sourceKey(source, folder, engine),
      ...(marked.length > 0 ? { private: marked.toSorted() } : {}),
    },
    async (): Promise<Collected> => {
      const writeTo = join(workFolder, "rows.parquet");
      const snapshot = await collect(source, { folder, engine, effects, writeTo });
      return { snapshot: unshownSnapshot(snapshot, marked), rowsHash: await store.objects.putFile(writeTo) };
    },
    ({ rowsHash }) => store.objects.holds(rowsHash),
  );
}

/** What identifies a source: its bytes and its options. A source that cannot be read has none, and `collect` says why. */
async function sourceKey(source: Source, folder: string, engine: Engine): Promise<Json> {
  if (source.kind === "sql") {
    const inputs: Record<string, Json> = {};
    for (const [name, input] of Object.entries(source.inputs))
      inputs[name] = await sourceKey(input, folder, engine);
    // Another version of the engine may give the rows in another order.
    return { kind: "sql", text: source.text, inputs, engine: await engineVersion(engine) };
  }
  if (source.kind === "table")
    return { kind: "table", rows: createHash("sha256").update(JSON.stringify(source.rows)).digest("hex") };
  const path = resolve(folder, source.path);
  // A pipe or a device has no end that would make a hash.
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  const bytes = isFile ? await hashFile(path).catch(() => null) : null;
  return { ...(source as unknown as Record<string, Json>), bytes };
}
