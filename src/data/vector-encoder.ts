import type { NumberVector, Vector } from "../schema/index.ts";

/** A part of a column as the engine's memory holds it; texts have no data here and are assigned one by one. */
export interface EncodedColumn {
  readonly data: Uint8Array | undefined;
  /** One bit per row, least significant first, 1 = there; undefined when nothing is missing. */
  readonly validity: Uint8Array | undefined;
}

/** The rows from `start` as bytes of the engine: BOOLEAN 1, BIGINT 8, DOUBLE 8, DATE 4, TIMESTAMP 8 bytes each. */
export function encodeVector(vector: Vector, start: number, count: number): EncodedColumn {
  if (vector.kind === "texts")
    return { data: undefined, validity: validityBits(count, (row) => vector.codes[start + row]! >= 0) };
  return {
    data: encoders[vector.type](vector.values.subarray(start, start + count)),
    validity: validityBits(count, (row) => !Number.isNaN(vector.values[start + row]!)),
  };
}

const bytesOf = (array: Float64Array | BigInt64Array | Int32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

const whole =
  (factor: bigint) =>
  (values: Float64Array): Uint8Array => {
    const numbers = new BigInt64Array(values.length);
    values.forEach((value, row) => {
      numbers[row] = wholeNumber(value) * factor;
    });
    return bytesOf(numbers);
  };

const wholeNumber = (value: number): bigint => (Number.isNaN(value) ? 0n : BigInt(value));

const encoders: Readonly<Record<NumberVector["type"], (values: Float64Array) => Uint8Array>> = {
  Boolean: (values) => Uint8Array.from(values, (value) => (value === 1 ? 1 : 0)),
  Int: whole(1n),
  Float: (values) => bytesOf(values),
  Day: (values) => bytesOf(Int32Array.from(values)),
  Instant: whole(1000n),
};

function validityBits(count: number, isThere: (row: number) => boolean): Uint8Array | undefined {
  const bits = new Uint8Array(Math.ceil(count / 64) * 8).fill(0xff);
  let missing = false;
  for (let row = 0; row < count; row++) {
    if (isThere(row)) continue;
    missing = true;
    bits[row >> 3]! &= ~(1 << (row & 7));
  }
  return missing ? bits : undefined;
}
