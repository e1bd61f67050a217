import { createGunzip, createInflate } from "node:zlib";
import type { IncomingMessage } from "node:http";
import type { Call } from "./call.ts";
import { GatheredBytes } from "./gathered-bytes.ts";
import { tooLarge, unreadable, type Refusal } from "./refusals.ts";

/** Who hears how reading a body went, and counts the bytes that are kept in memory meanwhile. */
export interface BodyReader {
  readonly bodyLimit: number;
  /** More bytes are kept; false when there are too many of all requests together. */
  keep(call: Call, bytes: number): boolean;
  done(call: Call): void;
  refuse(call: Call, refusal: Refusal): void;
  overloaded(call: Call): void;
}

/** A stream that knows its call: a weak map of all of them would cost the garbage collector more than the work itself. */
interface Carrier {
  [callOf]?: Call;
}
const callOf = Symbol("call");

/** Reads a body whole, within its limits. The listeners are shared by all requests: a request finds its call by its stream. */
export function readBody(call: Call, unread: IncomingMessage, reader: BodyReader): void {
  call.reader = reader;
  (unread as Carrier)[callOf] = call;
  unread.on("data", onData);
  unread.on("end", onEnd);
}

function onData(this: Carrier, chunk: Buffer): void {
  const call = this[callOf]!;
  const reader = call.reader!;
  if (call.state !== "reading") return;
  call.size += chunk.length;
  if (call.size > reader.bodyLimit) return reader.refuse(call, tooLarge(reader.bodyLimit));
  if (!reader.keep(call, chunk.length)) return reader.overloaded(call);
  (call.gathered ??= new GatheredBytes()).add(chunk);
}

function onEnd(this: Carrier): void {
  const call = this[callOf]!;
  const reader = call.reader!;
  if (call.state !== "reading") return;
  if (call.gathered) call.body = call.gathered.take();
  call.gathered = undefined;
  const encoding = call.known.contentEncoding;
  if (encoding === undefined || encoding === "identity" || call.size === 0) reader.done(call);
  else unpack(call, encoding.toLowerCase(), reader);
}

/** The encodings of a body that are unpacked. */
const unpackers = { gzip: createGunzip, "x-gzip": createGunzip, deflate: createInflate } as const;

/** Whether a body in this encoding can be read. */
export const isKnownEncoding = (encoding: string | undefined): boolean =>
  encoding === undefined || encoding === "identity" || Object.hasOwn(unpackers, encoding.toLowerCase());

/** Unpacks a body, at most to the limit: a small body may hold a very large one. */
function unpack(call: Call, encoding: string, reader: BodyReader): void {
  const unpacker = unpackers[encoding as keyof typeof unpackers]();
  const gathered = new GatheredBytes();
  const end = (then: () => void): void => {
    unpacker.removeAllListeners();
    unpacker.on("error", () => {});
    unpacker.destroy();
    if (call.state === "reading") then();
  };
  unpacker.on("data", (chunk: Buffer) => {
    // Whoever waited for it may be gone, or have been told that it takes too long: then nothing of it is kept, nor counted.
    if (call.state !== "reading") end(() => {});
    else if (gathered.size + chunk.length > reader.bodyLimit)
      end(() => reader.refuse(call, tooLarge(reader.bodyLimit)));
    else if (!reader.keep(call, chunk.length)) end(() => reader.overloaded(call));
    else gathered.add(chunk);
  });
  unpacker.on("end", () =>
    end(() => {
      call.body = gathered.take();
      // What a route sees is no longer packed.
      delete call.headers["content-encoding"];
      reader.done(call);
    }),
  );
  unpacker.on("error", () =>
    end(() =>
      reader.refuse(
        call,
        unreadable(400, `The body is not whole ${encoding}`, "Pack it again, or send it as it is."),
      ),
    ),
  );
  unpacker.end(call.body);
}
