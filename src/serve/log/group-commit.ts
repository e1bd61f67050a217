import { TandemError, errorDiagnostic, type Diagnostic } from "../../base/index.ts";
import type { AnsweredRow } from "../prediction-service.ts";
import { frameParts } from "./frame-body.ts";
import type { Label } from "./label.ts";
import type { LoggedStream } from "./logged-field.ts";
import { createRowWriter, type HiddenValue, type RowWriter } from "./row-writer.ts";
import type { WriteAheadLog } from "./write-ahead-log.ts";

/** What happened to rows and labels since the process began. */
export interface WriteCounts {
  recorded: number;
  /** Answered all the same, though they could not be kept. */
  dropped: number;
  /** Not answered, since they could not be kept. */
  refused: number;
  labels: number;
  /** Values of another type than their column, kept as missing. */
  unfit: number;
  /** Writes, each with all rows that were waiting. */
  commits: number;
}

/** What the writing of a log is set to. */
export interface GroupCommitOptions {
  /** What becomes of answers that cannot be kept. */
  readonly whenUnwritable: "refuse" | "drop";
  /** As many bytes may wait for the disk. */
  readonly pendingBytes: number;
  /** A file ends when it is larger. */
  readonly fileBytes: number;
  readonly hidden: HiddenValue;
  /** Called after a file has ended because it is large enough. */
  readonly fileEnded: () => void;
}

/** Writes rows and labels together: what arrives while one group is on its way to the disk makes up the next. */
export interface GroupCommit {
  readonly counts: Readonly<WriteCounts>;
  readonly waitingBytes: number;
  /** Why the last write failed; undefined while all is well. */
  readonly failure: Diagnostic | undefined;
  add(stream: number, fields: LoggedStream, rows: readonly AnsweredRow[]): Promise<void>;
  addLabels(labels: readonly Label[]): Promise<void>;
  /** Writes what waits and ends the file. */
  endFile(): Promise<void>;
}

interface Group {
  readonly rows: RowWriter;
  readonly streams: Map<number, LoggedStream>;
  readonly labels: Label[];
  readonly rowsKept: PromiseWithResolvers<void>;
  readonly labelsKept: PromiseWithResolvers<void>;
}

/** A stream is defined twice at once and then again and again, so that damage to one place does not take its rows with it. */
const definedAgainBytes = 256 * 1024;

/** Makes the writer of a log. */
export function createGroupCommit(log: WriteAheadLog, options: GroupCommitOptions): GroupCommit {
  const counts: WriteCounts = { recorded: 0, dropped: 0, refused: 0, labels: 0, unfit: 0, commits: 0 };
  const spare: RowWriter[] = [];
  /** How often each stream was defined in the current file, and where last. */
  const defined = new Map<number, { times: number; at: number }>();
  let filling: Group | undefined;
  let onItsWayBytes = 0;
  let tail: Promise<void> = Promise.resolve();
  let failure: Diagnostic | undefined;

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = tail.then(work);
    tail = done.catch(() => {});
    return done;
  };
  const open = (): Group => {
    if (filling) return filling;
    filling = createGroup(spare.pop() ?? createRowWriter());
    // After the requests that have arrived in this turn have been answered: they share the write.
    setImmediate(() => void inTurn(commit));
    return filling;
  };
  const streamsToDefine = (group: Group): [number, LoggedStream][] =>
    [...group.streams].filter(([stream]) => {
      const { times, at } = defined.get(stream) ?? { times: 0, at: 0 };
      return times < 2 || log.byteCount - at > definedAgainBytes;
    });

  async function commit(): Promise<void> {
    const group = filling;
    filling = undefined;
    if (!group) return;
    const streams = streamsToDefine(group);
    const { rowCount } = group.rows;
    onItsWayBytes = group.rows.byteCount;
    try {
      const body = { streams, labels: group.labels, rowCount, rows: group.rows.bytes() };
      await log.append(frameParts(body));
      for (const [stream] of streams)
        defined.set(stream, { times: (defined.get(stream)?.times ?? 0) + 1, at: log.byteCount });
      failure = undefined;
      counts.commits++;
      counts.recorded += rowCount;
      counts.labels += group.labels.length;
      group.rowsKept.resolve();
      group.labelsKept.resolve();
    } catch (error) {
      if (log.byteCount === 0) defined.clear();
      failure = unwritable(error);
      giveUp(group.rowsKept, rowCount, failure);
      group.labelsKept.reject(new TandemError([failure], "work"));
    } finally {
      onItsWayBytes = 0;
      group.rows.clear();
      spare.push(group.rows);
    }
    if (log.byteCount >= options.fileBytes) {
      await endFile();
      options.fileEnded();
    }
  }
  async function endFile(): Promise<void> {
    defined.clear();
    await log.endFile();
  }
  function giveUp(kept: PromiseWithResolvers<void>, rowCount: number, why: Diagnostic): void {
    if (options.whenUnwritable === "drop") {
      counts.dropped += rowCount;
      kept.resolve();
    } else {
      counts.refused += rowCount;
      kept.reject(new TandemError([why], "work"));
    }
  }
  const isFull = (): boolean => onItsWayBytes + (filling?.rows.byteCount ?? 0) > options.pendingBytes;

  return {
    counts,
    get waitingBytes() {
      return onItsWayBytes + (filling?.rows.byteCount ?? 0);
    },
    get failure() {
      return failure;
    },
    add: (stream, fields, rows) => {
      if (isFull()) {
        const refused = Promise.withResolvers<void>();
        giveUp(refused, rows.length, tooSlow());
        return refused.promise;
      }
      const group = open();
      const before = group.rows.unfitCount;
      group.streams.set(stream, fields);
      group.rows.write(stream, fields, rows, options.hidden);
      counts.unfit += group.rows.unfitCount - before;
      return group.rowsKept.promise;
    },
    addLabels: (labels) => {
      if (isFull()) return Promise.reject(new TandemError([tooSlow()], "work"));
      const group = open();
      for (const label of labels) group.labels.push(label);
      return group.labelsKept.promise;
    },
    endFile: async () => {
      await inTurn(commit);
      await inTurn(endFile);
    },
  };
}

function createGroup(rows: RowWriter): Group {
  const group = {
    rows,
    streams: new Map<number, LoggedStream>(),
    labels: [],
    rowsKept: Promise.withResolvers<void>(),
    labelsKept: Promise.withResolvers<void>(),
  };
  // A group may have no labels, or no rows, and then nobody waits for them.
  group.rowsKept.promise.catch(() => {});
  group.labelsKept.promise.catch(() => {});
  return group;
}

const unwritable = (error: unknown): Diagnostic =>
  errorDiagnostic(
    "T2901",
    `The prediction log cannot be written (${error instanceof Error && "code" in error ? String(error.code) : String(error)})`,
    {
      place: "prediction log",
      cure: 'Free some space or mend the disk; it goes on by itself. Or let answers go out unlogged: whenUnwritable: "drop".',
    },
  );

const tooSlow = (): Diagnostic =>
  errorDiagnostic("T2902", "The disk of the prediction log does not keep up: too much is waiting for it", {
    place: "prediction log",
    cure: "Send again a little later; where that goes on, give the log a faster disk or raise pendingBytes.",
  });
