import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { quietEffects, TandemError, type Diagnostic, type Effects } from "../base/index.ts";
import { valueAt, type Value } from "../schema/index.ts";
import { collect } from "./collect.ts";
import { openEngine } from "./duckdb-engine.ts";
import type { Engine, EngineOptions } from "./engine.ts";
import { openDataset } from "./open-dataset.ts";
import type { Snapshot } from "./snapshot.ts";
import type { CsvOptions, Source } from "./source.ts";

/** A folder and an engine for tests; `close` takes both away. */
export interface Workbench {
  readonly folder: string;
  readonly engine: Engine;
  /** Writes a file into the folder. */
  write(name: string, content: string | Uint8Array): Promise<void>;
  collect(source: Source, effects?: Effects): Promise<{ snapshot: Snapshot; rows: Value[][] }>;
  /** Collects a text as a CSV file. */
  csv(content: string | Uint8Array, options?: CsvOptions): Promise<{ snapshot: Snapshot; rows: Value[][] }>;
  /** The diagnostics with which collecting fails. */
  failure(source: Source, effects?: Effects): Promise<readonly Diagnostic[]>;
  close(): Promise<void>;
}

export async function openWorkbench(options: EngineOptions = {}): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-data-"));
  const engine = await openEngine(options);
  let count = 0;
  const run: Workbench["collect"] = async (source, effects = quietEffects()) => {
    const writeTo = join(folder, `snapshot-${++count}.parquet`);
    const snapshot = await collect(source, { folder, engine, effects, writeTo });
    return { snapshot, rows: await rowsOf(engine, snapshot, writeTo) };
  };
  const write: Workbench["write"] = (name, content) => writeFile(join(folder, name), content);
  return {
    folder,
    engine,
    write,
    collect: run,
    csv: async (content, options = {}) => {
      await write("data.csv", content);
      return run({ kind: "csv", path: "data.csv", options });
    },
    failure: async (source, effects) => {
      try {
        await run(source, effects);
      } catch (error) {
        if (error instanceof TandemError) return error.diagnostics;
        throw error;
      }
      throw new Error("it was collected, though it should have failed");
    },
    close: async () => {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function rowsOf(engine: Engine, snapshot: Snapshot, path: string): Promise<Value[][]> {
  const names = snapshot.schema.fields.map(({ name }) => name);
  const table = await openDataset(engine, snapshot, path).load(names);
  const vectors = names.map((name) => table.columns.get(name)!);
  return Array.from({ length: snapshot.rowCount }, (_, row) => vectors.map((vector) => valueAt(vector, row)));
}

/** A folder of real data beside the project; undefined where it is absent, and an error where it must be there. */
export function realData(name: string): string | undefined {
  const path = resolve(import.meta.dirname, "../../../shared/data", name);
  const nearby = existsSync(path) ? path : resolve(import.meta.dirname, "../../../../shared/data", name);
  if (existsSync(nearby)) return nearby;
  if (process.env["CI"]) throw new Error(`The test data ${name} is not there`);
  return undefined;
}
