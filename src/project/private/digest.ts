import { call, hashTextOf, text, type Expr } from "../../ir/index.ts";

/** Before the value, so that the digest of a text is not the same in every column, and not to be found in lists of digests. */
const prefixOf = (column: string): string => `private ${column}: `;

/** The digest of a private text, by which models know it: the same text in the same column has the same. */
export const digestText = (column: string, value: string): string =>
  hashTextOf(`${prefixOf(column)}${value}`);

/** The same as an expression over the value. */
export const digestOf = (column: string, value: Expr): Expr =>
  call("hashText", call("concat", text(prefixOf(column)), value));
