/** The headers that the server itself looks at; of one that comes twice the first. */
export interface KnownHeaders {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly contentType: string | undefined;
  readonly contentLength: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly transferEncoding: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Whether there is an Idempotency-Key that can be none. */
  readonly hasWrongKey: boolean;
  readonly requestId: string | undefined;
  readonly traceparent: string | undefined;
  readonly timeoutMs: string | undefined;
}

/** A name of a service-wide request: visible ASCII, at most 200 characters. */
const isRequestName = (text: string): boolean => /^[\x21-\x7e]{1,200}$/.test(text);

/** Reads the few headers that each request is asked for, without making an object of all of them. */
export function readHeaders(raw: readonly string[]): KnownHeaders {
  let host: string | undefined;
  let hasHost = false;
  let origin: string | undefined;
  let contentType: string | undefined;
  let contentLength: string | undefined;
  let contentEncoding: string | undefined;
  let transferEncoding: string | undefined;
  let idempotencyKey: string | undefined;
  let requestId: string | undefined;
  let traceparent: string | undefined;
  let timeoutMs: string | undefined;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!;
    // The length alone tells most names apart.
    switch (name.length) {
      case 4:
        if (isName(name, "host")) {
          // Of two hosts nobody can say which one is meant: then there is none (RFC 9112, section 3.2).
          host = hasHost ? undefined : raw[at + 1];
          hasHost = true;
        }
        break;
      case 6:
        if (isName(name, "origin")) origin ??= raw[at + 1];
        break;
      case 11:
        if (isName(name, "traceparent")) traceparent ??= raw[at + 1];
        break;
      case 12:
        if (isName(name, "content-type")) contentType ??= raw[at + 1];
        else if (isName(name, "x-request-id")) requestId ??= raw[at + 1];
        break;
      case 14:
        if (isName(name, "content-length")) contentLength ??= raw[at + 1];
        break;
      case 15:
        if (isName(name, "idempotency-key")) idempotencyKey ??= raw[at + 1];
        break;
      case 16:
        if (isName(name, "content-encoding")) contentEncoding ??= raw[at + 1];
        break;
      case 17:
        if (isName(name, "transfer-encoding")) transferEncoding ??= raw[at + 1];
        break;
      case 20:
        if (isName(name, "x-request-timeout-ms")) timeoutMs ??= raw[at + 1];
        break;
    }
  }
  // A name that somebody else gave is only one when it can stand in a log and a header.
  if (requestId !== undefined && !isRequestName(requestId)) requestId = undefined;
  const hasWrongKey = idempotencyKey !== undefined && !isRequestName(idempotencyKey);
  if (hasWrongKey) idempotencyKey = undefined;
  return {
    host,
    origin,
    contentType,
    contentLength,
    contentEncoding,
    transferEncoding,
    idempotencyKey,
    hasWrongKey,
    requestId,
    traceparent,
    timeoutMs,
  };
}

const isName = (given: string, name: string): boolean => given === name || given.toLowerCase() === name;
