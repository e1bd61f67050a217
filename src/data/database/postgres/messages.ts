/** A message of the server: its kind as one letter, and its content. */
export interface ServerMessage {
  readonly type: string;
  readonly body: Buffer;
}

/** The largest message that is taken: PostgreSQL holds no value beyond 1 GB. */
const largest = 1 << 30;

/** Cuts the bytes of a server into messages (PostgreSQL's protocol 3: a letter, the length with itself, the content). */
export class MessageCutter {
  #pieces: Buffer[] = [];
  #length = 0;

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** The next whole message; undefined where more bytes are needed. Fails with a RangeError for a length that cannot be. */
  take(): ServerMessage | undefined {
    if (this.#length < 5) return undefined;
    let [bytes] = this.#pieces as [Buffer];
    if (bytes.length < 5) bytes = this.#join();
    const length = bytes.readInt32BE(1);
    if (length < 4 || length > largest) throw new RangeError(`A message of ${length} bytes`);
    if (this.#length < length + 1) return undefined;
    if (bytes.length < length + 1) bytes = this.#join();
    this.#pieces[0] = bytes.subarray(length + 1);
    if (this.#pieces[0].length === 0) this.#pieces.shift();
    this.#length -= length + 1;
    return { type: String.fromCharCode(bytes[0]!), body: bytes.subarray(5, length + 1) };
  }

  #join(): Buffer {
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }
}

/** A message of ours; the first one of a connection has no letter. */
export function clientMessage(type: string, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "utf8") : part)),
  );
  const head = Buffer.alloc(type.length + 4);
  head.write(type, "latin1");
  head.writeInt32BE(body.length + 4, type.length);
  return Buffer.concat([head, body]);
}

/** A whole number in four bytes. */
export function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** The fields of an error by their letters. */
export const errorFields = (body: Buffer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    body
      .toString("utf8")
      .split("\0")
      .filter((field) => field !== "")
      .map((field) => [field[0]!, field.slice(1)]),
  );

/** The values of a row as texts; null for what is missing. */
export function rowValues(body: Buffer): (string | null)[] {
  let at = 2;
  return Array.from({ length: body.readInt16BE(0) }, () => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return body.toString("utf8", at - length, at);
  });
}
