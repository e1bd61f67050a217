import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { failWork, hashJson, isRecord } from "../../base/index.ts";
import { writeFileAtomically } from "../../project/index.ts";
import type { DataType } from "../../schema/index.ts";
import { syncFolder } from "./log-folder.ts";
import type { LoggedField } from "./logged-field.ts";
import { newerFiles } from "./newer-files.ts";

/** The columns of the segments of one model. */
export interface Layout {
  readonly model: string;
  readonly name: string;
  readonly inputs: readonly LoggedField[];
  readonly outputs: readonly LoggedField[];
}

/** A Parquet file of the log. */
export interface Segment {
  readonly file: string;
  readonly kind: "predictions" | "labels";
  /** The key of its columns in `layouts`; absent for labels. */
  readonly layout?: string;
  readonly rowCount: number;
  readonly byteCount: number;
  /** The first and the last moment in it, in milliseconds since 1970: of the answers, or of when the log heard of the labels. */
  readonly from: number;
  readonly to: number;
}

/** A write-ahead file with bytes that were acknowledged and cannot be read any more. It is kept in the folder `damaged`. */
export interface DamagedFile {
  readonly file: string;
  readonly byteCount: number;
  readonly places: number;
}

/** That something was erased: when, by which column and how much, never which value. */
export interface Erasure {
  readonly time: number;
  readonly column: string;
  /** All columns of an entity that has several; absent for one. */
  readonly columns?: readonly string[];
  readonly predictions: number;
  readonly labels: number;
  /** Damaged files that were removed, since nobody can tell what is in them. */
  readonly damagedFiles: number;
}

/** What a log consists of, besides the write-ahead files that are in its folder and not in `sealed`. */
export interface LogManifest {
  readonly kind: "predictionLog";
  readonly version: 1;
  /** Grows with each change: a reader that meets another one begins again. */
  readonly generation: number;
  /** The highest number of a write-ahead file that was sealed: no number is used twice. */
  readonly lastFile: number;
  readonly layouts: Readonly<Record<string, Layout>>;
  readonly segments: readonly Segment[];
  /** Write-ahead files whose rows are in segments now, until they are gone. */
  readonly sealed: readonly string[];
  readonly damaged: readonly DamagedFile[];
  readonly erasures: readonly Erasure[];
  /** The fingerprint of the key of the private columns, or null while there are none. */
  readonly key: string | null;
  /** The inputs of which only a keyed hash is kept from here on; absent while there are none. */
  readonly private?: readonly PrivateInput[];
}

/** An input of models of which only a keyed hash is kept. */
export interface PrivateInput {
  readonly name: string;
  readonly type: DataType;
}

/** The inputs of which only a keyed hash is kept: those that the manifest names, and those in segments of earlier releases. */
export function privateInputs({ layouts, private: named = [] }: LogManifest): readonly PrivateInput[] {
  const sealed = Object.values(layouts)
    .flatMap(({ inputs }) => inputs)
    .filter(({ isPrivate }) => isPrivate);
  return [...new Map([...sealed, ...named].map(({ name, type }) => [name, { name, type }])).values()];
}

/** The name of the manifest in the folder of its log. */
export const manifestFile = "manifest.json";

const emptyManifest: LogManifest = {
  kind: "predictionLog",
  version: 1,
  generation: 0,
  lastFile: 0,
  layouts: {},
  segments: [],
  sealed: [],
  damaged: [],
  erasures: [],
  key: null,
};

/**
 * Reads the manifest of a log; a log without one is new. Fails with T2903 when its bytes are not what was written, with T2918 when it is
 * gone, or older than the files beside it.
 */
export async function readManifest(folder: string): Promise<LogManifest> {
  let manifest = await readOnce(folder);
  for (;;) {
    const newer = await newerFiles(folder, manifest);
    if (newer.length === 0) return manifest;
    // Whoever writes the log may have gone on meanwhile.
    const again = await readOnce(folder);
    if (again.generation === manifest.generation) return failOlder(folder, manifest, newer);
    manifest = again;
  }
}

const failOlder = (folder: string, { generation }: LogManifest, newer: readonly string[]): never =>
  failWork(
    "T2918",
    generation === 0
      ? "The prediction log has lost its manifest, and with it what its files are"
      : "The manifest of the prediction log is older than its files",
    {
      place: join(folder, manifestFile),
      value: `${newer.length} files, such as ${newer[0]}`,
      cure: "Bring back the manifest of the same time as the segments; nothing was changed. Where it is lost, begin a new log in another folder: the segments here can be read as Parquet.",
    },
  );

async function readOnce(folder: string): Promise<LogManifest> {
  const path = join(folder, manifestFile);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return emptyManifest;
    return failManifest(path, error);
  }
  const content = parseManifest(text);
  return content ?? failManifest(path, undefined);
}

function parseManifest(text: string): LogManifest | undefined {
  try {
    const content: unknown = JSON.parse(text);
    if (!isRecord(content)) return undefined;
    const { seal, ...manifest } = content;
    if (seal !== hashJson(manifest)) return undefined;
    return manifest["kind"] === "predictionLog" && manifest["version"] === 1
      ? (manifest as unknown as LogManifest)
      : undefined;
  } catch {
    return undefined;
  }
}

const failManifest = (path: string, cause: unknown): never =>
  failWork(
    "T2903",
    "The manifest of the prediction log cannot be read, or its bytes are not those that were written",
    {
      place: path,
      cure: "Restore it from a copy, with the segments of the same time; nothing was changed. A newer version of Tandem may have written it.",
    },
    { cause },
  );

/** Puts a changed manifest in place of the old one: at once, and for good when the promise is fulfilled. */
export async function writeManifest(
  folder: string,
  before: LogManifest,
  changes: Partial<LogManifest>,
): Promise<LogManifest> {
  const manifest: LogManifest = { ...before, ...changes, generation: before.generation + 1 };
  const text = `${JSON.stringify({ ...manifest, seal: hashJson(manifest) }, null, 1)}\n`;
  await writeFileAtomically(join(folder, manifestFile), text);
  await syncFolder(folder);
  return manifest;
}
