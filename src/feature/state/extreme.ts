import { dayMs } from "../../schema/index.ts";
import type { Accumulator, EventColumnsOf, EventNumbers } from "./accumulator.ts";

/**
 * The foremost of the events in it, by any order: a heap (Williams 1964) from which an event that has left is only taken when
 * it stands in front.
 */
class Extreme implements Accumulator {
  readonly #value: EventNumbers;
  /** True where the left event stands before the right one. */
  readonly #before: (left: number, right: number) => boolean;
  readonly #readAt: (event: number, time: number) => number;
  #heap = new Int32Array(16);
  #size = 0;
  /** 1 for the events that are in it. */
  #inside = new Uint8Array(16);

  constructor(
    value: EventNumbers,
    before: (left: number, right: number) => boolean,
    readAt: (event: number, time: number) => number,
  ) {
    this.#value = value;
    this.#before = before;
    this.#readAt = readAt;
  }

  clear(): void {
    this.#size = 0;
  }

  add(event: number): void {
    const { values } = this.#value;
    if (Number.isNaN(values[event]!)) return;
    if (event >= this.#inside.length) this.#inside = larger(this.#inside, Math.max(values.length, event + 1));
    if (this.#size === this.#heap.length) {
      const grown = new Int32Array(this.#size * 2);
      grown.set(this.#heap);
      this.#heap = grown;
    }
    this.#inside[event] = 1;
    this.#rise(this.#size++, event);
  }

  remove(event: number): void {
    if (event < this.#inside.length) this.#inside[event] = 0;
  }

  read(time: number): number {
    while (this.#size > 0) {
      const event = this.#heap[0]!;
      if (this.#inside[event] === 1) return this.#readAt(event, time);
      this.#sink(this.#heap[--this.#size]!);
    }
    return Number.NaN;
  }

  #rise(start: number, event: number): void {
    const heap = this.#heap;
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  #sink(event: number): void {
    const heap = this.#heap;
    const size = this.#size;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#before(heap[child + 1]!, heap[child]!)) child++;
      if (!this.#before(heap[child]!, event)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = event;
  }
}

function larger(marks: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(Math.max(length, marks.length * 2));
  grown.set(marks);
  return grown;
}

/** The smallest or the largest value. */
export function extremeValue({ value }: EventColumnsOf, wanted: "min" | "max"): Accumulator {
  const before =
    wanted === "min"
      ? (left: number, right: number): boolean => value.values[left]! < value.values[right]!
      : (left: number, right: number): boolean => value.values[left]! > value.values[right]!;
  return new Extreme(value, before, (event) => value.values[event]!);
}

/** The value of the first or the last event where it is there. */
export function endValue({ value, compare }: EventColumnsOf, wanted: "first" | "last"): Accumulator {
  const before =
    wanted === "first"
      ? (left: number, right: number): boolean => compare(left, right) < 0
      : (left: number, right: number): boolean => compare(left, right) > 0;
  return new Extreme(value, before, (event) => value.values[event]!);
}

/** The days since the first or the last event. */
export function timeSince({ at }: EventColumnsOf, wanted: "first" | "last"): Accumulator {
  const before =
    wanted === "first"
      ? (left: number, right: number): boolean => at.values[left]! < at.values[right]!
      : (left: number, right: number): boolean => at.values[left]! > at.values[right]!;
  return new Extreme(at, before, (event, time) => (time - at.values[event]!) / dayMs);
}
