import { isUtf8 } from "node:buffer";
import { elementBytes, type Datatype } from "./datatype.ts";
import { failData, failElement, type Element } from "./tensor.ts";

/**
 * Elements from their bytes, little-endian and without gaps, as the protocol's extension of binary tensors lays them. A NaN is
 * missing. Fails with T2376 where the bytes are not as many as the elements need, with T2377 for a whole number beyond
 * 2^53, a BOOL other than 0 and 1, and text that is no UTF-8.
 */
export function binaryElements(
  bytes: Buffer,
  datatype: Datatype,
  count: number,
  place: string,
): readonly Element[] {
  if (datatype === "BYTES") return textElements(bytes, count, place);
  const size = elementBytes[datatype];
  if (bytes.length !== count * size)
    return failData(
      `The tensor has ${bytes.length} bytes, and ${count} elements of ${datatype} have ${count * size}`,
      place,
      bytes.length,
    );
  const read = readers[datatype];
  return Array.from({ length: count }, (_, at) => read(bytes, at * size, `${place}[${at}]`));
}

type Reader = (bytes: Buffer, at: number, place: string) => Element;

const number = (value: number): number | null => (Number.isNaN(value) ? null : value);

const readers: Readonly<Record<Exclude<Datatype, "BYTES">, Reader>> = {
  BOOL: (bytes, at, place) => {
    const byte = bytes.readUInt8(at);
    return byte > 1 ? failElement("BOOL", place, byte) : byte === 1;
  },
  UINT8: (bytes, at) => bytes.readUInt8(at),
  UINT16: (bytes, at) => bytes.readUInt16LE(at),
  UINT32: (bytes, at) => bytes.readUInt32LE(at),
  UINT64: (bytes, at, place) => exact(bytes.readBigUInt64LE(at), "UINT64", place),
  INT8: (bytes, at) => bytes.readInt8(at),
  INT16: (bytes, at) => bytes.readInt16LE(at),
  INT32: (bytes, at) => bytes.readInt32LE(at),
  INT64: (bytes, at, place) => exact(bytes.readBigInt64LE(at), "INT64", place),
  FP16: (bytes, at) => number(halfOf(bytes.readUInt16LE(at))),
  BF16: (bytes, at) => number(float32Of(bytes.readUInt16LE(at) * 65_536)),
  FP32: (bytes, at) => number(bytes.readFloatLE(at)),
  FP64: (bytes, at) => number(bytes.readDoubleLE(at)),
};

function exact(value: bigint, datatype: Datatype, place: string): number {
  const given = Number(value);
  return Number.isSafeInteger(given) ? given : failElement(datatype, place, value, " that is exact");
}

/** An IEEE 754 half: every one is a float64 too. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const float32 = new Float32Array(1);
const bitsOfFloat32 = new Uint32Array(float32.buffer);
/** A bfloat16 is the upper half of a float32. */
function float32Of(bits: number): number {
  bitsOfFloat32[0] = bits;
  return float32[0]!;
}

function textElements(bytes: Buffer, count: number, place: string): readonly Element[] {
  const elements: Element[] = [];
  let at = 0;
  while (at < bytes.length && elements.length < count) {
    const end = at + 4 <= bytes.length ? at + 4 + bytes.readUInt32LE(at) : Infinity;
    if (end > bytes.length)
      return failData(`Element ${elements.length} ends beyond the tensor's bytes`, place, bytes.length);
    const text = bytes.subarray(at + 4, end);
    if (!isUtf8(text)) return failElement("BYTES", `${place}[${elements.length}]`, text.toString("hex"));
    elements.push(text.toString("utf8"));
    at = end;
  }
  if (at !== bytes.length || elements.length !== count)
    return failData(
      `The tensor's bytes hold ${at === bytes.length ? elements.length : `more than ${count}`} elements, its shape ${count}`,
      place,
      bytes.length,
    );
  return elements;
}
