import { IncomingMessage } from "node:http";
import { GatheredBytes } from "./gathered-bytes.ts";

/** So many bytes may wait to be taken; then nothing more is read from the connection until they are. */
const mostWaiting = 64 * 1024;

/** So many pieces may be smaller than a row can be, on the average: each costs as much time as one of some kilobytes. */
const mostPieces = 5000;
const leastBytes = 6;

/**
 * A request of Node's whose body can be held back whatever it was cut into: Node itself counts bytes and not pieces. One that comes in
 * crumbs is cut off: a client would keep the service busy with them at no cost of its own.
 */
export class HeldMessage extends IncomingMessage {
  isHeld = false;
  #pieces = 0;
  #bytes = 0;
  #isCut = false;

  override push(piece: Uint8Array | null, encoding?: BufferEncoding): boolean {
    if (this.#isCut) return false;
    if (piece !== null) {
      this.#bytes += piece.length;
      this.#isCut = ++this.#pieces > mostPieces && this.#bytes < this.#pieces * leastBytes;
      if (this.#isCut) {
        this.socket.destroy();
        return false;
      }
    }
    return super.push(piece, encoding);
  }

  override _read(size: number): void {
    if (!this.isHeld) super._read(size);
  }
}

/** A body as it comes, no faster than it is taken. It can be taken once. */
export class BodyStream {
  readonly #unread: IncomingMessage;
  readonly #waiting = new GatheredBytes();
  #isHeld = false;
  #isOver = false;
  #wake = (): void => {};

  constructor(unread: IncomingMessage) {
    this.#unread = unread;
    unread.on("data", (piece: Buffer) => {
      this.#waiting.add(piece);
      if (this.#waiting.size >= mostWaiting) this.#hold(true);
      this.#wake();
    });
    unread.on("close", () => this.#wake());
    unread.on("end", () => {
      this.#isOver = true;
      this.#wake();
    });
  }

  /** Whether more has come than was taken, so that it is not the client who is slow. */
  get isHeldBack(): boolean {
    return this.#waiting.size > 0;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void> {
    try {
      for (;;)
        if (this.#waiting.size > 0) {
          const bytes = this.#waiting.take();
          this.#hold(false);
          yield bytes;
        } else if (this.#isOver) return;
        else if (this.#unread.destroyed) throw new Error("The client has gone");
        else {
          // oxlint-disable-next-line no-await-in-loop -- the next piece is what is waited for
          await new Promise<void>((wake) => (this.#wake = wake));
        }
    } finally {
      if (!this.#isOver) this.#unread.destroy();
    }
  }

  #hold(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    const { socket } = this.#unread;
    if (this.#unread instanceof HeldMessage) this.#unread.isHeld = isHeld;
    if (isHeld) socket.pause();
    else socket.resume();
  }
}
