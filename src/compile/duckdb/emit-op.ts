import type { OpEmitters } from "./fragment.ts";
import { arithmetic } from "./ops/arithmetic.ts";
import { buckets } from "./ops/buckets.ts";
import { cast } from "./ops/cast.ts";
import { comparison } from "./ops/comparison.ts";
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

/** What DuckDB has for each operation. */
export const opEmitters: OpEmitters = {
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
