import type { Call } from "./call.ts";
import type { HttpAnswer } from "./route.ts";

/** Which pages of other origins may ask: their origins, or `*` for any. */
export type AllowedOrigins = readonly string[];

const isAllowed = (allowed: AllowedOrigins, origin: string): boolean =>
  allowed.includes("*") || allowed.includes(origin);

const noHeaders: readonly string[] = [];

/** The headers that let the page that asks read the answer; none where it may not, or where no page asks. */
export function originHeaders(allowed: AllowedOrigins, { known: { origin } }: Call): readonly string[] {
  if (allowed.length === 0) return noHeaders;
  if (origin === undefined || !isAllowed(allowed, origin)) return ["Vary", "Origin"];
  return [
    "Access-Control-Allow-Origin",
    origin,
    "Access-Control-Expose-Headers",
    "X-Request-Id, Retry-After, traceparent",
    "Vary",
    "Origin",
  ];
}

/** What `OPTIONS` says: the methods of the path, and to a page of an allowed origin what it may send. */
export function optionsAnswer(allowed: AllowedOrigins, call: Call, allow: string): HttpAnswer {
  const { origin } = call.known;
  const isPreflight = origin !== undefined && call.headers["access-control-request-method"] !== undefined;
  return {
    status: 204,
    headers: {
      allow,
      ...(isPreflight && isAllowed(allowed, origin)
        ? {
            "access-control-allow-methods": allow,
            "access-control-allow-headers":
              "Authorization, Content-Type, Idempotency-Key, X-Request-Id, X-Request-Timeout-Ms, traceparent",
            "access-control-max-age": "600",
          }
        : {}),
    },
  };
}
