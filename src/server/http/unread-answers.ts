import type { Socket } from "node:net";

/** Less than this that waits at a connection is not counted. */
const little = 64 * 1024;

/**
 * Answers that their clients have not taken yet. They wait in memory, so there is an end to it: beyond so many bytes the connections
 * are ended whose answers have waited longest.
 */
export class UnreadAnswers {
  readonly #limit: number;
  readonly #bytes = new Map<Socket, number>();
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Looks at a connection to which an answer was just written. */
  add(socket: Socket | null): void {
    if (socket === null || socket.writableLength < little || socket.destroyed) return;
    const before = this.#bytes.get(socket);
    this.#bytes.set(socket, socket.writableLength);
    this.#total += socket.writableLength - (before ?? 0);
    if (before === undefined) {
      const taken = (): void => {
        socket.off("drain", taken).off("close", taken);
        this.#total -= this.#bytes.get(socket) ?? 0;
        this.#bytes.delete(socket);
      };
      socket.on("drain", taken).on("close", taken);
    }
    for (const [oldest, bytes] of this.#bytes) {
      if (this.#total <= this.#limit) return;
      this.#total -= bytes;
      this.#bytes.delete(oldest);
      oldest.destroy();
    }
  }
}
