import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { throwIfErrors, type Diagnostic, type Effects } from "../base/index.ts";
import {
  collect,
  normalizeSource,
  openDataset,
  openEngine,
  type ColumnReader,
  type Engine,
  type Snapshot,
  type Source,
} from "../data/index.ts";
import { profileTable, type Profile, type SourceTexts } from "../explore/index.ts";
import { isClassTask } from "../model/index.ts";
import type { ColumnRole, DataType, Schema } from "../schema/index.ts";
import { chooseTask } from "./choose-task.ts";
import { sourceTexts } from "./source-texts.ts";

/** A profile with the snapshot it was made from. */
export interface ProfiledData {
  readonly profile: Profile;
  readonly snapshot: Snapshot;
}

/** A source spec for a file, by its ending. */
function sourceForFile(path: string, place: string, types: Readonly<Record<string, DataType>> = {}): Source {
  const kind = /\.parquet$/i.test(path) ? "parquet" : /\.(json|jsonl|ndjson)$/i.test(path) ? "json" : "csv";
  const diagnostics: Diagnostic[] = [];
  const source = normalizeSource(
    kind === "parquet"
      ? { kind, path }
      : { kind, path, options: Object.keys(types).length > 0 ? { types } : {} },
    place,
    diagnostics,
  );
  throwIfErrors(diagnostics);
  return source!;
}

/** Reads a file for a piece of work: its snapshot, and where its rows stand as Parquet. */
export type MoreFiles = (
  path: string,
  types: Readonly<Record<string, DataType>>,
) => Promise<{ readonly snapshot: Snapshot; readonly path: string }>;

/** Reads data files for some work in a folder of its own, and leaves nothing behind. */
export async function withFiles<Result>(
  effects: Effects,
  work: (read: MoreFiles, engine: Engine, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-"));
  const engine = await openEngine({ temporaryFolder: folder });
  let count = 0;
  const read: MoreFiles = async (from, itsTypes) => {
    const writeTo = join(folder, `rows-${++count}.parquet`);
    const snapshot = await collect(sourceForFile(basename(from), from, itsTypes), {
      folder: dirname(from),
      engine,
      effects,
      writeTo,
    });
    return { snapshot, path: writeTo };
  };
  try {
    return await work(read, engine, folder);
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads a data file for some work, and leaves nothing behind. */
export const withFile = <Result>(
  path: string,
  effects: Effects,
  work: (reader: ColumnReader, snapshot: Snapshot, texts: SourceTexts) => Promise<Result>,
): Promise<Result> =>
  withFiles(effects, async (read, engine, workFolder) => {
    const { snapshot, path: rows } = await read(path, {});
    const source = sourceForFile(basename(path), path);
    const texts = sourceTexts(source, snapshot, { folder: dirname(path), engine, effects, workFolder });
    return work(openDataset(engine, snapshot, rows), snapshot, texts);
  });

/** What the data in a file look like; with a target, also what is remarkable about it. */
export function profileFile(
  path: string,
  effects: Effects,
  chooseTarget: (profile: Profile) => string | null = () => null,
): Promise<ProfiledData> {
  return withFile(path, effects, async (reader, snapshot) => {
    const profile = await profileTable(reader, plainRoles(snapshot.schema), null, effects, snapshot.columns);
    const target = chooseTarget(profile);
    if (target === null) return { profile, snapshot };
    const { task } = chooseTask(target, await reader.column(target), null);
    const described = {
      name: target,
      task: isClassTask(task) ? task.kind : ("regression" as const),
      ...(task.kind === "binary" ? { positive: task.classes[1] } : {}),
    };
    return {
      profile: await profileTable(
        reader,
        { ...plainRoles(snapshot.schema), [target]: "target" },
        described,
        effects,
      ),
      snapshot,
    };
  });
}

const plainRoles = (schema: Schema): Record<string, ColumnRole> =>
  Object.fromEntries(schema.fields.map(({ name }) => [name, "feature"]));
