import { growCodes, growNumbers, type ColumnDecoder, type NumberReader } from "./decoder.ts";
import { numberReaders, type NumberTypeName } from "./number-decoder.ts";
import { createTextDecoder, type LongText } from "./text-decoder.ts";

/** The engine's type of a result column, as far as decoding needs it. */
export type ColumnType =
  | { readonly kind: "number"; readonly name: NumberTypeName }
  | { readonly kind: "decimal"; readonly width: number; readonly scale: number }
  | { readonly kind: "text" }
  | { readonly kind: "enum"; readonly values: readonly string[] };

/** The decoder for a column of about `rowCount` rows. `readLong` reads a text that does not fit into its 16-byte slot. */
export function createColumnDecoder(type: ColumnType, rowCount: number, readLong: LongText): ColumnDecoder {
  switch (type.kind) {
    case "text":
      return createTextDecoder(rowCount, readLong);
    case "enum":
      return enumDecoder(type.values, rowCount);
    case "number":
      return numberDecoder(numberReaders[type.name], rowCount);
    case "decimal":
      return numberDecoder(decimalReader(type.width, type.scale), rowCount);
  }
}

function numberDecoder(reader: NumberReader, rowCount: number): ColumnDecoder {
  let values = new Float64Array(rowCount);
  let length = 0;
  let missing = 0;
  return {
    bytesPerValue: reader.bytesPerValue,
    append: (data, validity, count) => {
      values = growNumbers(values, length + count);
      reader.read(new DataView(data.buffer, data.byteOffset, data.byteLength), count, values, length);
      if (validity) missing += clearMissing(values, length, validity, count);
      length += count;
    },
    finish: () => ({
      kind: "numbers",
      type: reader.type,
      values: values.length === length ? values : values.slice(0, length),
    }),
    lost: () => {
      let absent = 0;
      for (let row = 0; row < length; row++) if (Number.isNaN(values[row]!)) absent++;
      return absent - missing;
    },
  };
}

function clearMissing(values: Float64Array, offset: number, validity: Uint8Array, count: number): number {
  let missing = 0;
  for (let row = 0; row < count; row++) {
    if ((validity[row >> 3]! >> (row & 7)) & 1) continue;
    values[offset + row] = Number.NaN;
    missing++;
  }
  return missing;
}

const decimalReader = (width: number, scale: number): NumberReader => {
  const whole =
    numberReaders[width <= 4 ? "SMALLINT" : width <= 9 ? "INTEGER" : width <= 18 ? "BIGINT" : "HUGEINT"];
  if (scale === 0) return whole;
  const divisor = 10 ** scale;
  return {
    type: "Float",
    bytesPerValue: whole.bytesPerValue,
    read: (data, count, target, offset) => {
      whole.read(data, count, target, offset);
      for (let row = 0; row < count; row++) {
        const unscaled = target[offset + row]!;
        // Both exact and 10^scale <= 10^22: one correctly rounded division. Otherwise the digits decide.
        target[offset + row] =
          Number.isNaN(unscaled) || scale > 22
            ? Number(`${wideInteger(data, row * whole.bytesPerValue, whole.bytesPerValue)}e-${scale}`)
            : unscaled / divisor;
      }
    },
  };
};

const wideInteger = (data: DataView, at: number, bytes: number): bigint => {
  if (bytes === 2) return BigInt(data.getInt16(at, true));
  if (bytes === 4) return BigInt(data.getInt32(at, true));
  if (bytes === 8) return data.getBigInt64(at, true);
  return (data.getBigInt64(at + 8, true) << 64n) + data.getBigUint64(at, true);
};

function enumDecoder(values: readonly string[], rowCount: number): ColumnDecoder {
  const bytesPerValue = values.length <= 0xff ? 1 : values.length <= 0xffff ? 2 : 4;
  let codes = new Int32Array(rowCount);
  let length = 0;
  return {
    bytesPerValue,
    append: (data, validity, count) => {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      codes = growCodes(codes, length + count);
      for (let row = 0; row < count; row++) {
        const there = !validity || (validity[row >> 3]! >> (row & 7)) & 1;
        codes[length + row] = there ? enumCode(view, row, bytesPerValue) : -1;
      }
      length += count;
    },
    finish: () => ({
      kind: "texts",
      type: "Text",
      codes: codes.length === length ? codes : codes.slice(0, length),
      dictionary: values,
    }),
    lost: () => 0,
  };
}

const enumCode = (view: DataView, row: number, bytes: 1 | 2 | 4): number =>
  bytes === 1
    ? view.getUint8(row)
    : bytes === 2
      ? view.getUint16(row * 2, true)
      : view.getUint32(row * 4, true);
