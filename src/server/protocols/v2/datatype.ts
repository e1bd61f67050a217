import type { DataType } from "../../../schema/index.ts";

/** The datatypes of the protocol's tensors, with the bytes of an element; that of BYTES is told before each of them. */
export const elementBytes = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  BF16: 2,
  FP32: 4,
  FP64: 8,
  BYTES: 0,
} as const;
export type Datatype = keyof typeof elementBytes;

/** A name as a datatype of the protocol, or undefined. */
export const parseDatatype = (name: unknown): Datatype | undefined =>
  typeof name === "string" && Object.hasOwn(elementBytes, name) ? (name as Datatype) : undefined;

/** The datatype that holds a column or an output without loss. Days and instants are text, as everywhere at the edges. */
export const datatypeOf: Readonly<Record<DataType, Datatype>> = {
  Boolean: "BOOL",
  Int: "INT64",
  Float: "FP64",
  Text: "BYTES",
  Day: "BYTES",
  Instant: "BYTES",
};

/** The smallest and the largest whole number of the datatypes that hold such. */
export const wholeRange: Readonly<Partial<Record<Datatype, readonly [least: number, greatest: number]>>> = {
  UINT8: [0, 0xff],
  UINT16: [0, 0xffff],
  UINT32: [0, 0xffff_ffff],
  UINT64: [0, Number.MAX_SAFE_INTEGER],
  INT8: [-0x80, 0x7f],
  INT16: [-0x8000, 0x7fff],
  INT32: [-0x8000_0000, 0x7fff_ffff],
  INT64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};
