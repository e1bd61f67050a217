import type { NumberReader } from "./decoder.ts";

/** The engine's types that become numbers. */
export type NumberTypeName =
  | "BOOLEAN"
  | "TINYINT"
  | "SMALLINT"
  | "INTEGER"
  | "BIGINT"
  | "HUGEINT"
  | "UTINYINT"
  | "USMALLINT"
  | "UINTEGER"
  | "UBIGINT"
  | "UHUGEINT"
  | "FLOAT"
  | "DOUBLE"
  | "DATE"
  | "TIMESTAMP_S"
  | "TIMESTAMP_MS"
  | "TIMESTAMP"
  | "TIMESTAMP_NS"
  | "TIMESTAMP WITH TIME ZONE";

type Read = (data: DataView, at: number) => number;

const reader = (type: NumberReader["type"], bytesPerValue: number, read: Read): NumberReader => ({
  type,
  bytesPerValue,
  read: (data, count, target, offset) => {
    for (let row = 0; row < count; row++) target[offset + row] = read(data, row * bytesPerValue);
  },
});

const safe = (value: number): number => (Number.isSafeInteger(value) ? value + 0 : Number.NaN);
const finite = (value: number): number => (Number.isFinite(value) ? value + 0 : Number.NaN);

const int64: Read = (data, at) => safe(data.getInt32(at + 4, true) * 4294967296 + data.getUint32(at, true));
const uint64: Read = (data, at) => safe(data.getUint32(at + 4, true) * 4294967296 + data.getUint32(at, true));
// The upper half is 0 for small values and all ones for small negative ones.
const int128: Read = (data, at) => {
  const upper = data.getBigInt64(at + 8, true);
  const lower = data.getBigUint64(at, true);
  return safe(Number((upper << 64n) + lower));
};
const uint128: Read = (data, at) =>
  safe(Number((data.getBigUint64(at + 8, true) << 64n) + data.getBigUint64(at, true)));

/** Milliseconds out of a 64-bit count of smaller units; what is below a millisecond is cut off towards the past. */
const instant =
  (unitsPerMs: number): Read =>
  (data, at) => {
    const units = data.getInt32(at + 4, true) * 4294967296 + data.getUint32(at, true);
    if (Number.isSafeInteger(units))
      return instantRange((units - positiveRest(units, unitsPerMs)) / unitsPerMs);
    const exact = data.getBigInt64(at, true);
    const rest = positiveRest(Number(exact % BigInt(unitsPerMs)), unitsPerMs);
    return instantRange(Number((exact - BigInt(rest)) / BigInt(unitsPerMs)));
  };

/**
 * A reader of 64-bit counts of a unit, `unitsPer` of which make one of ours (cut off towards the past); what is not within the
 * bounds is NaN. The words are read as they stand in a little-endian machine, since a call and a DataView for each value would
 * take four times as long; `exact` reads those beyond 2^53.
 */
const words = (
  type: NumberReader["type"],
  unitsPer: number,
  [low, high]: readonly [number, number],
  exact: Read,
): NumberReader => ({
  type,
  bytesPerValue: 8,
  read: (data, count, target, offset) => {
    const halves = new Int32Array(data.buffer, data.byteOffset, count * 2);
    for (let row = 0; row < count; row++) {
      const units = halves[row * 2 + 1]! * 4294967296 + (halves[row * 2]! >>> 0);
      if (!Number.isSafeInteger(units)) {
        target[offset + row] = exact(data, row * 8);
        continue;
      }
      let value = Math.floor(units / unitsPer);
      // The quotient may have been rounded up to a whole number.
      if (value * unitsPer > units) value--;
      target[offset + row] = value >= low && value <= high ? value : Number.NaN;
    }
  },
});

const positiveRest = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;

const seconds: Read = (data, at) => instantRange(Number(data.getBigInt64(at, true)) * 1000);

// Infinite instants of the engine lie far outside of the years that a value may have.
const instantBounds = [-62135596800000, 253402300799999] as const;
const instantRange = (ms: number): number =>
  ms >= instantBounds[0] && ms <= instantBounds[1] ? ms : Number.NaN;
const safeBounds = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const;

/** Days out of 32 bits; the engine's infinite days become NaN. */
const day: Read = (data, at) => {
  const value = data.getInt32(at, true);
  return value >= -719162 && value <= 2932896 ? value : Number.NaN;
};

const doubles: NumberReader = {
  type: "Float",
  bytesPerValue: 8,
  read: (data, count, target, offset) => {
    target.set(new Float64Array(data.buffer, data.byteOffset, count), offset);
    for (let row = offset; row < offset + count; row++) target[row] = finite(target[row]!);
  },
};

/** One reader per type. */
export const numberReaders: Readonly<Record<NumberTypeName, NumberReader>> = {
  BOOLEAN: reader("Boolean", 1, (data, at) => (data.getUint8(at) ? 1 : 0)),
  TINYINT: reader("Int", 1, (data, at) => data.getInt8(at)),
  SMALLINT: reader("Int", 2, (data, at) => data.getInt16(at, true)),
  INTEGER: reader("Int", 4, (data, at) => data.getInt32(at, true)),
  BIGINT: words("Int", 1, safeBounds, int64),
  HUGEINT: reader("Int", 16, int128),
  UTINYINT: reader("Int", 1, (data, at) => data.getUint8(at)),
  USMALLINT: reader("Int", 2, (data, at) => data.getUint16(at, true)),
  UINTEGER: reader("Int", 4, (data, at) => data.getUint32(at, true)),
  UBIGINT: reader("Int", 8, uint64),
  UHUGEINT: reader("Int", 16, uint128),
  FLOAT: reader("Float", 4, (data, at) => finite(data.getFloat32(at, true))),
  DOUBLE: doubles,
  DATE: reader("Day", 4, day),
  TIMESTAMP_S: reader("Instant", 8, seconds),
  TIMESTAMP_MS: words("Instant", 1, instantBounds, instant(1)),
  TIMESTAMP: words("Instant", 1000, instantBounds, instant(1000)),
  TIMESTAMP_NS: words("Instant", 1_000_000, instantBounds, instant(1_000_000)),
  "TIMESTAMP WITH TIME ZONE": words("Instant", 1000, instantBounds, instant(1000)),
};
