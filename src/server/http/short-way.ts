import type { Socket } from "node:net";
import { PlainConnection } from "./plain-connection.ts";
import type { PlainHead } from "./plain-head.ts";

/** What the short way leads to, and what it leaves to Node. */
export interface ShortWayParts {
  /** Takes a request that has come whole. */
  readonly take: (head: PlainHead, body: Buffer, connection: PlainConnection) => void;
  /** Whether requests with this head are read whole before anything is done with them. */
  readonly isShort: (head: PlainHead) => boolean;
  /** Node's own way with a connection. */
  readonly toNode: (socket: Socket) => void;
  /** A connection on which no request comes, or only half of one. */
  readonly broken: (error: Error & { readonly code: string }, socket: Socket) => void;
  /** How long the first request may take to come, and the next one after an answer, in milliseconds. */
  readonly firstMs: number;
  readonly idleMs: number;
  /** How long a client may leave an answer unread, in milliseconds. */
  readonly unreadMs: number;
}

/** How often connections are looked at, in milliseconds. */
const tickMs = 250;
/** A connection stays open for so much longer than its client was told, so that a request on its way is not cut off. */
const lateMs = 1000;
/** A request of which only a part has come is left to Node after this time, which then begins to count its own. */
const partMs = 500;

/**
 * The short way for requests that leave no doubt (`readPlainHead`) and have come whole: they are read without Node's parser and
 * streams, which cost more than the work itself. The first bytes of a connection that are anything else, and all that follow
 * them, go to Node: it decides what they are, refuses what is wrong, and times what is slow.
 */
export class ShortWay {
  /** Counts the looks at connections: a cheap clock. */
  tick = 0;
  readonly parts: ShortWayParts;
  /** The end of the head of an answer after which the connection goes on. */
  readonly keepAlive: string;
  readonly #connections = new Set<PlainConnection>();
  #nextTick = 0;

  constructor(parts: ShortWayParts) {
    this.parts = parts;
    this.keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(parts.idleMs / 1000)}\r\n\r\n`;
  }

  /** Takes a new connection. */
  readonly accept = (socket: Socket): void => {
    this.#connections.add(new PlainConnection(socket, this));
  };

  forget(connection: PlainConnection): void {
    this.#connections.delete(connection);
  }

  /** Ends connections on which nothing happens for too long. `now` is the monotonic clock; called now and then. */
  sweep(now: number): void {
    if (now < this.#nextTick) return;
    this.#nextTick = now + tickMs;
    this.tick += 1;
    const { firstMs, idleMs, unreadMs } = this.parts;
    for (const connection of this.#connections) {
      const quietMs = (this.tick - connection.lastTick - 1) * tickMs;
      if (connection.isUnread) {
        if (quietMs > unreadMs) connection.destroy();
      } else if (connection.isWorking) continue;
      else if (connection.hasPart) {
        // However often a little more of it comes.
        if ((this.tick - connection.partTick - 1) * tickMs > partMs) connection.giveToNode();
      } else if (!connection.hasAsked) {
        if (quietMs > firstMs) connection.refuse("ERR_HTTP_REQUEST_TIMEOUT");
      } else if (quietMs > idleMs + lateMs) connection.destroy();
    }
  }

  /** Ends the connections on which no request is under way. Those on which a part of one has come go to Node, which waits for the rest. */
  closeIdle(): void {
    for (const connection of this.#connections) {
      if (connection.isWorking || connection.isUnread) continue;
      if (connection.hasPart) connection.giveToNode();
      else connection.destroy();
    }
  }

  /** Cuts all connections off. */
  closeAll(): void {
    for (const connection of this.#connections) connection.destroy();
  }
}
