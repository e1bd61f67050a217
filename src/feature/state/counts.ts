import { RunningSum } from "../../stats/index.ts";
import { finiteOrMissing, type Accumulator, type EventNumbers } from "./accumulator.ts";

/** The number of events. */
export class EventCount implements Accumulator {
  #count = 0;

  clear(): void {
    this.#count = 0;
  }

  add(): void {
    this.#count++;
  }

  remove(): void {
    this.#count--;
  }

  read(): number {
    return this.#count;
  }
}

/** In how many events the value is there. */
export class ValueCount implements Accumulator {
  readonly #value: EventNumbers;
  #count = 0;

  constructor(value: EventNumbers) {
    this.#value = value;
  }

  clear(): void {
    this.#count = 0;
  }

  add(event: number): void {
    if (!Number.isNaN(this.#value.values[event]!)) this.#count++;
  }

  remove(event: number): void {
    if (!Number.isNaN(this.#value.values[event]!)) this.#count--;
  }

  read(): number {
    return this.#count;
  }
}

/** The share of the events whose condition is true. */
export class ConditionShare implements Accumulator {
  readonly #condition: EventNumbers;
  #count = 0;
  #holding = 0;

  constructor(condition: EventNumbers) {
    this.#condition = condition;
  }

  clear(): void {
    this.#count = 0;
    this.#holding = 0;
  }

  add(event: number): void {
    this.#count++;
    if (this.#condition.values[event] === 1) this.#holding++;
  }

  remove(event: number): void {
    this.#count--;
    if (this.#condition.values[event] === 1) this.#holding--;
  }

  read(): number {
    return this.#holding / this.#count;
  }
}

/** How many different values are there. */
export class DistinctCount implements Accumulator {
  readonly #value: EventNumbers;
  readonly #counts = new Map<number, number>();

  constructor(value: EventNumbers) {
    this.#value = value;
  }

  clear(): void {
    this.#counts.clear();
  }

  add(event: number): void {
    const value = this.#value.values[event]!;
    if (!Number.isNaN(value)) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  remove(event: number): void {
    const value = this.#value.values[event]!;
    const count = this.#counts.get(value);
    if (count === undefined) return;
    if (count === 1) this.#counts.delete(value);
    else this.#counts.set(value, count - 1);
  }

  read(): number {
    return this.#counts.size;
  }
}

/** The exact sum of the values, or with `mean` that sum divided by their number. */
export class ValueSum implements Accumulator {
  readonly #value: EventNumbers;
  readonly #gives: "Int" | "Float" | "mean";
  readonly #sum = new RunningSum();
  #count = 0;

  constructor(value: EventNumbers, gives: "Int" | "Float" | "mean") {
    this.#value = value;
    this.#gives = gives;
  }

  clear(): void {
    this.#sum.clear();
    this.#count = 0;
  }

  add(event: number): void {
    const value = this.#value.values[event]!;
    if (Number.isNaN(value)) return;
    this.#count++;
    this.#sum.add(value);
  }

  remove(event: number): void {
    const value = this.#value.values[event]!;
    if (Number.isNaN(value)) return;
    this.#count--;
    this.#sum.remove(value);
  }

  read(): number {
    const sum = this.#sum.total();
    if (this.#gives === "mean") return finiteOrMissing(sum / this.#count);
    return this.#gives === "Float" || Number.isSafeInteger(sum) ? finiteOrMissing(sum) : Number.NaN;
  }
}
