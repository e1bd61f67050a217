const waiting = new Set<() => void>();

/**
 * Waits for the next slice of work that takes long: one in each turn of the thread's event loop, in the order in which they are asked
 * for. However many requests are under way, others are read and answered between two slices.
 */
export const nextSlice = (): Promise<void> =>
  new Promise((begin) => {
    waiting.add(begin);
    if (waiting.size === 1) setImmediate(beginOne);
  });

function beginOne(): void {
  for (const begin of waiting) {
    waiting.delete(begin);
    begin();
    break;
  }
  if (waiting.size > 0) setImmediate(beginOne);
}
