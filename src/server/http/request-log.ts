import { TandemError } from "../../base/index.ts";
import type { Call } from "./call.ts";
import type { Log } from "./log.ts";

/** Answers that went well are in the log at most so often, refused ones a little more often; failures always are. */
const wellMs = 1000;
const refusedMs = 100;

/** Writes answered requests into the log: what was asked for, how it ended, how long it took. Never what was in it. */
export class RequestLog {
  readonly #log: Log;
  #nextWell = 0;
  #wellLeftOut = 0;
  #nextRefused = 0;
  #refusedLeftOut = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  answered(call: Call, status: number, now: number): void {
    // What was refused because there is too much to do would be too much to write, too.
    if (status >= 500 && status !== 503 && status !== 504) {
      this.#log.error(fieldsOf(call, status, now, 0), "answered");
    } else if (status >= 400) {
      if (now < this.#nextRefused) {
        this.#refusedLeftOut += 1;
        return;
      }
      this.#nextRefused = now + refusedMs;
      this.#log.warn(fieldsOf(call, status, now, this.#refusedLeftOut), "answered");
      this.#refusedLeftOut = 0;
    } else {
      if (now < this.#nextWell) {
        this.#wellLeftOut += 1;
        return;
      }
      this.#nextWell = now + wellMs;
      this.#log.info(fieldsOf(call, status, now, this.#wellLeftOut), "answered");
      this.#wellLeftOut = 0;
    }
  }

  /** A failure of the program itself. Its message may quote what was sent, so only its kind and its place are told. */
  failed(call: Call, error: unknown): void {
    this.#log.error({ request: call.id, trace: call.trace.traceId, ...failureFields(error) }, "failed");
  }
}

/** What a log may say of an error: codes of diagnosed ones, the kind and the place in the program of others. */
export function failureFields(error: unknown): object {
  if (error instanceof TandemError) return { codes: error.diagnostics.map(({ code }) => code) };
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    ...("code" in error ? { code: String(error.code) } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
  };
}

const fieldsOf = (call: Call, status: number, now: number, leftOut: number): object => ({
  method: call.method,
  route: call.bound?.route.path ?? null,
  status,
  durationMs: Math.round((now - call.started) * 1000) / 1000,
  request: call.id,
  trace: call.trace.traceId,
  span: call.trace.spanId,
  caller: call.caller,
  ...(leftOut > 0 ? { leftOut } : {}),
});
