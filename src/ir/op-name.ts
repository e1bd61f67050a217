import { arithmetic } from "./ops/arithmetic.ts";
import { buckets } from "./ops/buckets.ts";
import { cast } from "./ops/cast.ts";
import { comparison } from "./ops/comparison.ts";
import type { OpDefinition } from "./ops/definition.ts";
import { geography } from "./ops/geography.ts";
import { hash } from "./ops/hash.ts";
import { logic } from "./ops/logic.ts";
import { mathematics } from "./ops/mathematics.ts";
import { lists } from "./ops/lists.ts";
import { patterns } from "./ops/patterns.ts";
import { similarity } from "./ops/similarity.ts";
import { textEditing } from "./ops/text-editing.ts";
import { severalColumns } from "./ops/several-columns.ts";
import { text } from "./ops/text.ts";
import { timeBetween } from "./ops/time-between.ts";
import { timeShift } from "./ops/time-shift.ts";
import { time } from "./ops/time.ts";
import { tokens } from "./ops/tokens.ts";

const table = {
  ...arithmetic,
  ...severalColumns,
  ...mathematics,
  ...geography,
  ...comparison,
  ...buckets,
  ...logic,
  ...text,
  ...textEditing,
  ...similarity,
  ...hash,
  ...patterns,
  ...lists,
  ...tokens,
  ...time,
  ...timeShift,
  ...timeBetween,
  ...cast,
};

/** The name of an operation. */
export type OpName = keyof typeof table;

/** THE op table: every operation that an expression can call. */
export const opTable: Readonly<Record<OpName, OpDefinition>> = table;

/** All op names, in the order of the table. */
export const opNames: readonly OpName[] = Object.keys(table) as OpName[];

/** A text as an op name, or undefined. */
export const parseOpName = (text: unknown): OpName | undefined => opNames.find((name) => name === text);
