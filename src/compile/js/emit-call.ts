import { typeOf, type CallExpr, type OpName } from "../../ir/index.ts";
import type { Emitter } from "./emitter.ts";
import { arithmetic, carrying } from "./ops/arithmetic.ts";
import { buckets } from "./ops/buckets.ts";
import { cast } from "./ops/cast.ts";
import { comparison } from "./ops/comparison.ts";
import { geography } from "./ops/geography.ts";
import { hash } from "./ops/hash.ts";
import { logic } from "./ops/logic.ts";
import { mathematics } from "./ops/mathematics.ts";
import { severalColumns } from "./ops/several-columns.ts";
import { lists } from "./ops/lists.ts";
import { patterns } from "./ops/patterns.ts";
import type { EmitCall } from "./ops/shared.ts";
import { similarity, textEditing } from "./ops/text-editing.ts";
import { text } from "./ops/text.ts";
import { timeBetween } from "./ops/time-between.ts";
import { timeShift } from "./ops/time-shift.ts";
import { time } from "./ops/time.ts";

const emitters: Readonly<Record<OpName, EmitCall>> = {
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
  ...time,
  ...timeShift,
  ...timeBetween,
  ...cast,
};

/** Source of a call. */
export const callSource = (call: CallExpr, emitter: Emitter): string => emitters[call.op](call, emitter);

/**
 * Source of a call that may be infinite or NaN where it should be null, for operations that keep such values so; undefined
 * where it cannot be had.
 */
export const carriedSource = (call: CallExpr, emitter: Emitter): string | undefined =>
  typeOf(call) === "Float" ? carrying[call.op]?.(call, emitter) : undefined;
