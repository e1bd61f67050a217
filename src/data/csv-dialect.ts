/** How the rows of a text file are marked. */
export interface Dialect {
  /** One character. */
  readonly delimiter: string;
  /** One character, or "" for none. */
  readonly quote: string;
  /** What stands before a quote inside a quoted field: the quote itself, a backslash or a zero character. */
  readonly escape: string;
  /** Whether spaces after a delimiter belong to it: `a, "b", c`. */
  readonly skipsSpace?: boolean;
  /** What ends a row: a line feed with or without a carriage return before it, or a lone carriage return. */
  readonly newline: "\n" | "\r";
}
