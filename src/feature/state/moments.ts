import { dayMs } from "../../schema/index.ts";
import { exactQuotient, wholeTimesPower } from "../../stats/index.ts";
import { finiteOrMissing, type Accumulator, type EventColumnsOf } from "./accumulator.ts";

/**
 * The exact sums of v, v², t, t² and t·v of the values that are there, as whole numbers: v in units of a power of two, t in
 * milliseconds after the first event that came. So a slope or a variance is one exact quotient, rounded once.
 */
abstract class Moments implements Accumulator {
  readonly #columns: EventColumnsOf;
  protected exponent = 0;
  protected count = 0n;
  protected ofValue = 0n;
  protected ofSquare = 0n;
  protected ofTime = 0n;
  protected ofTimeSquare = 0n;
  protected ofProduct = 0n;
  #start = 0;

  constructor(columns: EventColumnsOf) {
    this.#columns = columns;
  }

  clear(): void {
    this.exponent = 0;
    this.count = 0n;
    this.ofValue = 0n;
    this.ofSquare = 0n;
    this.ofTime = 0n;
    this.ofTimeSquare = 0n;
    this.ofProduct = 0n;
    this.#start = 0;
  }

  add(event: number): void {
    this.#change(event, 1n);
  }

  remove(event: number): void {
    this.#change(event, -1n);
  }

  abstract read(): number;

  #change(event: number, times: 1n | -1n): void {
    const given = this.#columns.value.values[event]!;
    if (Number.isNaN(given)) return;
    const at = this.#columns.at.values[event]!;
    if (this.count === 0n) {
      this.clear();
      this.#start = at;
    }
    const value = this.#inUnits(given);
    const time = BigInt(at - this.#start);
    this.count += times;
    this.ofValue += times * value;
    this.ofSquare += times * value * value;
    this.ofTime += times * time;
    this.ofTimeSquare += times * time * time;
    this.ofProduct += times * time * value;
  }

  /** The value in units of 2^exponent; the sums change to a smaller unit where the value needs one. */
  #inUnits(value: number): bigint {
    const { whole, exponent } = wholeTimesPower(value);
    if (whole === 0n) return 0n;
    if (exponent < this.exponent) {
      const shift = BigInt(this.exponent - exponent);
      this.ofValue <<= shift;
      this.ofProduct <<= shift;
      this.ofSquare <<= shift * 2n;
      this.exponent = exponent;
    }
    return whole << BigInt(exponent - this.exponent);
  }
}

/** The slope per day of the least-squares line through the values. */
export class Trend extends Moments {
  read(): number {
    const { count, ofValue, ofTime, ofTimeSquare, ofProduct, exponent } = this;
    const spread = count * ofTimeSquare - ofTime * ofTime;
    if (spread === 0n) return Number.NaN;
    return finiteOrMissing(
      exactQuotient((count * ofProduct - ofTime * ofValue) * BigInt(dayMs), spread, exponent),
    );
  }
}

/** The standard deviation of the values, as of a sample. */
export class Deviation extends Moments {
  read(): number {
    const { count, ofValue, ofSquare, exponent } = this;
    if (count < 2n) return Number.NaN;
    const variance = exactQuotient(count * ofSquare - ofValue * ofValue, count * (count - 1n), exponent * 2);
    return finiteOrMissing(Math.sqrt(variance));
  }
}
