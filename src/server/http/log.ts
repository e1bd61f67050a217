/** A log of lines with fields. Never give it a body, a key, or a value of a row. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Writes what is still in memory; fulfilled also where nobody reads it any more. */
  flush(): Promise<void>;
}

/** From which level on lines are written. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** A log that says nothing. */
export const silentLog: Log = Object.freeze({
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  flush: () => Promise.resolve(),
});

/** How long a reader that is there may take for the last lines. */
const flushMs = 2000;

/** A log of JSON lines into a file descriptor (1 or 2 for the standard streams); lines are gathered and written without waiting. */
export async function openLog(descriptor: number, level: LogLevel): Promise<Log> {
  if (level === "silent") return silentLog;
  const { default: pino } = await import("pino");
  const destination = pino.destination({ fd: descriptor, sync: false, minLength: 4096, periodicFlush: 250 });
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: "message",
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    // Without waiting for each write: a synchronous flush tries for ever where the reader has gone.
    flush: () =>
      new Promise((done) => {
        const late = setTimeout(done, flushMs);
        destination.flush(() => {
          clearTimeout(late);
          done();
        });
      }),
  };
}
