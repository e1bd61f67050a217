/** How long work is done in one turn of the event loop before requests are read and answered again, in milliseconds. */
const sliceMs = 5;

/**
 * Work of bodies that come bit by bit, first come first served and in slices: however many clients send however much, requests of
 * others are read and answered between two slices.
 */
export class Turns {
  readonly #queue = new Set<() => void>();
  #end = 0;
  #isOpen = false;
  #isPumping = false;

  /** Does some work of a few milliseconds at the most now or later, and gives what it gives. */
  run<Result>(work: () => Result): Promise<Result> {
    return new Promise((done, fail) => {
      const job = (): void => {
        try {
          done(work());
        } catch (error) {
          fail(error);
        }
      };
      if (this.#queue.size === 0 && this.#isInSlice()) return job();
      this.#queue.add(job);
      this.#pumpSoon();
    });
  }

  #isInSlice(): boolean {
    const now = performance.now();
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#end = now + sliceMs;
      setImmediate(() => (this.#isOpen = false));
    }
    return now < this.#end;
  }

  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    setImmediate(this.#pump);
  }

  readonly #pump = (): void => {
    this.#isPumping = false;
    const end = performance.now() + sliceMs;
    for (const job of this.#queue) {
      if (performance.now() >= end) return this.#pumpSoon();
      this.#queue.delete(job);
      job();
    }
  };
}
