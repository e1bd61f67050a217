import { errorDiagnostic, TandemError, type Effects } from "../../base/index.ts";
import type { PartFile } from "../../data/index.ts";
import { openScorers } from "./open-crew.ts";
import type { DonePart, PartJournal } from "./part-journal.ts";
import { createPartQueue, type PartQueue } from "./part-queue.ts";
import type { PartPlace, PartTask, PartWork } from "./score-part.ts";

/**
 * Scores the parts that are not done yet, and returns all parts in the order of the files; `join` is given them in that order while
 * the others are scored. Fails with T2945 when it is stopped.
 */
export async function scoreParts(
  files: readonly PartFile[],
  work: PartWork,
  journal: PartJournal,
  threads: number,
  effects: Effects,
  join: (parts: AsyncIterable<DonePart>) => Promise<void>,
): Promise<readonly DonePart[]> {
  const found = journal.found.toSorted(inOrder);
  const done = [...found];
  const tasks = tasksOf(files, found);
  // Threads are worth their start only where there is more than one part.
  const waiting = [await tasks.next(), await tasks.next()];
  const count = waiting[1]!.done ? 1 : threads;
  const scorers = openScorers(work, count);
  const meter = openMeter(files, done, effects);
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const queue = createPartQueue();
  const expect = inFrontOf(found, queue);
  const joined = join(queue.parts).catch((error: unknown) => void failures.push(error));
  const begin = ({ task, size, reached }: SizedTask): void => {
    expect(task);
    const one = scorers
      .score(task)
      .then(async (scored) => {
        const part = await journal.commit(task, size, scored);
        done.push(part);
        queue.add(part);
        meter.add(scored.rowCount + scored.rejectedCount, reached);
      })
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(one));
    running.add(one);
  };
  try {
    for (;;) {
      const next = waiting.shift() ?? (await tasks.next());
      if (next.done || failures.length > 0 || effects.signal.aborted) break;
      begin(next.value);
      while (running.size > count && failures.length === 0) await Promise.race(running);
    }
    if (failures.length === 0 && !effects.signal.aborted) await Promise.all(running);
  } catch (error) {
    failures.push(error);
  } finally {
    if (effects.signal.aborted) queue.fail(stopped(done));
    else if (failures.length > 0) queue.fail(failures[0]);
    else expect(undefined);
    await tasks.return(undefined);
    await scorers.close();
    await joined;
  }
  if (effects.signal.aborted) throw stopped(done);
  if (failures.length > 0) throw failures[0];
  return done.toSorted(inOrder);
}

/** Names a part, or the end, to a queue, and before it the parts that stand in front of it and were found done. */
function inFrontOf(found: readonly DonePart[], queue: PartQueue): (place: PartPlace | undefined) => void {
  let passed = 0;
  return (place) => {
    const before = found.slice(passed).filter((part) => !place || inOrder(part, place) < 0);
    for (const part of before) {
      queue.expect(part);
      queue.add(part);
    }
    passed += before.length;
    if (place) queue.expect(place);
    else queue.end();
  };
}

const inOrder = (left: PartPlace, right: PartPlace): number =>
  left.file - right.file || left.part - right.part;

/** Rows of parts, those that were rejected too. */
export const rowsOf = (parts: readonly DonePart[]): number =>
  parts.reduce((sum, { scored }) => sum + scored.rowCount + scored.rejectedCount, 0);

interface SizedTask {
  readonly task: PartTask;
  readonly size: number;
  /** Units of all files that are read when the task is done. */
  readonly reached: number;
}

async function* tasksOf(
  files: readonly PartFile[],
  found: readonly DonePart[],
): AsyncGenerator<SizedTask, undefined, undefined> {
  let before = 0;
  for (const [file, opened] of files.entries()) {
    const sizes = new Map(found.filter((one) => one.file === file).map(({ part, size }) => [part, size]));
    for await (const { number, range, size, done } of opened.parts((part) => sizes.get(part)))
      yield { task: { file, part: number, range }, size, reached: before + done };
    before += opened.total;
  }
  return undefined;
}

/** Tells rows, rows per second and the share of the work. */
function openMeter(files: readonly PartFile[], found: readonly DonePart[], effects: Effects) {
  const startedAt = effects.now();
  let rows = 0;
  const before = rowsOf(found);
  const total = files.reduce((sum, file) => sum + file.total, 0);
  return {
    add: (count: number, reached: number): void => {
      rows += count;
      const seconds = Math.max(1, effects.now() - startedAt) / 1000;
      const note = `${(before + rows).toLocaleString("en")} rows, ${Math.round(rows / seconds).toLocaleString("en")} rows/s`;
      effects.progress({ task: "score", done: Math.min(reached, total - 1), total, note });
    },
  };
}

const stopped = (done: readonly DonePart[]): TandemError => {
  const rows = rowsOf(done);
  return new TandemError(
    [
      errorDiagnostic("T2945", `${rows.toLocaleString("en")} rows are done and kept`, {
        cure: "Give the same command again to go on from there.",
      }),
    ],
    "work",
  );
};
