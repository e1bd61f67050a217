import { commonLogarithm, exponential, naturalLogarithm } from "../../../base/index.ts";
import { roundHalfAway, roundHalfEven, widthBucketOf } from "../../../ir/index.ts";

/** Functions on numbers; NaN flows through. */
export const numberPrelude = {
  exponential,
  naturalLogarithm,
  commonLogarithm,
  roundHalfAway,
  roundHalfEven,
  widthBucketOf,
} as const;
