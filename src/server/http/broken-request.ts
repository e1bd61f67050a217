import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import * as refusals from "./refusals.ts";
import type { ErrorAnswer } from "./route.ts";

interface ParserError extends Error {
  readonly code?: string;
}

/** What is said to bytes that are no request, or do not become one in time; by Node's codes. */
function refusalOf({ code }: ParserError): refusals.Refusal {
  switch (code ?? "") {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return refusals.tooSlow;
    case "HPE_HEADER_OVERFLOW":
      return refusals.notHttp(431, "The request has too much before its body");
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return refusals.notHttp(413, "The parts of the body have too much beside the data");
    default:
      return refusals.notHttp(400, "This is no well-formed HTTP request");
  }
}

interface WithAnswer {
  readonly _httpMessage?: {
    readonly headersSent: boolean;
    readonly req: { readonly complete: boolean };
  } | null;
}

/** How often, and after how many milliseconds, it is looked whether the requests before the broken one are answered. */
const looks = 100;
const lookMs = 10;

/**
 * Answers what Node could not read as a request, straight to the socket, and ends the connection; requests before it that came
 * whole are answered first. `told` gets the status, unless nothing could be answered: the client has gone, or an answer is on
 * its way.
 */
export function answerBrokenRequest(
  error: ParserError,
  socket: Duplex,
  errors: ErrorAnswer,
  told: (status: number) => void,
  looksLeft = looks,
): void {
  const { _httpMessage: underWay } = socket as Duplex & WithAnswer;
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  if (underWay?.req.complete && looksLeft > 0)
    return void setTimeout(() => answerBrokenRequest(error, socket, errors, told, looksLeft - 1), lookMs);
  if (underWay?.headersSent) return void socket.destroy();
  const refusal = refusalOf(error);
  endWith(refusal, socket, errors);
  told(refusal.status);
}

/** Writes a refusal straight to a socket that no request is read from any more, and ends the connection. */
export function endWith(
  { status, diagnostics, headers }: refusals.Refusal,
  socket: Duplex,
  errors: ErrorAnswer,
): void {
  // Node takes its own listener away from a socket that it hands over: a client that breaks off then would end the process.
  socket.on("error", ignore);
  const { type = "application/json", body } = errors(status, diagnostics);
  const text = typeof body === "string" ? body : "";
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    "X-Content-Type-Options: nosniff",
    "Connection: close",
  ].join("\r\n");
  socket.end(`${head}\r\n\r\n${text}`, () => socket.destroy());
}

const ignore = (): void => {};
