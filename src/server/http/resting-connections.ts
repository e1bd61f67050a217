import type { Socket } from "node:net";
import type { Call } from "./call.ts";

/** How long a connection rests: as long as Retry-After says. */
const restMs = 1000;
/** While there is still too much to do, so many connections are read again at one look. */
const wokenAtOnce = 50;

/**
 * Connections whose last request was refused because there was too much to do. Clients should come again after the time in
 * Retry-After; on a connection of one that does not wait, nothing is read before that time. So refusing costs little, however
 * much is asked: what is not read waits in the system's buffers and then at the client.
 */
export class RestingConnections {
  readonly #until = new Map<Socket, number>();
  readonly #refused: Pick<Call, "socket" | "unread">[] = [];

  get size(): number {
    return this.#until.size;
  }

  /** Has a connection rest when all of its refused request has been read. */
  rest({ socket, unread }: Call): void {
    this.#refused.push({ socket, unread });
    if (this.#refused.length === 1) setImmediate(this.#begin);
  }

  /** Reads connections again whose time has come, all of them where `places` requests find a place; `now` is the monotonic clock. */
  wake(now: number, places: number): void {
    let left = Math.max(wokenAtOnce, places);
    for (const [socket, until] of this.#until) {
      if (until > now || left-- === 0) return;
      this.#until.delete(socket);
      socket.resume();
    }
  }

  /** Reads all of them again. */
  wakeAll(): void {
    this.wake(Infinity, Infinity);
  }

  readonly #begin = (): void => {
    const until = performance.now() + restMs;
    for (const { socket, unread } of this.#refused.splice(0)) {
      // A body that is still coming is read to its end.
      if (unread?.complete === false || !socket || socket.destroyed) continue;
      this.#until.set(socket, until);
      socket.pause();
    }
  };
}
