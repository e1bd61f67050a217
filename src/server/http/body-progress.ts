import type { ServerResponse } from "node:http";
import type { Call } from "./call.ts";
import { hasBody } from "./find-route.ts";

/** A refused body that is this small is read to its end by Node, and the connection goes on. */
const smallBody = 64 * 1024;

/** Whether much of the body is still to come, so that the connection cannot simply go on. */
export const isUnread = (call: Call): boolean =>
  call.unread?.complete === false &&
  hasBody(call) &&
  (call.known.transferEncoding !== undefined || Number(call.known.contentLength) > smallBody);

/** Bytes that a streamed body has to bring in the time that a whole one has. */
const leastProgress = 1024;

/** Whether a streamed body comes too slowly, though it would be taken. */
export function isStalled(call: Call, now: number, timeoutMs: number): boolean {
  const { unread, outgoing, bodyStream } = call;
  if (!unread || unread.complete) return false;
  const { bytesRead } = unread.socket;
  const isHeldBack = bodyStream?.isHeldBack || (outgoing as ServerResponse).writableNeedDrain;
  if (isHeldBack || call.progressTime === 0 || bytesRead - call.progressBytes >= leastProgress) {
    call.progressBytes = bytesRead;
    call.progressTime = now;
    return false;
  }
  return now - call.progressTime > timeoutMs;
}
