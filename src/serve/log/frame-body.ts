import type { Label } from "./label.ts";
import type { LoggedStream } from "./logged-field.ts";

/** What one frame holds: streams that its file did not have yet, labels, and rows as `createRowWriter` makes them. */
export interface FrameBody {
  readonly streams: readonly (readonly [number: number, stream: LoggedStream])[];
  readonly labels: readonly Label[];
  readonly rowCount: number;
  readonly rows: Uint8Array;
}

/** A frame's body as parts for `createFrameHead`: lengths and JSON, then the rows as they are. */
export function frameParts({ streams, labels, rowCount, rows }: FrameBody): readonly Uint8Array[] {
  const texts = [streams, labels].map((list) =>
    list.length === 0 ? Buffer.alloc(0) : Buffer.from(JSON.stringify(list)),
  );
  const lengths = texts.map((text) => wholeNumber(text.length));
  return [lengths[0]!, texts[0]!, lengths[1]!, texts[1]!, wholeNumber(rowCount), rows].filter(
    ({ length }) => length > 0,
  );
}

function wholeNumber(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Takes a frame's body apart. The frame's checksum was right, so the body is as it was written. */
export function readFrameBody(body: Buffer): FrameBody & { readonly rows: Buffer } {
  let at = 0;
  const list = (): unknown => {
    const length = body.readUInt32LE(at);
    const text = body.toString("utf8", at + 4, at + 4 + length);
    at += 4 + length;
    return length === 0 ? [] : JSON.parse(text);
  };
  const streams = list() as FrameBody["streams"];
  const labels = list() as FrameBody["labels"];
  return { streams, labels, rowCount: body.readUInt32LE(at), rows: body.subarray(at + 4) };
}
