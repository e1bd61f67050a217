import type { Accumulator, EventColumnsOf } from "./accumulator.ts";

/** The events that are in it, in their order. Mostly the last comes last and the first leaves first, which costs nothing. */
class OrderedEvents {
  readonly #compare: (left: number, right: number) => number;
  #events = new Int32Array(16);
  #start = 0;
  #end = 0;

  constructor(compare: (left: number, right: number) => number) {
    this.#compare = compare;
  }

  get count(): number {
    return this.#end - this.#start;
  }

  /** The last event is 1, the one before it 2. */
  fromEnd(place: number): number {
    return this.#events[this.#end - place]!;
  }

  clear(): void {
    this.#start = 0;
    this.#end = 0;
  }

  insert(event: number): void {
    if (this.#end === this.#events.length) this.#makeRoom();
    const events = this.#events;
    const at = this.#placeOf(event);
    if (at < this.#end) events.copyWithin(at + 1, at, this.#end);
    events[at] = event;
    this.#end++;
  }

  remove(event: number): void {
    const events = this.#events;
    let at = events[this.#start] === event ? this.#start : this.#placeOf(event) - 1;
    // Events that the order does not tell apart stand beside each other.
    while (events[at] !== event) at--;
    if (at === this.#start) this.#start++;
    else {
      events.copyWithin(at, at + 1, this.#end);
      this.#end--;
    }
  }

  /** Behind the last event that does not come after this one. */
  #placeOf(event: number): number {
    const events = this.#events;
    if (this.#end === this.#start || this.#compare(events[this.#end - 1]!, event) <= 0) return this.#end;
    let low = this.#start;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(events[middle]!, event) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #makeRoom(): void {
    const kept = this.#events.subarray(this.#start, this.#end);
    const roomy =
      kept.length * 2 > this.#events.length ? new Int32Array(this.#events.length * 2) : this.#events;
    roomy.set(kept);
    this.#events = roomy;
    this.#start = 0;
    this.#end = kept.length;
  }
}

/** The value of the last event but `place` - 1. */
export class Lag implements Accumulator {
  readonly #columns: EventColumnsOf;
  readonly #place: number;
  readonly #events: OrderedEvents;

  constructor(columns: EventColumnsOf, place: number) {
    this.#columns = columns;
    this.#place = place;
    this.#events = new OrderedEvents(columns.compare);
  }

  clear(): void {
    this.#events.clear();
  }

  add(event: number): void {
    this.#events.insert(event);
  }

  remove(event: number): void {
    this.#events.remove(event);
  }

  read(): number {
    if (this.#events.count < this.#place) return Number.NaN;
    return this.#columns.value.values[this.#events.fromEnd(this.#place)]!;
  }
}

/** An aggregate of the last so many events: those are put into it anew each time it is read. */
export class OfLastEvents implements Accumulator {
  readonly #inner: Accumulator;
  readonly #count: number;
  readonly #events: OrderedEvents;

  constructor(inner: Accumulator, compare: (left: number, right: number) => number, count: number) {
    this.#inner = inner;
    this.#count = count;
    this.#events = new OrderedEvents(compare);
  }

  clear(): void {
    this.#events.clear();
  }

  add(event: number): void {
    this.#events.insert(event);
  }

  remove(event: number): void {
    this.#events.remove(event);
  }

  read(time: number): number {
    this.#inner.clear();
    const count = Math.min(this.#count, this.#events.count);
    for (let place = count; place > 0; place--) this.#inner.add(this.#events.fromEnd(place));
    return this.#inner.read(time);
  }
}
