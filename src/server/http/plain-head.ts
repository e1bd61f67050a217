import type { IncomingHttpHeaders } from "node:http";
import { readHeaders, type KnownHeaders } from "./known-headers.ts";

/**
 * The head of a request that leaves no doubt about what it says and where its body ends. It is never changed, so that requests
 * with the same head, as one client sends them, share it.
 */
export interface PlainHead {
  readonly text: string;
  readonly method: "POST";
  readonly url: string;
  readonly httpVersion: "1.1";
  readonly known: KnownHeaders;
  readonly headers: IncomingHttpHeaders;
  /** Bytes of the body; more than 0. */
  readonly bodyLength: number;
}

/**
 * One spelling of everything: a path without a query, visible ASCII, no space before a colon, each line ended by CR and LF. Each
 * piece ends before a character that it cannot hold itself, so that no text is tried twice.
 */
const plainShape = /^POST (\/[\w/.:~-]*) HTTP\/1\.1\r\n((?:[\w!#$%&'*+.^`|~-]+:[\t -~]*\r\n)+)\r\n$/;

/** What changes how a body is sent, or asks for more than an answer. */
const notPlain: ReadonlySet<string> = new Set([
  "transfer-encoding",
  "content-encoding",
  "expect",
  "upgrade",
  "trailer",
  "proxy-connection",
]);

/** The most lines of a plain head, and the longest length of a body, in digits. */
const mostLines = 64;
const plainLength = /^[1-9][0-9]{0,6}$/;

/**
 * Reads the head of a request, to the empty line behind it; undefined where anything in it is out of the ordinary, is there twice,
 * or could be read in two ways. Such a request is not wrong: Node's parser reads it.
 */
export function readPlainHead(text: string): PlainHead | undefined {
  const found = plainShape.exec(text);
  if (!found) return undefined;
  const [, url, lines] = found as unknown as readonly [string, string, string];
  const raw: string[] = [];
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of lines.slice(0, -2).split("\r\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    const lower = name.toLowerCase();
    if (notPlain.has(lower) || lower in headers) return undefined;
    const value = trim(line.slice(colon + 1));
    headers[lower] = value;
    raw.push(name, value);
  }
  const { connection = "keep-alive", "content-length": length = "" } = headers;
  if (raw.length > 2 * mostLines || connection.toLowerCase() !== "keep-alive" || !plainLength.test(length))
    return undefined;
  return {
    text,
    method: "POST",
    url,
    httpVersion: "1.1",
    known: readHeaders(raw),
    headers,
    bodyLength: Number(length),
  };
}

/** Without the spaces and tabs around it; those within belong to the value. */
function trim(value: string): string {
  let from = 0;
  let to = value.length;
  while (from < to && isBlank(value.charCodeAt(from))) from++;
  while (to > from && isBlank(value.charCodeAt(to - 1))) to--;
  return value.slice(from, to);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;
