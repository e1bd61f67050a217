import {
  commonLogarithm,
  exponential,
  exponentOf,
  naturalLogarithm,
  powerOfTwo,
} from "../../../base/index.ts";
import { roundHalfAway, roundHalfEven, widthBucketOf } from "../../../ir/index.ts";

/** Functions on numbers; NaN flows through. */
export const numberPrelude = {
  exponential,
  naturalLogarithm,
  commonLogarithm,
  powerOfTwo,
  exponentOf,
  roundHalfAway,
  roundHalfEven,
  widthBucketOf,
} as const;
