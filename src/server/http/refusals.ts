import { errorDiagnostic, showValue, type Diagnostic } from "../../base/index.ts";

/** An answer that says no: the status, why, and headers that belong to it. */
export interface Refusal {
  readonly status: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Counted in the metrics under this reason; absent for a mistake of the client's. */
  readonly reason?: "overload" | "deadline" | "rate" | "login" | "scope";
}

const refusal = (
  status: number,
  diagnostic: Diagnostic,
  rest: Omit<Refusal, "status" | "diagnostics"> = {},
): Refusal => Object.freeze({ status, diagnostics: Object.freeze([diagnostic]), ...rest });

/** No such path (404). */
export const noSuchRoute = (method: string, path: string): Refusal =>
  refusal(
    404,
    errorDiagnostic("T2301", `There is no ${method} ${path.slice(0, 100)}`, {
      cure: "See GET /openapi.json.",
    }),
  );

/** The path is there, with other methods (405). */
export const wrongMethod = (method: string, path: string, allow: string): Refusal =>
  refusal(
    405,
    errorDiagnostic("T2308", `${path.slice(0, 100)} takes no ${method.slice(0, 20)}`, {
      cure: `Send ${allow}.`,
    }),
    { headers: { allow } },
  );

/** What is wrong with a body, or with how it is sent: not readable (400), too large (413), of another type (415). */
export const unreadable = (status: 400 | 413 | 415, message: string, cure: string, place = "body"): Refusal =>
  refusal(status, errorDiagnostic("T2304", message, { place, cure }));

/** A body of another type than the route takes (415). */
export const wrongType = (given: string | undefined, takes: readonly string[]): Refusal =>
  unreadable(
    415,
    given === undefined ? "The body has no content type" : `The body is ${showValue(given, 60)}`,
    `Send ${takes.join(" or ")}, and say so in Content-Type.`,
    "Content-Type",
  );

/** A body of more bytes than are read (413). */
export const tooLarge = (limit: number): Refusal =>
  unreadable(413, `The body has more than ${limit} bytes`, "Send several requests.");

/** More than the service can do now (503); after a second it may be better. */
export const overloaded: Refusal = refusal(
  503,
  errorDiagnostic("T2310", "The service has more to do than it can", {
    cure: "Send the request again after the time in Retry-After, with a longer pause each time.",
  }),
  { headers: { "retry-after": "1" }, reason: "overload" },
);

/** Too many requests of one caller (429). */
export const tooManyRequests = (seconds: number): Refusal =>
  refusal(
    429,
    errorDiagnostic("T2311", "The caller has sent more requests than it may", {
      cure: `Wait ${seconds} s, as Retry-After says.`,
    }),
    { headers: { "retry-after": String(seconds) }, reason: "rate" },
  );

/** The time that the request had is over (504). */
export const deadlinePassed: Refusal = refusal(
  504,
  errorDiagnostic("T2312", "The time for the request was over before its answer", {
    cure: "Ask for less at once, or give more time with X-Request-Timeout-Ms.",
  }),
  { reason: "deadline" },
);

/** A caller that is known, without the right to do this (403). */
export const notAllowed = (scope: string): Refusal =>
  refusal(
    403,
    errorDiagnostic("T2313", `The caller may not do this: it takes the scope "${scope}"`, {
      place: "Authorization",
      cure: "Use a key with that scope.",
    }),
    { reason: "scope" },
  );

/** A request that does not come whole in its time (408). */
export const tooSlow: Refusal = refusal(
  408,
  errorDiagnostic("T2314", "The request did not come whole in time", {
    place: "body",
    cure: "Send it faster, or in parts.",
  }),
);

/** A header that cannot be what it should be (400). */
const wrongHeader = (name: string, message: string, cure: string, status = 400): Refusal =>
  refusal(status, errorDiagnostic("T2316", message, { place: name, cure }));

export const noHost: Refusal = wrongHeader(
  "Host",
  "The request names no host, or several",
  "Send the header Host once, as HTTP/1.1 asks.",
);
export const wrongTimeout: Refusal = wrongHeader(
  "X-Request-Timeout-Ms",
  "The time for a request is no whole number above 0",
  "Give milliseconds, as in X-Request-Timeout-Ms: 500.",
);
export const wrongName: Refusal = wrongHeader(
  "Idempotency-Key",
  "The name of a request is at most 200 visible ASCII characters",
  "Give each request a short name of its own, such as a UUID.",
);

/** The client expects what the service does not do (417). */
export const wrongExpectation: Refusal = wrongHeader(
  "Expect",
  "The request expects something else than 100-continue",
  "Leave the header out.",
  417,
);

/** What is no HTTP request (400), or has too much before its body (431). */
export const notHttp = (status: number, message: string): Refusal =>
  refusal(
    status,
    errorDiagnostic("T2315", message, { cure: "Send one well-formed HTTP/1.1 request after the other." }),
  );

/** A part of a path that cannot be decoded (400). */
export const wrongPath = (path: string): Refusal =>
  refusal(
    400,
    errorDiagnostic("T2317", `The path ${showValue(path, 60)} cannot be decoded`, {
      place: "path",
      cure: "Percent-encode the UTF-8 bytes of each part.",
    }),
  );

/** Something went wrong inside (500). Nothing of it is told. */
export const serviceFailed: Refusal = refusal(
  500,
  errorDiagnostic("T2305", "The service failed; the log says why", {
    cure: "Try again; when it stays so, look at the service's log.",
  }),
);
