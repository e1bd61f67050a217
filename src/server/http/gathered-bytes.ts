/** Pieces below this size are copied together: a Buffer of its own takes some hundred bytes however few it holds. */
const smallPiece = 4096;
const firstSlab = 1024;
const largestSlab = 64 * 1024;

/**
 * Bytes that come in pieces, kept until they are asked for. A client may cut what it sends into pieces of one byte; what is kept then
 * takes little more memory than the bytes themselves.
 */
export class GatheredBytes {
  readonly #pieces: Buffer[] = [];
  /** Where small pieces go, and how much of it is used. */
  #slab: Buffer | undefined;
  #used = 0;
  size = 0;

  add(piece: Buffer): void {
    this.size += piece.length;
    // What comes in one piece, as most of it does, is not copied.
    if (piece.length >= smallPiece || (this.#pieces.length === 0 && this.#slab === undefined)) {
      this.#endSlab();
      this.#pieces.push(piece);
    } else this.#copy(piece);
  }

  /** All bytes in their order; they are then kept here no more. */
  take(): Buffer {
    this.#endSlab();
    const pieces = this.#pieces;
    const all = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, this.size);
    this.clear();
    return all;
  }

  clear(): void {
    this.#pieces.length = 0;
    this.#slab = undefined;
    this.#used = 0;
    this.size = 0;
  }

  #copy(piece: Buffer): void {
    let from = 0;
    while (from < piece.length) {
      if (this.#slab === undefined || this.#used === this.#slab.length) this.#beginSlab();
      const taken = piece.copy(this.#slab!, this.#used, from);
      this.#used += taken;
      from += taken;
    }
  }

  #beginSlab(): void {
    const bytes = this.#slab ? Math.min(largestSlab, 2 * this.#slab.length) : firstSlab;
    this.#endSlab();
    this.#slab = Buffer.allocUnsafeSlow(bytes);
  }

  #endSlab(): void {
    if (this.#slab !== undefined && this.#used > 0) this.#pieces.push(this.#slab.subarray(0, this.#used));
    this.#slab = undefined;
    this.#used = 0;
  }
}
