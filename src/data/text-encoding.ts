import { isUtf8 } from "node:buffer";
import { failInput } from "../base/index.ts";
import type { CsvOptions } from "./source.ts";

/** The encodings a text file can be read in. */
export type TextEncoding = NonNullable<CsvOptions["encoding"]>;

/** An encoding with the reason for it. */
export interface FoundEncoding {
  readonly encoding: TextEncoding;
  readonly reason: string;
  /** Bytes of the byte order mark. */
  readonly markBytes: number;
}

const binaryStarts: readonly {
  readonly bytes: readonly number[];
  readonly what: string;
  readonly cure: string;
}[] = [
  { bytes: [0x50, 0x41, 0x52, 0x31], what: "a Parquet file", cure: 'Read it as a source of kind "parquet".' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "compressed with zstd", cure: "Decompress it first." },
  { bytes: [0x42, 0x5a, 0x68], what: "compressed with bzip2", cure: "Decompress it first." },
  { bytes: [0xfd, 0x37, 0x7a, 0x58], what: "compressed with xz", cure: "Decompress it first." },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: "a ZIP archive or a spreadsheet",
    cure: "Unpack it, or save the sheet as CSV.",
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: "an old spreadsheet or document", cure: "Save the sheet as CSV." },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "a PDF document", cure: "Export its table as CSV." },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: "an image", cure: "Name a text file." },
  { bytes: [0xff, 0xd8, 0xff], what: "an image", cure: "Name a text file." },
];

/** The encoding that a mark or the pattern of the first bytes shows; undefined: UTF-8 or a one-byte encoding. */
export function encodingOfHead(head: Uint8Array, path: string): FoundEncoding | undefined {
  if (startsWith(head, [0xef, 0xbb, 0xbf]))
    return { encoding: "utf-8", reason: "it starts with the UTF-8 mark", markBytes: 3 };
  if (startsWith(head, [0xff, 0xfe]))
    return { encoding: "utf-16le", reason: "it starts with the UTF-16 mark", markBytes: 2 };
  if (startsWith(head, [0xfe, 0xff]))
    return { encoding: "utf-16be", reason: "it starts with the UTF-16 mark", markBytes: 2 };
  const binary = binaryStarts.find(({ bytes }) => startsWith(head, bytes));
  if (binary) failBinary(path, `"${path}" is ${binary.what}, not a text file`, binary.cure);
  return utf16WithoutMark(head) ?? refuseBinary(head, path);
}

function utf16WithoutMark(head: Uint8Array): FoundEncoding | undefined {
  const pairs = Math.min(head.length, 4096) >> 1;
  if (pairs < 2) return undefined;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (head[at] === 0) even++;
    if (head[at + 1] === 0) odd++;
  }
  const reason = "every other byte is zero";
  if (odd > pairs * 0.7 && even < pairs * 0.05) return { encoding: "utf-16le", reason, markBytes: 0 };
  if (even > pairs * 0.7 && odd < pairs * 0.05) return { encoding: "utf-16be", reason, markBytes: 0 };
  return undefined;
}

function refuseBinary(head: Uint8Array, path: string): undefined {
  let control = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) control++;
  if (control > head.length * 0.1)
    failBinary(
      path,
      `"${path}" is not a text file: ${control} of its first ${head.length} bytes are control characters`,
      "Name a CSV file, or save the data as CSV.",
    );
  return undefined;
}

const failBinary = (path: string, message: string, cure: string): never =>
  failInput("T1424", message, { place: path, cure });

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** Checks bytes that arrive in pieces for valid UTF-8. */
export function createUtf8Check(): { add(bytes: Uint8Array): void; isValid(): boolean } {
  let tail: Uint8Array = new Uint8Array(0);
  let valid = true;
  return {
    add: (bytes) => {
      if (!valid) return;
      const whole = tail.length > 0 ? Buffer.concat([tail, bytes]) : bytes;
      const cut = whole.length - unfinishedBytes(whole);
      valid = isUtf8(whole.subarray(0, cut));
      tail = whole.slice(cut);
    },
    isValid: () => valid && tail.length === 0,
  };
}

/** How many bytes at the end start a character that is not complete. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

/** Decodes bytes that arrive in pieces; text of a one-byte encoding always decodes. */
export function createTextDecoder(encoding: TextEncoding): (bytes: Uint8Array, isEnd: boolean) => string {
  if (encoding === "latin-1")
    return (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const decoder = new TextDecoder(encoding);
  return (bytes, isEnd) => decoder.decode(bytes, { stream: !isEnd });
}
