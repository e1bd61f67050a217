/** Does some work again and again, each time so long after the last one has ended; 0 for never. Returns what ends it. */
export function pollEvery(intervalMs: number, work: () => Promise<void>): () => void {
  if (intervalMs <= 0) return () => {};
  let isOver = false;
  let timer: NodeJS.Timeout;
  const next = (): void => {
    if (isOver) return;
    timer = setTimeout(() => void work().finally(next), intervalMs);
    // Waiting for changes keeps no process alive.
    timer.unref();
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
