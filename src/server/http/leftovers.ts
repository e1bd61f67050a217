import type { IncomingMessage } from "node:http";

/**
 * Bodies that were still coming when their requests were answered. Node reads them to their end, so that the connection can go on;
 * one that does not come to it in the time that a body has ends the connection: it would hold it for as long as its client likes.
 */
export class Leftovers {
  readonly #until = new Map<IncomingMessage, number>();
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** `now` is the monotonic clock. */
  add(body: IncomingMessage, now: number): void {
    this.#until.set(body, now + this.#timeoutMs);
  }

  /** Ends the connections whose time is over; called now and then. */
  sweep(now: number): void {
    for (const [body, until] of this.#until)
      if (body.complete || body.socket.destroyed) this.#until.delete(body);
      else if (now > until) {
        this.#until.delete(body);
        body.socket.destroy();
      }
  }
}
