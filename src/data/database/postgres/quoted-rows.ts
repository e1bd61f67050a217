const quote = 0x22;
const lineFeed = 0x0a;

/** Counts rows of CSV whose every value stands in quotes, and finds the longest one, however their bytes are cut. */
export class QuotedRows {
  count = 0;
  /** The bytes of the longest row, with its line feed. */
  longest = 0;
  #length = 0;
  #isQuoted = false;

  add(piece: Uint8Array): void {
    let begin = -this.#length;
    let isQuoted = this.#isQuoted;
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at];
      if (byte === quote) isQuoted = !isQuoted;
      else if (byte === lineFeed && !isQuoted) {
        this.count++;
        this.longest = Math.max(this.longest, at + 1 - begin);
        begin = at + 1;
      }
    }
    this.#isQuoted = isQuoted;
    this.#length = piece.length - begin;
  }
}
