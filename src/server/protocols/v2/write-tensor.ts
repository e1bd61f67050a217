import type { DataType, Value } from "../../../schema/index.ts";
import { datatypeOf } from "./datatype.ts";

/** A tensor of an answer: its head in JSON, and its bytes behind it when it is binary. */
export interface WrittenTensor {
  readonly head: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer | undefined;
}

/**
 * An output as a tensor. A missing number is NaN in binary. The other types have no bytes for a missing value: a
 * tensor with one goes into the JSON, as null, even where binary was asked for.
 */
export function writeTensor(
  name: string,
  type: DataType,
  values: readonly Value[],
  isBinary: boolean,
): WrittenTensor {
  const head = { name, datatype: datatypeOf[type], shape: [values.length] };
  if (!isBinary || (type !== "Float" && values.includes(null)))
    return { head: { ...head, data: values }, bytes: undefined };
  const bytes = bytesOf(type, values);
  return { head: { ...head, parameters: { binary_data_size: bytes.length } }, bytes };
}

function bytesOf(type: DataType, values: readonly Value[]): Buffer {
  switch (type) {
    case "Boolean":
      return Buffer.from(values.map((value) => Number(value)));
    case "Int": {
      const bytes = Buffer.alloc(values.length * 8);
      for (const [at, value] of values.entries()) bytes.writeBigInt64LE(BigInt(Number(value)), at * 8);
      return bytes;
    }
    case "Float": {
      const bytes = Buffer.alloc(values.length * 8);
      for (const [at, value] of values.entries())
        bytes.writeDoubleLE(value === null ? Number.NaN : Number(value), at * 8);
      return bytes;
    }
    case "Text":
    case "Day":
    case "Instant":
      return Buffer.concat(
        values.flatMap((value) => {
          const text = Buffer.from(String(value), "utf8");
          const length = Buffer.alloc(4);
          length.writeUInt32LE(text.length);
          return [length, text];
        }),
      );
  }
}
