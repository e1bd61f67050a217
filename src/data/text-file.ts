import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { failInput, type Effects } from "../base/index.ts";
import { failUnreadable, openSourceFile, type SourceFile } from "./source-file.ts";
import {
  createTextDecoder,
  createUtf8Check,
  encodingOfHead,
  type FoundEncoding,
  type TextEncoding,
} from "./text-encoding.ts";

/** A text file with its hash and the encoding it is read in. */
export interface TextFile {
  readonly file: SourceFile;
  readonly isCompressed: boolean;
  /** SHA-256 of the file's bytes. */
  readonly hash: string;
  readonly encoding: FoundEncoding;
}

const pieceBytes = 4 << 20;

/** Reads a text file once: its hash and its encoding. Errors: T1420-T1425. */
export async function inspectTextFile(
  path: string,
  folder: string,
  wanted: TextEncoding | undefined,
  effects: Effects,
): Promise<TextFile> {
  const file = await openSourceFile(path, folder);
  const isCompressed = file.head[0] === 0x1f && file.head[1] === 0x8b;
  const hash = createHash("sha256");
  const utf8 = createUtf8Check();
  let head: Uint8Array | undefined;
  let bytes = 0;
  for await (const piece of pieces(file, isCompressed, effects, (raw) => hash.update(raw))) {
    head ??= piece.slice(0, 262_144);
    bytes += piece.length;
    utf8.add(piece);
  }
  if (bytes === 0)
    failInput("T1423", `The file "${path}" is empty`, {
      place: path,
      cure: "Check how the file was written.",
    });
  const shown = encodingOfHead(head ?? file.head, path);
  return {
    file,
    isCompressed,
    hash: hash.digest("hex"),
    encoding: wanted
      ? wantedEncoding(wanted, shown, utf8.isValid(), path)
      : foundEncoding(shown, utf8.isValid(), path),
  };
}

function foundEncoding(shown: FoundEncoding | undefined, isUtf8: boolean, path: string): FoundEncoding {
  if (shown?.encoding === "utf-8" && !isUtf8) failNotUtf8(path, "it starts with the UTF-8 mark");
  if (shown) return shown;
  return isUtf8
    ? { encoding: "utf-8", reason: "all its bytes are valid UTF-8", markBytes: 0 }
    : { encoding: "windows-1252", reason: "its bytes are not valid UTF-8", markBytes: 0 };
}

function wantedEncoding(
  encoding: TextEncoding,
  shown: FoundEncoding | undefined,
  isUtf8: boolean,
  path: string,
): FoundEncoding {
  if (encoding === "utf-8" && !isUtf8) failNotUtf8(path, "UTF-8 was asked for");
  if (shown && shown.encoding !== encoding && encoding.startsWith("utf"))
    failInput("T1425", `"${path}" is not ${encoding}: ${shown.reason}`, {
      place: path,
      value: encoding,
      cure: `Set encoding to "${shown.encoding}", or leave it out.`,
    });
  const markBytes = shown?.encoding === encoding ? shown.markBytes : 0;
  return { encoding, reason: "it was asked for", markBytes };
}

const failNotUtf8 = (path: string, reason: string): never =>
  failInput("T1425", `"${path}" holds bytes that are not UTF-8, though ${reason}`, {
    place: path,
    value: "utf-8",
    cure: 'Set encoding to "windows-1252" or "latin-1", or leave it out.',
  });

/** The file's text in pieces, without a byte order mark. */
export async function* readText(text: TextFile, effects: Effects): AsyncGenerator<string> {
  const decode = createTextDecoder(text.encoding.encoding);
  let skip = text.encoding.markBytes;
  for await (const piece of pieces(text.file, text.isCompressed, effects)) {
    yield decode(piece.subarray(skip), false);
    skip = 0;
  }
  yield decode(new Uint8Array(0), true);
}

/** The bytes of a file in pieces, unpacked where it is compressed; `onRaw` sees them as they stand in the file. */
export async function* pieces(
  file: SourceFile,
  isCompressed: boolean,
  effects: Effects,
  onRaw?: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const raw = createReadStream(file.fullPath, { highWaterMark: pieceBytes });
  let done = 0;
  raw.on("data", (bytes) => {
    if (typeof bytes === "string") return;
    done += bytes.length;
    onRaw?.(bytes);
    effects.progress({ task: "read", done, total: file.byteCount, note: file.path });
  });
  const stream: Readable = isCompressed ? raw.pipe(createGunzip({ chunkSize: 1 << 20 })) : raw;
  raw.on("error", (error) => stream.destroy(error));
  try {
    for await (const piece of stream) {
      stopIfAborted(effects);
      yield piece as Uint8Array;
    }
  } catch (error) {
    if (isCompressed && error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      failInput("T1429", `The compressed file "${file.path}" is damaged`, {
        place: file.path,
        value: error.message,
        cure: "Fetch it again.",
      });
    failUnreadable(file.path, error);
  } finally {
    raw.destroy();
  }
}

/** Throws T1404 once the user wants the work to stop. */
export function stopIfAborted(effects: Effects): void {
  if (effects.signal.aborted)
    failInput("T1404", "The work was stopped before it was done", {
      cure: "Start it again when you want it; nothing half-done was kept.",
    });
}
