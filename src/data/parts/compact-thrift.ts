/**
 * A value of Thrift's compact protocol, as far as the footers of Parquet files use it (Apache Thrift, "Thrift Compact protocol
 * encoding"; maps do not occur there).
 */
export type ThriftValue =
  | { readonly type: 1 | 2 }
  | { readonly type: 3; readonly value: number }
  | { readonly type: 4 | 5 | 6; readonly value: bigint }
  | { readonly type: 7 | 8; readonly bytes: Uint8Array }
  | { readonly type: 9; readonly item: number; readonly items: readonly ThriftValue[] }
  | ThriftStruct;

/** Fields by their numbers, in the order of the numbers. */
export interface ThriftStruct {
  readonly type: 12;
  readonly fields: ReadonlyMap<number, ThriftValue>;
}

/** Reads a struct from its bytes. Throws a RangeError for what is no such struct. */
export function readThrift(bytes: Uint8Array): ThriftStruct {
  let at = 0;
  const byte = (): number => {
    if (at >= bytes.length) throw new RangeError("The struct ends too early");
    return bytes[at++]!;
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const next = byte();
      value |= BigInt(next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
  };
  const zigzag = (): bigint => {
    const value = varint();
    return (value >> 1n) ^ -(value & 1n);
  };
  const take = (count: number): Uint8Array => {
    if (at + count > bytes.length) throw new RangeError("The struct ends too early");
    at += count;
    return bytes.subarray(at - count, at);
  };
  const read = (type: number): ThriftValue => {
    switch (type) {
      case 1:
      case 2:
        return { type };
      case 3:
        return { type, value: byte() };
      case 4:
      case 5:
      case 6:
        return { type, value: zigzag() };
      case 7:
        return { type, bytes: take(8) };
      case 8:
        return { type, bytes: take(Number(varint())) };
      case 9:
        return readList();
      case 12:
        return readStruct();
      default:
        throw new RangeError(`There is no Thrift type ${type} in a footer`);
    }
  };
  const readList = (): ThriftValue => {
    const head = byte();
    const item = head & 15;
    const count = head >> 4 === 15 ? Number(varint()) : head >> 4;
    // A truth in a list is a byte of its own.
    const items = Array.from({ length: count }, () =>
      item <= 2 ? { type: byte() === 1 ? (1 as const) : (2 as const) } : read(item),
    );
    return { type: 9, item, items };
  };
  const readStruct = (): ThriftStruct => {
    const fields = new Map<number, ThriftValue>();
    for (let last = 0; ;) {
      const head = byte();
      if (head === 0) return { type: 12, fields };
      last = head >> 4 === 0 ? Number(zigzag()) : last + (head >> 4);
      fields.set(last, read(head & 15));
    }
  };
  return readStruct();
}

/** The bytes of a struct. */
export function writeThrift(struct: ThriftStruct): Uint8Array {
  const out: number[] = [];
  const varint = (given: bigint): void => {
    let value = given;
    for (; value >= 0x80n; value >>= 7n) out.push(Number(value & 0x7fn) | 0x80);
    out.push(Number(value));
  };
  const zigzag = (value: bigint): void => varint(value < 0n ? -value * 2n - 1n : value * 2n);
  const append = (bytes: Uint8Array): void => {
    for (const one of bytes) out.push(one);
  };
  const write = (given: ThriftValue): void => {
    switch (given.type) {
      case 1:
      case 2:
        return;
      case 3:
        out.push(given.value);
        return;
      case 4:
      case 5:
      case 6:
        zigzag(given.value);
        return;
      case 8:
        varint(BigInt(given.bytes.length));
        append(given.bytes);
        return;
      case 7:
        append(given.bytes);
        return;
      case 9:
        writeList(given.item, given.items);
        return;
      case 12:
        writeStruct(given);
    }
  };
  const writeList = (item: number, items: readonly ThriftValue[]): void => {
    out.push((items.length < 15 ? items.length << 4 : 0xf0) | item);
    if (items.length >= 15) varint(BigInt(items.length));
    for (const one of items) {
      if (one.type === 1 || one.type === 2) out.push(one.type);
      else write(one);
    }
  };
  const writeStruct = ({ fields }: ThriftStruct): void => {
    let last = 0;
    for (const [id, value] of fields) {
      const step = id - last;
      if (step > 0 && step < 16) out.push((step << 4) | value.type);
      else {
        out.push(value.type);
        zigzag(BigInt(id));
      }
      last = id;
      write(value);
    }
    out.push(0);
  };
  write(struct);
  return Uint8Array.from(out);
}
