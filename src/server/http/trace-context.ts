import { randomFillSync } from "node:crypto";

/** A place in a distributed trace: W3C Trace Context, level 1 (https://www.w3.org/TR/trace-context-1/). */
export interface TraceContext {
  readonly traceId: string;
  /** The span of this request. */
  readonly spanId: string;
  readonly flags: string;
}

const pool = Buffer.alloc(4096);
/** The pool in hexadecimal digits: written once for a hundred requests and more. */
let digits = "";
let used = 0;

/** Random hexadecimal digits, two for each byte; never all zero, which the specification forbids. */
function randomHex(bytes: number): string {
  const end = used + 2 * bytes;
  if (end > digits.length) {
    digits = randomFillSync(pool).toString("hex");
    used = 0;
    return randomHex(bytes);
  }
  const text = digits.slice(used, end);
  used = end;
  return zeros.test(text) ? randomHex(bytes) : text;
}

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const zeros = /^0+$/;

/** Continues the trace of a `traceparent` header with a span of its own; begins a trace where there is none or no well-formed one. */
export function continueTrace(header: string | undefined): TraceContext {
  const spanId = randomHex(8);
  const found = header === undefined ? null : pattern.exec(header);
  const [, version, traceId, parent, flags, more] = found ?? [];
  const isWellFormed =
    version !== undefined &&
    version !== "ff" &&
    !zeros.test(traceId!) &&
    !zeros.test(parent!) &&
    (version !== "00" || more === undefined);
  return isWellFormed
    ? { traceId: traceId!, spanId, flags: flags! }
    : { traceId: randomHex(16), spanId, flags: "00" };
}

/** The header that says where in the trace this request stands. */
export const traceHeader = ({ traceId, spanId, flags }: TraceContext): string =>
  `00-${traceId}-${spanId}-${flags}`;
