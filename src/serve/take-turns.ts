/** After so many milliseconds others get their turn. */
const turnMs = 2;

/** Lets other work of this thread have its turn. Throws the signal's reason where it is aborted then. */
export async function nextTurn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resume) => setImmediate(resume));
  signal?.throwIfAborted();
}

/** Does some work for each item; between two items other work of this thread gets its turn where this one has taken some time. */
export async function takeTurns<Item>(
  items: Iterable<Item>,
  signal: AbortSignal | undefined,
  work: (item: Item, index: number) => void,
): Promise<void> {
  let begin = performance.now();
  let index = 0;
  for (const item of items) {
    work(item, index++);
    if (performance.now() - begin < turnMs) continue;
    // oxlint-disable-next-line no-await-in-loop -- the pause is what this is for
    await nextTurn(signal);
    begin = performance.now();
  }
}
