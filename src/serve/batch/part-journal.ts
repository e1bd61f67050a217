import { mkdir, open, readdir, readFile, rm, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { failInput, isRecord } from "../../base/index.ts";
import type { TableFormat } from "../../data/index.ts";
import { writeFileAtomically } from "../../project/index.ts";
import { partName, partRejectsName, type PartPlace, type ScoredPart } from "./score-part.ts";

/** What decides the answers, each as a hash: what was scored by another is not gone on with. */
export interface JournalKey {
  readonly package: string;
  readonly input: string;
  readonly options: string;
}

/** A part that is done for good. */
export interface DonePart extends PartPlace {
  /** How much of the file it is, for the one who cuts it. */
  readonly size: number;
  readonly scored: ScoredPart;
  /** Bytes of its file and of its rejected rows, 0 where there is none. */
  readonly bytes: number;
  readonly rejectBytes: number;
}

/** The parts that are done, kept beside the output until it is whole. */
export interface PartJournal {
  readonly folder: string;
  /** What was there already, in the order of the files. */
  readonly found: readonly DonePart[];
  /** Why parts that were there are not gone on with. */
  readonly anew: string | undefined;
  /** True where an earlier process had begun to make a table of the same answers: it may be there. */
  readonly wasDelivering: boolean;
  /** Says that a table of the answers is being made from now on. */
  deliver(): Promise<void>;
  /** Keeps a part for good. */
  commit(place: PartPlace, size: number, scored: ScoredPart): Promise<DonePart>;
  /** Ends the work; the parts stay. */
  close(): Promise<void>;
  /** Ends the work and removes the parts. */
  remove(): Promise<void>;
}

const version = 1;
const journalName = "journal.jsonl";
const deliveryLine = { kind: "delivery" } as const;

/**
 * Opens the journal of an output: a folder beside it with the parts and a file that lists those that are done. A part counts
 * only when its files are there with their sizes. Parts of another package, other rows or other options are removed.
 * Fails with T2944 while another process works on the same output.
 */
export async function openPartJournal(
  folder: string,
  output: string,
  key: JournalKey,
  format: TableFormat,
): Promise<PartJournal> {
  const path = join(folder, journalName);
  await mkdir(folder, { recursive: true });
  const unlock = await lock(folder, output);
  try {
    const { found, anew, wasDelivering } = await readJournal(path, folder, key, format);
    if (found.length === 0) await emptyFolder(folder);
    const lines = [
      { kind: "tandem-parts", version, key },
      ...found,
      ...(wasDelivering ? [deliveryLine] : []),
    ];
    await writeFileAtomically(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const file = await open(path, "a");
    return {
      folder,
      found,
      anew,
      wasDelivering,
      deliver: () => append(file, deliveryLine),
      commit: async (place, size, scored) => {
        const { file: number, part } = place;
        const done = { file: number, part, size, scored, ...(await sizesOf(folder, place, format)) };
        await append(file, done);
        return done;
      },
      close: async () => {
        await file.close();
        await unlock();
      },
      remove: async () => {
        await file.close();
        // The journal goes last: while it is there, whoever goes on knows that a table was being made. A part without its files is no part.
        await emptyFolder(folder, journalName);
        await rm(path, { force: true });
        await rm(folder, { recursive: true, force: true });
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Files of a part that are not there have no bytes. */
async function sizesOf(
  folder: string,
  place: PartPlace,
  format: TableFormat,
): Promise<Pick<DonePart, "bytes" | "rejectBytes">> {
  const sizeOf = async (name: string): Promise<number> =>
    (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0;
  return { bytes: await sizeOf(partName(place, format)), rejectBytes: await sizeOf(partRejectsName(place)) };
}

/** One line in one write, flushed: a line that a crash cuts off is no part. */
async function append(file: FileHandle, line: DonePart | typeof deliveryLine): Promise<void> {
  await file.write(`${JSON.stringify(line)}\n`);
  await file.sync();
}

async function readJournal(
  path: string,
  folder: string,
  key: JournalKey,
  format: TableFormat,
): Promise<Pick<PartJournal, "anew" | "wasDelivering"> & { found: DonePart[] }> {
  const lines = await linesOf(path);
  if (!lines) return { found: [], anew: undefined, wasDelivering: false };
  const [head, ...rest] = lines;
  const change = changeOf(head, key);
  if (change !== undefined)
    return { found: [], anew: rest.some(isDonePart) ? change : undefined, wasDelivering: false };
  const found: DonePart[] = [];
  for (const line of rest) {
    if (!isDonePart(line)) continue;
    const { bytes, rejectBytes } = await sizesOf(folder, line, format);
    if (bytes === line.bytes && rejectBytes === line.rejectBytes) found.push(line);
  }
  return { found, anew: undefined, wasDelivering: rest.some(isDelivery) };
}

/** Whether a process that has come to its end was making a table of the answers whose parts stand in this folder. */
export const isInDelivery = async (folder: string): Promise<boolean> =>
  (await linesOf(join(folder, journalName)))?.some(isDelivery) ?? false;

async function linesOf(path: string): Promise<unknown[] | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text?.split("\n").map(parsed);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const names: Readonly<Record<keyof JournalKey, string>> = {
  package: "the package",
  input: "the rows to be scored",
  options: "how they are read or written",
};

/** In which way what was done is not what is to be done. */
function changeOf(head: unknown, key: JournalKey): string | undefined {
  if (
    !isRecord(head) ||
    head["kind"] !== "tandem-parts" ||
    head["version"] !== version ||
    !isRecord(head["key"])
  )
    return "the journal";
  const known = head["key"];
  const changed = (Object.keys(names) as (keyof JournalKey)[]).filter((name) => known[name] !== key[name]);
  return changed.length === 0 ? undefined : changed.map((name) => names[name]).join(" and ");
}

const isDonePart = (line: unknown): line is DonePart =>
  isRecord(line) &&
  ["file", "part", "size", "bytes", "rejectBytes"].every((name) => Number.isSafeInteger(line[name])) &&
  isRecord(line["scored"]);

const isDelivery = (line: unknown): boolean => isRecord(line) && line["kind"] === deliveryLine.kind;

const lockName = "lock";

/** Removes all but the lock, and what is named. */
async function emptyFolder(folder: string, kept?: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name !== lockName && name !== kept) await rm(join(folder, name), { recursive: true, force: true });
}

/** Locks that this process holds: a lock with its own number that is not among them is left from an earlier process. */
const held = new Set<string>();

/** Takes the lock of an output; a lock whose process is gone counts for nothing. */
async function lock(folder: string, output: string): Promise<() => Promise<void>> {
  const path = join(folder, lockName);
  for (let attempt = 0; attempt < 2; attempt++) {
    const file = await open(path, "wx").catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
      throw error;
    });
    if (file) {
      await file.writeFile(String(process.pid));
      await file.close();
      held.add(path);
      return async () => {
        held.delete(path);
        await rm(path, { force: true });
      };
    }
    const owner = Number(await readFile(path, "utf8").catch(() => ""));
    if (isAlive(owner, path)) break;
    await rm(path, { force: true });
  }
  return failInput("T2944", "Another process writes this output", {
    place: output,
    cure: `Wait for it, or give another output. If there is none, remove ${path}.`,
  });
}

function isAlive(owner: number, path: string): boolean {
  if (!Number.isSafeInteger(owner) || owner <= 0) return false;
  if (owner === process.pid) return held.has(path);
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
