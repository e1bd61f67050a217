import { failWork, throwIfErrors, type Diagnostic } from "../../base/index.ts";
import type { DataType } from "../../schema/index.ts";
import type { AnsweredRow, LiveVersion, PredictionRecorder } from "../prediction-service.ts";
import type { EntityColumn } from "./erase-entity.ts";
import { createGroupCommit, type GroupCommit, type WriteCounts } from "./group-commit.ts";
import { normalizeLabels, type Label } from "./label.ts";
import { createLogFolders, fileNumber, writeAheadFiles } from "./log-folder.ts";
import { openHiddenColumns, type ChangeManifest, type HiddenColumns } from "./hidden-columns.ts";
import { streamOf, type LoggedStream } from "./logged-field.ts";
import { maintainLog, type Maintenance, type MaintenanceJob } from "./maintain-log.ts";
import { readManifest, writeManifest, type Erasure, type LogManifest } from "./manifest.ts";
import { lockLog, type OwnerWait } from "./owner-lock.ts";
import { hiddenByType, hiddenText, hiddenValue } from "./private-key.ts";
import { recoverLog } from "./recover-log.ts";
import type { Removed, Retention } from "./retain-log.ts";
import { runMaintenance } from "./run-maintenance.ts";
import { createWriteAheadLog, type Flush } from "./write-ahead-log.ts";

/** How a prediction log is kept. */
export interface PredictionLogOptions {
  /** Input columns of which only a keyed hash is kept, beside those that the packages mark private. */
  readonly privateColumns?: readonly string[];
  /** The file with the key of that hash; it is made where it is not there. Keep it apart from the log. */
  readonly privateKeyFile?: string;
  /** What becomes of an answer that cannot be kept: it is refused (default), or it goes out and is counted. */
  readonly whenUnwritable?: "refuse" | "drop";
  /**
   * When an answer is flushed to the disk: before it goes out (`each`, the default), or at the latest a second later (`second`). A killed
   * process loses nothing in either case; a loss of power may take what was acknowledged in the last second.
   */
  readonly flush?: Flush;
  /** A segment is written when so many bytes have come together, 64 MiB by default, */
  readonly segmentBytes?: number;
  /** or when so much time has passed, an hour by default. Retention is looked after as often. */
  readonly segmentMs?: number;
  readonly retention?: Retention;
  /** As many bytes may wait for the disk, 64 MiB by default. */
  readonly pendingBytes?: number;
  /** Where segments are written: in a process of its own (default), so that answers go on, or in the calling one. */
  readonly maintenance?: "process" | "here";
  /**
   * How long maintenance that is under way may take when the log is closed, 10 s by default. Then its process is ended: nothing is half
   * done, and whoever opens the log next begins with it. An erasure that is broken off fails (T2905).
   */
  readonly closingMs?: number;
  /** How long another process may still write the log; 200 ms by default. Longer for a service that follows on one that is ending. */
  readonly ownerWait?: OwnerWait;
  /** Hears of maintenance that failed; it is tried again. */
  readonly onProblem?: (error: unknown) => void;
}

/** What a log has done since it was opened. */
interface PredictionLogStatus extends WriteCounts {
  readonly waitingBytes: number;
  /** Why the last write failed; absent while all is well. */
  readonly failure?: Diagnostic;
  /** Why the last maintenance failed. */
  readonly problem?: string;
}

/** What became of labels that were sent. */
interface LabelReceipt {
  readonly accepted: number;
}

/** A prediction log that is open for writing. */
export interface PredictionLog extends PredictionRecorder {
  record(rows: readonly AnsweredRow[]): Promise<void>;
  /** Hides what is private in a version from now on, for all versions and for good. Fails with T2910 and T2911 of the key. */
  admit(version: LiveVersion): Promise<void>;
  /**
   * Keeps labels, all or none: they are on the disk when the promise is fulfilled. `batch` names what brought them; the same batch
   * again changes nothing. Every mistake is told at once (T2920).
   */
  addLabels(labels: readonly unknown[], batch: string, place?: string): Promise<LabelReceipt>;
  /** Erases all rows of an entity, and their labels. Fails with T2909 where no model has one of its columns. */
  erase(entity: readonly EntityColumn[]): Promise<Erasure>;
  /** Turns what was written so far into segments, and removes what is older or more than the retention keeps. */
  maintain(retention?: Retention): Promise<Removed | undefined>;
  status(): PredictionLogStatus;
  /** Writes what waits. The log may then be opened by another process. */
  close(): Promise<void>;
}

const defaults = {
  segmentBytes: 64 * 1024 * 1024,
  segmentMs: 3_600_000,
  pendingBytes: 64 * 1024 * 1024,
  closingMs: 10_000,
};

/**
 * Opens the prediction log in a folder for writing; one process at a time may (T2906). What `record` and `addLabels` have
 * acknowledged is on the disk: rows and labels that arrive together share one flushed write. A killed process loses nothing of it,
 * and nothing is doubled when requests are sent again under their names.
 * @example
 * const log = await openPredictionLog(".tandem/log", () => Date.now());
 * await log.addLabels([{ request: "r-17", row: 0, label: true }], "batch-1");
 * await log.close();
 */
export async function openPredictionLog(
  folder: string,
  now: () => number,
  options: PredictionLogOptions = {},
): Promise<PredictionLog> {
  await createLogFolders(folder);
  const lock = await lockLog(folder, options.ownerWait);
  try {
    const manifest = await recoverLog(folder, await readManifest(folder));
    const keeper = createKeeper(folder, now, options);
    const hidden = await openHiddenColumns(manifest, {
      folder,
      privateColumns: options.privateColumns ?? [],
      privateKeyFile: options.privateKeyFile,
      change: keeper.change,
    });
    const used = (await writeAheadFiles(folder)).map((name) => fileNumber(name) ?? 0);
    const log = createWriteAheadLog(folder, Math.max(manifest.lastFile, ...used, 0) + 1, options.flush);
    const commit = createGroupCommit(log, {
      whenUnwritable: options.whenUnwritable ?? "refuse",
      pendingBytes: options.pendingBytes ?? defaults.pendingBytes,
      fileBytes: options.segmentBytes ?? defaults.segmentBytes,
      hidden: (field, value) => (hidden.key ? hiddenValue(hidden.key, field, value) : null),
      fileEnded: () => keeper.soon(() => log.openFrom),
    });
    const timer = setInterval(() => {
      void commit.endFile().then(() => keeper.soon(() => log.openFrom));
    }, options.segmentMs ?? defaults.segmentMs);
    timer.unref();
    // What an earlier process has left is sealed at once.
    if (used.length > 0) keeper.soon(() => log.openFrom);
    return createLog({
      folder,
      now,
      options,
      hidden,
      commit,
      keeper,
      manifest,
      openFrom: () => log.openFrom,
      release: async () => {
        clearInterval(timer);
        await commit.endFile();
        await keeper.end();
        lock.release();
      },
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Does maintenance, one piece after the other. */
interface Keeper {
  run(openFrom: () => number, job?: Partial<MaintenanceJob>): Promise<Maintenance>;
  /** Sees to segments and retention, and keeps the failure for the status. */
  soon(openFrom: () => number): void;
  /** Changes the manifest when no maintenance does. */
  readonly change: ChangeManifest;
  readonly problem: string | undefined;
  /** Waits for what is under way, and has it broken off where that takes too long. */
  end(): Promise<void>;
}

function createKeeper(folder: string, now: () => number, options: PredictionLogOptions): Keeper {
  let tail: Promise<unknown> = Promise.resolve();
  let problem: string | undefined;
  const ending = new AbortController();
  const work = options.maintenance === "here" ? maintainLog : runMaintenance;
  const run = (openFrom: () => number, job: Partial<MaintenanceJob> = {}): Promise<Maintenance> => {
    const done = tail.then(() => work({ folder, openFrom: openFrom(), now: now(), ...job }, ending.signal));
    tail = done.catch(() => {});
    return done;
  };
  const change: ChangeManifest = (changes) => {
    const done = tail.then(async () => {
      const before = await readManifest(folder);
      const changed = changes(before);
      if (Object.keys(changed).length > 0) await writeManifest(folder, before, changed);
    });
    tail = done.catch(() => {});
    return done;
  };
  return {
    run,
    change,
    soon: (openFrom) => {
      run(openFrom, options.retention ? { retention: options.retention } : {}).then(
        () => (problem = undefined),
        (error: unknown) => {
          problem = error instanceof Error ? error.message : String(error);
          options.onProblem?.(error);
        },
      );
    },
    get problem() {
      return problem;
    },
    end: async () => {
      const patience = setTimeout(() => ending.abort(), options.closingMs ?? defaults.closingMs);
      await tail;
      clearTimeout(patience);
    },
  };
}

interface LogParts {
  readonly folder: string;
  readonly now: () => number;
  readonly options: PredictionLogOptions;
  readonly hidden: HiddenColumns;
  readonly commit: GroupCommit;
  readonly keeper: Keeper;
  readonly manifest: LogManifest;
  readonly openFrom: () => number;
  readonly release: () => Promise<void>;
}

interface NumberedStream {
  readonly number: number;
  /** How many columns were hidden when it was made. */
  readonly hiddenCount: number;
  readonly stream: LoggedStream;
}

function createLog(parts: LogParts): PredictionLog {
  const { now, options, commit, keeper, hidden, openFrom } = parts;
  const byVersion = new WeakMap<LiveVersion, NumberedStream>();
  const byName = new Map<string, NumberedStream>();
  let closing: Promise<void> | undefined;
  const streamFor = (version: LiveVersion): NumberedStream => {
    const known = byVersion.get(version);
    const hiddenCount = hidden.count;
    if (known?.hiddenCount === hiddenCount) return known;
    const name = JSON.stringify([version.predictor.hash, version.version, version.arm, hiddenCount]);
    const stream = byName.get(name) ?? {
      number: byName.size,
      hiddenCount,
      stream: streamOf(version, hidden.includes),
    };
    byName.set(name, stream);
    byVersion.set(version, stream);
    return stream;
  };
  const typeOf = (column: string): DataType | undefined =>
    hidden.typeOf(column) ??
    [...Object.values(parts.manifest.layouts), ...[...byName.values()].map(({ stream }) => stream)]
      .flatMap(({ inputs }) => inputs)
      .find(({ name }) => name === column)?.type;
  const hideText = (column: string, text: string): string =>
    hidden.key ? hiddenText(hidden.key, column, typeOf(column) ?? "Text", text) : text;
  const isHidden = ({ column }: Pick<Label, "column">): boolean => column !== null && hidden.includes(column);
  const hideEntity = (label: Label): Label =>
    label.column !== null && label.value !== null && isHidden(label)
      ? { ...label, value: hideText(label.column, label.value) }
      : label;
  const keep = (version: LiveVersion, rows: readonly AnsweredRow[]): Promise<void> => {
    if (closing) return Promise.reject(closed());
    const { number, stream } = streamFor(version);
    return commit.add(number, stream, rows);
  };

  return {
    record: (rows) => {
      const [first] = rows;
      if (!first) return Promise.resolve();
      if (closing) return Promise.reject(closed());
      return hidden.isAdmitted(first.version)
        ? keep(first.version, rows)
        : hidden.admit(first.version).then(() => keep(first.version, rows));
    },
    admit: (version) => (closing ? Promise.reject(closed()) : hidden.admit(version)),
    addLabels: async (specs, batch, place = "labels") => {
      if (closing) throw closed();
      const diagnostics: Diagnostic[] = [];
      const labels = normalizeLabels(specs, { batch, position: 0, now: now(), place }, diagnostics);
      throwIfErrors(diagnostics);
      await hidden.readyFor(labels.flatMap(({ column }) => column ?? []));
      if (labels.length > 0) await commit.addLabels(labels.map(hideEntity));
      return { accepted: labels.length };
    },
    erase: async (entity) => {
      if (closing) throw closed();
      await commit.endFile();
      const erase = entity.map(({ column, value }) => ({
        column,
        value,
        ...(hidden.key && isHidden({ column }) ? { hidden: hiddenByType(hidden.key, column, value) } : {}),
      }));
      const { erasure } = await keeper.run(openFrom, { erase });
      return erasure!;
    },
    maintain: async (retention = options.retention) => {
      if (closing) throw closed();
      await commit.endFile();
      const { removed } = await keeper.run(openFrom, retention ? { retention } : {});
      return removed;
    },
    status: () => ({
      ...commit.counts,
      waitingBytes: commit.waitingBytes,
      ...(commit.failure ? { failure: commit.failure } : {}),
      ...(keeper.problem === undefined ? {} : { problem: keeper.problem }),
    }),
    close: () => (closing ??= parts.release()),
  };
}

function closed(): Error {
  try {
    return failWork("T2912", "The prediction log is closed", {
      cure: "Open it again with openPredictionLog().",
    });
  } catch (error) {
    return error as Error;
  }
}
