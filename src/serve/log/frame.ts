import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * A write-ahead file is a head and frames. What one frame holds was written, flushed and acknowledged together, so it is there
 * wholly or not at all. See docs/formats/prediction-log.md.
 */
const fileMark = Buffer.from("TANDEMWL");
/** Bytes that no UTF-8 text holds. */
const frameMark = Buffer.from([0xff, 0xfe, 0x54, 0x46]);
const formatVersion = 1;

const fileHeadBytes = 16;
const frameHeadBytes = 12;

/** The head of a new file. The salt goes into every checksum, so that no text of a row can pass for a frame. */
export function createFileHead(): { readonly bytes: Buffer; readonly salt: number } {
  const bytes = Buffer.alloc(fileHeadBytes);
  fileMark.copy(bytes);
  bytes.writeUInt32LE(formatVersion, 8);
  randomBytes(4).copy(bytes, 12);
  return { bytes, salt: bytes.readUInt32LE(12) };
}

/** The head of a frame whose body is these parts, one after the other. */
export function createFrameHead(parts: readonly Uint8Array[], salt: number): Buffer {
  const head = Buffer.alloc(frameHeadBytes);
  frameMark.copy(head);
  head.writeUInt32LE(
    parts.reduce((sum, part) => sum + part.length, 0),
    4,
  );
  head.writeUInt32LE(
    parts.reduce((checksum, part) => crc32(part, checksum), salt),
    8,
  );
  return head;
}

/** Bytes of a file that cannot be read. */
export interface DamagedBytes {
  readonly offset: number;
  readonly byteCount: number;
}

/** What a write-ahead file holds. */
export interface ScannedFile {
  readonly bodies: readonly Buffer[];
  /** Bytes at the end that belong to no whole frame: a write that was cut off, and so was never acknowledged. */
  readonly tornBytes: number;
  /** Bytes with whole frames behind them: they were acknowledged, and something has changed them since. */
  readonly damaged: readonly DamagedBytes[];
  /** False when the head is there and is not one of this format: another file, another version. */
  readonly isKnown: boolean;
}

/** Takes a write-ahead file apart. Nothing is passed over silently: each byte is in a body, torn, or damaged. */
export function scanFrames(bytes: Buffer): ScannedFile {
  const head = bytes.subarray(0, fileHeadBytes);
  if (head.length < fileHeadBytes)
    return {
      bodies: [],
      tornBytes: head.length,
      damaged: [],
      isKnown: fileMark.subarray(0, head.length).equals(head.subarray(0, 8)),
    };
  if (!head.subarray(0, 8).equals(fileMark) || head.readUInt32LE(8) !== formatVersion)
    return { bodies: [], tornBytes: 0, damaged: [], isKnown: false };
  const salt = head.readUInt32LE(12);
  const bodies: Buffer[] = [];
  const damaged: DamagedBytes[] = [];
  let offset = fileHeadBytes;
  while (offset < bytes.length) {
    const body = bodyAt(bytes, offset, salt);
    if (body) {
      bodies.push(body);
      offset += frameHeadBytes + body.length;
      continue;
    }
    const next = nextFrame(bytes, offset + 1, salt);
    if (next === undefined) break;
    damaged.push({ offset, byteCount: next - offset });
    offset = next;
  }
  return { bodies, tornBytes: bytes.length - offset, damaged, isKnown: true };
}

function bodyAt(bytes: Buffer, offset: number, salt: number): Buffer | undefined {
  const begin = offset + frameHeadBytes;
  if (begin > bytes.length || !bytes.subarray(offset, offset + 4).equals(frameMark)) return undefined;
  const body = bytes.subarray(begin, begin + bytes.readUInt32LE(offset + 4));
  const isWhole = body.length === bytes.readUInt32LE(offset + 4);
  return isWhole && crc32(body, salt) === bytes.readUInt32LE(offset + 8) ? body : undefined;
}

function nextFrame(bytes: Buffer, from: number, salt: number): number | undefined {
  for (let at = bytes.indexOf(frameMark, from); at >= 0; at = bytes.indexOf(frameMark, at + 1))
    if (bodyAt(bytes, at, salt)) return at;
  return undefined;
}
