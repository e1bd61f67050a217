import { ServerResponse, validateHeaderName, validateHeaderValue } from "node:http";
import type { Call } from "./call.ts";
import type { HttpAnswer } from "./route.ts";

/** What goes with every answer: browsers take it for what it says it is, and nobody keeps it. */
const always = ["X-Content-Type-Options", "nosniff", "Cache-Control", "no-store"] as const;

function headOf(call: Call, { type, headers }: HttpAnswer, extra: readonly string[]): string[] {
  const head = [...always, "X-Request-Id", call.id, "traceparent", call.traceparent];
  for (const one of extra) head.push(one);
  if (type !== undefined) head.push("Content-Type", checkedType(type));
  if (headers) for (const name in headers) setHeader(head, name, headers[name]!);
  return head;
}

let lastType = "";

/** A type as it may stand in a head. Few are in use, and one after the other is mostly the same. */
function checkedType(type: string): string {
  if (type !== lastType) {
    validateHeaderValue("Content-Type", type);
    lastType = type;
  }
  return type;
}

/** A header of the answer's own takes the place of one that goes with every answer. */
function setHeader(head: string[], name: string, value: string): void {
  validateHeaderName(name);
  validateHeaderValue(name, value);
  const lower = name.toLowerCase();
  for (let at = 0; at < head.length; at += 2)
    if (head[at]!.toLowerCase() === lower) {
      head[at + 1] = value;
      return;
    }
  head.push(name, value);
}

/** How many bytes the body of an answer has; 0 for a stream. */
function bodySize({ body }: HttpAnswer): number {
  if (body === undefined) return 0;
  if (typeof body === "string") return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.length : 0;
}

/** Writes an answer that is whole: head and body in one go. Gives the bytes of the body. */
export function writeAnswer(call: Call, answer: HttpAnswer, extra: readonly string[]): number {
  const { outgoing } = call;
  const head = headOf(call, answer, extra);
  const isEmpty = answer.status === 204 || answer.status === 304;
  const size = isEmpty ? 0 : bodySize(answer);
  if (!isEmpty) head.push("Content-Length", String(size));
  outgoing.writeHead(answer.status, head);
  if (isEmpty || call.method === "HEAD") outgoing.end();
  else outgoing.end(answer.body as string | Uint8Array | undefined);
  return size;
}

/** Writes an answer whose parts come one after the other, no faster than the client takes them; gives the bytes. */
export async function writeStream(call: Call, answer: HttpAnswer, extra: readonly string[]): Promise<number> {
  const { outgoing } = call;
  if (!(outgoing instanceof ServerResponse)) return writeGathered(call, answer, extra);
  outgoing.writeHead(answer.status, headOf(call, answer, extra));
  let bytes = 0;
  if (call.method !== "HEAD")
    for await (const part of answer.body as AsyncIterable<string | Uint8Array>) {
      if (outgoing.destroyed) throw new Error("The client has gone");
      bytes += part.length;
      if (!outgoing.write(part)) await drained(outgoing);
    }
  outgoing.end();
  return bytes;
}

/** Who asked with a small request that came whole gets the parts of the answer together. */
async function writeGathered(call: Call, answer: HttpAnswer, extra: readonly string[]): Promise<number> {
  const parts: Buffer[] = [];
  for await (const part of answer.body as AsyncIterable<string | Uint8Array>) parts.push(Buffer.from(part));
  return writeAnswer(call, { ...answer, body: Buffer.concat(parts) }, extra);
}

/** Waits until the client has taken what was sent, or has gone. */
const drained = (outgoing: ServerResponse): Promise<void> =>
  new Promise((resume) => {
    const end = (): void => {
      outgoing.off("drain", end);
      outgoing.off("close", end);
      resume();
    };
    outgoing.on("drain", end);
    outgoing.on("close", end);
  });
