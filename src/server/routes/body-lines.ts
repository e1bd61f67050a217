/** A line of a body: its number from 1 on, and its bytes, or nothing where it was too long. */
export interface BodyLine {
  readonly number: number;
  readonly bytes: Buffer | undefined;
}

const newline = 0x0a;

/**
 * Cuts a body into lines as it comes: for each piece of the body the lines that end in it. Lines without anything in them are counted
 * and left out; of a line over the limit nothing is kept.
 */
export async function* bodyLines(
  stream: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<readonly BodyLine[]> {
  let number = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const end = (lines: BodyLine[]): void => {
    number += 1;
    if (heldBytes > limit) lines.push({ number, bytes: undefined });
    else if (heldBytes > 0) {
      const bytes = held.length === 1 ? held[0]! : Buffer.concat(held);
      if (!isBlank(bytes)) lines.push({ number, bytes });
    }
    held = [];
    heldBytes = 0;
  };
  const hold = (piece: Buffer): void => {
    heldBytes += piece.length;
    if (heldBytes <= limit) held.push(piece);
    else held = [];
  };
  for await (const piece of stream) {
    const lines: BodyLine[] = [];
    let from = 0;
    for (let to = piece.indexOf(newline); to >= 0; to = piece.indexOf(newline, from)) {
      if (to > from) hold(piece.subarray(from, to));
      end(lines);
      from = to + 1;
    }
    if (from < piece.length) hold(piece.subarray(from));
    if (lines.length > 0) yield lines;
  }
  const last: BodyLine[] = [];
  if (heldBytes > 0) end(last);
  if (last.length > 0) yield last;
}

const isBlank = (bytes: Buffer): boolean =>
  bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
