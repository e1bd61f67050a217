import { GatheredBytes } from "../http/gathered-bytes.ts";

/** A line of a body: its number from 1 on, and its bytes, or why there are none: it is too long, or there was no place to keep its beginning. */
export type BodyLine = { readonly number: number } & (
  | { readonly bytes: Buffer }
  | { readonly bytes?: undefined; readonly lacks: "limit" | "place" }
);

/** As many lines are cut off at once: the body may be one of empty rows, and its client may not take their answers. */
const linesAtOnce = 256;

const newline = 0x0a;

/**
 * Cuts a body into lines as it comes: a few at a time of those that end in a piece of the body. Lines without anything in them are
 * counted and left out; of a line over the limit nothing is kept, nor of one whose beginning `holds` has no place for.
 */
export async function* bodyLines(
  stream: AsyncIterable<Buffer>,
  limit: number,
  holds: (bytes: number) => boolean,
): AsyncGenerator<readonly BodyLine[]> {
  const line = new OpenLine(limit);
  let lines: BodyLine[] = [];
  for await (const piece of stream) {
    let from = 0;
    for (let to = piece.indexOf(newline); to >= 0; to = piece.indexOf(newline, from)) {
      line.add(piece.subarray(from, to));
      line.end(lines);
      from = to + 1;
      if (lines.length < linesAtOnce) continue;
      yield lines;
      lines = [];
    }
    line.add(piece.subarray(from));
    if (!holds(line.keptBytes)) line.drop();
    if (lines.length > 0) yield lines;
    lines = [];
  }
  if (line.isOpen) line.end(lines);
  if (lines.length > 0) yield lines;
}

/** A line that has not come to its end. */
class OpenLine {
  readonly #limit: number;
  readonly #kept = new GatheredBytes();
  #number = 1;
  #bytes = 0;
  #isDropped = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isOpen(): boolean {
    return this.#bytes > 0;
  }

  get keptBytes(): number {
    return this.#kept.size;
  }

  add(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#limit) this.#kept.clear();
    else if (!this.#isDropped && piece.length > 0) this.#kept.add(piece);
  }

  drop(): void {
    this.#isDropped = true;
    this.#kept.clear();
  }

  end(lines: BodyLine[]): void {
    const number = this.#number++;
    const bytes = this.#kept.take();
    if (this.#bytes > this.#limit) lines.push({ number, lacks: "limit" });
    else if (this.#isDropped) lines.push({ number, lacks: "place" });
    else if (!isBlank(bytes)) lines.push({ number, bytes });
    this.#bytes = 0;
    this.#isDropped = false;
  }
}

const isBlank = (bytes: Buffer): boolean =>
  bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
