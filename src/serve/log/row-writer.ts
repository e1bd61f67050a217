import type { DataType } from "../../schema/index.ts";
import type { AnsweredRow } from "../prediction-service.ts";
import type { LoggedField, LoggedStream } from "./logged-field.ts";

/** How the values of a column stand in a row: 8 bytes of float64, 1 byte, or a length and UTF-8. */
type Encoding = "number" | "boolean" | "text";

/** Days and instants stand as they were sent, and are read when a segment is written. */
const encodings: Readonly<Record<DataType, Encoding>> = {
  Float: "number",
  Int: "number",
  Boolean: "boolean",
  Text: "text",
  Day: "text",
  Instant: "text",
};

/** The encoding of a column; a keyed hash is a text. */
export const encodingOf = ({ type, isPrivate }: LoggedField): Encoding =>
  isPrivate ? "text" : encodings[type];

/** The length that stands for a missing text, and the byte for a missing boolean. */
export const missingLength = 0xffff_ffff;
export const missingBoolean = 2;

/** Rows as bytes, one after the other. */
export interface RowWriter {
  /** Appends rows of a stream, all or none; `hidden` gives the keyed hash of a private value. */
  write(stream: number, fields: LoggedStream, rows: readonly AnsweredRow[], hidden: HiddenValue): void;
  readonly byteCount: number;
  readonly rowCount: number;
  /** Values of another type than their column has: they were written as missing. */
  readonly unfitCount: number;
  bytes(): Uint8Array;
  /** Forgets all rows and keeps the memory, unless that has become large. */
  clear(): void;
}

/** The keyed hash of a value of a column, or null for what is missing. */
export type HiddenValue = (field: LoggedField, value: unknown) => string | null;

/** Texts up to this length are copied by a loop, which is faster than the way into the platform and back. */
const shortText = 48;
const firstBytes = 64 * 1024;
/** Memory above this is given back. */
const keptBytes = 4 * 1024 * 1024;

/** What `write` has to know of a column, found out once for each stream. */
interface WrittenField {
  readonly field: LoggedField;
  readonly name: string;
  readonly encoding: Encoding;
  readonly isPrivate: boolean;
}

const writtenField = (field: LoggedField): WrittenField => ({
  field,
  name: field.name,
  encoding: encodingOf(field),
  isPrivate: field.isPrivate === true,
});

/** Makes a writer of rows. Its memory grows as needed and is used again. */
export function createRowWriter(): RowWriter {
  const written = new WeakMap<LoggedStream, readonly [WrittenField[], WrittenField[]]>();
  const memory = new RowMemory();
  let rowCount = 0;
  const fieldsOf = (stream: LoggedStream): readonly [WrittenField[], WrittenField[]] => {
    const known = written.get(stream);
    if (known) return known;
    const fields = [stream.inputs.map(writtenField), stream.outputs.map(writtenField)] as const;
    written.set(stream, fields);
    return fields;
  };
  return {
    write: (stream, fields, rows, hidden) => {
      const before = memory.length;
      const [inputs, outputs] = fieldsOf(fields);
      try {
        for (const row of rows) {
          memory.putHead(stream, row);
          memory.putValues(inputs, row.row, hidden);
          memory.putValues(outputs, row.output, hidden);
        }
        rowCount += rows.length;
      } catch (error) {
        memory.length = before;
        throw error;
      }
    },
    get byteCount() {
      return memory.length;
    },
    get rowCount() {
      return rowCount;
    },
    get unfitCount() {
      return memory.unfitCount;
    },
    bytes: () => memory.bytes.subarray(0, memory.length),
    clear: () => {
      rowCount = 0;
      memory.clear();
    },
  };
}

/** Bytes that grow. A class, since its fields are faster than the variables of a closure. */
class RowMemory {
  bytes = Buffer.allocUnsafeSlow(firstBytes);
  length = 0;
  unfitCount = 0;
  private view = new DataView(this.bytes.buffer);

  clear(): void {
    this.length = 0;
    if (this.bytes.length <= keptBytes) return;
    this.bytes = Buffer.allocUnsafeSlow(firstBytes);
    this.view = new DataView(this.bytes.buffer);
  }

  private reserve(byteCount: number): void {
    if (this.length + byteCount <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + byteCount));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  putHead(stream: number, { index, time, latency, request }: AnsweredRow): void {
    this.reserve(24);
    const { view, length } = this;
    view.setUint32(length, stream, true);
    view.setUint32(length + 4, index, true);
    view.setFloat64(length + 8, time, true);
    view.setFloat64(length + 16, latency, true);
    this.length = length + 24;
    this.putText(request);
  }

  putValues(
    fields: readonly WrittenField[],
    values: Readonly<Record<string, unknown>>,
    hidden: HiddenValue,
  ): void {
    for (let at = 0; at < fields.length; at++) {
      const { field, name, encoding, isPrivate } = fields[at]!;
      const given = values[name];
      const value = isPrivate ? hidden(field, given) : given;
      if (encoding === "number") this.putNumber(value);
      else if (encoding === "text") this.putMaybeText(value);
      else this.putBoolean(value);
    }
  }

  private putNumber(value: unknown): void {
    this.reserve(8);
    this.view.setFloat64(this.length, typeof value === "number" ? value + 0 : Number.NaN, true);
    this.length += 8;
    if (typeof value !== "number" && isThere(value)) this.unfitCount++;
  }

  private putBoolean(value: unknown): void {
    this.reserve(1);
    this.bytes[this.length++] = value === true ? 1 : value === false ? 0 : missingBoolean;
    if (typeof value !== "boolean" && isThere(value)) this.unfitCount++;
  }

  private putMaybeText(value: unknown): void {
    if (typeof value === "string") return this.putText(value);
    this.reserve(4);
    this.view.setUint32(this.length, missingLength, true);
    this.length += 4;
    if (isThere(value)) this.unfitCount++;
  }

  private putText(text: string): void {
    this.reserve(4 + text.length * 3);
    const begin = this.length + 4;
    const end = text.length <= shortText ? putAscii(this.bytes, begin, text) : -1;
    const written = end >= 0 ? text.length : this.bytes.write(text, begin, "utf8");
    this.view.setUint32(this.length, written, true);
    this.length = begin + written;
  }
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined;

/** Copies a text of ASCII and returns where it ends; -1 when it is none. */
function putAscii(memory: Uint8Array, begin: number, text: string): number {
  let at = begin;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) return -1;
    memory[at++] = code;
  }
  return at;
}
