import type { Effects, ProgressEvent } from "../base/index.ts";

const width = 24;
/** A task shorter than this shows no bar. */
const quietMs = 1000;
const redrawMs = 80;

/**
 * Progress on standard error: on a terminal one line that is redrawn, for tasks that take longer than a second;
 * elsewhere nothing.
 */
export function progressPrinter(
  stream: NodeJS.WriteStream,
  now: () => number,
): { readonly progress: Effects["progress"]; readonly clear: () => void } {
  if (!stream.isTTY) return { progress: () => {}, clear: () => {} };
  let task = "";
  let startedAt = 0;
  let drawnAt = 0;
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) stream.write("\r\u001B[2K");
    isDrawn = false;
  };
  const progress = (event: ProgressEvent): void => {
    const time = now();
    if (event.task !== task) {
      task = event.task;
      startedAt = time;
    }
    const isDone = event.done !== undefined && event.done === event.total;
    if (isDone) return clear();
    if (time - startedAt < quietMs || time - drawnAt < redrawMs) return;
    drawnAt = time;
    isDrawn = true;
    stream.write(`\r\u001B[2K${progressLine(event, stream.columns || 80)}`);
  };
  return { progress, clear };
}

/** One progress event as a line: a bar where the total is known. */
export function progressLine({ task, done, total, note }: ProgressEvent, columns: number): string {
  const share = done !== undefined && total ? Math.min(1, done / total) : undefined;
  const filled = Math.round((share ?? 0) * width);
  const bar =
    share === undefined
      ? ""
      : ` ${"█".repeat(filled)}${"░".repeat(width - filled)} ${Math.floor(share * 100)} %`;
  return `${task}${bar}${note ? `  ${note}` : ""}`.slice(0, columns - 1);
}
