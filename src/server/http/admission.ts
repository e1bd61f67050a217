import type { Call } from "./call.ts";

/** How long requests are answered in one turn of the event loop before others are read, in milliseconds. */
const sliceMs = 10;
/** While new connections come in: each turn of the loop takes one of them, so turns have to be short. */
const shortSliceMs = 0.5;

/**
 * Lets requests in: at most so many at once where work waits for something, at most so many more in the queue, first come first
 * served. Work that needs no waiting is done at once, but in slices, so that requests that come meanwhile are read, and refused
 * when there are too many, instead of standing unseen at the door.
 */
export class Admission {
  readonly #inFlightLimit: number;
  readonly #queueLimit: number;
  readonly #work: (call: Call) => void;
  readonly #queue = new Set<Call>();
  #waitingWork = 0;
  #sliceEnd = 0;
  #isSliceOpen = false;
  #isPumping = false;
  /** For so many turns there may be more connections at the door. */
  #crowdedTurns = 0;

  constructor(inFlightLimit: number, queueLimit: number, work: (call: Call) => void) {
    this.#inFlightLimit = inFlightLimit;
    this.#queueLimit = queueLimit;
    this.#work = work;
  }

  get queued(): number {
    return this.#queue.size;
  }

  /** Requests whose work waits for something. */
  get working(): number {
    return this.#waitingWork;
  }

  get isFull(): boolean {
    return this.#queue.size >= this.#queueLimit;
  }

  /** As many more may wait for their turn. */
  get places(): number {
    return this.#queueLimit - this.#queue.size;
  }

  /** Does the work of a request now or later; false when there is no place for it. `now` is the monotonic clock. */
  admit(call: Call, now: number): boolean {
    if (!this.#isSliceOpen) {
      this.#isSliceOpen = true;
      this.#sliceEnd = now + this.#sliceMs;
      setImmediate(this.#closeSlice);
    }
    if (this.#queue.size === 0 && this.#waitingWork < this.#inFlightLimit && now < this.#sliceEnd) {
      this.#work(call);
      return true;
    }
    if (this.isFull) return false;
    call.state = "waiting";
    this.#queue.add(call);
    this.#pumpSoon();
    return true;
  }

  /** A new connection has come in. */
  newcomer(): void {
    this.#crowdedTurns = 2;
  }

  /** Takes a request out of the queue: nobody waits for it any more. */
  leave(call: Call): void {
    this.#queue.delete(call);
  }

  /** The work of a request waits for something; `ended` has to be called when it is over. */
  begun(): void {
    this.#waitingWork += 1;
  }

  ended(): void {
    this.#waitingWork -= 1;
    if (this.#queue.size > 0) this.#pumpSoon();
  }

  readonly #closeSlice = (): void => {
    this.#isSliceOpen = false;
    if (this.#crowdedTurns > 0) this.#crowdedTurns -= 1;
  };

  get #sliceMs(): number {
    return this.#crowdedTurns > 0 ? shortSliceMs : sliceMs;
  }

  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    setImmediate(this.#pump);
  }

  readonly #pump = (): void => {
    this.#isPumping = false;
    const end = performance.now() + this.#sliceMs;
    if (this.#crowdedTurns > 0) this.#crowdedTurns -= 1;
    for (const call of this.#queue) {
      if (this.#waitingWork >= this.#inFlightLimit) return;
      if (performance.now() >= end) return this.#pumpSoon();
      this.#queue.delete(call);
      this.#work(call);
    }
  };
}
