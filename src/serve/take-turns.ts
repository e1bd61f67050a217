/** After so many milliseconds others get their turn. */
const turnMs = 5;

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
    await new Promise<void>((resume) => setImmediate(resume));
    signal?.throwIfAborted();
    begin = performance.now();
  }
}
