import type { DataType, Vector } from "../schema/index.ts";

/** Collects one result column chunk by chunk into a vector. */
export interface ColumnDecoder {
  /** Bytes of one value in the engine's memory. */
  readonly bytesPerValue: number;
  /** `validity` holds one bit per row, least significant first, 1 = there; null when all are there. */
  append(data: Uint8Array, validity: Uint8Array | null, count: number): void;
  finish(): Vector;
  /** Values that were there but cannot stand in the vector. */
  lost(): number;
}

/** How the values of one engine type are read out of its bytes. */
export interface NumberReader {
  readonly type: Exclude<DataType, "Text">;
  readonly bytesPerValue: number;
  /** Writes `count` values into `target` from `offset`; a value that float64 cannot hold exactly enough is NaN. */
  read(data: DataView, count: number, target: Float64Array, offset: number): void;
}

/** The same numbers with room for at least `needed` of them. */
export function growNumbers(values: Float64Array<ArrayBuffer>, needed: number): Float64Array<ArrayBuffer> {
  if (needed <= values.length) return values;
  const larger = new Float64Array(Math.max(values.length * 2, needed));
  larger.set(values);
  return larger;
}

/** The same codes with room for at least `needed` of them. */
export function growCodes(codes: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  if (needed <= codes.length) return codes;
  const larger = new Int32Array(Math.max(codes.length * 2, needed));
  larger.set(codes);
  return larger;
}
