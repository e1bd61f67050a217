// ridge-regression: What is "speed"?
// The ridge model of the package with the hash
//   f5314830f5bdaeb042fdefbcced8dbb4b6f9537945f71036569442c23bf66b85
// as an ES module that needs nothing else. It gives the answers of the package, to the bit.
// Written by `tandem export js`. Write it anew instead of changing it.

/** A row: the columns that the model reads. One that may be missing may be null or left out. */
export interface Row {
  /** A day as "2024-01-31". */
  readonly day: string;
  readonly size: string;
  readonly sky?: string | null;
  readonly hit: boolean;
}

/** The answer for a row. */
export interface Answer {
  readonly prediction: number | null;
}

/** One thing to know about a row: what is wrong, where, which value, and what to do. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  readonly place?: string;
  readonly value?: string;
  readonly cure?: string;
}

/** What predict() and predictBatch() throw for rows that cannot be read: every mistake, not only the first. */
export interface TandemError extends Error {
  readonly name: "TandemError";
  readonly kind: "input" | "work";
  readonly diagnostics: readonly Diagnostic[];
}

/** Which model this is. */
export declare const model: {
  readonly name: "ridge-regression";
  readonly hash: "f5314830f5bdaeb042fdefbcced8dbb4b6f9537945f71036569442c23bf66b85";
  readonly question: string;
};

/** The columns of a row. */
export declare const schema: {
  readonly fields: readonly {
    readonly name: keyof Row;
    readonly type: "Boolean" | "Int" | "Float" | "Text" | "Day" | "Instant";
    readonly nullable: boolean;
  }[];
};

/** The answer for one row. Throws a `TandemError` when the row cannot be read. */
export declare function predict(row: Row): Answer;

/** The answers for rows, in their order. Throws a `TandemError` with the mistakes of all rows. */
export declare function predictBatch(rows: readonly Row[]): Answer[];

/** Reproduces the proof rows of the package bit for bit and says how many there are. Throws a `TandemError` when one differs. */
export declare function verify(): { rowCount: number };
