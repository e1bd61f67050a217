/** One sign of life from a long piece of work. */
export interface ProgressEvent {
  /** What is being done, in plain words: `train boosting`. */
  readonly task: string;
  /** Work units done, and how many there are (absent while unknown). */
  readonly done?: number;
  readonly total?: number;
  /** A short remark: `412 of 10,000 rows`. */
  readonly note?: string;
}

/** What the outside world gives to the work. Tests freeze all of it. */
export interface Effects {
  /** The time now, in milliseconds since 1970-01-01 UTC. Never decides a result. */
  now(): number;
  /** Tells how far the work is. */
  progress(event: ProgressEvent): void;
  /** Aborted when the user wants the work to stop. */
  readonly signal: AbortSignal;
  /** What of the machine the work may take at most; absent: what the machine has. Decides no bit of a result. */
  readonly resources?: Resources;
}

/** A share of the machine. */
export interface Resources {
  readonly threads?: number;
  /** Bytes that training may take beside its table. */
  readonly memoryLimit?: number;
}

/** Effects that say nothing and never stop: for libraries and tests. */
export const quietEffects = (now: () => number = Date.now): Effects => ({
  now,
  progress: () => {},
  signal: new AbortController().signal,
});
