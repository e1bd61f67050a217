import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { readPlainHead, type PlainHead } from "./plain-head.ts";
import type { ShortWay } from "./short-way.ts";

/** A head or a request that does not come at once and is longer than this is left to Node. */
const mostHeadBytes = 8 * 1024;
const mostHeldBytes = 16 * 1024;

/**
 * A connection on the short way. It has one request at a time, and its answer is written to it as to a response of Node's. What
 * comes before a request is answered waits, and nothing more is read meanwhile.
 */
export class PlainConnection {
  readonly socket: Socket;
  readonly #way: ShortWay;
  /** The tick of the short way when something last came or was answered. */
  lastTick: number;
  /** When the first part of a request came of which the rest has not. */
  partTick = 0;
  hasAsked = false;
  isWorking = false;
  /** The client has not taken the last answer yet. */
  isUnread = false;
  headersSent = false;
  #isLast = false;
  #headText = "";
  #head: PlainHead | undefined;
  #held: Buffer | undefined;
  #isPart = false;

  constructor(socket: Socket, way: ShortWay) {
    this.socket = socket;
    this.#way = way;
    this.lastTick = way.tick;
    socket.on("data", this.#onData);
    socket.on("end", this.#onEnd);
    socket.on("drain", this.#onDrain);
    socket.on("error", ignore);
    socket.on("close", this.#onClose);
  }

  /** Whether a part of a request has come, and the rest has not. */
  get hasPart(): boolean {
    return this.#held !== undefined;
  }

  get destroyed(): boolean {
    return this.socket.destroyed;
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Takes the status and the headers of the answer, names and values in turn. */
  writeHead(status: number, head: readonly string[]): void {
    let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n`;
    this.#isLast = false;
    for (let at = 0; at < head.length; at += 2) {
      const name = head[at]!;
      if (name === "Connection") this.#isLast = true;
      text += `${name}: ${head[at + 1]!}\r\n`;
    }
    this.#headText = `${text}Date: ${dateText()}\r\n${this.#isLast ? "\r\n" : this.#way.keepAlive}`;
  }

  /** Writes the answer whole; the next request may come. */
  end(body?: string | Uint8Array): void {
    const { socket } = this;
    this.headersSent = true;
    let isTaken: boolean;
    if (typeof body === "string") isTaken = socket.write(this.#headText + body);
    else {
      isTaken = socket.write(this.#headText, "latin1");
      if (body !== undefined) isTaken = socket.write(body);
    }
    this.isWorking = false;
    this.lastTick = this.#way.tick;
    if (this.#isLast) return socket.destroySoon();
    if (!isTaken) {
      this.isUnread = true;
      socket.pause();
    } else if (this.#held !== undefined) setImmediate(this.#goOn);
  }

  /** Leaves the connection, with what has come of a request, to Node. */
  giveToNode(bytes = this.#held): void {
    const { socket } = this;
    this.#held = undefined;
    socket.off("data", this.#onData);
    socket.off("end", this.#onEnd);
    socket.off("drain", this.#onDrain);
    socket.off("error", ignore);
    socket.off("close", this.#onClose);
    this.#way.forget(this);
    this.#way.parts.toNode(socket);
    if (bytes !== undefined) socket.unshift(bytes);
    socket.resume();
  }

  /** Says that this is no request, and ends the connection. */
  refuse(code: string): void {
    this.#held = undefined;
    this.isWorking = true;
    this.socket.off("data", this.#onData);
    this.#way.parts.broken(Object.assign(new Error(code), { code }), this.socket);
  }

  readonly #onData = (bytes: Buffer): void => {
    this.lastTick = this.#way.tick;
    const all = this.#held === undefined ? bytes : Buffer.concat([this.#held, bytes]);
    if (!this.isWorking && !this.isUnread) return this.#look(all);
    this.#held = all;
    this.socket.pause();
  };

  #look(bytes: Buffer): void {
    const head = this.#headOf(bytes);
    if (head === undefined) return this.giveToNode(bytes);
    const headLength = head.text.length;
    const length = headLength + head.bodyLength;
    if (bytes.length < length && length <= mostHeldBytes) {
      if (!this.#isPart) this.partTick = this.#way.tick;
      this.#isPart = true;
      this.#held = bytes;
      return;
    }
    if (bytes.length !== length) return this.giveToNode(bytes);
    this.#held = undefined;
    this.#isPart = false;
    this.hasAsked = true;
    this.isWorking = true;
    this.headersSent = false;
    this.#way.parts.take(head, bytes.subarray(headLength), this);
  }

  /** The head at the beginning of these bytes; undefined where it is not there whole, or not plain. */
  #headOf(bytes: Buffer): PlainHead | undefined {
    const last = this.#head;
    // Clients send the same head again and again: then nothing has to be looked for.
    if (last !== undefined && bytes.toString("latin1", 0, last.text.length) === last.text) return last;
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0 || end > mostHeadBytes) return undefined;
    const head = readPlainHead(bytes.toString("latin1", 0, end + 4));
    if (head === undefined || !this.#way.parts.isShort(head)) return undefined;
    this.#head = head;
    return head;
  }

  readonly #goOn = (): void => {
    if (this.isWorking || this.isUnread || this.socket.destroyed) return;
    this.socket.resume();
    if (this.#held !== undefined) this.#look(this.#held);
  };

  readonly #onDrain = (): void => {
    if (!this.isUnread) return;
    this.isUnread = false;
    this.lastTick = this.#way.tick;
    this.#goOn();
  };

  /** The client sends nothing more. As with Node, it has gone then: only what is written already goes out. */
  readonly #onEnd = (): void => {
    if (this.hasPart && !this.isWorking && !this.isUnread) this.refuse("HPE_INVALID_EOF_STATE");
    else this.socket.destroySoon();
  };

  readonly #onClose = (): void => this.#way.forget(this);
}

const ignore = (): void => {};

let dateSecond = 0;
let dateOfSecond = "";

/** The time for the header Date, written once a second. */
function dateText(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateOfSecond = new Date(second * 1000).toUTCString();
  }
  return dateOfSecond;
}
